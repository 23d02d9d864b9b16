package io.quorate.cli.option;

import io.quorate.console.OwnTerminal;
import io.quorate.inventory.Problem;
import io.quorate.inventory.ansible.SecretLines;
import io.quorate.inventory.file.Piped;
import io.quorate.tui.Columns;
import io.quorate.tui.Sanitizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Problems of an inventory as text, as compilers print theirs: place, severity, what, the line
 * itself with a mark under the place, and what to do. A line that holds a secret is shown without
 * it.
 */
public final class ProblemLines {
  /** Characters of a line that is shown: a longer one is nobody's typing, and slow to search. */
  private static final int LONGEST_LINE = 10_000;

  /** What fits beside the line's number on the narrowest screen that is in use. */
  private static final int WIDEST = 96;

  /** Whoever has mended so many looks again. */
  private static final int MOST = 200;

  /** A longer file is not looked into again for its lines. */
  private static final long LONGEST = 4 * 1024 * 1024;

  private final Ansi colours;
  private final Map<String, List<String>> files = new HashMap<>();

  private ProblemLines(Ansi colours, @Nullable Piped piped) {
    this.colours = colours;
    if (piped != null) {
      files.put(Piped.NAME.toString(), linesOf(piped.text()));
    }
  }

  /** In colours where they reach a person's eyes. */
  public static List<String> of(List<Problem> problems) {
    return of(problems, (Piped) null);
  }

  /** The same where some may be of what came through standard input. */
  public static List<String> of(List<Problem> problems, @Nullable Piped piped) {
    boolean seen =
        OwnTerminal.isThere()
            && System.getenv().getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(System.getenv("TERM"));
    return new ProblemLines(seen ? Ansi.ON : Ansi.OFF, piped).told(problems);
  }

  public static List<String> of(List<Problem> problems, Ansi colours) {
    return new ProblemLines(colours, null).told(problems);
  }

  private List<String> told(List<Problem> problems) {
    List<String> said = new ArrayList<>();
    problems.stream().limit(MOST).forEach(problem -> said.addAll(lines(problem)));
    if (problems.size() > MOST) {
      said.add("... and " + (problems.size() - MOST) + " more. Fix these first.");
    }
    return said;
  }

  private List<String> lines(Problem problem) {
    List<String> lines = new ArrayList<>();
    Problem.Place place = problem.place();
    String where =
        place == null ? "" : place.file() + ":" + place.line() + ":" + place.column() + ": ";
    String field = problem.field().isEmpty() ? "" : Problem.shown(problem.field()) + ": ";
    String severity = problem.severity().name().toLowerCase(Locale.ROOT) + ": ";
    lines.add(where + coloured(colour(problem), severity) + sentence(field + problem.what()));
    if (place != null) {
      lines.addAll(excerpt(place, problem));
    }
    lines.add("    " + sentence(problem.remedy()));
    return lines;
  }

  /** What terminals draw in ways of their own, such as emoji, is named by its number. */
  private static String sentence(String text) {
    StringBuilder named = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c != Columns.DOUBTFUL && Columns.shown(c) == Columns.DOUBTFUL) {
                named.append(Problem.numbered(c));
              } else {
                named.appendCodePoint(c);
              }
            });
    return Sanitizer.line(named.toString());
  }

  private static String colour(Problem problem) {
    return switch (problem.severity()) {
      case ERROR -> "bold,red";
      case WARNING -> "bold,yellow";
      case NOTE -> "bold,cyan";
    };
  }

  private String coloured(String style, String text) {
    return colours.enabled() ? Ansi.Style.on(Ansi.Style.parse(style)) + text + "\u001b[0m" : text;
  }

  /** The line of a place, and a mark under its column. */
  private List<String> excerpt(Problem.Place place, Problem problem) {
    List<String> text = files.computeIfAbsent(place.file(), ProblemLines::read);
    if (place.line() > text.size() || text.get(place.line() - 1).length() > LONGEST_LINE) {
      return List.of();
    }
    String line = SecretLines.hidden(text.get(place.line() - 1), problem.field());
    if (line.isBlank()) {
      return List.of();
    }
    int length = line.codePointCount(0, line.length());
    int at = line.offsetByCodePoints(0, Math.min(place.column() - 1, length));
    String before = shown(line.substring(0, at));
    String after = shown(line.substring(at));
    if (Columns.width(before) > WIDEST * 2 / 3) {
      before = "…" + lastOf(before, WIDEST / 2);
    }
    String number = "%5d | ".formatted(place.line());
    String mark = " ".repeat(number.length() - 2) + "| " + " ".repeat(Columns.width(before));
    return List.of(
        number + before + firstOf(after, WIDEST - Columns.width(before)),
        mark + coloured(colour(problem), "^"));
  }

  private static String shown(String text) {
    return Sanitizer.line(text.replace('\t', ' '));
  }

  private static String firstOf(String text, int columns) {
    int end = 0;
    int width = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      width += Columns.width(codePoint);
      if (width > columns) {
        return text.substring(0, end) + "…";
      }
      end += Character.charCount(codePoint);
    }
    return text;
  }

  private static String lastOf(String text, int columns) {
    int start = text.length();
    int width = 0;
    while (start > 0) {
      int codePoint = text.codePointBefore(start);
      width += Columns.width(codePoint);
      if (width > columns) {
        break;
      }
      start -= Character.charCount(codePoint);
    }
    return text.substring(start);
  }

  /** A file's lines; none when they cannot be had, or are no text for eyes. */
  private static List<String> read(String file) {
    try {
      Path path = Path.of(file);
      if (!Files.isRegularFile(path) || Files.size(path) > LONGEST) {
        return List.of();
      }
      String text = new String(Files.readAllBytes(path), java.nio.charset.StandardCharsets.UTF_8);
      return linesOf(text);
    } catch (IOException | InvalidPathException e) {
      return List.of();
    }
  }

  private static List<String> linesOf(String text) {
    String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return SecretLines.isSealed(clean) ? List.of() : clean.lines().toList();
  }
}
