package io.quorate.tui;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.tui.terminal.Painted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Drawn screens as files of text, to compare with. With {@code -Dformat=write} they are drawn anew.
 *
 * @param folder where they are kept
 */
public record Pictures(Path folder) {

  private static final List<int[]> SIZES =
      List.of(new int[] {80, 24}, new int[] {132, 43}, new int[] {60, 18});

  /** Draws what was come to at a size. */
  @FunctionalInterface
  public interface Drawing<D> {
    TextCanvas at(D driver, int width, int height);
  }

  /** A test for each screen in each size, named after its file. */
  public <D> Stream<DynamicTest> tests(Map<String, Supplier<D>> screens, Drawing<D> drawing) {
    List<DynamicTest> tests = new ArrayList<>();
    screens.forEach(
        (name, journey) -> {
          for (int[] size : SIZES) {
            String file = name + "-" + size[0] + "x" + size[1] + ".txt";
            tests.add(
                DynamicTest.dynamicTest(
                    file, () -> compare(file, drawing.at(journey.get(), size[0], size[1]))));
          }
        });
    return tests.stream();
  }

  /** Compares what was drawn, and how it reaches a terminal in light colours and in none. */
  public void compare(String file, TextCanvas drawn) throws IOException {
    compare(file, drawn.toText());
    Painted.check(drawn);
  }

  public void compare(String file, String drawn) throws IOException {
    Path picture = folder.resolve(file);
    if ("write".equals(System.getProperty("format"))) {
      Files.createDirectories(folder);
      Files.writeString(picture, drawn);
    }
    assertThat(drawn).isEqualTo(Files.readString(picture));
  }
}
