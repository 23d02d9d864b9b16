package io.quorate.console;

import io.quorate.plan.Secret;
import java.io.IOError;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** Questions on the terminal, line by line, with completion by Tab and earlier lines by arrows. */
public final class Prompts implements LineTerminal, AutoCloseable {

  /** The person ended the questions with Ctrl-C or Ctrl-D. */
  public static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Terminal terminal;
  private final LineReader reader;
  private List<String> known = List.of();

  private Prompts(Terminal terminal) {
    this.terminal = terminal;
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .completer(
                (line, parsed, found) -> known.forEach(word -> found.add(new Candidate(word))))
            .parser(WholeLine::new)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
  }

  /** An answer is one word, blanks and all: Tab completes it as a whole, and escapes nothing. */
  private record WholeLine(String line, int cursor) implements CompletingParsedLine {

    WholeLine(String line, int cursor, Parser.ParseContext context) {
      this(line, cursor);
    }

    @Override
    public String word() {
      return line;
    }

    @Override
    public int wordCursor() {
      return cursor;
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(line);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return cursor;
    }

    @Override
    public int rawWordLength() {
      return line.length();
    }
  }

  /** Null when nobody can be asked: standard input or output is not a terminal. */
  public static @Nullable Prompts open() throws IOException {
    if (!OwnTerminal.isThere()) {
      return null;
    }
    // JLine's native providers lose the line speed and the line discipline when they put the
    // settings back; its stty provider changes only what it has to.
    Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
            .dumb(true)
            .build();
    return new Prompts(terminal);
  }

  @Override
  public void say(String text) {
    terminal.writer().println(text);
    terminal.flush();
  }

  @Override
  public Secret secret(String question) {
    return new Secret(read(question + ": ", '\0'));
  }

  @Override
  public boolean confirm(String question) {
    while (true) {
      String answer = ask(question + " [y/N] ").strip().toLowerCase(Locale.ROOT);
      switch (answer) {
        case "y", "yes" -> {
          return true;
        }
        case "", "n", "no" -> {
          return false;
        }
        default -> say("Please answer yes or no.");
      }
    }
  }

  /** Asks for a line; blanks at its ends do not count. */
  public String line(String prompt) {
    return ask(prompt).strip();
  }

  @Override
  public String ask(String prompt, List<String> words) {
    known = List.copyOf(words);
    try {
      return ask(prompt);
    } finally {
      known = List.of();
    }
  }

  private String ask(String prompt) {
    return read(prompt, null);
  }

  private String read(String prompt, @Nullable Character mask) {
    try {
      return reader.readLine(prompt, mask);
    } catch (UserInterruptException | EndOfFileException e) {
      throw new Interrupted();
    } catch (IOError e) {
      // Ctrl-C while JLine is still asking stty for the settings; closing has to ask it again.
      Thread.interrupted();
      throw new Interrupted();
    }
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
