package io.quorate.inventory.release;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checksum files: a bare hash, or lines of sha256sum, in text or binary mode. */
final class Checksums {
  private static final Pattern BARE = Pattern.compile("([0-9a-fA-F]{64})");
  private static final Pattern LINE =
      Pattern.compile("([0-9a-fA-F]{64})\\s+\\*?(?:.*/)?([^/\\s]+)");

  private Checksums() {}

  /** The sum of a file, in lower case; null when the text does not say. */
  static @Nullable String find(String text, String fileName) {
    List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    for (String line : lines) {
      Matcher named = LINE.matcher(line);
      if (named.matches() && named.group(2).equals(fileName)) {
        return named.group(1).toLowerCase(Locale.ROOT);
      }
    }
    if (lines.size() == 1 && BARE.matcher(lines.getFirst()).matches()) {
      return lines.getFirst().toLowerCase(Locale.ROOT);
    }
    return null;
  }
}
