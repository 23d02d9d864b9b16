package io.quorate.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {

  private static List<String> split(String line) throws Exception {
    return ShellWords.split(line).stream().map(ShellWords.Word::text).toList();
  }

  @Test
  void splitsAsPythonsShlexDoes() throws Exception {
    assertThat(split("a b=c\t d")).containsExactly("a", "b=c", "d");
    assertThat(split("a 'b c' \"d e\" f' 'g")).containsExactly("a", "b c", "d e", "f g");
    assertThat(split("a b=x#y z")).containsExactly("a", "b=x");
    assertThat(split("a b='x#y' # no")).containsExactly("a", "b=x#y");
    assertThat(split("a\\ b \"c\\\"d\\e\\\\\" 'f\\g'")).containsExactly("a b", "c\"d\\e\\", "f\\g");
    assertThat(split("a '' \"\"")).containsExactly("a", "", "");
    assertThat(split("a ;b")).containsExactly("a", ";b");
  }

  @Test
  void saysWhereAQuoteIsOpened() {
    assertThatThrownBy(() -> ShellWords.split("ab c='d"))
        .isInstanceOfSatisfying(
            ShellWords.UnfinishedException.class, e -> assertThat(e.column()).isEqualTo(5));
    assertThatThrownBy(() -> ShellWords.split("ab\\"))
        .isInstanceOf(ShellWords.UnfinishedException.class);
  }

  @Test
  void quotesWhatItSplitsBack() throws Exception {
    for (String text : List.of("a", "", "a b", "it's", "\"", "#", "\\", "a'\"'b", "$(x) `y` ;|&")) {
      assertThat(split(ShellWords.quote(text))).containsExactly(text);
    }
  }
}
