package io.quorate.wizard.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.console.PlainJourney;
import io.quorate.console.ScriptedTalk;
import io.quorate.engine.Invocation;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.secret.Vault;
import io.quorate.journey.JourneyWork;
import io.quorate.recipe.Fixtures;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.SimulatedCluster;
import io.quorate.usecase.UseCase;
import io.quorate.wizard.Effect;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The upgrade's pages on a simulated cluster, by the real background work, and what they start. */
class UpgradeJourneyTest {

  private static final Catalogue.Line OLD = Objects.requireNonNull(Catalogue.load().line("1.35"));

  private static final Inventory INVENTORY =
      Fixtures.with(Fixtures.network(Inventory.Cni.ROUTED))
          .withVersions(
              new Versions(
                  OLD.newest(),
                  OLD.etcd(),
                  Runtime.CONTAINERD,
                  OLD.containerd(),
                  OLD.runc(),
                  "",
                  OLD.criDockerd(),
                  OLD.cniPlugins(),
                  OLD.calico(),
                  OLD.coredns(),
                  OLD.pauseImage()));

  private static final Cluster CLUSTER = new Cluster(INVENTORY, Path.of("demo.yaml"), true);

  @TempDir static Path machines;

  private static SimulatedCluster simulated;

  private final List<UseCase> started = new ArrayList<>();

  @BeforeAll
  static void install() throws Exception {
    simulated = new SimulatedCluster(INVENTORY, machines.resolve("demo")).installed();
  }

  private ScriptedTalk walk(String... answers) throws Exception {
    ScriptedTalk script = new ScriptedTalk(answers);
    try (ClusterSession session = simulated.open();
        JourneyWork real =
            new JourneyWork(
                    true,
                    person -> Vault.closed(),
                    List.of(),
                    true,
                    file -> Invocation.of(file.toString()))
                .on(session)) {
      JourneyWizard wizard = JourneyWizard.of(UpgradeJourney.JOURNEY, CLUSTER, Choices.none());
      new PlainJourney(wizard, script, (e, report) -> work(real, e, report), Clock.systemUTC())
          .ask();
    }
    return script;
  }

  /** All but the start of the run's own process. */
  private void work(JourneyWork real, Effect effect, Consumer<Object> report) {
    if (effect instanceof JourneyEffect.Start start) {
      started.add(start.page().useCase(start.at().cluster(), start.at().choices()));
      report.accept(new JourneyReport.Started("/runs/r"));
    } else {
      real.run(effect, report);
    }
  }

  @Test
  void aClusterIsBroughtToTheNextVersion() throws Exception {
    ScriptedTalk script = walk("", "1.36", "", "", "", "", "", "", "", "", "", "", "", "", "y");
    assertThat(script.said())
        .contains(
            "  Kubernetes   1.35.9  everywhere",
            "Kubernetes 1.35 is supported until 2027-02-28.",
            "Nodes that are behind are drained once.",
            "Upgrade the cluster now?")
        .anySatisfy(line -> assertThat(line).contains("Control plane 1.36.4"))
        .anySatisfy(line -> assertThat(line).contains("Pods leave node-4"));
    assertThat(simulated.run(started.getFirst())).isEqualTo(RunResult.DONE);
    // In a rehearsal the file keeps what it says, also of the add-ons and of the pause image.
    assertThat(walk("", "1.36", "", "", "", "back", "back", "back", "back").said())
        .contains("  Kubernetes   1.36.4  everywhere", "  2. add-ons");
    ScriptedTalk back = walk("", "rollback", "", "", "", "", "", "", "", "y");
    assertThat(back.said())
        .contains("Roll the upgrade back now?")
        .anySatisfy(line -> assertThat(line).contains("back to Kubernetes 1.35.9"));
    assertThat(simulated.run(started.getLast())).isEqualTo(RunResult.DONE);
    assertThat(walk("", "rollback", "back", "back", "back").said())
        .contains("  Kubernetes   1.35.9  everywhere")
        .anySatisfy(line -> assertThat(line).contains("No node keeps what it ran before"));
  }
}
