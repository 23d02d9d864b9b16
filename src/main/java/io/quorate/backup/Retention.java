package io.quorate.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long backups are kept. The newest stays whatever is said, and so do the one that was just
 * made, whatever the clock says by which it was taken, and the newest of which a restore was tried.
 *
 * @param count how many are kept; 0: any number
 * @param days how old one may become; 0: any age
 */
public record Retention(int count, int days) {

  /** What is kept. */
  public interface Kept {
    /** When the backup was. */
    Instant taken();

    /** Whether a restore of it was tried, and went well. */
    boolean proved();
  }

  public static final Retention ALL = new Retention(0, 0);

  public Retention {
    if (count < 0 || days < 0) {
      throw new IllegalArgumentException("backups cannot be kept for less than nothing");
    }
  }

  /** The options of a command that say the same. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    if (count > 0) {
      words.addAll(List.of("--keep", String.valueOf(count)));
    }
    if (days > 0) {
      words.addAll(List.of("--keep-days", String.valueOf(days)));
    }
    return words;
  }

  /**
   * Which of them go.
   *
   * @param backups of one cluster, the newest first
   * @param made the one that was just made; null: none
   */
  public <B extends Kept> List<B> leaving(List<B> backups, @Nullable B made, Instant now) {
    Optional<B> proved = backups.stream().filter(Kept::proved).findFirst();
    List<B> leaving = new ArrayList<>();
    for (int i = 1; i < backups.size(); i++) {
      B entry = backups.get(i);
      boolean tooMany = count > 0 && i >= count;
      boolean tooOld = days > 0 && entry.taken().isBefore(now.minus(Duration.ofDays(days)));
      if ((tooMany || tooOld) && !entry.equals(made) && !proved.equals(Optional.of(entry))) {
        leaving.add(entry);
      }
    }
    return leaving;
  }
}
