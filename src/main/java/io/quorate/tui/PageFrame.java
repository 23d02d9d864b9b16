package io.quorate.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What every page has around it: its title and step, what it is for in one sentence, problems, and
 * the keys that work here.
 */
public final class PageFrame {

  /** A key and what it does. */
  public record Hint(String key, String does) {}

  private static final int MOST_PROBLEMS = 3;

  /** The keys of help and of the ways on and out. */
  private static final Set<String> STAYING = Set.of("F10", "F1", "?", "Esc", "^Q", "q");

  private PageFrame() {}

  /** The line between the page's content and its problems and keys. */
  public static int rule(Canvas canvas, int problems) {
    return canvas.height() - 2 - Math.min(problems, MOST_PROBLEMS);
  }

  /** Without problems. */
  public static Canvas draw(
      Canvas canvas,
      String title,
      int stepNumber,
      int stepCount,
      String sentence,
      List<Hint> hints,
      boolean rehearsal) {
    return draw(canvas, title, stepNumber, stepCount, sentence, List.of(), hints, rehearsal);
  }

  /**
   * Draws the frame; returns the room for the page's own content: three lines less than the screen
   * above, two below, and one more for each of at most three problems.
   *
   * @param stepNumber from 1; 0 for a page that is no step
   */
  public static Canvas draw(
      Canvas canvas,
      String title,
      int stepNumber,
      int stepCount,
      String sentence,
      List<String> problems,
      List<Hint> hints,
      boolean rehearsal) {
    Glyphs glyphs = canvas.glyphs();
    int width = canvas.width();
    int height = canvas.height();
    drawTitle(canvas, title, stepNumber, stepCount, rehearsal);
    canvas.text(1, 1, Columns.cut(sentence, width - 2, glyphs.ellipsis()), Style.NORMAL);
    canvas.fill(0, 2, width, 1, glyphs.horizontal(), Style.BORDER);
    int lines = Math.min(problems.size(), MOST_PROBLEMS);
    int rule = rule(canvas, problems.size());
    canvas.fill(0, rule, width, 1, glyphs.horizontal(), Style.BORDER);
    for (int i = 0; i < lines; i++) {
      boolean more = i == MOST_PROBLEMS - 1 && problems.size() > MOST_PROBLEMS;
      String problem = more ? "and " + (problems.size() - 2) + " more" : problems.get(i);
      String line = glyphs.bad() + " " + problem;
      canvas.text(1, rule + 1 + i, Columns.cut(line, width - 2, glyphs.ellipsis()), Style.BAD);
    }
    drawHints(canvas, 1, height - 1, hints);
    return canvas.part(1, 3, width - 2, rule - 3);
  }

  private static List<Hint> fitting(List<Hint> hints, int width) {
    List<Hint> shown = new ArrayList<>(hints);
    while (!shown.isEmpty() && width(shown) > width) {
      Hint least =
          shown.reversed().stream()
              .filter(h -> !STAYING.contains(h.key()))
              .findFirst()
              .orElse(shown.getLast());
      shown.remove(least);
    }
    return shown;
  }

  private static int width(List<Hint> hints) {
    int width = 3 * (hints.size() - 1);
    for (Hint hint : hints) {
      width += Columns.width(hint.key()) + 1 + Columns.width(hint.does());
    }
    return width;
  }

  private static void drawTitle(
      Canvas canvas, String title, int stepNumber, int stepCount, boolean rehearsal) {
    canvas.fill(0, 0, canvas.width(), 1, ' ', Style.TITLE);
    String step = stepNumber > 0 ? " step " + stepNumber + "/" + stepCount + " " : "";
    int right = canvas.width() - Columns.width(step);
    canvas.text(right, 0, step, Style.TITLE);
    if (rehearsal) {
      String label = " REHEARSAL ";
      right -= label.length() + 1;
      canvas.text(right, 0, label, Style.REHEARSAL);
    }
    String left = " Quorate " + canvas.glyphs().bullet() + " " + title;
    canvas.text(0, 0, Columns.cut(left, right - 1, canvas.glyphs().ellipsis()), Style.TITLE);
  }

  /**
   * Keys and what they do, in one line. Those that do not fit are left out whole, from the last,
   * but for help and the ways on and out, which go last of all.
   */
  public static void drawHints(Canvas canvas, int x, int y, List<Hint> hints) {
    int at = x;
    for (Hint hint : fitting(hints, canvas.width() - x)) {
      at = canvas.text(at, y, hint.key(), Style.KEY);
      at = canvas.text(at + 1, y, hint.does(), Style.DIM) + 3;
    }
  }
}
