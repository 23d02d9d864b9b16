package io.quorate.cli.backup;

import io.quorate.target.Progress;
import java.time.Duration;
import java.util.function.Consumer;

/** Says every ten seconds how far a copy is, so that nobody takes a slow one for a dead one. */
final class CopyLines implements Progress {

  private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

  private final Consumer<String> say;
  private long said = System.nanoTime();

  CopyLines(Consumer<String> say) {
    this.say = say;
  }

  @Override
  public synchronized void told(long done, long total) {
    long now = System.nanoTime();
    if (now - said < PAUSE_NANOS) {
      return;
    }
    said = now;
    say.accept("%.1f of %.1f MiB".formatted(done / 1048576.0, total / 1048576.0));
  }
}
