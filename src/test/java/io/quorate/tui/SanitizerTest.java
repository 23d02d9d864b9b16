package io.quorate.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SanitizerTest {

  @Test
  void plainTextIsLeftAlone() {
    String line = "Setting up etcd (3.5.21) ...";
    assertThat(Sanitizer.line(line)).isSameAs(line);
  }

  @Test
  void coloursGoAndOtherSequencesBecomeVisible() {
    assertThat(Sanitizer.line("\u001b[1;32mok\u001b[0m\u001b[K done")).isEqualTo("ok done");
    assertThat(Sanitizer.line("\u001b[38:2:1:2:3mx\u001b[m")).isEqualTo("x");
    assertThat(Sanitizer.line("\u001b[2J\u001b]0;title\u0007")).isEqualTo("^[[2J^[]0;title^G");
    assertThat(Sanitizer.line("\u001b[")).isEqualTo("^[[");
    assertThat(Sanitizer.line("\u009b2J\u0000\u007f")).isEqualTo("·2J^@^?");
  }

  @Test
  void aCarriageReturnReplacesTheLine() {
    assertThat(Sanitizer.line("10%\r50%\r100%")).isEqualTo("100%");
    assertThat(Sanitizer.line("100%\r")).isEqualTo("100%");
    assertThat(Sanitizer.line("line\r\n")).isEqualTo("line");
    assertThat(Sanitizer.line("\r")).isEmpty();
  }

  @Test
  void tabsGoToTheNextStopInColumns() {
    assertThat(Sanitizer.line("a\tb")).isEqualTo("a       b");
    assertThat(Sanitizer.line("中文\tb")).isEqualTo("中文    b");
  }

  @Test
  void lettersAreComposedAndDoubtfulOnesReplaced() {
    assertThat(Sanitizer.line("e\u0301 \u2705 \ud83d\ude80 \u202etxt")).isEqualTo("é · · txt");
  }

  @Test
  void whateverComesIsSafeAfterwards() {
    Random random = new Random(3);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder raw = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        raw.append((char) (random.nextBoolean() ? random.nextInt(160) : random.nextInt(0x10000)));
      }
      Sanitizer.line(raw.toString())
          .codePoints()
          .forEach(c -> assertThat(Columns.shown(c)).as("U+%04X", c).isEqualTo(c));
    }
  }
}
