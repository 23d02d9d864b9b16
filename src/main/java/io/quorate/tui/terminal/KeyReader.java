package io.quorate.tui.terminal;

import io.quorate.tui.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads keys in a thread of its own. It never waits longer than a tenth of a second: that tells the
 * Escape key from the beginning of a sequence, and lets it let go of the terminal before a shell or
 * a pager needs it.
 */
final class KeyReader {

  /** Where keys come from. */
  interface Source {

    /** Waits for something to read, or its end; false when neither came in time. */
    boolean await(int millis) throws IOException;

    /** Reads what is there; -1 at the end. */
    int read(byte[] into, int from, int count) throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(KeyReader.class);

  private static final int PATIENCE_MILLIS = 100;
  private static final long LETTING_GO = TimeUnit.MILLISECONDS.toNanos(400);

  private final Source in;
  private final CharsetDecoder decoder;
  private final KeyDecoder keys = new KeyDecoder();
  private final Consumer<Message> sink;
  private final Runnable gone;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean wanted;
  private boolean reading;
  private boolean closed;

  /**
   * @param gone called once when the terminal gives no more keys
   */
  KeyReader(Source in, Charset charset, Consumer<Message> sink, Runnable gone) {
    this.in = in;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    this.sink = sink;
    this.gone = gone;
    Thread.ofPlatform().daemon().name("keys").start(this::run);
  }

  /** From now on keys are read. */
  void resume() {
    lock.lock();
    try {
      wanted = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of the terminal; returns when no read is under way, or after 0.4 s. */
  void pause() {
    lock.lock();
    try {
      wanted = false;
      long left = LETTING_GO;
      while (reading && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread after its current read. */
  void close() {
    lock.lock();
    try {
      closed = true;
      wanted = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    ByteBuffer bytes = ByteBuffer.allocate(8 * 1024);
    CharBuffer characters = CharBuffer.allocate(8 * 1024);
    try {
      while (begin()) {
        int count = 0;
        if (in.await(PATIENCE_MILLIS)) {
          count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        }
        end();
        if (count < 0) {
          gone.run();
          return;
        }
        if (count > 0) {
          bytes.position(bytes.position() + count).flip();
          decoder.decode(bytes, characters, false);
          bytes.compact();
          send(keys.feed(characters.flip()));
          characters.clear();
        } else if (keys.pending()) {
          send(keys.flush());
        }
      }
    } catch (IOException e) {
      LOG.info("the terminal gives no more keys: {}", e.getMessage());
      gone.run();
    }
  }

  private void send(List<Message> messages) {
    messages.forEach(sink);
  }

  /** Waits until keys are wanted; false when the reader is closed. */
  private boolean begin() {
    lock.lock();
    try {
      while (!wanted && !closed) {
        changed.awaitUninterruptibly();
      }
      reading = !closed;
      return reading;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      reading = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
