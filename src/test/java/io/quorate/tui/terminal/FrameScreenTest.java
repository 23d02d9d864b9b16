package io.quorate.tui.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.screen.Screen.RefreshType;
import com.googlecode.lanterna.terminal.virtual.DefaultVirtualTerminal;
import io.quorate.tui.Style;
import io.quorate.tui.terminal.TerminalTraits.ColourDepth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameScreenTest {

  private final CellPalette palette =
      new CellPalette(Theme.load("default", ColourDepth.SIXTEEN), true);

  /** Counts writes as well as keeping what is written. */
  private static final class Recorder extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int writes;

    @Override
    public void write(int single) {
      throw new AssertionError("a frame is written in one go");
    }

    @Override
    public void write(byte[] from, int offset, int count) {
      writes++;
      bytes.write(from, offset, count);
    }

    String take() {
      String text = bytes.toString(StandardCharsets.UTF_8);
      bytes.reset();
      return text;
    }
  }

  private FrameScreen screen(int width, int height, OutputStream out) {
    TextCharacter blank = palette.cell(' ', Style.NORMAL);
    TerminalSize size = new TerminalSize(width, height);
    FrameScreen screen =
        new FrameScreen(new DefaultVirtualTerminal(size), size, out, StandardCharsets.UTF_8, blank);
    screen.setCursorPosition(null);
    return screen;
  }

  @Test
  void onlyWhatChangedIsWrittenAndInOneGo() throws IOException {
    Recorder out = new Recorder();
    FrameScreen screen = screen(40, 10, out);
    screen.refresh(RefreshType.DELTA);
    out.take();
    screen.setCharacter(3, 2, palette.cell('x', Style.NORMAL));
    screen.setCharacter(4, 2, palette.cell('y', Style.NORMAL));
    screen.setCharacter(9, 9, palette.cell('z', Style.BAD));
    screen.refresh(RefreshType.DELTA);
    assertThat(out.take())
        .isEqualTo(
            "\u001b[?2026h\u001b[?25l\u001b[3;4H\u001b[0mxy\u001b[10;10H\u001b[0;1;31mz"
                + "\u001b[?2026l");
    assertThat(out.writes).isEqualTo(2);
    screen.refresh(RefreshType.DELTA);
    assertThat(out.writes).as("nothing changed, nothing is written").isEqualTo(2);
  }

  @Test
  void theCursorIsShownWhereItIsWantedAndHiddenAgain() throws IOException {
    Recorder out = new Recorder();
    FrameScreen screen = screen(40, 10, out);
    screen.setCursorPosition(new TerminalPosition(5, 6));
    screen.refresh(RefreshType.DELTA);
    assertThat(out.take()).endsWith("\u001b[7;6H\u001b[?25h\u001b[?2026l");
    screen.setCursorPosition(null);
    screen.refresh(RefreshType.DELTA);
    assertThat(out.take()).isEqualTo("\u001b[?2026h\u001b[?25l\u001b[?2026l");
  }

  /** Whatever is drawn, in whatever order of sizes: the terminal shows what the screen holds. */
  @Test
  void theTerminalShowsWhatTheScreenHolds() throws IOException {
    Random random = new Random(7);
    Recorder out = new Recorder();
    FrameScreen screen = screen(30, 8, out);
    String letters = "ab ✓│中한 ";
    int width = 30;
    int height = 8;
    Emulator terminal = new Emulator(width, height);
    for (int frame = 0; frame < 400; frame++) {
      if (frame % 50 == 49) {
        width = 1 + random.nextInt(40);
        height = 1 + random.nextInt(10);
        screen.resize(new TerminalSize(width, height));
        screen.repaint();
        terminal = new Emulator(width, height);
      }
      for (int i = random.nextInt(12); i > 0; i--) {
        int x = random.nextInt(width);
        char c = letters.charAt(random.nextInt(letters.length()));
        TextCharacter cell = palette.cell(c, Style.values()[random.nextInt(5)]);
        if (!cell.isDoubleWidth() || x + 1 < width) {
          screen.setCharacter(x, random.nextInt(height), cell);
        }
      }
      screen.refresh(RefreshType.DELTA);
      terminal.take(out.take());
      assertThat(terminal.text()).as("frame %d", frame).isEqualTo(text(screen, width, height));
    }
  }

  private static String text(FrameScreen screen, int width, int height) {
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        TextCharacter cell = screen.getBackCharacter(x, y);
        text.append(cell.getCharacterString());
        if (cell.isDoubleWidth()) {
          x++;
        }
      }
      text.append('\n');
    }
    return text.toString();
  }
}
