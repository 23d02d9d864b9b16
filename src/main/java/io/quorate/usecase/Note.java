package io.quorate.usecase;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a person has to know before agreeing.
 *
 * @param warning whether it is more than information
 * @param text a sentence, or a line of a list
 */
public record Note(boolean warning, String text) {

  public static Stream<Note> warnings(List<String> sentences) {
    return sentences.stream().map(s -> new Note(true, s));
  }

  public static Stream<Note> of(List<String> lines) {
    return lines.stream().map(s -> new Note(false, s));
  }

  /** As it is said in lines. */
  public String words() {
    return warning ? "warning: " + text : text;
  }
}
