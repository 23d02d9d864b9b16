package io.quorate.inventory.release;

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

  private static final Pattern LINE = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

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

  /**
   * The line of patches that a version belongs to: what flags and fields come and go with.
   *
   * @param version what begins with two numbers, such as 1.36, 1.36.4 or 5.14.0-427.el9.x86_64
   */
  public static Version line(String version) {
    Version line = lineIn(version);
    if (line == null) {
      throw new IllegalArgumentException("not a version: " + version);
    }
    return line;
  }

  /** The same; null when the text does not begin with two numbers. */
  public static @Nullable Version lineIn(String text) {
    Matcher line = LINE.matcher(text);
    return line.lookingAt()
        ? new Version(Integer.parseInt(line.group(1)), Integer.parseInt(line.group(2)), 0, "")
        : null;
  }

  /**
   * @param line such as 1.36
   */
  public boolean atLeast(String line) {
    return compareTo(line(line)) >= 0;
  }

  public boolean below(String line) {
    return !atLeast(line);
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
    int numbers =
        major != other.major
            ? Integer.compare(major, other.major)
            : minor != other.minor
                ? Integer.compare(minor, other.minor)
                : Integer.compare(patch, other.patch);
    if (numbers != 0 || pre.equals(other.pre)) {
      return numbers;
    }
    boolean released = pre.isEmpty();
    return released == other.pre.isEmpty() ? pre.compareTo(other.pre) : released ? 1 : -1;
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch + (pre.isEmpty() ? "" : "-" + pre);
  }
}
