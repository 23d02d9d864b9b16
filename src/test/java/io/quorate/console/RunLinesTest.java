package io.quorate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Fault;
import io.quorate.plan.Outcome;
import io.quorate.plan.Phase;
import io.quorate.run.Changes;
import io.quorate.run.ClusterNow;
import io.quorate.run.NextMove;
import io.quorate.run.RunEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunLinesTest {

  private static final Instant AT = Instant.parse("2026-11-22T21:04:05Z");

  private final List<RunEvent> events =
      List.of(
          new RunEvent.RunStarted(
              AT,
              "r1",
              "install",
              "home",
              false,
              List.of(new RunEvent.NodeInfo("node-1", "10.0.0.1", true, false)),
              List.of(
                  new RunEvent.StepInfo(
                      "etcd@node-1",
                      "node-1",
                      Phase.ETCD,
                      "etcd member",
                      List.of("/etc/etcd", "etcd.service"),
                      Set.of()),
                  new RunEvent.StepInfo(
                      "verify@node-1",
                      "node-1",
                      Phase.VERIFY,
                      "etcd",
                      List.of("members vote"),
                      Set.of("etcd@node-1"))),
              List.of()),
          new RunEvent.StepStarted(AT, "etcd@node-1", "node-1", 1),
          new RunEvent.OperationFinished(AT, "etcd@node-1", "node-1", 0, Outcome.UNCHANGED, ""),
          new RunEvent.Output(AT, "etcd@node-1", "node-1", "starting"),
          new RunEvent.OperationFinished(AT, "etcd@node-1", "node-1", 1, Outcome.CHANGED, ""),
          new RunEvent.OperationFinished(
              AT, "verify@node-1", "node-1", 0, Outcome.UNCHANGED, "3 of 3 vote"),
          new RunEvent.StepFinished(
              AT,
              "etcd@node-1",
              "node-1",
              RunEvent.StepResult.FAILED,
              1200,
              RunEvent.Failure.of(
                      Fault.ended(7, "no start"),
                      "starting etcd.service",
                      "etcd.service",
                      List.of("bind: in use"),
                      "port taken",
                      "free it")
                  .within(
                      new Changes(List.of("/etc/etcd"), List.of(), 2, 1, true),
                      new ClusterNow(ClusterNow.Quorum.HELD, "2 of 3 vote", List.of("node-2"), 3),
                      List.of(
                          new NextMove(
                              NextMove.Kind.RESUME, "quorate install --resume", "go on")))),
          new RunEvent.RunFinished(AT, RunEvent.RunResult.FAILED, "1 step failed"));

  private String all(boolean verbose) {
    RunLines lines = new RunLines(verbose, ZoneOffset.UTC);
    List<String> said = new ArrayList<>();
    events.forEach(e -> said.addAll(lines.of(e)));
    return String.join("\n", said);
  }

  @Test
  void saysWhatChangedWhatFailedAndWhatToDo() {
    assertThat(all(false))
        .isEqualTo(
            """
            21:04:05          run     r1: install home, 1 nodes, 2 steps
            21:04:05  node-1  changed etcd.service
            21:04:05  node-1  ok      members vote: 3 of 3 vote
            21:04:05  node-1  FAILED  etcd member
                while: starting etcd.service
                it ended with: exit code 7: no start
                | bind: in use
                likely cause: port taken
                what to do: free it
                the cluster now: etcd has its quorum: 2 of 3 vote; API servers ready: 1 of 3 (node-2)
                changed so far: by this step: /etc/etcd; on other nodes: 2 steps on 1 node; \
            what failed may have done a part of its work
                type: quorate install --resume  (go on)
            21:04:05          FAILED  1 step failed""");
  }

  @Test
  void verboseShowsOutputAndWhatWasInOrder() {
    assertThat(all(true))
        .contains("begin   etcd member")
        .contains("|       starting")
        .contains("ok      /etc/etcd");
  }
}
