package io.quorate.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemTest {

  @Test
  void whatNobodySeesIsShownByItsNumber() {
    assertThat(Problem.shown("\uFEFFnode\u00A01 ü")).isEqualTo("<U+FEFF>node<U+00A0>1 ü");
    assertThat(Problem.shown("a\nb")).isEqualTo("a?b");
  }
}
