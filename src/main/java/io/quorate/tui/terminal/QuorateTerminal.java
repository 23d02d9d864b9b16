package io.quorate.tui.terminal;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.terminal.ansi.ANSITerminal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The person's terminal: Lanterna's protocol over file descriptors 0 and 1.
 *
 * <p>Between {@link #enter} and {@link #leave} the terminal is ours: raw, on the alternate screen,
 * with pasted text marked and the mouse reported. It is given back on every way out, by {@link
 * #close} or by a shutdown hook (SIGINT, SIGTERM and SIGHUP run it too).
 */
final class QuorateTerminal extends ANSITerminal implements KeyReader.Source {

  private static final Logger LOG = LoggerFactory.getLogger(QuorateTerminal.class);

  /** Alternate screen, no cursor, bracketed paste, mouse buttons in SGR encoding. */
  private static final byte[] ENTER =
      "\u001b[?1049h\u001b[?25l\u001b[?2004h\u001b[?1000h\u001b[?1006h"
          .getBytes(StandardCharsets.US_ASCII);

  private static final byte[] MOUSE_ON =
      "\u001b[?1000h\u001b[?1006h".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] MOUSE_OFF =
      "\u001b[?1006l\u001b[?1000l".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] LEAVE =
      "\u001b[?2026l\u001b[?1006l\u001b[?1000l\u001b[?2004l\u001b[0m\u001b[?25h\u001b[?1049l"
          .getBytes(StandardCharsets.US_ASCII);

  private final Tty tty;
  private final InputStream in;
  private final TerminalOutput out;
  private final Thread hook = new Thread(this::restore, "restore-terminal");
  private final AtomicBoolean restored = new AtomicBoolean();
  private Runnable onSuspend = () -> {};

  private QuorateTerminal(Tty tty, InputStream in, TerminalOutput out, Charset charset) {
    super(in, out, charset);
    this.tty = tty;
    this.in = in;
    this.out = out;
  }

  /**
   * Opens the terminal that this process was started in; it is not changed yet.
   *
   * @throws IOException when standard input and output are not a terminal
   */
  static QuorateTerminal open(boolean unicode) throws IOException {
    QuorateTerminal terminal =
        new QuorateTerminal(
            Tty.open(),
            new FileInputStream(FileDescriptor.in),
            new TerminalOutput(new FileOutputStream(FileDescriptor.out)),
            unicode ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII);
    Runtime.getRuntime().addShutdownHook(terminal.hook);
    return terminal;
  }

  /**
   * Says what to do on signals. They come on threads of their own.
   *
   * @param onResize the window has another size
   * @param onSuspend someone wants the program stopped (SIGTSTP)
   * @param onContinue the program goes on after it was stopped
   */
  void onSignals(Runnable onResize, Runnable onSuspend, Runnable onContinue) {
    this.onSuspend = onSuspend;
    Signals.register("WINCH", onResize);
    Signals.register("CONT", onContinue);
    Signals.register("TSTP", onSuspend);
  }

  @Override
  public boolean await(int millis) throws IOException {
    return tty.awaitKey(millis);
  }

  @Override
  public int read(byte[] into, int from, int count) throws IOException {
    return in.read(into, from, count);
  }

  TerminalOutput output() {
    return out;
  }

  Charset charset() {
    return getCharset();
  }

  /** The window's size now, at least 1×1. */
  TerminalSize size() {
    return tty.size();
  }

  /** Asks the system: Lanterna would ask the terminal and wait for its answer among the keys. */
  @Override
  protected TerminalSize findTerminalSize() {
    return size();
  }

  /** Makes the terminal ours; does no harm when it is already. */
  void enter() throws IOException {
    if (restored.get()) {
      return;
    }
    tty.makeRawNow();
    out.open(ENTER);
    if (restored.get()) {
      leave();
    }
  }

  /** Whether the mouse is reported; {@link #enter} turns it on. */
  void reportMouse(boolean on) throws IOException {
    send(on ? MOUSE_ON : MOUSE_OFF);
  }

  /** Sends a sequence that stands between two frames, from any thread. */
  void send(byte[] sequence) throws IOException {
    out.write(sequence, 0, sequence.length);
    out.flush();
  }

  /** Gives the terminal back for a while. */
  void leave() throws IOException {
    try {
      out.shut(LEAVE);
    } finally {
      tty.restore();
    }
  }

  /**
   * Stops this process and its group, as a shell expects it after Ctrl-Z; returns when they go on.
   * Without job control it returns at once.
   */
  void stop() throws IOException, InterruptedException {
    Signals.registerDefault("TSTP");
    try {
      new ProcessBuilder("sh", "-c", "kill -TSTP 0").inheritIO().start().waitFor();
    } finally {
      Signals.register("TSTP", onSuspend);
    }
  }

  @Override
  public void enterPrivateMode() throws IOException {
    enter();
  }

  @Override
  public void exitPrivateMode() throws IOException {
    leave();
  }

  /** For the last time, whoever asks first. */
  private void restore() {
    if (!restored.compareAndSet(false, true)) {
      return;
    }
    try {
      leave();
    } catch (IOException | RuntimeException e) {
      LOG.info("the terminal could not be restored, it is gone: {}", e.getMessage());
    }
  }

  /** Gives the terminal back for good; a second call does nothing. */
  @Override
  public void close() throws IOException {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("already shutting down");
    }
    Signals.registerDefault("WINCH");
    Signals.registerDefault("CONT");
    Signals.registerDefault("TSTP");
  }
}
