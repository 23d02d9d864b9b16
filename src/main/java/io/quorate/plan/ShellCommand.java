package io.quorate.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command that a person can paste into a shell as it is shown. */
public record ShellCommand(List<String> words) {

  /** What no shell reads as anything else. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  public ShellCommand {
    words = List.copyOf(words);
  }

  public static ShellCommand of(String... words) {
    return new ShellCommand(List.of(words));
  }

  /** With more words behind. */
  public ShellCommand with(String... more) {
    return with(List.of(more));
  }

  public ShellCommand with(List<String> more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(more);
    return new ShellCommand(all);
  }

  /** The line, with quotes where a shell needs them. */
  @Override
  public String toString() {
    return words.stream()
        .map(w -> PLAIN.matcher(w).matches() ? w : Shell.quote(w))
        .collect(Collectors.joining(" "));
  }
}
