package io.quorate.inventory;

import java.util.ArrayList;
import java.util.List;

/** A line in words as Ansible splits them: by Python's {@code shlex} in POSIX mode. */
public final class ShellWords {

  /**
   * @param column where it begins, counted from 0
   */
  public record Word(String text, int column) {}

  /** A line that cannot be split. */
  public static final class UnfinishedException extends Exception {
    private final int column;

    UnfinishedException(String message, int column) {
      super(message);
      this.column = column;
    }

    /** Where it went wrong, counted from 0. */
    public int column() {
      return column;
    }
  }

  private final String line;
  private final boolean comments;
  private final List<Word> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private int at;
  private int begin = -1;

  private ShellWords(String line, boolean comments) {
    this.line = line;
    this.comments = comments;
  }

  /** A host's line of an INI file. An unquoted # begins a comment even inside a word. */
  public static List<Word> split(String line) throws UnfinishedException {
    return new ShellWords(line, true).words();
  }

  /** Arguments of a program, where # is a sign like others. */
  public static List<Word> arguments(String line) throws UnfinishedException {
    return new ShellWords(line, false).words();
  }

  private List<Word> words() throws UnfinishedException {
    while (at < line.length()) {
      char c = line.charAt(at);
      if (comments && c == '#') {
        break;
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        end();
        at++;
      } else {
        begin = begin < 0 ? at : begin;
        switch (c) {
          case '\'', '"' -> quoted(c);
          case '\\' -> {
            if (at + 1 == line.length()) {
              throw new UnfinishedException("Nothing stands behind the backslash", at);
            }
            word.append(line.charAt(at + 1));
            at += 2;
          }
          default -> {
            word.append(c);
            at++;
          }
        }
      }
    }
    end();
    return words;
  }

  private void quoted(char quote) throws UnfinishedException {
    int opened = at++;
    while (at < line.length() && line.charAt(at) != quote) {
      char c = line.charAt(at);
      boolean escapes =
          quote == '"'
              && c == '\\'
              && at + 1 < line.length()
              && (line.charAt(at + 1) == '"' || line.charAt(at + 1) == '\\');
      if (escapes) {
        at++;
      }
      word.append(line.charAt(at++));
    }
    if (at >= line.length()) {
      throw new UnfinishedException("A quote is opened here and not closed", opened);
    }
    at++;
  }

  private void end() {
    if (begin >= 0) {
      words.add(new Word(word.toString(), begin));
      word.setLength(0);
      begin = -1;
    }
  }

  /** A text as one word that is split back to itself. */
  public static String quote(String text) {
    boolean plain =
        !text.isEmpty()
            && text.chars()
                .allMatch(c -> c > ' ' && c != '#' && c != '\'' && c != '"' && c != '\\');
    return plain ? text : "'" + text.replace("'", "'\"'\"'") + "'";
  }
}
