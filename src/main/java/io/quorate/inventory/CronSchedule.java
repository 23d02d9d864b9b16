package io.quorate.inventory;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Schedules of five fields, as cron takes them (crontab(5)). */
public final class CronSchedule {
  private static final Pattern ITEM =
      Pattern.compile("(?:(\\*)|(\\w{1,3})(?:-(\\w{1,3}))?)(?:/(\\d{1,3}))?");

  private static final List<Field> FIELDS =
      List.of(
          new Field("a minute", 0, 59, List.of()),
          new Field("an hour", 0, 23, List.of()),
          new Field("a day of month", 1, 31, List.of()),
          new Field(
              "a month",
              1,
              12,
              List.of(
                  "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                  "dec")),
          new Field(
              "a day of week", 0, 7, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

  private static final int[] LONGEST = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private record Field(String name, int least, int most, List<String> words) {}

  private CronSchedule() {}

  /** What is wrong with a schedule; null when it is a good one. */
  public static @Nullable String fault(String schedule) {
    String[] parts = schedule.strip().split("[ \\t]+");
    if (schedule.strip().startsWith("@")) {
      return "Words such as @daily are not understood here.";
    }
    if (parts.length != FIELDS.size()) {
      return "It has " + parts.length + (parts.length == 1 ? " field" : " fields") + ", not 5.";
    }
    BitSet[] values = new BitSet[parts.length];
    for (int i = 0; i < parts.length; i++) {
      Field field = FIELDS.get(i);
      values[i] = new BitSet();
      for (String item : parts[i].split(",", -1)) {
        String fault = read(item, field, values[i]);
        if (fault != null) {
          return fault;
        }
      }
    }
    return parts[4].equals("*") && !everHappens(values[2], values[3])
        ? "Its day of month is never reached in its month."
        : null;
  }

  private static @Nullable String read(String item, Field field, BitSet into) {
    Matcher matcher = ITEM.matcher(item);
    if (!matcher.matches() || (matcher.group(4) != null && single(matcher))) {
      return "\"" + item + "\" is not " + field.name() + ".";
    }
    int from = matcher.group(1) != null ? field.least() : number(matcher.group(2), field);
    int to =
        matcher.group(1) != null
            ? field.most()
            : matcher.group(3) == null ? from : number(matcher.group(3), field);
    int step = matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4));
    if (from < field.least() || to > field.most() || to < from || step < 1) {
      return "\""
          + item
          + "\" is outside of "
          + field.least()
          + " to "
          + field.most()
          + ", what "
          + field.name()
          + " can be.";
    }
    for (int value = from; value <= to; value += step) {
      into.set(value);
    }
    return null;
  }

  /** cron takes a step after * or a range only. */
  private static boolean single(Matcher matcher) {
    return matcher.group(1) == null && matcher.group(3) == null;
  }

  private static int number(String text, Field field) {
    int word = field.words().indexOf(text.toLowerCase(Locale.ROOT));
    if (word >= 0) {
      return word + field.least();
    }
    return text.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(text) : -1;
  }

  private static boolean everHappens(BitSet days, BitSet months) {
    return months.stream().anyMatch(month -> days.nextSetBit(1) <= LONGEST[month - 1]);
  }
}
