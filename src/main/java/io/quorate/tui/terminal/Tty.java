package io.quorate.tui.terminal;

import com.googlecode.lanterna.TerminalSize;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * What a terminal program needs of the C library: settings, size, and whether a key waits. The
 * settings are kept as the library's own bytes and given back bit for bit. JLine's native
 * attributes lose the line speed and the line discipline on the way ({@code stty -a} shows {@code
 * speed 0}).
 */
final class Tty {

  private static final int IN = 0;
  private static final int OUT = 1;

  /** No system's struct termios is larger. */
  private static final long TERMIOS = 256;

  private static final int NOW = 0;
  private static final short READABLE = 1;
  private static final long LINUX_WINDOW_SIZE = 0x5413;

  /** On macOS, the BSDs and Linux on POWER and MIPS. */
  private static final long BSD_WINDOW_SIZE = 0x40087468;

  private static final MethodHandle GET = function("tcgetattr", 0, ValueLayout.ADDRESS);
  private static final MethodHandle SET =
      function("tcsetattr", 0, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
  private static final MethodHandle CONTROL =
      function("ioctl", 2, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
  private static final MethodHandle MAKE_RAW = makeRaw();
  private static final MethodHandle POLL = poll();

  private final MemorySegment original = Arena.global().allocate(TERMIOS);
  private final MemorySegment raw = Arena.global().allocate(TERMIOS);
  private final long windowSize;

  private Tty() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean common = os.contains("linux") && !arch.startsWith("ppc") && !arch.startsWith("mips");
    windowSize = common ? LINUX_WINDOW_SIZE : BSD_WINDOW_SIZE;
  }

  /**
   * The terminal at standard input and output, with its settings of this moment to come back to.
   *
   * @throws IOException when one of them is not a terminal
   */
  static Tty open() throws IOException {
    Tty tty = new Tty();
    try {
      boolean out = (int) GET.invokeExact(OUT, tty.raw) == 0;
      boolean in = (int) GET.invokeExact(IN, tty.original) == 0;
      if (!in || !out) {
        throw new IOException("standard input and output are not a terminal");
      }
      tty.raw.copyFrom(tty.original);
      MAKE_RAW.invokeExact(tty.raw);
      return tty;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** No echo, no lines, no signals from keys, no flow control; Enter comes as carriage return. */
  void makeRawNow() throws IOException {
    set(raw);
  }

  /** As it was when it was opened. */
  void restore() throws IOException {
    set(original);
  }

  private static void set(MemorySegment settings) throws IOException {
    try {
      if ((int) SET.invokeExact(IN, NOW, settings) != 0) {
        throw new IOException("the terminal refuses its settings");
      }
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** The window's size now, at least 1×1; 80×24 when the terminal does not know it. */
  TerminalSize size() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(8);
      if ((int) CONTROL.invokeExact(OUT, windowSize, size) != 0) {
        return new TerminalSize(80, 24);
      }
      int rows = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 0));
      int columns = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 2));
      return columns == 0 || rows == 0 ? new TerminalSize(80, 24) : new TerminalSize(columns, rows);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot ask for the window's size", e);
    }
  }

  /** Waits for a key, or the end of the input; false when neither came in time. */
  boolean awaitKey(int millis) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment wanted = arena.allocate(8, 4);
      wanted.set(ValueLayout.JAVA_INT, 0, IN);
      wanted.set(ValueLayout.JAVA_SHORT, 4, READABLE);
      return (int) POLL.invokeExact(wanted, 1L, millis) > 0;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private static IOException failed(Throwable cause) {
    return switch (cause) {
      case IOException io -> io;
      case Error error -> throw error;
      default -> new IOException("a call of the C library failed", cause);
    };
  }

  private static MethodHandle makeRaw() {
    return find("cfmakeraw", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
  }

  private static MethodHandle poll() {
    return find(
        "poll",
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT));
  }

  /**
   * A function of a file descriptor and more that returns an int; {@code variadic} 0: it is not.
   */
  private static MethodHandle function(String name, int variadic, MemoryLayout... more) {
    FunctionDescriptor type =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)
            .appendArgumentLayouts(more);
    return variadic == 0
        ? find(name, type)
        : find(name, type, Linker.Option.firstVariadicArg(variadic));
  }

  // The manifest of the program's jar allows native access.
  @SuppressWarnings("restricted")
  private static MethodHandle find(String name, FunctionDescriptor type, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
  }
}
