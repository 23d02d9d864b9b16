package io.quorate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Host;
import io.quorate.inventory.Role;
import io.quorate.plan.Finding;
import io.quorate.plan.Phase;
import io.quorate.wizard.MembersEffect;
import io.quorate.wizard.MembersEffect.Join;
import io.quorate.wizard.MembersEffect.Leave;
import io.quorate.wizard.MembersReport;
import io.quorate.wizard.MembersWizard;
import io.quorate.wizard.MembersWizard.Kind;
import io.quorate.wizard.PlanPreview;
import io.quorate.wizard.SeenCluster;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PlainMembersTest {

  private final List<MembersEffect> done = new ArrayList<>();
  private final ArrayDeque<MembersReport> objections = new ArrayDeque<>();
  private final ArrayDeque<MembersReport> atStart = new ArrayDeque<>();
  private List<Finding> findings = List.of();
  private String[] dead = {};

  private synchronized void work(MembersEffect effect, Consumer<Object> report) {
    done.add(effect);
    switch (effect) {
      case MembersEffect.Look _ -> report.accept(new MembersReport.Seen(SeenCluster.cluster(dead)));
      case MembersEffect.MakePlan plan -> report.accept(answer(plan));
      case MembersEffect.AcceptKeys _ -> report.accept(new MembersReport.KeysKept());
      case MembersEffect.Start _ -> {
        MembersReport failure = atStart.poll();
        report.accept(failure == null ? new MembersReport.Started("/runs/r") : failure);
      }
    }
  }

  /** With the ticket of the question. */
  private MembersReport answer(MembersEffect.MakePlan plan) {
    return switch (objections.poll()) {
      case MembersReport.KeysUnknown keys ->
          new MembersReport.KeysUnknown(plan.ticket(), keys.keys());
      case MembersReport.OldData data -> new MembersReport.OldData(plan.ticket(), data.nodes());
      case MembersReport.Refused refused ->
          new MembersReport.Refused(plan.ticket(), refused.reason());
      case null, default ->
          new MembersReport.PlanMade(
              plan.ticket(),
              List.of("What the guard says."),
              findings,
              new PlanPreview(
                  List.of(
                      new PlanPreview.NodePlan(
                          "node-2",
                          List.of(
                              new PlanPreview.StepPlan(
                                  Phase.ETCD,
                                  "etcd changes",
                                  List.of(new PlanPreview.Change("a member", "")))),
                          ""))));
    };
  }

  private MembersWizard run(Kind kind, ScriptedTalk script) throws InterruptedException {
    return new PlainMembers(
            MembersWizard.of(kind, SeenCluster.inventory()),
            script,
            this::work,
            InstantSource.fixed(SeenCluster.NOW))
        .ask();
  }

  private synchronized <E extends MembersEffect> List<E> asked(Class<E> kind) {
    return done.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private Host joined(String name) {
    Join join = (Join) asked(MembersEffect.Start.class).getFirst().wish();
    return join.wanted().hosts().stream()
        .filter(h -> h.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void namesThatAreNotAllKnownChooseNobody() throws InterruptedException {
    ScriptedTalk script = new ScriptedTalk("node-4 node-9", "node-4", "", "", "y");
    assertThat(run(Kind.REMOVE, script).chosen()).containsExactly("node-4");
    assertThat(script.said())
        .containsSubsequence(
            "error: there is no node node-9; there are node-1, node-2, node-3, node-4.",
            "Nobody leaves yet.",
            "Leaves: node-4.");
  }

  @Test
  void aDeadNodeLeaves() throws InterruptedException {
    dead = new String[] {"node-1"};
    ScriptedTalk script = new ScriptedTalk("node-1", "", "", "y");
    MembersWizard end = run(Kind.REMOVE, script);
    assertThat(end.folder()).isEqualTo("/runs/r");
    assertThat(script.said())
        .containsSubsequence(
            "Step 1 of 2: The cluster as it is now, and who leaves it",
            "warning: Not all is well with node-1: 3 voting members, 2 healthy, quorum 2, survives"
                + " no further failure. Look at what is known of it; what is dead for good is taken"
                + " out.",
            "  ! node-1 (master, worker): SSH does not answer for 40 s, etcd member does not answer for 10 min, kubelet"
                + " silent for 10 min",
            "    node-4 (worker): SSH answers, up for 3 days, Ready for 10 min",
            "Leaves: node-1.",
            "Voting members 3 → 2, quorum 2 → 2, survives 0 → no failure. 2 masters survive no"
                + " failure: add one as soon as you can (`quorate add`).",
            "Step 2 of 2: What would be done; nothing is changed before you say so",
            "What the guard says.",
            "Nothing that runs now is restarted.",
            "node-2",
            "  etcd: etcd changes",
            "    a member",
            "Remove node-1 now?");
    assertThat(asked(MembersEffect.Start.class))
        .containsExactly(new MembersEffect.Start(new Leave(List.of("node-1"), false, false)));
    assertThat(end.afterwards())
        .singleElement()
        .asString()
        .startsWith("2 voting members, 2 healthy, quorum 2");
  }

  @Test
  void whatWouldLoseTheQuorumIsRefusedAtOnceWithTheNumbers() throws InterruptedException {
    dead = new String[] {"node-1"};
    ScriptedTalk script = new ScriptedTalk("node-2", "", "node-2", "", "back");
    assertThat(run(Kind.REMOVE, script).folder()).isEmpty();
    String refusal =
        "error: 1 of 3 voting members is down; without node-2, 2 would be left, of which 2 have to"
            + " agree, and only 1 is alive. Bring node-1 back, or remove that first.";
    assertThat(script.said())
        .containsSubsequence(
            refusal, refusal, "Nobody leaves yet.", "error: nobody was named yet.");
    assertThat(asked(MembersEffect.MakePlan.class)).isEmpty();
  }

  @Test
  void howItIsDoneAndWhoLeavesAreEditedByGoingBack() throws InterruptedException {
    ScriptedTalk script =
        new ScriptedTalk(
            "node-9",
            "node-3",
            "force",
            "clean",
            "?",
            "",
            "back",
            "node-3, node-4",
            "force",
            "",
            "phases",
            "",
            "n",
            "again",
            "",
            "y");
    run(Kind.REMOVE, script);
    assertThat(script.text())
        .contains(
            "error: there is no node node-9; there are node-1, node-2, node-3, node-4.",
            "force: pods that a disruption budget holds are deleted.",
            "within 120 s",
            "Example: node-1",
            "Source: kubernetes.io/docs, \"Safely Drain a Node\"; etcd.io/docs",
            "Leaves: node-4.",
            "No etcd member leaves: the quorum stays as it is.",
            "  node-2: etcd changes, 1 change");
    assertThat(asked(MembersEffect.MakePlan.class)).hasSize(3);
    assertThat(asked(MembersEffect.Start.class))
        .containsExactly(new MembersEffect.Start(new Leave(List.of("node-4"), false, true)));
    assertThat(script.offered()).contains("node-1", "force", "clean", "look", "back", "phases");
  }

  @Test
  void helpSaysTheTimeThatPodsReallyGet() throws InterruptedException {
    ScriptedTalk script = new ScriptedTalk("?", "back");
    MembersWizard wizard =
        MembersWizard.of(Kind.REMOVE, SeenCluster.inventory()).draining(Duration.ofSeconds(300));
    new PlainMembers(wizard, script, this::work, InstantSource.fixed(SeenCluster.NOW)).ask();
    assertThat(script.text()).contains("within 300 s").doesNotContain("120");
  }

  /** At each question; what is asked stays what it is. */
  @Test
  void eachQuestionIsExplainedWithAnExampleAndASource() throws InterruptedException {
    ScriptedTalk script =
        new ScriptedTalk("?", "node-5 192.168.88.15", "?", "worker", "", "?", "", "y");
    run(Kind.ADD, script);
    assertThat(script.said())
        .containsSubsequence(
            "Example: node-5 10.0.0.15",
            "Example: node-4 master,worker",
            "Source: etcd.io/docs, \"Runtime reconfiguration\"",
            "Example: master,worker",
            "Source: kubernetes.io/docs, \"Kubernetes Components\"",
            "Example: etcd: node-5 joins etcd (a step)",
            "Source: etcd.io/docs, \"Runtime reconfiguration\"",
            "Let them join now?");
    assertThat(script.text()).doesNotContain("is not understood");
  }

  @Test
  void hostsJoinWithTheirRoles() throws InterruptedException {
    ScriptedTalk script =
        new ScriptedTalk(
            "node-5 10.0.0",
            "node-5 192.168.88.15",
            "boss",
            "master",
            "node-6 192.168.88.16 master,worker",
            "node-7 192.168.88.17",
            "",
            "node-8 192.168.88.18",
            "back",
            "node-9 192.168.88.15 worker",
            "list",
            "drop 9",
            "drop 3",
            "",
            "",
            "y");
    assertThat(run(Kind.ADD, script).folder()).isEqualTo("/runs/r");
    assertThat(script.text())
        .contains(
            "error: node-5 10.0.0: ",
            "error: boss is none of worker, master, master,worker.",
            "3 → 4 masters",
            "3 → 5 masters, one after the other.",
            "  3. node-7 192.168.88.17 worker",
            "error: drop takes a number from 1 to 3.",
            "node-7 192.168.88.17 worker is taken back.",
            "Let them join now?");
    assertThat(joined("node-5").roles()).containsExactly(Role.MASTER);
    assertThat(joined("node-6").roles()).containsExactlyInAnyOrder(Role.MASTER, Role.WORKER);
    Join join = (Join) asked(MembersEffect.Start.class).getFirst().wish();
    assertThat(join.wanted().hosts()).hasSize(6);
  }

  @Test
  void aHostThatWouldNotDoIsNotKept() throws InterruptedException {
    ScriptedTalk script =
        new ScriptedTalk("node-5 192.168.88.14 worker", "list", "", "node-4 master", "", "", "y");
    run(Kind.ADD, script);
    assertThat(script.text()).contains("error: ", "error: Type those that join");
    assertThat(joined("node-4").roles()).containsExactly(Role.MASTER);
    Join join = (Join) asked(MembersEffect.Start.class).getFirst().wish();
    assertThat(join.wanted().hosts()).hasSize(4);
  }

  @Test
  void newHostKeysAndOldDataAreDecidedBeforeThePlan() throws InterruptedException {
    objections.add(
        new MembersReport.KeysUnknown(
            0,
            List.of(
                new MembersReport.HostKey(
                    "node-5", "192.168.88.15", "ssh-ed25519", "SHA256:obviouslyFake"))));
    objections.add(new MembersReport.OldData(0, List.of("node-5")));
    ScriptedTalk script = new ScriptedTalk("node-5 192.168.88.15 master", "", "y", "y", "", "y");
    run(Kind.ADD, script);
    assertThat(script.said())
        .containsSubsequence(
            "  node-5 192.168.88.15: new key ssh-ed25519 SHA256:obviouslyFake",
            "Trust this new key?",
            "On node-5 lies what an earlier member of etcd left. A removed member cannot",
            "Wipe etcd's old data on node-5?",
            "What the guard says.");
    assertThat(asked(MembersEffect.AcceptKeys.class)).hasSize(1);
    assertThat(((Join) asked(MembersEffect.Start.class).getFirst().wish()).wipe())
        .isEqualTo(Set.of("node-5"));
  }

  /** Whoever says no is asked again who joins; nothing was trusted or wiped. */
  @Test
  void declinedDecisionsLeadBackToTheHosts() throws InterruptedException {
    objections.add(new MembersReport.OldData(0, List.of("node-5")));
    objections.add(new MembersReport.Refused(0, "Every node has to be reached."));
    ScriptedTalk script = new ScriptedTalk("node-5 192.168.88.15 master", "", "n", "", "back");
    assertThat(run(Kind.ADD, script).folder()).isEmpty();
    assertThat(script.said())
        .containsSubsequence(
            "Wipe etcd's old data on node-5?",
            "  1. node-5 192.168.88.15 master",
            "error: Every node has to be reached.",
            "Refused; nothing was changed.",
            "  1. node-5 192.168.88.15 master");
    assertThat(asked(MembersEffect.MakePlan.class))
        .allSatisfy(p -> assertThat(((Join) p.wish()).wipe()).isEmpty());
    assertThat(asked(MembersEffect.Start.class)).isEmpty();
  }

  @Test
  void aFailedCheckForbidsToGo() throws InterruptedException {
    findings =
        List.of(
            new Finding(
                "node-5", Finding.Kind.DISK, "Disk", Finding.Status.FAILED, "Full.", "Free it."));
    ScriptedTalk script = new ScriptedTalk("node-5 192.168.88.15 worker", "", "", "back", "back");
    assertThat(run(Kind.ADD, script).folder()).isEmpty();
    assertThat(script.said())
        .containsSubsequence(
            "error: node-5: Disk: Full.",
            "  Free it.",
            "error: what is wrong has to be mended first; again looks anew.");
    assertThat(asked(MembersEffect.Start.class)).isEmpty();
  }

  @Test
  void aRunThatDoesNotStartIsSaid() throws InterruptedException {
    atStart.add(new MembersReport.NotDone("node-2 died meanwhile."));
    ScriptedTalk script = new ScriptedTalk("node-4", "", "", "y", "back");
    assertThat(run(Kind.REMOVE, script).folder()).isEmpty();
    assertThat(script.said())
        .containsSubsequence("error: node-2 died meanwhile.", "Leaves: node-4.");
  }

  @Test
  void aFaultOfTheProgramEndsTheQuestions() {
    PlainMembers wizard =
        new PlainMembers(
            MembersWizard.of(Kind.ADD, SeenCluster.inventory()),
            new ScriptedTalk(),
            (effect, report) -> {
              throw new IllegalStateException("a fault");
            },
            InstantSource.fixed(SeenCluster.NOW));
    assertThatThrownBy(wizard::ask).hasMessage("a fault");
  }
}
