package io.quorate.inventory.ansible;

import io.quorate.inventory.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hosts as Ansible names them (docs.ansible.com, "Adding ranges of hosts"): {@code node[01:20]},
 * {@code db-[a:f].example}, {@code n[1:9:2]}, {@code node-1:2222}. Leading zeros are kept, several
 * ranges multiply.
 *
 * @param port what stands behind a colon; null when nothing does
 */
public record HostPattern(List<String> names, @Nullable Integer port) {
  public static final String ADVICE =
      "Write node[01:20], from the lower to the higher, "
          + AnsibleGroups.MOST_HOSTS
          + " hosts at most.";

  private static final Pattern RANGE =
      Pattern.compile("\\[([0-9]{0,9}|[a-zA-Z]):([0-9]{1,9}|[a-zA-Z])(?::([0-9]{1,9}))?]");
  private static final Pattern BRACKETED = Pattern.compile("\\[(.+)]:([0-9]{1,9})");
  private static final Pattern WITH_PORT =
      Pattern.compile("((?:[^:\\[\\]]|\\[[^]]*])*):([0-9]{1,9})");

  private static final Pattern LIKE_A_RANGE = Pattern.compile("\\[[^\\[\\]]*:[^\\[\\]]*]");

  /**
   * Names have 253 letters at most, ranges in them a few more; longer ones are taken as they are.
   */
  private static final int LONGEST = 1000;

  /** The order in which Ansible counts letters. */
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

  /** As many as an inventory may have. */
  private static final int MOST = AnsibleGroups.MOST_HOSTS;

  public HostPattern {
    names = List.copyOf(names);
  }

  /** Null when a range makes no sense, or would be too large. */
  static @Nullable HostPattern read(String text) {
    if (text.length() > LONGEST) {
      return new HostPattern(List.of(text), null);
    }
    Matcher bracketed = BRACKETED.matcher(text);
    Matcher plain = WITH_PORT.matcher(text);
    Matcher form = bracketed.matches() ? bracketed : plain;
    boolean hasPort = form.matches();
    List<String> names = expand(hasPort ? form.group(1) : text);
    return names == null
        ? null
        : new HostPattern(names, hasPort ? Integer.valueOf(form.group(2)) : null);
  }

  /**
   * Ranges for the names of a range less some of them: runs of neighbours where the text holds one
   * range with a step of one, names otherwise.
   */
  public static List<String> without(String pattern, Set<String> gone) {
    HostPattern read = read(pattern);
    if (read == null) {
      return List.of();
    }
    String port = read.port() == null ? "" : pattern.substring(pattern.lastIndexOf(':'));
    String text = pattern.substring(0, pattern.length() - port.length());
    return without(text, read.names(), gone).stream().map(part -> part + port).toList();
  }

  private static List<String> without(String text, List<String> names, Set<String> gone) {
    Matcher range = RANGE.matcher(text);
    List<String> parts = new ArrayList<>();
    if (!range.find()) {
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

  /** The names of a pattern; null when there would be too many. */
  public static @Nullable List<String> names(String pattern) {
    HostPattern read = read(pattern);
    return read == null ? null : read.names();
  }

  private static @Nullable List<String> expand(String text) {
    Matcher range = RANGE.matcher(text);
    if (!range.find()) {
      boolean looksLikeOne = LIKE_A_RANGE.matcher(text).find();
      return looksLikeOne && !HostName.isAddress(text) ? null : List.of(text);
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

  private static @Nullable List<String> steps(String begin, String to, @Nullable String by) {
    String from = begin.isEmpty() ? "0" : begin;
    boolean letters = Character.isLetter(from.charAt(0));
    boolean padded = from.startsWith("0") && from.length() > 1;
    if (letters != Character.isLetter(to.charAt(0)) || padded && from.length() != to.length()) {
      return null;
    }
    int first = letters ? LETTERS.indexOf(from) : Integer.parseInt(from);
    int last = letters ? LETTERS.indexOf(to) : Integer.parseInt(to);
    int step = by == null ? 1 : Integer.parseInt(by);
    if (step < 1 || last < first || (last - first) / step >= MOST) {
      return null;
    }
    List<String> steps = new ArrayList<>();
    for (long value = first; value <= last; value += step) {
      String digits = String.valueOf(value);
      int zeros = padded ? from.length() - digits.length() : 0;
      steps.add(
          letters
              ? String.valueOf(LETTERS.charAt((int) value))
              : "0".repeat(Math.max(0, zeros)) + digits);
    }
    return steps;
  }
}
