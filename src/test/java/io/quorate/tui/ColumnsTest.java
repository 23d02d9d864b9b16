package io.quorate.tui;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.TerminalTextUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {

  @ParameterizedTest
  @CsvSource({
    "abc, 3",
    "中한, 4",
    "e\u0301, 1",
    "✓!●·–•→…─│┌┐└┘█░, 16",
    "\u26a0\ufe0f, 1",
    "\u2705, 1",
    "\ud83d\ude80, 1",
    "\u200b, 0",
    "\u202e, 0",
    "\ue000, 1"
  })
  void countsWhatWillBeDrawn(String text, int columns) {
    assertThat(Columns.width(text)).isEqualTo(columns);
  }

  @Test
  void whatTerminalsDrawDifferentlyIsReplaced() {
    assertThat(Columns.shown(0x2705)).isEqualTo(Columns.DOUBTFUL);
    assertThat(Columns.shown(0x1f680)).isEqualTo(Columns.DOUBTFUL);
    assertThat(Columns.shown(0x1b)).isEqualTo(Columns.DOUBTFUL);
    assertThat(Columns.shown(0x9b)).isEqualTo(Columns.DOUBTFUL);
    assertThat(Columns.shown(0x200d)).isZero();
    assertThat(Columns.shown('中')).isEqualTo('中');
  }

  @Test
  void theScreensOwnIdeaOfWideLettersNeverDiffers() {
    for (int c = 0; c <= 0xffff; c++) {
      int shown = Columns.shown(c);
      if (shown != 0) {
        assertThat(TerminalTextUtils.isCharDoubleWidth((char) shown))
            .as("U+%04X", c)
            .isEqualTo(Columns.width(shown) == 2);
        assertThat(TerminalTextUtils.isControlCharacter((char) shown)).as("U+%04X", c).isFalse();
      }
    }
  }

  @Test
  void cutsAtColumnsAndNotInsideALetter() {
    assertThat(Columns.cut("abcdef", 4, '…')).isEqualTo("abc…");
    assertThat(Columns.cut("abcd", 4, '…')).isEqualTo("abcd");
    assertThat(Columns.cut("中中中", 4, '…')).isEqualTo("中…");
    assertThat(Columns.fit("中中中", 4, '…')).isEqualTo("中… ");
    assertThat(Columns.cut("abc", 0, '…')).isEmpty();
    assertThat(Columns.right("7", 3, '…')).isEqualTo("  7");
  }

  @Test
  void wrapsAtBlanksAndBreaksWhatHasNone() {
    assertThat(Columns.wrap("the quick brown fox", 10)).containsExactly("the quick", "brown fox");
    assertThat(Columns.wrap("abcdefghij", 4)).containsExactly("abcd", "efgh", "ij");
    assertThat(Columns.wrap("a\n\nb", 4)).containsExactly("a", "", "b");
    assertThat(Columns.wrap("中中", 1)).containsExactly("中", "中");
  }
}
