package io.quorate.tui.terminal;

import com.googlecode.lanterna.input.DefaultKeyDecodingProfile;
import com.googlecode.lanterna.input.InputDecoder;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Message;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a terminal sends into messages. Whole escape sequences are cut out here, so that one
 * that arrives in pieces over a slow link is still one key; bracketed paste and the mouse (SGR mode
 * 1006) are decoded here as well, and all other sequences by Lanterna.
 */
final class KeyDecoder {

  private static final char ESC = '\u001b';
  private static final String PASTE_BEGIN = "\u001b[200~";
  private static final String PASTE_END = "\u001b[201~";
  private static final int WHEEL_LINES = 3;

  /** A paste without an end is given up at this many characters. */
  private static final int LONGEST_PASTE = 4 << 20;

  private final Feed feed = new Feed();
  private final InputDecoder lanterna = new InputDecoder(feed);
  private final StringBuilder held = new StringBuilder();
  private boolean pasting;

  KeyDecoder() {
    lanterna.addProfile(new DefaultKeyDecodingProfile());
    lanterna.setTimeoutUnits(0);
  }

  /** Whether there is the beginning of a sequence whose rest has not come yet. */
  boolean pending() {
    return !held.isEmpty() && !pasting;
  }

  /** Takes in what came; returns what it means. */
  List<Message> feed(CharSequence characters) {
    held.append(characters);
    return decode(false);
  }

  /** Nothing more came for a while: a lonely escape character is the Escape key. */
  List<Message> flush() {
    return decode(true);
  }

  private List<Message> decode(boolean lastWord) {
    List<Message> messages = new ArrayList<>();
    int at = 0;
    while (at < held.length()) {
      int length = pasting ? paste(at, messages) : next(at, lastWord, messages);
      if (length == 0) {
        break;
      }
      at += length;
    }
    held.delete(0, at);
    return messages;
  }

  /** Returns how many characters were used; 0 when the end has not come yet. */
  private int paste(int at, List<Message> messages) {
    int end = held.indexOf(PASTE_END, at);
    if (end < 0 && held.length() - at < LONGEST_PASTE) {
      return 0;
    }
    int until = end < 0 ? held.length() : end;
    String text = held.substring(at, until).replace("\r\n", "\n").replace('\r', '\n');
    messages.add(new Message.Pasted(text));
    pasting = false;
    return until - at + (end < 0 ? 0 : PASTE_END.length());
  }

  private int next(int at, boolean lastWord, List<Message> messages) {
    char first = held.charAt(at);
    if (first != ESC) {
      return character(at, lastWord, messages);
    }
    int length = sequenceLength(at);
    if (length == 0) {
      if (!lastWord) {
        return 0;
      }
      length = held.length() - at <= 2 ? held.length() - at : 1;
    }
    String sequence = held.substring(at, at + length);
    if (sequence.equals(PASTE_BEGIN)) {
      pasting = true;
    } else if (sequence.startsWith("\u001b[<")) {
      mouse(sequence, messages);
    } else {
      key(plain(sequence), messages);
    }
    return length;
  }

  /** Lanterna takes arrows in application mode (SS3) for arrows with Ctrl. */
  private static String plain(String sequence) {
    boolean application = sequence.length() == 3 && sequence.charAt(1) == 'O';
    return application && "ABCDHF".indexOf(sequence.charAt(2)) >= 0
        ? "\u001b[" + sequence.charAt(2)
        : sequence;
  }

  private int character(int at, boolean lastWord, List<Message> messages) {
    char first = held.charAt(at);
    if (Character.isHighSurrogate(first) && at + 1 == held.length() && !lastWord) {
      return 0;
    }
    int codePoint = Character.codePointAt(held, at);
    if (codePoint == '\r') {
      messages.add(new Message.Pressed(KeyPress.of(KeyPress.Key.ENTER)));
    } else if (Character.isISOControl(codePoint)) {
      key(String.valueOf(first), messages);
    } else {
      messages.add(
          new Message.Pressed(
              new KeyPress(KeyPress.Key.CHARACTER, codePoint, false, false, false)));
    }
    return Character.charCount(codePoint);
  }

  /** The length of the sequence that begins here; 0 when its end has not come yet. */
  private int sequenceLength(int at) {
    int length = held.length();
    if (at + 1 >= length) {
      return 0;
    }
    return switch (held.charAt(at + 1)) {
      case ESC -> 1;
      case 'O' -> at + 2 < length ? 3 : 0;
      case '[' -> controlLength(at);
      default -> 2;
    };
  }

  /** {@code CSI parameters letter}; the Linux console sends {@code CSI [ letter} for F1 to F5. */
  private int controlLength(int at) {
    int end = at + 2;
    if (end < held.length() && held.charAt(end) == '[') {
      end++;
    }
    while (end < held.length() && held.charAt(end) >= 0x20 && held.charAt(end) < 0x40) {
      end++;
    }
    if (end >= held.length()) {
      return 0;
    }
    char last = held.charAt(end);
    return last >= 0x40 && last < 0x7f ? end + 1 - at : 1;
  }

  private void mouse(String sequence, List<Message> messages) {
    String[] parts = sequence.substring(3, sequence.length() - 1).split(";");
    if (!String.join(";", parts).matches("\\d{1,4};\\d{1,9};\\d{1,9}")) {
      return;
    }
    int button = Integer.parseInt(parts[0]);
    int x = Integer.parseInt(parts[1]) - 1;
    int y = Integer.parseInt(parts[2]) - 1;
    boolean pressed = sequence.endsWith("M");
    switch (button) {
      case 0 -> {
        if (pressed) {
          messages.add(new Message.Clicked(x, y));
        }
      }
      case 64 -> messages.add(new Message.Scrolled(x, y, -WHEEL_LINES));
      case 65 -> messages.add(new Message.Scrolled(x, y, WHEEL_LINES));
      default -> {
        // Other buttons and movements have no meaning here.
      }
    }
  }

  /** A sequence that Lanterna does not know as one key has no meaning here. */
  private void key(String sequence, List<Message> messages) {
    feed.hold(sequence);
    List<KeyStroke> strokes = new ArrayList<>();
    try {
      for (KeyStroke s = lanterna.getNextCharacter(false);
          s != null;
          s = lanterna.getNextCharacter(false)) {
        strokes.add(s);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a reader in memory failed", e);
    }
    if (strokes.size() == 1) {
      KeyPress press = press(strokes.getFirst());
      if (press != null) {
        messages.add(new Message.Pressed(press));
      }
    }
  }

  private static @Nullable KeyPress press(KeyStroke stroke) {
    KeyPress.Key key =
        switch (stroke.getKeyType()) {
          case Character -> KeyPress.Key.CHARACTER;
          case Enter -> KeyPress.Key.ENTER;
          case Escape -> KeyPress.Key.ESCAPE;
          case Backspace -> KeyPress.Key.BACKSPACE;
          case Delete -> KeyPress.Key.DELETE;
          case Tab -> KeyPress.Key.TAB;
          case ReverseTab -> KeyPress.Key.BACK_TAB;
          case ArrowUp -> KeyPress.Key.UP;
          case ArrowDown -> KeyPress.Key.DOWN;
          case ArrowLeft -> KeyPress.Key.LEFT;
          case ArrowRight -> KeyPress.Key.RIGHT;
          case Home -> KeyPress.Key.HOME;
          case End -> KeyPress.Key.END;
          case PageUp -> KeyPress.Key.PAGE_UP;
          case PageDown -> KeyPress.Key.PAGE_DOWN;
          case Insert -> KeyPress.Key.INSERT;
          case F1 -> KeyPress.Key.F1;
          case F2 -> KeyPress.Key.F2;
          case F3 -> KeyPress.Key.F3;
          case F4 -> KeyPress.Key.F4;
          case F5 -> KeyPress.Key.F5;
          case F6 -> KeyPress.Key.F6;
          case F7 -> KeyPress.Key.F7;
          case F8 -> KeyPress.Key.F8;
          case F9 -> KeyPress.Key.F9;
          case F10 -> KeyPress.Key.F10;
          default -> null;
        };
    if (key == null) {
      return null;
    }
    int character = stroke.getKeyType() == KeyType.Character ? stroke.getCharacter() : 0;
    return new KeyPress(
        key, character, stroke.isCtrlDown(), stroke.isAltDown(), stroke.isShiftDown());
  }

  /** Gives Lanterna the characters of one sequence and never waits. */
  private static final class Feed extends Reader {

    private String text = "";
    private int at;

    void hold(String sequence) {
      text = sequence;
      at = 0;
    }

    @Override
    public boolean ready() {
      return at < text.length();
    }

    @Override
    public int read(char[] into, int from, int count) {
      if (!ready()) {
        return -1;
      }
      into[from] = text.charAt(at++);
      return 1;
    }

    @Override
    public void close() {
      text = "";
    }
  }
}
