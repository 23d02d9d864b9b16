package io.quorate.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.cli.Called;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShortUsageTest {

  @Test
  void anErrorStaysOnTheScreen() {
    for (List<String> words :
        List.of(
            List.of("inventory", "convert", "home.yaml"),
            List.of("install", "--plian"),
            List.of("status", "--every", "often"),
            List.of("instal"))) {
      Called called = Called.with(words.toArray(String[]::new));
      assertThat(called.code()).as(called.err()).isEqualTo(2);
      assertThat(called.err()).startsWith("error: ").contains("Usage: quorate", "--help explains");
      assertThat(called.err().lines()).as(called.err()).hasSizeLessThan(24);
      assertThat(called.out()).isEmpty();
    }
  }

  @Test
  void whatWasMeantIsProposed() {
    assertThat(Called.with("install", "--plian").err()).contains("--plain");
    assertThat(Called.with("instal").err()).contains("quorate install");
  }
}
