package io.quorate.tui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BusyTest {

  private static String drawn(Busy busy) {
    TextCanvas canvas = new TextCanvas(60, 1, Glyphs.ASCII);
    busy.draw(canvas.canvas(), 0);
    return canvas.row(0).strip();
  }

  @Test
  void whatIsOverInAMomentIsNotSaid() {
    Busy busy = Busy.idle().at(5_000).began("look", "looking", true).at(5_099);
    assertThat(drawn(busy)).isEmpty();
    busy = busy.ended("look").at(5_150);
    assertThat(drawn(busy)).isEmpty();
    assertThat(busy.moves()).isFalse();
  }

  @Test
  void whatTakesLongerIsSaidForASecondAtLeast() {
    Busy busy = Busy.idle().began("look", "looking", true).at(100);
    assertThat(drawn(busy)).contains("looking", "^X cancels");
    busy = busy.ended("look").at(1_099);
    assertThat(drawn(busy)).contains("looking").doesNotContain("^X");
    assertThat(busy.moves()).isTrue();
    busy = busy.at(1_100);
    assertThat(drawn(busy)).isEmpty();
    assertThat(busy.moves()).isFalse();
  }

  @Test
  void theSignMovesAndCountsSeconds() {
    Busy busy = Busy.idle().began("look", "looking", true);
    assertThat(drawn(busy.at(250))).startsWith("- looking");
    assertThat(drawn(busy.at(375))).startsWith("\\ looking").doesNotContain(" s ");
    assertThat(drawn(busy.at(12_000))).contains("looking  12 s");
  }

  @Test
  void moreThanOneIsCountedAndTheOldestIsNamed() {
    Busy busy = Busy.idle().began("a", "trying a", true).at(50).began("b", "trying b", true);
    assertThat(drawn(busy.at(200))).contains("trying a, and 1 more");
    assertThat(drawn(busy.ended("a").at(300))).contains("trying b").doesNotContain("more");
  }

  @Test
  void whatWasToldToStopIsSaidUntilItHas() {
    Busy busy = Busy.idle().began("a", "trying a", true).began("s", "keeping", false).at(200);
    assertThat(busy.stoppable(String.class)).containsExactly("a");
    busy = busy.stopped().at(300);
    assertThat(busy.stoppable(String.class)).isEmpty();
    assertThat(busy.isStopping("a")).isTrue();
    assertThat(busy.isStopping("s")).isFalse();
    assertThat(drawn(busy)).contains("stopping: trying a, and 1 more").doesNotContain("^X");
    assertThat(drawn(busy.ended("a").ended("s").at(2_000))).isEmpty();
  }
}
