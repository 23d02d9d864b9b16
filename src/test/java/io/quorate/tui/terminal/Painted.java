package io.quorate.tui.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.screen.Screen.RefreshType;
import com.googlecode.lanterna.terminal.virtual.DefaultVirtualTerminal;
import io.quorate.tui.Columns;
import io.quorate.tui.Style;
import io.quorate.tui.TextCanvas;
import io.quorate.tui.terminal.TerminalTraits.ColourDepth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A drawn screen as a terminal gets it, in the looks that people choose. */
public final class Painted {

  /** What sets a colour: 30 to 38, 40 to 48, 90 to 97, 100 to 107. */
  private static final Pattern COLOUR =
      Pattern.compile("\u001b\\[(?:\\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\\d+)*m");

  private Painted() {}

  /** The light look shows the same letters, and so does none, which sends no colour at all. */
  public static void check(TextCanvas grid) throws IOException {
    String light = bytes(grid, Theme.load("light", ColourDepth.TRUE_COLOUR));
    assertThat(shown(grid, light)).as("in light colours").isEqualTo(grid.toText());
    assertThat(COLOUR.matcher(light).find()).as("colours").isTrue();
    String plain = bytes(grid, Theme.load("default", ColourDepth.NONE));
    assertThat(shown(grid, plain)).as("without colour").isEqualTo(grid.toText());
    assertThat(COLOUR.matcher(plain).find()).as("colours of a terminal without any").isFalse();
  }

  private static String bytes(TextCanvas grid, Theme theme) throws IOException {
    CellPalette palette = new CellPalette(theme, true);
    TerminalSize size = new TerminalSize(grid.width(), grid.height());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TextCharacter blank = palette.cell(' ', Style.NORMAL);
    FrameScreen screen =
        new FrameScreen(new DefaultVirtualTerminal(size), size, out, StandardCharsets.UTF_8, blank);
    screen.setCursorPosition(null);
    for (int y = 0; y < grid.height(); y++) {
      int x = 0;
      for (int codePoint : grid.row(y).codePoints().toArray()) {
        screen.setCharacter(x, y, palette.cell(codePoint, grid.styleAt(x, y)));
        x += Columns.width(codePoint);
      }
    }
    screen.refresh(RefreshType.COMPLETE);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String shown(TextCanvas grid, String output) {
    Emulator terminal = new Emulator(grid.width(), grid.height());
    terminal.take(output);
    StringBuilder text = new StringBuilder();
    terminal.text().lines().forEach(l -> text.append(l.stripTrailing()).append('\n'));
    return text.toString();
  }
}
