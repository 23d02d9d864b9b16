package io.quorate.cli.run;

import java.util.List;

/** A command ends, and another one begins in its place, as if a person had typed it. */
public final class NextCommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> words;

  NextCommandException(List<String> words) {
    super("another command begins");
    this.words = List.copyOf(words);
  }

  /** The next command's words, without the program's name. */
  public String[] words() {
    return words.toArray(String[]::new);
  }
}
