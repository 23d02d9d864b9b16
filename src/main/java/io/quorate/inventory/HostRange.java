package io.quorate.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ansible's host ranges: {@code node[01:20]}, {@code db-[a:f].example}, {@code n[1:9:2]}. Leading
 * zeros are kept, several ranges multiply.
 */
final class HostRange {
  private static final Pattern RANGE =
      Pattern.compile("\\[([0-9]{1,9}|[a-zA-Z]):([0-9]{1,9}|[a-zA-Z])(?::([0-9]{1,9}))?]");

  /**
   * More than a cluster may have (kubernetes.io: considerations for large clusters, 5000 nodes).
   */
  private static final int MOST = 5000;

  private HostRange() {}

  /** The names, the text itself when it holds no range; null when there would be too many. */
  static @Nullable List<String> expand(String text) {
    Matcher range = RANGE.matcher(text);
    if (!range.find()) {
      return List.of(text);
    }
    List<String> tails = expand(text.substring(range.end()));
    List<String> steps = steps(range.group(1), range.group(2), range.group(3));
    if (tails == null || steps == null || (long) steps.size() * tails.size() > MOST) {
      return null;
    }
    String head = text.substring(0, range.start());
    List<String> names = new ArrayList<>();
    for (String step : steps) {
      tails.forEach(tail -> names.add(head + step + tail));
    }
    return names;
  }

  /**
   * Ranges for the names of a range less some of them: runs of neighbours where the text holds one
   * range with a step of one, names otherwise.
   */
  static List<String> without(String text, Set<String> gone) {
    List<String> names = expand(text);
    Matcher range = RANGE.matcher(text);
    List<String> parts = new ArrayList<>();
    if (names == null || !range.find()) {
      return parts;
    }
    boolean simple =
        (range.group(3) == null || range.group(3).equals("1"))
            && !RANGE.matcher(text.substring(range.end())).find();
    String head = text.substring(0, range.start());
    String tail = text.substring(range.end());
    int at = 0;
    while (at < names.size()) {
      int end = at;
      while (end < names.size() && !gone.contains(names.get(end))) {
        end += simple || end == at ? 1 : names.size();
      }
      end = end > names.size() ? at + 1 : end;
      if (end - at > 1) {
        String first = names.get(at);
        String last = names.get(end - 1);
        parts.add(
            head
                + "["
                + first.substring(head.length(), first.length() - tail.length())
                + ":"
                + last.substring(head.length(), last.length() - tail.length())
                + "]"
                + tail);
      } else if (end > at) {
        parts.add(names.get(at));
      }
      at = Math.max(end, at + 1);
    }
    return parts;
  }

  private static @Nullable List<String> steps(String from, String to, @Nullable String by) {
    boolean letters = Character.isLetter(from.charAt(0));
    if (letters != Character.isLetter(to.charAt(0))) {
      return null;
    }
    int first = letters ? from.charAt(0) : Integer.parseInt(from);
    int last = letters ? to.charAt(0) : Integer.parseInt(to);
    int step = by == null ? 1 : Integer.parseInt(by);
    if (step < 1 || last < first || (last - first) / step >= MOST) {
      return null;
    }
    String form = from.startsWith("0") && from.length() > 1 ? "%0" + from.length() + "d" : "%d";
    List<String> steps = new ArrayList<>();
    for (long value = first; value <= last; value += step) {
      steps.add(letters ? String.valueOf((char) value) : String.format(form, value));
    }
    return steps;
  }
}
