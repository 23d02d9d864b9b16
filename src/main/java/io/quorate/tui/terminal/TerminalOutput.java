package io.quorate.tui.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way to the terminal: collects a frame and writes it in one go. While it is shut, what is
 * written is dropped, so that nothing is drawn over the shell.
 */
final class TerminalOutput extends OutputStream {

  private static final int SIZE = 64 * 1024;
  private static final long PATIENCE_MILLIS = 500;

  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();
  private final byte[] buffer = new byte[SIZE];
  private int length;
  private volatile boolean open;

  TerminalOutput(OutputStream out) {
    this.out = out;
  }

  /** Opens the way and sends these bytes as the first. */
  void open(byte[] first) throws IOException {
    lock.lock();
    try {
      length = 0;
      open = true;
      write(first, 0, first.length);
      flush();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends these bytes as the last and shuts the way. A writer that hangs in a terminal which takes
   * nothing is not waited for longer than half a second.
   */
  void shut(byte[] last) throws IOException {
    boolean mine;
    try {
      mine = lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      mine = lock.tryLock();
    }
    open = false;
    if (mine) {
      try {
        length = 0;
        out.write(last);
        out.flush();
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    lock.lock();
    try {
      if (!open) {
        return;
      }
      if (length + count > SIZE) {
        flush();
      }
      if (count > SIZE) {
        out.write(bytes, from, count);
      } else {
        System.arraycopy(bytes, from, buffer, length, count);
        length += count;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void flush() throws IOException {
    lock.lock();
    try {
      if (open && length > 0) {
        out.write(buffer, 0, length);
        out.flush();
      }
      length = 0;
    } finally {
      lock.unlock();
    }
  }
}
