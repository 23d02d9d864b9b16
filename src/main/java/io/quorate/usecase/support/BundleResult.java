package io.quorate.usecase.support;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A support bundle that was made.
 *
 * @param file where it lies
 * @param bytes how large that file is
 * @param held its texts, in their order
 * @param troubles what is not in it although it should be, a sentence each
 * @param redacted how many secrets were taken out, by what they are
 * @param standIns how many names and addresses were replaced, by what they are; empty where that
 *     was not asked for
 * @param names the file that says what stands for what; null: nothing does
 */
public record BundleResult(
    Path file,
    long bytes,
    List<Held> held,
    List<String> troubles,
    SortedMap<String, Integer> redacted,
    SortedMap<String, Integer> standIns,
    @Nullable Path names) {

  public BundleResult {
    held = List.copyOf(held);
    troubles = List.copyOf(troubles);
    redacted = Collections.unmodifiableSortedMap(new TreeMap<>(redacted));
    standIns = Collections.unmodifiableSortedMap(new TreeMap<>(standIns));
  }

  /**
   * A text in it.
   *
   * @param path below the bundle's folder
   * @param bytes of it
   * @param cutBytes how many of its earlier bytes are left out
   * @param redacted how many secrets were taken out
   * @param standIns how many names and addresses were replaced
   */
  public record Held(String path, long bytes, long cutBytes, int redacted, int standIns) {}

  /** The same, of a file that is so large. */
  BundleResult of(long size) {
    return new BundleResult(file, size, held, troubles, redacted, standIns, names);
  }

  /** Whether all is in it that was to be. */
  public boolean complete() {
    return troubles.isEmpty();
  }
}
