package io.quorate.tui;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the loop itself shows in place of a program. */
class LoopPagesTest {

  private static final Pictures PICTURES = new Pictures(Path.of("src/test/resources/golden/loop"));

  private static TextCanvas fault(Throwable fault, int width, int height) {
    TextCanvas drawn = new TextCanvas(width, height, Glyphs.UNICODE);
    FaultPage.draw(drawn.canvas(), fault);
    return drawn;
  }

  @TestFactory
  Stream<DynamicTest> aFaultIsASentence() {
    Map<String, Supplier<Throwable>> faults =
        Map.of(
            "fault",
            () -> new IllegalStateException("a node has two panes:\n\u001b[31mnode-1 and node-1"),
            "fault-nameless",
            StackOverflowError::new);
    return PICTURES.tests(faults, LoopPagesTest::fault);
  }

  @ParameterizedTest
  @CsvSource({"59, 24", "80, 17", "24, 6", "9, 3", "1, 1"})
  void aTerminalThatIsTooSmallIsAskedToGrow(int width, int height) throws Exception {
    TextCanvas drawn = new TextCanvas(width, height, Glyphs.ASCII);
    SmallPage.draw(drawn.canvas());
    PICTURES.compare("small-" + width + "x" + height + ".txt", drawn.toText());
  }
}
