package io.quorate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every source file is formatted by google-java-format. It runs here and not as a Maven plug-in,
 * because Maven's own JVM may be too old to parse Java 25.
 *
 * <p>{@code mvn test -Dtest=SourceFormatTest -Dformat=write} formats them.
 */
class SourceFormatTest {

  @Test
  void sourcesAreFormatted() throws Exception {
    Formatter formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    boolean write = "write".equals(System.getProperty("format"));
    List<Path> files = new ArrayList<>();
    for (String root : List.of("src/main/java", "src/test/java")) {
      try (var walk = Files.walk(Path.of(root))) {
        walk.filter(p -> p.toString().endsWith(".java")).forEach(files::add);
      }
    }
    List<Path> unformatted = new ArrayList<>();
    for (Path file : files) {
      String source = Files.readString(file);
      String imports =
          ImportOrderer.reorderImports(
              RemoveUnusedImports.removeUnusedImports(source), JavaFormatterOptions.Style.GOOGLE);
      String formatted = formatter.formatSource(imports);
      if (!formatted.equals(source)) {
        if (write) {
          Files.writeString(file, formatted);
        } else {
          unformatted.add(file);
        }
      }
    }
    assertThat(files).hasSizeGreaterThan(20);
    assertThat(unformatted).as("format with -Dtest=SourceFormatTest -Dformat=write").isEmpty();
  }
}
