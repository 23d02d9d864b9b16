package io.quorate.tui.terminal;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextCharacter;
import io.quorate.tui.Columns;
import io.quorate.tui.Style;

/**
 * The cells that the screen is made of, each made once: a frame of 200×60 allocates nothing.
 * Confined to the screen's thread.
 */
final class CellPalette {

  private static final int PAGE = 256;

  private final Theme theme;
  private final boolean unicode;
  private final TextCharacter[][][] cells = new TextCharacter[Style.values().length][PAGE][];

  CellPalette(Theme theme, boolean unicode) {
    this.theme = theme;
    this.unicode = unicode;
  }

  /**
   * @param codePoint of the basic plane, as {@link Columns#shown} lets it through
   */
  TextCharacter cell(int codePoint, Style style) {
    int shown = unicode || codePoint < 0x7f ? codePoint : ascii(codePoint);
    TextCharacter[][] pages = cells[style.ordinal()];
    TextCharacter[] page = pages[shown >> 8];
    if (page == null) {
      page = new TextCharacter[PAGE];
      pages[shown >> 8] = page;
    }
    TextCharacter cell = page[shown & 0xff];
    if (cell == null) {
      cell = make((char) shown, theme.look(style));
      page[shown & 0xff] = cell;
    }
    return cell;
  }

  private static TextCharacter make(char character, Theme.Look look) {
    return TextCharacter.fromCharacter(
        character, look.foreground(), look.background(), look.attributes().toArray(SGR[]::new))[0];
  }

  /** What stands for a character in a locale without UTF-8. */
  private static char ascii(int codePoint) {
    return switch (codePoint) {
      case '–', '—', '─' -> '-';
      case '│' -> '|';
      case '…', '·' -> '.';
      case '•', '●' -> '*';
      case '→' -> '>';
      case '←' -> '<';
      case '×' -> 'x';
      case '✓' -> '+';
      case '✗' -> 'X';
      case '‘', '’' -> '\'';
      case '“', '”' -> '"';
      default -> '?';
    };
  }
}
