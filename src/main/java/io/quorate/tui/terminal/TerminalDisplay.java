package io.quorate.tui.terminal;

import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.screen.Screen.RefreshType;
import io.quorate.tui.Canvas;
import io.quorate.tui.CellCanvas;
import io.quorate.tui.Columns;
import io.quorate.tui.Display;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Message;
import io.quorate.tui.Style;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The person's terminal as a {@link Display}; {@link #close} gives it back as it was found. */
public final class TerminalDisplay implements Display, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TerminalDisplay.class);

  /** Bytes of UTF-8 that {@link #copy} takes at most. */
  public static final int MOST_COPIED = TerminalCalls.MOST;

  private final QuorateTerminal terminal;
  private final FrameScreen screen;
  private final CellPalette palette;
  private final KeyReader keys;
  private final Cells cells;
  private final TerminalCalls calls;
  private volatile Consumer<Message> sink = m -> {};
  private volatile boolean repaint;
  private volatile boolean away;
  private volatile boolean gone;
  private volatile boolean mouse = true;
  private boolean closed;

  private TerminalDisplay(
      QuorateTerminal terminal, Theme theme, boolean unicode, TerminalCalls calls) {
    this.terminal = terminal;
    this.calls = calls;
    this.palette = new CellPalette(theme, unicode);
    this.screen =
        new FrameScreen(
            terminal,
            terminal.size(),
            terminal.output(),
            terminal.charset(),
            palette.cell(' ', Style.NORMAL));
    this.keys = new KeyReader(terminal, terminal.charset(), this::send, this::lose);
    this.cells = new Cells(unicode ? Glyphs.UNICODE : Glyphs.ASCII);
    terminal.onSignals(this::resized, this::askToSuspend, this::continued);
  }

  /**
   * Opens the terminal that this process was started in and takes it over.
   *
   * @param environment the process's environment: locale, terminal type, NO_COLOR, QUORATE_BELL
   * @param theme one of {@link Theme#NAMES}
   * @throws IOException when standard input and output are not a terminal
   */
  public static TerminalDisplay open(Map<String, String> environment, String theme)
      throws IOException {
    TerminalTraits traits = TerminalTraits.of(environment);
    Theme loaded = Theme.load(theme, traits.colours());
    QuorateTerminal terminal = QuorateTerminal.open(traits.unicode());
    try {
      TerminalCalls calls = TerminalCalls.of(environment);
      TerminalDisplay display = new TerminalDisplay(terminal, loaded, traits.unicode(), calls);
      display.screen.startScreen();
      display.keys.resume();
      return display;
    } catch (IOException | RuntimeException | Error e) {
      terminal.close();
      throw e;
    }
  }

  @Override
  public void listen(Consumer<Message> sink) {
    this.sink = sink;
  }

  @Override
  public Canvas frame() {
    screen.resize(terminal.size());
    screen.clear();
    screen.setCursorPosition(null);
    return new CellCanvas(cells);
  }

  @Override
  public void show() throws IOException {
    if (gone) {
      throw new IOException("the terminal gives no more keys");
    }
    if (away) {
      return;
    }
    if (repaint) {
      repaint = false;
      screen.repaint();
    }
    screen.refresh(RefreshType.DELTA);
  }

  @Override
  public void repaint() {
    repaint = true;
  }

  @Override
  public void takeMouse(boolean on) throws IOException {
    if (mouse != on && !away) {
      terminal.reportMouse(on);
      mouse = on;
    }
  }

  /**
   * Puts a text into the terminal's clipboard, from any thread. Whether the terminal takes it,
   * nobody hears.
   *
   * @return false: it has no clipboard for programs, or none for so much
   * @throws IOException when the terminal is gone
   */
  public boolean copy(String text) throws IOException {
    Optional<byte[]> sequence = calls.copy(text);
    if (sequence.isPresent()) {
      terminal.send(sequence.get());
    }
    return sequence.isPresent();
  }

  /**
   * Rings and notifies whoever looks elsewhere, unless {@code QUORATE_BELL} says otherwise; from
   * any thread.
   *
   * @param words printable ones
   * @throws IOException when the terminal is gone
   */
  public void call(String words) throws IOException {
    terminal.send(calls.call(words));
  }

  @Override
  public void suspend() throws IOException {
    try {
      outside(
          () -> {
            terminal.stop();
            return true;
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while stopped");
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("could not stop the program", e);
    }
  }

  /**
   * Gives the terminal away while something else uses it, such as a pager; from any thread.
   *
   * @throws Exception what {@code work} throws
   */
  public <T> T outside(Callable<T> work) throws Exception {
    away = true;
    keys.pause();
    terminal.leave();
    try {
      return work.call();
    } finally {
      enter();
      away = false;
      repaint = true;
      keys.resume();
      resized();
    }
  }

  /** The next frame turns the mouse off again where it was. */
  private void enter() throws IOException {
    mouse = true;
    terminal.enter();
  }

  private void send(Message message) {
    sink.accept(message);
  }

  private void resized() {
    TerminalSize size = terminal.size();
    send(new Message.Resized(size.getColumns(), size.getRows()));
  }

  private void askToSuspend() {
    send(new Message.Pressed(new KeyPress(KeyPress.Key.CHARACTER, 'z', true, false, false)));
  }

  /** After a stop that was not ours (kill -STOP) the shell has changed the terminal. */
  private void continued() {
    if (away) {
      return;
    }
    try {
      enter();
    } catch (IOException e) {
      LOG.info("the terminal is gone: {}", e.getMessage());
      lose();
    }
    repaint = true;
    resized();
  }

  private void lose() {
    gone = true;
    resized();
  }

  /** Gives the terminal back; once is enough. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    keys.pause();
    keys.close();
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException("could not close the terminal", e);
    }
  }

  /** The screen's grid as canvases see it. */
  private final class Cells implements CellCanvas.Cells {

    private final Glyphs glyphs;

    Cells(Glyphs glyphs) {
      this.glyphs = glyphs;
    }

    @Override
    public int width() {
      return screen.getTerminalSize().getColumns();
    }

    @Override
    public int height() {
      return screen.getTerminalSize().getRows();
    }

    @Override
    public void put(int x, int y, int codePoint, Style style) {
      screen.setCharacter(x, y, palette.cell(codePoint, style));
      if (!glyphs.unicode() && Columns.width(codePoint) == 2) {
        screen.setCharacter(x + 1, y, palette.cell(' ', style));
      }
    }

    @Override
    public void cursor(int x, int y) {
      screen.setCursorPosition(new TerminalPosition(x, y));
    }

    @Override
    public Glyphs glyphs() {
      return glyphs;
    }
  }
}
