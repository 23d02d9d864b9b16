package io.quorate.tui.terminal;

import io.quorate.tui.Glyphs;
import io.quorate.tui.Style;
import io.quorate.tui.TextCanvas;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of a terminal as frames need: moving, clearing, letters of one and two columns. */
final class Emulator {

  private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[([?0-9;]*)([A-Za-z])");

  private final int width;
  private final int height;
  private TextCanvas grid;
  private int x;
  private int y;

  Emulator(int width, int height) {
    this.width = width;
    this.height = height;
    grid = new TextCanvas(width, height, Glyphs.UNICODE);
  }

  void take(String output) {
    Matcher sequence = SEQUENCE.matcher(output);
    int at = 0;
    while (at < output.length()) {
      if (sequence.region(at, output.length()).lookingAt()) {
        obey(sequence.group(1), sequence.group(2));
        at = sequence.end();
      } else {
        String letter = output.substring(at, at + 1);
        x = grid.canvas().text(x, y, letter, Style.NORMAL);
        at++;
      }
    }
  }

  private void obey(String parameters, String command) {
    switch (command) {
      case "H" -> {
        String[] place = parameters.split(";");
        y = Integer.parseInt(place[0]) - 1;
        x = Integer.parseInt(place[1]) - 1;
      }
      case "J" -> grid = new TextCanvas(width, height, Glyphs.UNICODE);
      case "m", "h", "l" -> {
        // Looks and modes do not move letters.
      }
      default -> throw new AssertionError("unexpected sequence " + parameters + command);
    }
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < height; row++) {
      text.append(grid.row(row)).append('\n');
    }
    return text.toString();
  }
}
