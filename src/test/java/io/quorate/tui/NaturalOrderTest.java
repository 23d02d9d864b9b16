package io.quorate.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {

  @Test
  void numbersInATextCompareAsNumbers() {
    assertThat(
            Stream.of("node-10", "node-2", "10.0.0.11", "10.0.0.2", "node", "a007", "a7b")
                .sorted(Comparator.comparing(NaturalOrder::key)))
        .containsExactly("10.0.0.2", "10.0.0.11", "a007", "a7b", "node", "node-2", "node-10");
  }
}
