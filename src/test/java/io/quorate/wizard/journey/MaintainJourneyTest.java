package io.quorate.wizard.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.console.PlainJourney;
import io.quorate.console.ScriptedTalk;
import io.quorate.engine.Invocation;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.secret.Vault;
import io.quorate.journey.JourneyWork;
import io.quorate.recipe.Fixtures;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import io.quorate.tui.Program.Update;
import io.quorate.tui.TextCanvas;
import io.quorate.tui.pages.JourneyPages;
import io.quorate.tui.pages.Screen;
import io.quorate.tui.pages.Shell;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.Maintain;
import io.quorate.usecase.SimulatedCluster;
import io.quorate.usecase.UseCase;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Exit;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small new journey is its pages and its use case: with them alone it is walked on the screen and
 * in lines, by the real background work on simulated nodes, as far as to the run's own process.
 */
class MaintainJourneyTest {

  private static final Inventory INVENTORY = Fixtures.with(Fixtures.network(Inventory.Cni.ROUTED));
  private static final Cluster CLUSTER = new Cluster(INVENTORY, Path.of("demo.yaml"), true);
  private static final String WORDS = "A disk is replaced.";

  @TempDir static Path machines;

  private static SimulatedCluster simulated;

  private final List<UseCase> started = new ArrayList<>();
  private final JourneyWizard wizard =
      JourneyWizard.of(MaintainJourney.JOURNEY, CLUSTER, Choices.none());
  private ClusterSession session;
  private JourneyWork real;

  @BeforeAll
  static void install() throws Exception {
    simulated = new SimulatedCluster(INVENTORY, machines.resolve("demo")).installed();
  }

  @BeforeEach
  void open() throws Exception {
    session = simulated.open();
    real =
        new JourneyWork(
                true,
                person -> Vault.closed(),
                List.of(),
                true,
                file -> Invocation.of(file.toString()))
            .on(session);
  }

  @AfterEach
  void close() {
    real.close();
    session.close();
  }

  /** All but the start of the run's own process. */
  private void work(Effect effect, Consumer<Object> report) {
    if (effect instanceof JourneyEffect.Start start) {
      started.add(start.page().useCase(start.at().cluster(), start.at().choices()));
      report.accept(new JourneyReport.Started("/runs/r"));
    } else {
      real.run(effect, report);
    }
  }

  /** The screen, with work that is done at once. */
  private final class Driver {
    private final Shell<JourneyWizard> program =
        JourneyPages.shell(wizard, true, InstantSource.system());
    private Screen<JourneyWizard> screen = program.start();

    Driver send(Message message) {
      ArrayDeque<Message> messages = new ArrayDeque<>(List.of(message));
      while (!messages.isEmpty()) {
        Update<Screen<JourneyWizard>, Effect> update = program.update(screen, messages.remove());
        screen = update.model();
        for (Effect effect : update.effects()) {
          work(effect, report -> messages.add(new Message.Reported(report)));
          messages.add(new Message.Ended(effect));
        }
      }
      return this;
    }

    Driver press(Key... keys) {
      for (Key key : keys) {
        send(new Message.Pressed(KeyPress.of(key)));
      }
      return this;
    }

    Driver type(String text) {
      text.chars().forEach(c -> send(new Message.Pressed(KeyPress.of((char) c))));
      return this;
    }

    String draw() {
      TextCanvas canvas = new TextCanvas(screen.width(), screen.height(), Glyphs.UNICODE);
      program.view(screen, canvas.canvas());
      return canvas.toText();
    }
  }

  @Test
  void itIsWalkedOnTheScreen() {
    Driver driver = new Driver().send(new Message.Tick(0));
    assertThat(driver.draw())
        .contains("Note down maintenance (demo)", "1/4", "[ ] ✓ node-1", "Choose the node");
    driver.press(Key.DOWN).type(" ");
    assertThat(driver.draw()).contains("[x] ✓ node-2", "Nothing is restarted on node-2.");

    driver.press(Key.F10, Key.F10);
    assertThat(driver.draw()).contains("Take the note back", "The note is empty.");
    driver.press(Key.F1);
    assertThat(driver.draw()).contains("Example:  A disk is replaced.", "pam_motd(8)");
    driver.press(Key.ESCAPE).send(new Message.Pasted(WORDS)).press(Key.F10);
    assertThat(driver.draw())
        .contains("Pods of demo stay there.", "Leave a note", "/etc/motd.d/maintenance");

    driver.press(Key.F10);
    assertThat(driver.draw()).contains("Leave the note on node-2?");
    driver.press(Key.ENTER);
    assertThat(started).isEmpty();
    driver.press(Key.F10, Key.RIGHT, Key.ENTER);
    assertThat(started).containsExactly(new Maintain("node-2", WORDS));
    assertThat(driver.screen.exit()).isEqualTo(new Exit.Started("/runs/r"));
    assertThat(driver.screen.wizard().afterwards())
        .containsExactly("Take the note back when you are done.");
  }

  @Test
  void itIsWalkedInLines() throws Exception {
    ScriptedTalk script =
        new ScriptedTalk("node-9", "node-4", "", "no", "", "2", WORDS, "", "back", "", "", "", "y");
    JourneyWizard end = new PlainJourney(wizard, script, this::work, Clock.systemUTC()).ask();
    assertThat(end.folder()).isEqualTo("/runs/r");
    assertThat(script.said())
        .containsSubsequence(
            "Step 1 of 4: The node that somebody works on.",
            "error: there is no node node-9; there are node-1, node-2, node-3, node-4.",
            "Nothing is restarted on node-4.",
            "Step 2 of 4: What is read by whoever logs in to the node.",
            "error: The note is empty. Write what is being done.",
            "Step 3 of 4: What would be done; nothing is changed before you say so.",
            "Leave the note on node-4?");
    assertThat(started).containsExactly(new Maintain("node-4", WORDS));
  }

  @Test
  void whatItStartsIsDoneAndTakenBack() throws Exception {
    assertThat(simulated.run(new Maintain("node-3", WORDS))).isEqualTo(RunResult.DONE);
    assertThat(simulated.files("node-3")).containsEntry(Maintain.FILE, WORDS + "\n");
    assertThat(simulated.run(new Maintain("node-3", ""))).isEqualTo(RunResult.DONE);
    assertThat(simulated.files("node-3")).doesNotContainKey(Maintain.FILE);
  }
}
