package io.quorate.tui.terminal;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.screen.AbstractScreen;
import com.googlecode.lanterna.screen.ScreenBuffer;
import com.googlecode.lanterna.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A Lanterna screen that writes only the cells that changed, as one block between the marks of a
 * synchronised update (DEC private mode 2026), so that terminals show whole frames. Terminals
 * without that mode ignore the marks.
 *
 * <p>Confined to one thread.
 */
final class FrameScreen extends AbstractScreen {

  private static final byte[] BEGIN = ascii("\u001b[?2026h\u001b[?25l");
  private static final byte[] END = ascii("\u001b[?2026l");
  private static final byte[] CLEAR = ascii("\u001b[0m\u001b[2J");
  private static final byte[] SHOW_CURSOR = ascii("\u001b[?25h");
  private static final int MOST_CACHED = 16_384;

  private record Encoded(byte[] look, byte[] glyph) {}

  private final Terminal terminal;
  private final OutputStream out;
  private final Charset charset;
  private final ByteArrayOutputStream frame = new ByteArrayOutputStream(16 * 1024);
  private final Map<TextCharacter, Encoded> encoded = new IdentityHashMap<>();
  private final Map<String, byte[]> looks = new HashMap<>();
  private boolean complete = true;
  private boolean cursorShown;
  private int penX;
  private int penY;
  private byte[] penLook = new byte[0];

  /**
   * @param out takes the bytes of frames; flushed once a frame
   * @param blank what an empty cell looks like
   */
  FrameScreen(
      Terminal terminal,
      TerminalSize size,
      OutputStream out,
      Charset charset,
      TextCharacter blank) {
    super(size, blank);
    this.terminal = terminal;
    this.out = out;
    this.charset = charset;
  }

  /** Takes the terminal's new size; what is outside is lost, all is painted anew. */
  void resize(TerminalSize size) {
    if (!size.equals(getTerminalSize())) {
      addResizeRequest(size);
      doResizeIfNecessary();
      complete = true;
    }
  }

  /** Makes the next refresh paint every cell. */
  void repaint() {
    complete = true;
  }

  @Override
  public void startScreen() throws IOException {
    terminal.enterPrivateMode();
    complete = true;
  }

  @Override
  public void stopScreen() throws IOException {
    terminal.exitPrivateMode();
  }

  @Override
  public void refresh(RefreshType type) throws IOException {
    boolean all = complete || type == RefreshType.COMPLETE;
    frame.reset();
    frame.writeBytes(BEGIN);
    int empty = frame.size();
    penX = -1;
    penLook = new byte[0];
    if (all) {
      frame.writeBytes(CLEAR);
    }
    writeChanges(all);
    TerminalPosition cursor = getCursorPosition();
    boolean still = frame.size() == empty && (cursor != null) == cursorShown;
    if (cursor != null) {
      move(cursor.getColumn(), cursor.getRow());
      frame.writeBytes(SHOW_CURSOR);
    }
    cursorShown = cursor != null;
    frame.writeBytes(END);
    if (!still || cursor != null) {
      frame.writeTo(out);
      out.flush();
    }
    getBackBuffer().copyTo(getFrontBuffer());
    complete = false;
  }

  private void writeChanges(boolean all) {
    ScreenBuffer back = getBackBuffer();
    ScreenBuffer front = getFrontBuffer();
    int width = back.getSize().getColumns();
    int height = back.getSize().getRows();
    for (int y = 0; y < height; y++) {
      boolean halfLost = false;
      for (int x = 0; x < width; x++) {
        TextCharacter now = back.getCharacterAt(x, y);
        TextCharacter before = front.getCharacterAt(x, y);
        boolean wide = now.isDoubleWidth();
        boolean changed = all || halfLost || now != before && !now.equals(before);
        halfLost = changed && !wide && before.isDoubleWidth();
        if (changed) {
          write(x, y, now, wide);
        }
        if (wide) {
          x++;
        }
      }
    }
  }

  private void write(int x, int y, TextCharacter cell, boolean wide) {
    if (x != penX || y != penY) {
      move(x, y);
    }
    Encoded bytes = encode(cell);
    if (bytes.look() != penLook) {
      frame.writeBytes(bytes.look());
      penLook = bytes.look();
    }
    frame.writeBytes(bytes.glyph());
    penX = x + (wide ? 2 : 1);
    penY = y;
    if (penX >= getBackBuffer().getSize().getColumns()) {
      penX = -1;
    }
  }

  private void move(int x, int y) {
    frame.write(0x1b);
    frame.write('[');
    number(y + 1);
    frame.write(';');
    number(x + 1);
    frame.write('H');
  }

  private void number(int value) {
    if (value >= 10) {
      number(value / 10);
    }
    frame.write('0' + value % 10);
  }

  private Encoded encode(TextCharacter cell) {
    Encoded known = encoded.get(cell);
    if (known != null) {
      return known;
    }
    if (encoded.size() >= MOST_CACHED) {
      encoded.clear();
    }
    StringBuilder codes = new StringBuilder("\u001b[0");
    for (SGR attribute : cell.getModifiers()) {
      codes.append(';').append(code(attribute));
    }
    append(codes, cell.getForegroundColor(), true);
    append(codes, cell.getBackgroundColor(), false);
    byte[] look = looks.computeIfAbsent(codes.append('m').toString(), FrameScreen::ascii);
    Encoded made = new Encoded(look, cell.getCharacterString().getBytes(charset));
    encoded.put(cell, made);
    return made;
  }

  private static void append(StringBuilder codes, TextColor colour, boolean foreground) {
    if (colour != TextColor.ANSI.DEFAULT) {
      byte[] sequence =
          foreground ? colour.getForegroundSGRSequence() : colour.getBackgroundSGRSequence();
      codes.append(';').append(new String(sequence, StandardCharsets.US_ASCII));
    }
  }

  private static int code(SGR attribute) {
    return switch (attribute) {
      case BOLD -> 1;
      case ITALIC -> 3;
      case UNDERLINE -> 4;
      case BLINK -> 5;
      case REVERSE -> 7;
      case CROSSED_OUT -> 9;
      case FRAKTUR -> 20;
      case BORDERED -> 51;
      case CIRCLED -> 52;
    };
  }

  @Override
  public KeyStroke pollInput() throws IOException {
    return terminal.pollInput();
  }

  @Override
  public KeyStroke readInput() throws IOException {
    return Objects.requireNonNull(terminal.readInput());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
