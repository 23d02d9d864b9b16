package io.quorate.tui.panes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.JournalReader;
import io.quorate.run.Death;
import io.quorate.run.ProcessDeath;
import io.quorate.run.RunEvent;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import io.quorate.tui.Pictures;
import io.quorate.tui.TextCanvas;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The recorded rehearsal that comes with the sources, played. */
class ReplayProgramTest {

  private static final Pictures PICTURES = new Pictures(Path.of("src/test/resources/golden/panes"));
  private static final Path RECORDING = Path.of("src/test/resources/rehearsal/events.jsonl");

  private final List<RunEvent> events = read();
  private final ReplayProgram replay = new ReplayProgram(events, null, 1, List.of());
  private ReplayModel model = replay.start();

  ReplayProgramTest() {
    tell(new Message.Resized(80, 25));
  }

  private static List<RunEvent> read() {
    try {
      return JournalReader.read(RECORDING);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void tell(Message message) {
    model = replay.update(model, message).model();
  }

  private void type(String text) {
    text.chars().forEach(c -> tell(new Message.Pressed(KeyPress.of((char) c))));
  }

  private String draw() {
    TextCanvas grid = new TextCanvas(80, 25, Glyphs.UNICODE);
    replay.view(model, grid.canvas());
    return grid.toText();
  }

  private int finishedSteps() {
    return model.dashboard().run().counts().finished();
  }

  @ParameterizedTest
  @CsvSource({"80, 24", "132, 43", "60, 18"})
  void thePlayerLooksAsDrawn(int width, int height) throws IOException {
    tell(new Message.Resized(width, height));
    type(" 5");
    TextCanvas grid = new TextCanvas(width, height, Glyphs.UNICODE);
    replay.view(model, grid.canvas());
    PICTURES.compare("replay-" + width + "x" + height + ".txt", grid);
  }

  @Test
  void timePassesAtTheChosenSpeed() {
    tell(new Message.Tick(3_000));
    assertThat(draw()).contains("playing 1x  0:03 of ", "Prepare the system");
    type("+++");
    tell(new Message.Tick(4_000));
    assertThat(draw()).contains("playing 10x  0:13 of ");
    type(" ");
    tell(new Message.Tick(9_000));
    assertThat(draw()).contains("paused  10x  0:13 of ");
    assertThat(replay.moves(model)).isFalse();
  }

  @Test
  void seekingGoesBothWays() {
    type(" 9");
    int late = finishedSteps();
    type("1");
    assertThat(finishedSteps()).isLessThan(late);
    type("9");
    assertThat(finishedSteps()).isEqualTo(late);
    type("0.");
    assertThat(draw()).contains("0:10 of ");
    type(",");
    assertThat(draw()).contains("0:00 of ");
  }

  @Test
  void theNextFailureIsShownStandingStill() {
    type("e");
    assertThat(draw())
        .contains("Another program on the node is", "attended-upgrades", "paused ")
        .doesNotContain("r retry");
  }

  @Test
  void nothingCanBeDecidedAndLeavingAsksNothing() {
    type("e");
    var update = replay.update(model, new Message.Pressed(KeyPress.of('r')));
    assertThat(update.effects()).isEmpty();
    type("x");
    assertThat(draw()).doesNotContain("Stop the run");
    type("q");
    assertThat(replay.finished(model)).isTrue();
  }

  @Test
  void itEndsWithTheSummaryAndBeginsAnew() {
    type("+++++");
    tell(new Message.Tick(60_000));
    assertThat(draw()).contains("install of demo: done", "Verified");
    assertThat(replay.moves(model)).isFalse();
    type(" ");
    assertThat(draw()).contains("playing 50x  0:00 of ");
  }

  @Test
  void aClickOnTheBarSeeks() {
    type(" ");
    int left = PlayerBar.left(model, () -> java.time.Duration.ofMinutes(1));
    tell(new Message.Clicked(left + 10, 24));
    assertThat(draw()).doesNotContain(" 0:00 of ");
  }

  @Test
  void lettersAreTypedIntoASearch() {
    tell(new Message.Pressed(KeyPress.of(Key.ENTER)));
    type("/e 9");
    assertThat(draw()).contains("Search: e 9");
  }

  @Test
  void digitsAreTypedIntoTheNameOfNodes() {
    type(" /node-2 ");
    assertThat(draw()).contains("Name: node-2", "1 of 4 nodes: \"node-2\"", "paused  1x  0:00 of ");
    assertThat(model.dashboard().shownNodes()).hasSize(1);
  }

  /** A run whose process was killed ends so in its recording, too, and not before its end. */
  @Test
  void aRunThatDiedIsSeenToHaveDied() {
    Death death = new Death(events.getLast().at().plusSeconds(90), new ProcessDeath.Killed());
    List<RunEvent> cut = events.subList(0, events.size() - 1);
    ReplayProgram killed = new ReplayProgram(cut, death, 1, List.of());
    model = killed.start();
    model = killed.update(model, new Message.Resized(80, 25)).model();
    assertThat(model.dashboard().run().death()).isNull();
    model = killed.update(model, new Message.Pressed(KeyPress.of('9'))).model();
    assertThat(model.dashboard().run().death()).isNull();
    for (int i = 0; i < 9; i++) {
      model = killed.update(model, new Message.Pressed(KeyPress.of('>'))).model();
    }
    TextCanvas grid = new TextCanvas(80, 25, Glyphs.UNICODE);
    killed.view(model, grid.canvas());
    assertThat(grid.toText()).contains(": killed", "The run was killed");
    model = killed.update(model, new Message.Pressed(KeyPress.of('<'))).model();
    assertThat(model.dashboard().run().death()).isNull();
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> new ReplayProgram(List.of(), null, 1, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ReplayProgram(events, null, 101, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
