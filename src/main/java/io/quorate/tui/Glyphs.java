package io.quorate.tui;

/**
 * Signs that every terminal draws one column wide, with ASCII stand-ins for a locale without UTF-8.
 */
public record Glyphs(
    char good,
    char bad,
    char warning,
    char busy,
    char waiting,
    char skipped,
    char bullet,
    char arrow,
    char ellipsis,
    char horizontal,
    char vertical,
    char topLeft,
    char topRight,
    char bottomLeft,
    char bottomRight,
    char barFull,
    char barEmpty,
    char checked,
    char unchecked,
    boolean unicode) {

  public static final Glyphs UNICODE =
      new Glyphs(
          '✓', '✗', '!', '●', '·', '–', '•', '→', '…', '─', '│', '┌', '┐', '└', '┘', '█', '░', 'x',
          ' ', true);

  public static final Glyphs ASCII =
      new Glyphs(
          '+', 'X', '!', '*', '.', '-', '*', '>', '~', '-', '|', '+', '+', '+', '+', '#', '.', 'x',
          ' ', false);
}
