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
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The person's terminal: Lanterna's protocol over file descriptors 0 and 1, with JLine for
 * attributes, size and signals.
 *
 * <p>Between {@link #enter} and {@link #leave} the terminal is ours: raw but for Enter, on the
 * alternate screen, with pasted text marked and the mouse reported. It is given back on every way
 * out, by {@link #close} or by a shutdown hook.
 */
final class QuorateTerminal extends ANSITerminal {

  private static final Logger LOG = LoggerFactory.getLogger(QuorateTerminal.class);

  /** Alternate screen, no cursor, bracketed paste, mouse buttons in SGR encoding. */
  private static final byte[] ENTER =
      "\u001b[?1049h\u001b[?25l\u001b[?2004h\u001b[?1000h\u001b[?1006h"
          .getBytes(StandardCharsets.US_ASCII);

  private static final byte[] LEAVE =
      "\u001b[?2026l\u001b[?1006l\u001b[?1000l\u001b[?2004l\u001b[0m\u001b[?25h\u001b[?1049l"
          .getBytes(StandardCharsets.US_ASCII);

  private static final int INTERRUPTED = 130;

  private final Terminal jline;
  private final InputStream in;
  private final TerminalOutput out;
  private final Attributes original;
  private final Thread hook = new Thread(this::restore, "restore-terminal");
  private final AtomicBoolean restored = new AtomicBoolean();
  private Runnable onSuspend = () -> {};

  private QuorateTerminal(Terminal jline, InputStream in, TerminalOutput out, Charset charset) {
    super(in, out, charset);
    this.jline = jline;
    this.in = in;
    this.out = out;
    this.original = jline.getAttributes();
  }

  /**
   * Opens the terminal that this process was started in; it is not changed yet.
   *
   * @throws IOException when standard input and output are not a terminal
   */
  static QuorateTerminal open(boolean unicode) throws IOException {
    Charset charset = unicode ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
    try {
      // The type is not used here, and JLine would start a program to look an unknown one up.
      Terminal jline =
          TerminalBuilder.builder()
              .system(true)
              .providers("jni,exec")
              .type("xterm")
              .encoding(charset)
              .dumb(false)
              .build();
      QuorateTerminal terminal =
          new QuorateTerminal(
              jline,
              new FileInputStream(FileDescriptor.in),
              new TerminalOutput(new FileOutputStream(FileDescriptor.out)),
              charset);
      Runtime.getRuntime().addShutdownHook(terminal.hook);
      return terminal;
    } catch (IllegalStateException e) {
      throw new IOException("standard input and output are not a terminal", e);
    }
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
    jline.handle(Terminal.Signal.WINCH, s -> onResize.run());
    jline.handle(Terminal.Signal.CONT, s -> onContinue.run());
    jline.handle(Terminal.Signal.TSTP, s -> onSuspend.run());
    // JLine took SIGINT from the Java runtime, whose shutdown hooks have to run.
    jline.handle(
        Terminal.Signal.INT,
        s ->
            Thread.ofPlatform()
                .name("interrupted")
                .start(() -> Runtime.getRuntime().exit(INTERRUPTED)));
  }

  InputStream input() {
    return in;
  }

  TerminalOutput output() {
    return out;
  }

  Charset charset() {
    return getCharset();
  }

  /** The window's size now, at least 1×1. */
  TerminalSize size() {
    Size size = jline.getSize();
    return new TerminalSize(Math.max(1, size.getColumns()), Math.max(1, size.getRows()));
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
    jline.setAttributes(raw());
    out.open(ENTER);
  }

  /** Gives the terminal back for a while. */
  void leave() throws IOException {
    out.shut(LEAVE);
    jline.setAttributes(original);
  }

  /**
   * Stops this process and its group, as a shell expects it after Ctrl-Z; returns when they go on.
   * Without job control it returns at once.
   */
  void stop() throws IOException, InterruptedException {
    jline.handle(Terminal.Signal.TSTP, Terminal.SignalHandler.SIG_DFL);
    try {
      new ProcessBuilder("sh", "-c", "kill -TSTP 0").inheritIO().start().waitFor();
    } finally {
      jline.handle(Terminal.Signal.TSTP, s -> onSuspend.run());
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

  /**
   * As it was, but for: no echo, no lines, no signals from keys, no flow control. Enter stays a
   * line feed (ICRNL), which Lanterna knows; a read ends after a tenth of a second.
   */
  private Attributes raw() {
    Attributes raw = new Attributes(original);
    raw.setLocalFlags(
        EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.IEXTEN, LocalFlag.ISIG), false);
    raw.setInputFlags(EnumSet.of(InputFlag.IXON, InputFlag.INLCR), false);
    raw.setInputFlag(InputFlag.ICRNL, true);
    raw.setControlChar(ControlChar.VMIN, 0);
    raw.setControlChar(ControlChar.VTIME, 1);
    return raw;
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
    jline.close();
  }
}
