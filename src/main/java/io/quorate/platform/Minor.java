package io.quorate.platform;

import java.util.Comparator;

/** A version without its patch, such as 1.36: what flags and fields come and go with. */
public record Minor(int major, int minor) implements Comparable<Minor> {

  /**
   * @param version such as 1.36 or 1.36.4
   */
  public static Minor of(String version) {
    String[] parts = version.split("[.-]", 3);
    if (parts.length < 2) {
      throw new IllegalArgumentException("not a version: " + version);
    }
    return new Minor(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  public boolean atLeast(String version) {
    return compareTo(of(version)) >= 0;
  }

  public boolean below(String version) {
    return !atLeast(version);
  }

  /** Such as 1.36. */
  public String text() {
    return major + "." + minor;
  }

  @Override
  public int compareTo(Minor other) {
    return Comparator.comparingInt(Minor::major)
        .thenComparingInt(Minor::minor)
        .compare(this, other);
  }
}
