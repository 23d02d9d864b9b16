package io.quorate.usecase;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which Quorate this is.
 *
 * @param version such as {@code 0.1.0}; {@code 0.1.0~dev} before that is released
 * @param commit what it was built from, abbreviated; empty where that was no clone of the sources
 * @param date the commit's day (UTC), such as {@code 2026-12-02}; empty likewise
 * @param changed whether files differed from the commit
 */
public record Release(String version, String commit, String date, boolean changed) {

  /** This one. */
  private static final Release OWN = read();

  /** As it is shown, and written into what it leaves behind. */
  public static final String VERSION = OWN.version();

  /** This one. */
  public static Release own() {
    return OWN;
  }

  /** All of it in a line: {@code Quorate 0.1.0 (commit 31e15a00 of 2026-12-02)}. */
  public String words() {
    if (commit.isEmpty()) {
      return "Quorate " + version;
    }
    return "Quorate %s (commit %s of %s%s)"
        .formatted(version, commit, date, changed ? ", with changes" : "");
  }

  private static Release read() {
    Properties told = new Properties();
    try (InputStream in = Release.class.getResourceAsStream("release.properties")) {
      if (in != null) {
        told.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("release.properties of the program cannot be read", e);
    }
    return of(told);
  }

  /** What the build filled in; what it did not is still a name in braces. */
  static Release of(Properties told) {
    String version = filled(told, "version");
    return new Release(
        version.isEmpty() ? "dev" : version,
        filled(told, "commit"),
        filled(told, "date"),
        filled(told, "changed").equals("true"));
  }

  private static String filled(Properties told, String name) {
    String value = told.getProperty(name, "").strip();
    return value.startsWith("${") ? "" : value;
  }
}
