package io.quorate.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.cli.Called;
import io.quorate.engine.Invocation;
import io.quorate.engine.RunFolder;
import io.quorate.engine.Runs;
import io.quorate.plan.Fault;
import io.quorate.plan.Outcome;
import io.quorate.plan.Phase;
import io.quorate.run.EventJson;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.Failure;
import io.quorate.run.RunEvent.NodeInfo;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.RunEvent.StepInfo;
import io.quorate.run.RunEvent.StepResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsCommandTest {

  @TempDir Path temp;

  @Test
  void eachRunIsNamedWithItsInventoryAndItsState() throws Exception {
    Runs runs = new Runs(temp);
    assertThat(lines(runs, 20)).containsExactly("There is no run yet.");

    RunFolder first = runs.create("install", "home", true, "ada", "");
    first.writeInvocation(Invocation.of("home.yaml"));
    runs.create("remove", "home", false, "ada", "");

    assertThat(lines(runs, 20)).hasSize(3);
    assertThat(lines(runs, 20).getFirst()).startsWith("RUN ").endsWith("INVENTORY");
    assertThat(lines(runs, 20))
        .anyMatch(
            l ->
                l.startsWith(first.id())
                    && l.contains("install (rehearsal)  home")
                    && l.endsWith("never began  home.yaml"))
        .anyMatch(l -> l.contains(" remove "));
    assertThat(lines(runs, 1).getLast()).isEqualTo("… and 1 older: --all lists them.");
  }

  private static void journal(RunFolder folder) throws Exception {
    Instant begin = folder.meta().start();
    List<RunEvent> events =
        List.of(
            new RunEvent.RunStarted(
                begin,
                folder.id(),
                "upgrade",
                "home",
                false,
                List.of(
                    new NodeInfo("node-1", "192.0.2.1", true, false),
                    new NodeInfo("node-2", "192.0.2.2", false, true)),
                List.of(
                    new StepInfo("e", "node-1", Phase.ETCD, "etcd", List.of("o"), Set.of()),
                    new StepInfo("k", "node-2", Phase.NODES, "kubelet", List.of("o"), Set.of())),
                List.of()),
            new RunEvent.OperationFinished(begin, "e", "node-1", 0, Outcome.CHANGED, ""),
            new RunEvent.StepFinished(begin, "e", "node-1", StepResult.CHANGED, 1, null),
            new RunEvent.StepFinished(
                begin,
                "k",
                "node-2",
                StepResult.FAILED,
                1,
                Failure.of(
                    Fault.of(Fault.Kind.UNREACHABLE, "no route to host\nand more"),
                    "starting kubelet.service",
                    "o",
                    List.of(),
                    "",
                    "")),
            new RunEvent.RunFinished(begin.plusSeconds(750), RunResult.FAILED, ""));
    StringBuilder lines = new StringBuilder();
    events.forEach(e -> lines.append(EventJson.write(e)).append('\n'));
    Files.writeString(folder.events(), lines);
  }

  /** What is told of a run comes from its journal; where that is damaged, the rest is told. */
  @Test
  void aClustersRunsTellWhatTheyDid() throws Exception {
    Runs runs = new Runs(temp);
    RunFolder first = runs.create("upgrade", "home", false, "ada@laptop", "");
    first.writeInvocation(Invocation.of("home.yaml").withOptions(List.of("--to", "1.36.4")));
    journal(first);
    RunFolder damaged = runs.create("install", "other", true, "bob@desk", "");
    Files.writeString(damaged.events(), "nonsense \"run-started\"\n");

    List<Runs.Entry> own = RunsCommand.of("home", runs.list());
    assertThat(RunHistory.of(own).lines(ZoneOffset.UTC))
        .satisfiesExactly(
            l -> assertThat(l).endsWith("  upgrade: never began in 12:30, by ada@laptop"),
            l ->
                assertThat(l)
                    .isEqualTo(
                        "    run " + first.id() + ": quorate upgrade -i home.yaml --to 1.36.4"),
            l -> assertThat(l).isEqualTo("    changed by 1 step on node-1: etcd 1"),
            l ->
                assertThat(l)
                    .isEqualTo(
                        "    failed on node-2: kubelet: starting kubelet.service: no route to"
                            + " host"));
    assertThat(RunHistory.of(RunsCommand.of("other", runs.list())).lines(ZoneOffset.UTC))
        .anyMatch(l -> l.contains("install (rehearsal): never began, by bob@desk"))
        .anyMatch(l -> l.startsWith("    what it changed is not known: " + damaged.events()));

    JsonNode json = new ObjectMapper().readTree(RunHistory.of(own).json(3));
    assertThat(json.path("older").asInt()).isEqualTo(3);
    JsonNode run = json.path("runs").path(0);
    assertThat(run.path("by").asText()).isEqualTo("ada@laptop");
    assertThat(run.path("changed").path(0).path("phase").asText()).isEqualTo("ETCD");
    assertThat(run.path("changed").path(0).path("nodes").path(0).asText()).isEqualTo("node-1");
    assertThat(run.path("failed").path(0).path("node").asText()).isEqualTo("node-2");
    assertThat(Duration.between(first.meta().start(), Instant.parse(run.path("ended").asText())))
        .hasSeconds(750);
  }

  @Test
  void aClusterThatNobodyKnowsIsRefused() {
    String before = System.getProperty("user.home");
    System.setProperty("user.home", temp.toString());
    try {
      Called called = Called.with("runs", "--cluster", "nobodys");
      assertThat(called.code()).isEqualTo(2);
      assertThat(called.err()).contains("no run of a cluster nobodys is known here");
      assertThat(Called.with("runs", "--json").out()).startsWith("{\"runs\":[");
    } finally {
      System.setProperty("user.home", before);
    }
  }

  private static List<String> lines(Runs runs, int most) throws Exception {
    return RunsCommand.lines(runs.list(), most, ZoneOffset.UTC);
  }
}
