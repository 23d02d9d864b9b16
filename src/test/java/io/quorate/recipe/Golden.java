package io.quorate.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that recipes write, kept as files below src/test/resources/recipe so that a change shows in
 * review. {@code -Dformat=write} writes them anew.
 */
public final class Golden {

  private Golden() {}

  public static void matches(String name, String text) {
    Path file = Path.of("src/test/resources/recipe", name);
    try {
      if ("write".equals(System.getProperty("format"))) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
      assertThat(text).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
