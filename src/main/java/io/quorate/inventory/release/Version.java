package io.quorate.inventory.release;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version of two or three numbers; what follows a dash, such as rc.1, comes before the release.
 *
 * @param patch 0 when the text had none
 */
public record Version(int major, int minor, int patch, String pre) implements Comparable<Version> {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?(?:-([0-9A-Za-z.-]+))?");

  private static final Comparator<Version> ORDER =
      Comparator.comparingInt(Version::major)
          .thenComparingInt(Version::minor)
          .thenComparingInt(Version::patch)
          .thenComparing(v -> v.pre.isEmpty())
          .thenComparing(Version::pre);

  /** Null when the text is no version. */
  public static @Nullable Version parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return null;
    }
    String patch = form.group(3);
    String pre = form.group(4);
    return new Version(
        Integer.parseInt(form.group(1)),
        Integer.parseInt(form.group(2)),
        patch == null ? 0 : Integer.parseInt(patch),
        pre == null ? "" : pre);
  }

  /** The first two numbers, such as 1.36. */
  public String minorLine() {
    return major + "." + minor;
  }

  public boolean before(Version other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch + (pre.isEmpty() ? "" : "-" + pre);
  }
}
