package io.quorate.wizard.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.console.PlainJourney;
import io.quorate.console.ScriptedTalk;
import io.quorate.engine.Invocation;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.secret.Vault;
import io.quorate.journey.JourneyWork;
import io.quorate.recipe.Fixtures;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.SimulatedCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journeys that run nothing, in lines, by the real background work on simulated nodes. */
class LookJourneysTest {

  private static final Inventory INVENTORY = Fixtures.with(Fixtures.network(Inventory.Cni.ROUTED));
  private static final Cluster CLUSTER = new Cluster(INVENTORY, Path.of("demo.yaml"), true);

  private final String before = System.getProperty("user.home");

  @TempDir Path folder;

  private boolean anyway;

  /** Runs, and simulated machines, are kept there. */
  @BeforeEach
  void home() {
    System.setProperty("user.home", folder.resolve("home").toString());
  }

  @AfterEach
  void homeAgain() {
    System.setProperty("user.home", before);
  }

  private ScriptedTalk walked(Journey journey, ClusterSession open, String... answers)
      throws Exception {
    ScriptedTalk script = new ScriptedTalk(answers);
    try (JourneyWork work =
        new JourneyWork(true, p -> Vault.closed(), List.of(), true, f -> Invocation.of("" + f))
            .on(open)) {
      JourneyWizard wizard = JourneyWizard.of(journey, List.of("demo.yaml"), true);
      JourneyWizard end =
          new PlainJourney(
                  wizard,
                  script,
                  (effect, report) -> {
                    if (effect instanceof JourneyEffect.Open opening) {
                      anyway = opening.anyway();
                      report.accept(new JourneyReport.Opened(opening.ticket(), CLUSTER, List.of()));
                    } else {
                      work.run(effect, report);
                    }
                  },
                  Clock.systemUTC())
              .ask();
      assertThat(end.isOver()).isTrue();
      assertThat(end.folder()).isEmpty();
    }
    return script;
  }

  @Test
  void aBundleIsMadeOfWhatAnswers() throws Exception {
    SimulatedCluster simulated =
        new SimulatedCluster(INVENTORY, folder.resolve("demo")).installed();
    Path taken = Files.writeString(folder.resolve("taken.tar.gz"), "another's");
    Path file = folder.resolve("bundle.tar.gz");
    try (ClusterSession session = simulated.openWithout(Set.of("node-4"))) {
      ScriptedTalk script =
          walked(SupportJourney.JOURNEY, session, "", taken.toString(), file.toString(), "yes");
      assertThat(script.said())
          .contains(
              "error: " + taken + " is there already, and is not replaced. Name another file.")
          .anyMatch(l -> l.startsWith("The support bundle is " + file + " ("))
          .anyMatch(l -> l.startsWith("Redacted: "))
          .anyMatch(l -> l.startsWith("Replaced: "))
          .anyMatch(l -> l.startsWith("warning: node-4"));
    }
    assertThat(anyway).as("no node has to answer").isTrue();
    assertThat(file).isNotEmptyFile();
    assertThat(taken).hasContent("another's");
    assertThat(folder.resolve("bundle.tar.gz.names")).content().contains("node-4");
  }

  @Test
  void theBenchmarkIsSaidLineByLine() throws Exception {
    SimulatedCluster simulated =
        new SimulatedCluster(INVENTORY, folder.resolve("demo")).installed();
    try (ClusterSession session = simulated.open()) {
      ScriptedTalk script = walked(CisJourney.JOURNEY, session, "");
      assertThat(script.said())
          .contains("1.2 API server", "  1.2.15  held      No profiling")
          .anyMatch(l -> l.startsWith("CIS Kubernetes Benchmark 1.12, 131 lines: "));
    }
    assertThat(anyway).isFalse();
  }
}
