package io.quorate.node.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What a program writes to standard error: read by a thread of its own, the end of it kept. */
final class LastWords {
  private static final int MOST = 8 << 10;

  private final InputStream in;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Thread reader;

  LastWords(InputStream in) {
    this.in = in;
    this.reader = Thread.ofVirtual().name("ssh-stderr").start(this::drain);
  }

  /** The last 8 KiB, after a moment for what is still on its way. */
  String text() throws InterruptedException {
    reader.join(Duration.ofSeconds(1));
    synchronized (kept) {
      return kept.toString(StandardCharsets.UTF_8).strip();
    }
  }

  private void drain() {
    byte[] buffer = new byte[8192];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (kept) {
          if (kept.size() + n > MOST) {
            kept.reset();
          }
          kept.write(buffer, 0, n);
        }
      }
    } catch (IOException lost) {
      // Whoever reads the standard output hears of it.
      return;
    }
  }
}
