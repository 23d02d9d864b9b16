package io.quorate.plan;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads what a {@link Shell} program prints: frames, which begin with a record separator and the
 * program's mark, and between them whatever the operations' commands say. Anything may come: a
 * frame after output without a line end, binary, lines without end.
 *
 * <p>Not for several threads at once.
 */
public final class Frames {

  static final char RS = '\u001e';

  /** Longer lines are cut into pieces. */
  private static final int LONGEST_LINE = 64 * 1024;

  private static final int KEPT_STRAY_LINES = 20;

  private final byte[] head;
  private final List<Operation> operations;
  private final Listener listener;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private final List<String> stray = new ArrayList<>();
  private int current = -1;
  private boolean ended;
  private boolean dropping;

  /** Hears of the operations, by their index, as they happen. */
  public interface Listener {
    void started(int operation);

    /** A line of output, without its end, as it came. */
    void output(int operation, String line);

    /** Bytes so far and in all; {@code total} is -1 when unknown. */
    void progress(int operation, long done, long total);

    /** A line of what would change, in {@link Mode#CHECK}. */
    void diff(int operation, String line);

    /**
     * @param detail evidence or reason; may be empty
     */
    void finished(int operation, Outcome outcome, String detail);

    /** It failed; whoever does not tell failures apart hears of it as finished. */
    default void failed(int operation, Fault fault) {
      finished(operation, Outcome.FAILED, fault.words());
    }
  }

  /**
   * @param mark what {@link Shell#program} was given, as were the operations
   */
  public Frames(String mark, List<Operation> operations, Listener listener) {
    this.head = (RS + mark + " ").getBytes(StandardCharsets.US_ASCII);
    this.operations = List.copyOf(operations);
    this.listener = listener;
  }

  /** A mark that no command's output can contain by chance or by intent. */
  public static String freshMark() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Takes what came, cut anywhere. */
  public void feed(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == '\n') {
        endOfLine();
      } else if (!dropping) {
        line.write(bytes[i]);
        if (line.size() >= LONGEST_LINE) {
          cut();
        }
      }
    }
  }

  /** Takes one line without its end. */
  public void line(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    feed(bytes, 0, bytes.length);
    endOfLine();
  }

  /** Nothing more will come; what is left counts as a line. */
  public void close() {
    if (line.size() > 0) {
      endOfLine();
    }
  }

  /**
   * Whether the program came to its own end, be it a good one or that of a failed operation. If
   * not, what became of the operation under way is unknown.
   */
  public boolean ended() {
    return ended;
  }

  /** The last lines that belong to no operation, such as a complaint of sudo. */
  public List<String> stray() {
    return List.copyOf(stray);
  }

  private void endOfLine() {
    byte[] bytes = line.toByteArray();
    line.reset();
    dropping = false;
    int at = find(bytes);
    if (at < 0) {
      output(text(bytes, 0, bytes.length));
      return;
    }
    if (at > 0) {
      output(text(bytes, 0, at));
    }
    String frame = text(bytes, at + head.length, bytes.length);
    if (!understood(frame)) {
      output(frame);
    }
  }

  /** A line grew too long: what is there is told, but not what may be the beginning of a frame. */
  private void cut() {
    byte[] bytes = line.toByteArray();
    int at = find(bytes);
    if (at >= 0) {
      dropping = true;
      return;
    }
    int keep = bytes.length;
    for (int i = Math.max(0, bytes.length - head.length + 1); i < bytes.length; i++) {
      if (bytes[i] == RS) {
        keep = i;
        break;
      }
    }
    line.reset();
    line.write(bytes, keep, bytes.length - keep);
    output(text(bytes, 0, keep));
  }

  private int find(byte[] bytes) {
    for (int i = 0; i + head.length <= bytes.length; i++) {
      if (bytes[i] == head[0] && matches(bytes, i)) {
        return i;
      }
    }
    return -1;
  }

  private boolean matches(byte[] bytes, int at) {
    for (int j = 1; j < head.length; j++) {
      if (bytes[at + j] != head[j]) {
        return false;
      }
    }
    return true;
  }

  private static String text(byte[] bytes, int from, int to) {
    int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private void output(String text) {
    if (current >= 0 && !ended) {
      listener.output(current, text);
      return;
    }
    if (stray.size() == KEPT_STRAY_LINES) {
      stray.removeFirst();
    }
    stray.add(text);
  }

  private boolean understood(String frame) {
    String[] part = frame.split(" ", 3);
    if (part[0].equals("end")) {
      ended = true;
      return true;
    }
    if (ended || part.length < 2 || !part[1].matches("[0-9]{1,6}")) {
      return false;
    }
    int operation = Integer.parseInt(part[1]);
    String rest = part.length == 3 ? part[2] : "";
    switch (part[0]) {
      case "begin" -> {
        current = operation;
        listener.started(operation);
      }
      case "unchanged" -> listener.finished(operation, Outcome.UNCHANGED, rest);
      case "changed" -> listener.finished(operation, Outcome.CHANGED, rest);
      case "warned" -> listener.finished(operation, Outcome.WARNED, rest);
      case "failed" -> {
        String[] told = coded(rest);
        listener.failed(operation, Fault.ended(Integer.parseInt(told[0]), told[1]));
      }
      case "late" -> {
        String[] told = coded(rest);
        listener.failed(operation, Fault.notInTime(Integer.parseInt(told[0]), told[1]));
      }
      case "diff" -> listener.diff(operation, rest);
      case "new" -> {
        return allNew(operation);
      }
      case "bytes" -> {
        return progress(operation, rest);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** A file that was not there: what it says is known here. */
  private boolean allNew(int operation) {
    if (operation >= operations.size()
        || !(operations.get(operation) instanceof Operation.WriteFile file)) {
      return false;
    }
    file.asNew().forEach(line -> listener.diff(operation, line));
    return true;
  }

  private boolean progress(int operation, String rest) {
    if (!rest.matches("[0-9]{1,18} -?[0-9]{1,18}")) {
      return false;
    }
    int space = rest.indexOf(' ');
    listener.progress(
        operation,
        Long.parseLong(rest.substring(0, space)),
        Long.parseLong(rest.substring(space + 1)));
    return true;
  }

  /** {@code CODE TEXT}; whatever is no exit code counts as 1. */
  private static String[] coded(String rest) {
    String[] part = rest.split(" ", 2);
    String code = part[0].matches("[0-9]{1,3}") ? part[0] : "1";
    return new String[] {code, part.length == 2 ? part[1] : ""};
  }
}
