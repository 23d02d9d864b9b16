package io.quorate.inventory;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Schedules of five fields, as cron takes them (crontab(5)), and what systemd makes of them
 * (systemd.time(7)).
 */
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

  private static final Map<String, String> WORDS =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *",
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *");

  /** systemd's words, from Monday on as it writes them itself. */
  private static final List<String> WEEKDAYS =
      List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  private static final int[] LONGEST = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  /** Within as many days also a February 29 comes by that is on a certain day of week. */
  private static final int DAYS_LOOKED_BACK = 15_000;

  private record Field(String name, int least, int most, List<String> words) {}

  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet days;
  private final BitSet months;

  /** 0 is Sunday. */
  private final BitSet weekdays;

  /** cron takes a day that fits either field, unless one of them begins with *. */
  private final boolean either;

  private CronSchedule(List<BitSet> values, boolean either) {
    this.minutes = values.get(0);
    this.hours = values.get(1);
    this.days = values.get(2);
    this.months = values.get(3);
    this.weekdays = values.get(4);
    if (weekdays.get(7)) {
      weekdays.set(0);
      weekdays.clear(7);
    }
    this.either = either;
  }

  /**
   * @throws IllegalArgumentException with what {@link #fault} says
   */
  public static CronSchedule of(String schedule) {
    List<BitSet> values = new ArrayList<>();
    String fault = read(schedule, values);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
    return new CronSchedule(values, either(fields(schedule)));
  }

  /** What is wrong with a schedule; null when it is a good one. */
  public static @Nullable String fault(String schedule) {
    return read(schedule, new ArrayList<>());
  }

  private static String[] fields(String schedule) {
    String stripped = schedule.strip();
    return WORDS.getOrDefault(stripped, stripped).split("[ \\t]+");
  }

  private static boolean either(String[] fields) {
    return !fields[2].startsWith("*") && !fields[4].startsWith("*");
  }

  private static @Nullable String read(String schedule, List<BitSet> values) {
    String[] parts = fields(schedule);
    if (parts[0].startsWith("@")) {
      return "Of such words, @hourly, @daily, @weekly, @monthly and @yearly are understood here.";
    }
    if (parts.length != FIELDS.size()) {
      return "It has " + parts.length + (parts.length == 1 ? " field" : " fields") + ", not 5.";
    }
    for (int i = 0; i < parts.length; i++) {
      values.add(new BitSet());
      for (String item : parts[i].split(",", -1)) {
        String fault = read(item, FIELDS.get(i), values.get(i));
        if (fault != null) {
          return fault;
        }
      }
    }
    return !either(parts) && !everHappens(values.get(2), values.get(3))
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

  /**
   * The same for {@code OnCalendar=} of a timer, one or two expressions, of which each that is met
   * counts. Only lists of values are used, which every systemd reads.
   */
  public List<String> calendar() {
    String time = " " + listed(hours, 0, 23) + ":" + listed(minutes, 0, 59) + ":00";
    String month = "*-" + listed(months, 1, 12) + "-";
    String day = month + listed(days, 1, 31);
    String week =
        weekdays.cardinality() == 7
            ? ""
            : WEEKDAYS.stream()
                    .filter(w -> weekdays.get((WEEKDAYS.indexOf(w) + 1) % 7))
                    .collect(Collectors.joining(","))
                + " ";
    if (!either) {
      return List.of(week + day + time);
    }
    String onWeekdays = week + month + "*" + time;
    return everHappens(days, months) ? List.of(day + time, onWeekdays) : List.of(onWeekdays);
  }

  private static String listed(BitSet values, int least, int most) {
    return values.cardinality() == most - least + 1
        ? "*"
        : values.stream()
            .mapToObj(v -> String.format(Locale.ROOT, "%02d", v))
            .collect(Collectors.joining(","));
  }

  /** The last moment of the schedule before another; empty when there is none for decades. */
  public Optional<LocalDateTime> lastBefore(LocalDateTime moment) {
    for (int i = 0; i < DAYS_LOOKED_BACK; i++) {
      LocalDate day = moment.toLocalDate().minusDays(i);
      if (takes(day)) {
        LocalDateTime last = i == 0 ? lastOf(day, moment) : day.atTime(last(hours), last(minutes));
        if (last != null) {
          return Optional.of(last);
        }
      }
    }
    return Optional.empty();
  }

  private boolean takes(LocalDate day) {
    boolean byDay = days.get(day.getDayOfMonth());
    boolean byWeek = weekdays.get(day.getDayOfWeek().getValue() % 7);
    return months.get(day.getMonthValue()) && (either ? byDay || byWeek : byDay && byWeek);
  }

  private @Nullable LocalDateTime lastOf(LocalDate day, LocalDateTime before) {
    for (int h = hours.previousSetBit(before.getHour()); h >= 0; h = hours.previousSetBit(h - 1)) {
      for (int m = last(minutes); m >= 0; m = minutes.previousSetBit(m - 1)) {
        if (day.atTime(h, m).isBefore(before)) {
          return day.atTime(h, m);
        }
      }
    }
    return null;
  }

  private static int last(BitSet values) {
    return values.length() - 1;
  }
}
