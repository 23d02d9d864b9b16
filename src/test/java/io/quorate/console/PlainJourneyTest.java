package io.quorate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Role;
import io.quorate.inventory.ansible.GroupRoles;
import io.quorate.inventory.ansible.GroupWithoutRole;
import io.quorate.plan.Finding;
import io.quorate.plan.Phase;
import io.quorate.plan.Secret;
import io.quorate.recipe.lifecycle.RemoveNodePlan;
import io.quorate.usecase.AddNodes;
import io.quorate.usecase.RemoveNodes;
import io.quorate.usecase.UseCase;
import io.quorate.usecase.upgrade.Upgrade;
import io.quorate.usecase.upgrade.UpgradeTarget;
import io.quorate.wizard.Effect;
import io.quorate.wizard.NewHosts;
import io.quorate.wizard.PlanPreview;
import io.quorate.wizard.SeenCluster;
import io.quorate.wizard.journey.AddJourney;
import io.quorate.wizard.journey.Choices;
import io.quorate.wizard.journey.Cluster;
import io.quorate.wizard.journey.DestroyJourney;
import io.quorate.wizard.journey.Journey;
import io.quorate.wizard.journey.JourneyEffect;
import io.quorate.wizard.journey.JourneyReport;
import io.quorate.wizard.journey.JourneyWizard;
import io.quorate.wizard.journey.Looked;
import io.quorate.wizard.journey.Moment;
import io.quorate.wizard.journey.NodesPage;
import io.quorate.wizard.journey.Question;
import io.quorate.wizard.journey.RemoveJourney;
import io.quorate.wizard.journey.ReviewPage;
import io.quorate.wizard.journey.UpgradeJourney;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlainJourneyTest {

  private static final Cluster SEEN =
      new Cluster(SeenCluster.inventory(), Path.of("home.yaml"), false);

  private final List<Effect> done = new ArrayList<>();
  private final ArrayDeque<JourneyReport> objections = new ArrayDeque<>();
  private final ArrayDeque<JourneyReport> atStart = new ArrayDeque<>();
  private List<GroupWithoutRole> strangers = List.of();
  private List<Finding> findings = List.of();
  private List<Finding> foundFirst = List.of();
  private JourneyReport.Agreeing agreeing = JourneyReport.Agreeing.byYes();
  private String[] dead = {};
  private @Nullable Looked running;

  private synchronized void work(Effect any, Consumer<Object> report) {
    done.add(any);
    switch ((JourneyEffect) any) {
      case JourneyEffect.Open open when open.roles().isEmpty() && !strangers.isEmpty() ->
          report.accept(new JourneyReport.RolesWanted(open.ticket(), open.file(), strangers));
      case JourneyEffect.Open open ->
          report.accept(new JourneyReport.Opened(open.ticket(), SEEN, List.of()));
      case JourneyEffect.Look _ -> report.accept(new JourneyReport.Seen(looked()));
      case JourneyEffect.Inquire ask ->
          report.accept(
              objections.poll() instanceof JourneyReport.Refused refused
                  ? new JourneyReport.Refused(ask.ticket(), refused.reason())
                  : new JourneyReport.Answered(ask.ticket(), List.of("What was found.")));
      case JourneyEffect.MakePlan plan -> plan(plan, report);
      // The plan that waited goes on.
      case JourneyEffect.Answer _ -> plan(asked(JourneyEffect.MakePlan.class).getLast(), report);
      case JourneyEffect.Start _ -> {
        JourneyReport failure = atStart.poll();
        report.accept(failure == null ? new JourneyReport.Started("/runs/r") : failure);
      }
    }
  }

  private Looked looked() {
    Looked told = running;
    return told == null ? SeenCluster.looked(dead) : told;
  }

  /** With the ticket of the question. */
  private void plan(JourneyEffect.MakePlan plan, Consumer<Object> report) {
    List<Finding> found = foundFirst.isEmpty() ? findings : foundFirst;
    foundFirst = List.of();
    report.accept(
        switch (objections.poll()) {
          case JourneyReport.Asked question -> question;
          case JourneyReport.Undecided data ->
              new JourneyReport.Undecided(plan.ticket(), wiping(plan.at()));
          case JourneyReport.Refused refused ->
              new JourneyReport.Refused(plan.ticket(), refused.reason());
          case null, default ->
              new JourneyReport.PlanMade(
                  plan.ticket(),
                  List.of("What the guard says."),
                  found,
                  new PlanPreview(
                      List.of(
                          new PlanPreview.NodePlan(
                              "node-2",
                              List.of(
                                  new PlanPreview.StepPlan(
                                      Phase.ETCD,
                                      "etcd changes",
                                      List.of(new PlanPreview.Change("a member", "")))),
                              ""))),
                  false,
                  agreeing,
                  List.of("What is left."));
        });
  }

  private static ReviewPage.Decision wiping(Moment at) {
    String lines =
        NewHosts.wiping(at.choices().text(NodesPage.TYPED), at.inventory(), List.of("node-5"));
    return new ReviewPage.Decision(
        "Old data of etcd",
        "On node-5 lies what an earlier member of etcd left.",
        "Wipe etcd's old data on node-5?",
        "Keep it",
        "Wipe it",
        at.choices().with(NodesPage.TYPED, lines));
  }

  private static final JourneyReport OLD_DATA =
      new JourneyReport.Undecided(0, new ReviewPage.Decision("", "", "", "", "", Choices.none()));

  private JourneyWizard run(Journey journey, ScriptedTalk script) throws InterruptedException {
    return run(JourneyWizard.of(journey, SEEN, Choices.none()), script);
  }

  private JourneyWizard run(JourneyWizard wizard, ScriptedTalk script) throws InterruptedException {
    return new PlainJourney(wizard, script, this::work, InstantSource.fixed(SeenCluster.NOW)).ask();
  }

  private synchronized <E extends JourneyEffect> List<E> asked(Class<E> kind) {
    return done.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** What the run that was started is to do. */
  private UseCase started() {
    JourneyEffect.Start start = asked(JourneyEffect.Start.class).getFirst();
    return start.page().useCase(start.at().cluster(), start.at().choices());
  }

  /** The cluster with those that join. */
  private Inventory wanted() {
    JourneyEffect.Start start = asked(JourneyEffect.Start.class).getFirst();
    return start.page().reached(start.at().cluster(), start.at().choices());
  }

  private Host joined(String name) {
    return wanted().hosts().stream().filter(h -> h.name().equals(name)).findFirst().orElseThrow();
  }

  private static UseCase leaving(String node, boolean force, boolean clean) {
    return RemoveNodes.of(
        List.of(node), force, RemoveNodePlan.USUAL_DRAIN, clean, Path.of("home.yaml"));
  }

  @Test
  void namesThatAreNotAllKnownChooseNobody() throws InterruptedException {
    ScriptedTalk script = new ScriptedTalk("node-4 node-9", "node-4", "", "", "y");
    assertThat(run(RemoveJourney.JOURNEY, script).choices().list(NodesPage.KEY))
        .containsExactly("node-4");
    assertThat(script.said())
        .containsSubsequence(
            "error: there is no node node-9; there are node-1, node-2, node-3, node-4.",
            "Nobody is named yet.",
            "Named: node-4.");
  }

  @Test
  void aDeadNodeLeaves() throws InterruptedException {
    dead = new String[] {"node-1"};
    ScriptedTalk script = new ScriptedTalk("node-1", "", "", "y");
    JourneyWizard end = run(RemoveJourney.JOURNEY, script);
    assertThat(end.folder()).isEqualTo("/runs/r");
    assertThat(script.said())
        .containsSubsequence(
            "Step 1 of 3: The cluster as it is now, and the nodes to remove.",
            "warning: Not all is well with node-1: 3 voting members, 2 healthy, quorum 2, survives"
                + " no further failure. Look at what is known of it; what is dead for good is taken"
                + " out.",
            "  ! node-1 (master, worker): SSH does not answer for 40 s, etcd member does not answer"
                + " for 10 min, kubelet silent for 10 min",
            "    node-4 (worker): SSH answers, up for 3 days, Ready for 10 min",
            "Named: node-1.",
            "Voting members 3 → 2, quorum 2 → 2, survives 0 → no failure. 2 masters survive no"
                + " failure: add one as soon as you can (`quorate add`).",
            "Step 2 of 3: What would be done; nothing is changed before you say so.",
            "What the guard says.",
            "Nothing that runs now is restarted.",
            "node-2",
            "  etcd: etcd changes",
            "    a member",
            "Remove node-1 now?");
    assertThat(started()).isEqualTo(leaving("node-1", false, false));
    assertThat(end.afterwards()).containsExactly("What is left.");
  }

  @Test
  void whatWouldLoseTheQuorumIsRefusedAtOnceWithTheNumbers() throws InterruptedException {
    dead = new String[] {"node-1"};
    ScriptedTalk script = new ScriptedTalk("node-2", "", "node-2", "", "back");
    assertThat(run(RemoveJourney.JOURNEY, script).folder()).isEmpty();
    String refusal =
        "error: 1 of 3 voting members is down; without node-2, 2 would be left, of which 2 have to"
            + " agree, and only 1 is alive. Bring node-1 back, or remove that first.";
    assertThat(script.said())
        .containsSubsequence(
            refusal, refusal, "Nobody is named yet.", "error: nobody was named yet.");
    assertThat(asked(JourneyEffect.MakePlan.class)).isEmpty();
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
    run(RemoveJourney.JOURNEY, script);
    assertThat(script.text())
        .contains(
            "error: there is no node node-9; there are node-1, node-2, node-3, node-4.",
            "force: pods that a disruption budget holds are deleted.",
            "within 120 s",
            "Example: node-1",
            "Source: kubernetes.io/docs, \"Safely Drain a Node\"; etcd.io/docs",
            "Named: node-4.",
            "No etcd member leaves: the quorum stays as it is.",
            "  node-2: etcd changes, 1 change");
    assertThat(asked(JourneyEffect.MakePlan.class)).hasSize(3);
    assertThat(started()).isEqualTo(leaving("node-4", false, true));
    assertThat(script.offered()).contains("node-1", "force", "clean", "look", "back", "phases");
  }

  @Test
  void helpSaysTheTimeThatPodsReallyGet() throws InterruptedException {
    ScriptedTalk script = new ScriptedTalk("?", "back");
    run(
        JourneyWizard.of(
            RemoveJourney.JOURNEY, SEEN, Choices.none().with(RemoveJourney.DRAIN, "300")),
        script);
    assertThat(script.text()).contains("within 300 s").doesNotContain("120");
  }

  /** At each question; what is asked stays what it is. */
  @Test
  void eachQuestionIsExplainedWithAnExampleAndASource() throws InterruptedException {
    ScriptedTalk script =
        new ScriptedTalk("?", "node-5 192.168.88.15", "?", "worker", "", "?", "", "y");
    run(AddJourney.JOURNEY, script);
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
    assertThat(run(AddJourney.JOURNEY, script).folder()).isEqualTo("/runs/r");
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
    assertThat(wanted().hosts()).hasSize(6);
  }

  @Test
  void aHostThatWouldNotDoIsNotKept() throws InterruptedException {
    ScriptedTalk script =
        new ScriptedTalk("node-5 192.168.88.14 worker", "list", "", "node-4 master", "", "", "y");
    run(AddJourney.JOURNEY, script);
    assertThat(script.text()).contains("error: ", "error: Type the nodes to add");
    assertThat(joined("node-4").roles()).containsExactly(Role.MASTER);
    assertThat(wanted().hosts()).hasSize(4);
  }

  @Test
  void newHostKeysAndOldDataAreDecidedBeforeThePlan() throws InterruptedException {
    objections.add(
        new JourneyReport.Asked(
            new Question.Trust(
                7,
                List.of(
                    new Question.HostKey(
                        "node-5", "192.168.88.15", "ssh-ed25519", "SHA256:obviouslyFake")))));
    objections.add(OLD_DATA);
    ScriptedTalk script = new ScriptedTalk("node-5 192.168.88.15 master", "", "y", "y", "", "y");
    run(AddJourney.JOURNEY, script);
    assertThat(script.said())
        .containsSubsequence(
            "  node-5 192.168.88.15: new key ssh-ed25519 SHA256:obviouslyFake",
            "Trust this new key?",
            "On node-5 lies what an earlier member of etcd left.",
            "Wipe etcd's old data on node-5?",
            "What the guard says.");
    assertThat(asked(JourneyEffect.Answer.class))
        .containsExactly(new JourneyEffect.Answer(7, true, null));
    assertThat(started()).isEqualTo(new AddNodes(SEEN.inventory(), Set.of("node-5"), SEEN.file()));
  }

  /** Whoever says no is asked again who joins; nothing was trusted or wiped. */
  @Test
  void declinedDecisionsLeadBackToTheHosts() throws InterruptedException {
    objections.add(OLD_DATA);
    objections.add(new JourneyReport.Refused(0, "Every node has to be reached."));
    ScriptedTalk script = new ScriptedTalk("node-5 192.168.88.15 master", "", "n", "", "back");
    assertThat(run(AddJourney.JOURNEY, script).folder()).isEmpty();
    assertThat(script.said())
        .containsSubsequence(
            "Wipe etcd's old data on node-5?",
            "  1. node-5 192.168.88.15 master",
            "error: Every node has to be reached.",
            "Refused; nothing was changed.",
            "  1. node-5 192.168.88.15 master");
    assertThat(asked(JourneyEffect.MakePlan.class))
        .allSatisfy(p -> assertThat(p.at().choices().text(NodesPage.TYPED)).doesNotContain("wipe"));
    assertThat(asked(JourneyEffect.Start.class)).isEmpty();
  }

  @Test
  void aFailedCheckForbidsToGo() throws InterruptedException {
    findings =
        List.of(
            new Finding(
                "node-5", Finding.Kind.DISK, "Disk", Finding.Status.FAILED, "Full.", "Free it."));
    ScriptedTalk script = new ScriptedTalk("node-5 192.168.88.15 worker", "", "", "back", "back");
    assertThat(run(AddJourney.JOURNEY, script).folder()).isEmpty();
    assertThat(script.said())
        .containsSubsequence(
            "error: node-5: Disk: Full.",
            "  Free it.",
            "error: fix the errors first; again looks anew.");
    assertThat(asked(JourneyEffect.Start.class)).isEmpty();
  }

  @Test
  void aRunThatDoesNotStartIsSaid() throws InterruptedException {
    atStart.add(new JourneyReport.NotDone("node-2 died meanwhile."));
    ScriptedTalk script = new ScriptedTalk("node-4", "", "", "y", "back");
    assertThat(run(RemoveJourney.JOURNEY, script).folder()).isEmpty();
    assertThat(script.said())
        .containsSubsequence("error: node-2 died meanwhile.", "Named: node-4.");
  }

  @Test
  void aFaultOfTheProgramEndsTheQuestions() {
    PlainJourney wizard =
        new PlainJourney(
            JourneyWizard.of(AddJourney.JOURNEY, SEEN, Choices.none()),
            new ScriptedTalk(),
            (effect, report) -> {
              throw new IllegalStateException("a fault");
            },
            InstantSource.fixed(SeenCluster.NOW));
    assertThatThrownBy(wizard::ask).hasMessage("a fault");
  }

  /** What cannot be undone is agreed to by its name alone. */
  @Test
  void aNameIsTypedWhereYesIsNotEnough() throws InterruptedException {
    agreeing = new JourneyReport.Agreeing("home", List.of("This cannot be undone."));
    ScriptedTalk script = new ScriptedTalk("", "", "yes", "", "home");
    assertThat(run(DestroyJourney.JOURNEY, script).folder()).isEqualTo("/runs/r");
    assertThat(script.said())
        .containsSubsequence(
            "This cannot be undone.",
            "That was not \"home\". Nothing was changed.",
            "This cannot be undone.");
  }

  /** The first page asks which cluster it is, and a wrong answer is asked again. */
  @Test
  void aClusterIsOpenedByItsInventory() throws InterruptedException {
    ScriptedTalk script = new ScriptedTalk("", "1", "home.yaml", "", "node-4", "", "", "y");
    JourneyWizard wizard = JourneyWizard.of(RemoveJourney.JOURNEY, List.of(), true);
    assertThat(run(wizard, script).folder()).isEqualTo("/runs/r");
    assertThat(script.text())
        .contains(
            "Step 1 of 4: The cluster's inventory", "error: No inventory is named.", "Step 2 of 4");
    assertThat(asked(JourneyEffect.Open.class))
        .containsExactly(new JourneyEffect.Open(1, "home.yaml", ""));
  }

  /** Groups of other names get their roles one by one; a word that is none is asked for again. */
  @Test
  void groupsGetTheirRoles() throws InterruptedException {
    strangers =
        List.of(
            new GroupWithoutRole("control", List.of("node-1"), null),
            new GroupWithoutRole("workers", List.of("node-4"), Role.WORKER));
    ScriptedTalk script =
        new ScriptedTalk(
            "site.yaml", // which cluster
            "?",
            "",
            "",
            "",
            "1",
            "chief",
            "masters",
            "", // the groups
            "node-4",
            "",
            "",
            "y");
    JourneyWizard wizard = JourneyWizard.of(RemoveJourney.JOURNEY, List.of(), true);
    assertThat(run(wizard, script).folder()).isEqualTo("/runs/r");
    assertThat(script.said())
        .containsSubsequence(
            "Step 2 of 5: These groups have no role here yet: choose one for each.",
            "control (none, masters, workers, both) [none]: ",
            "1 host: node-1.",
            "workers (none, masters, workers, both) [workers]: ",
            "New inventory [site-quorate.yaml]: ",
            "error: No group has the masters. Choose masters for one.",
            "  1. control: none",
            "error: \"chief\" is not one of the choices. Take none, masters, workers or both.",
            "  1. control: masters");
    assertThat(asked(JourneyEffect.Open.class))
        .containsExactly(
            new JourneyEffect.Open(1, "site.yaml", ""),
            new JourneyEffect.Open(
                2,
                "site.yaml",
                "",
                new GroupRoles(List.of("control"), List.of("workers")),
                "site-quorate.yaml"));
  }

  @Test
  void newerVersionsAreChosenWithTheWayInView() throws InterruptedException {
    running = SeenCluster.running("1.35.7", "1.35.7", "3.6.12", "2.2.1");
    ScriptedTalk script =
        new ScriptedTalk(
            "what", "look", "?", "", // what runs
            "1.34", "1.37", "no", "", "", // where to, as asked
            "1", "1.36", "", // the list: another version, and on
            "20%", "0", "900", "99999", "300", "", "", "", "", "", // how
            "back", "", "", "", "", "", "", "", "", "", // the review, back, and through how again
            "y");
    JourneyWizard end = run(UpgradeJourney.JOURNEY, script);
    assertThat(script.said())
        .containsSubsequence(
            "Step 1 of 5: What runs now, component by component, and where nodes differ.",
            "  Kubernetes   1.35.7  everywhere",
            "Kubernetes 1.35 is supported until 2027-02-28.",
            "From here, each with the end of its support:",
            "error: what is not understood.",
            "Source: kubernetes.io/releases, \"Version Skew Policy\"",
            "Step 2 of 5: Which versions are wanted, and the way that leads there.");
    assertThat(script.text())
        .contains(
            "error: Kubernetes 1.35.7 runs, and 1.34.11 is older.",
            "  1. Kubernetes: 1.37",
            "  1. Kubernetes: 1.36",
            "Nodes that are behind are drained once.",
            "error: The time has to be 1 to 86400 seconds.",
            "error: The time has to be 0 to 86400 seconds.",
            "Upgrade the cluster now?");
    assertThat(end.folder()).isEqualTo("/runs/r");
    assertThat(started())
        .isEqualTo(
            Upgrade.of(
                new UpgradeTarget("1.36", Map.of(), List.of(), false),
                1,
                Duration.ofSeconds(900),
                Duration.ofSeconds(300),
                false,
                false,
                Set.of(),
                "",
                Path.of("home.yaml")));
  }

  /** It is refused with its remedy, and asked for again where it was typed; the rest stays. */
  @Test
  void aVersionThatCannotBeHadIsAskedForAgain() throws InterruptedException {
    running = SeenCluster.running("1.35.7", "1.35.7", "3.6.12", "2.2.1");
    foundFirst =
        List.of(
            Finding.failed(
                    "node-1",
                    Finding.Kind.DOWNLOADS,
                    "Downloads",
                    "Kubernetes-1.36.77 is not there.",
                    "Want another version.")
                .of("Kubernetes-1.36.77"));
    ScriptedTalk script =
        new ScriptedTalk(
            "", // what runs
            "1.36.77", "no", "", "", // where to
            "", "900", "", "", "", "", "", "", // how
            "1.36", "", "", "", // the review sends back: another version
            "", "", "", "", "", "", "", "", // how, again
            "", "y");
    JourneyWizard end = run(UpgradeJourney.JOURNEY, script);
    assertThat(script.said())
        .containsSubsequence(
            "  1. Kubernetes: 1.36.77",
            "error: Kubernetes-1.36.77 is not there. Want another version.",
            "  1. Kubernetes: 1.36",
            "Upgrade the cluster now?");
    assertThat(asked(JourneyEffect.MakePlan.class)).hasSize(2);
    assertThat(end.choices().text(UpgradeTarget.TO)).isEqualTo("1.36");
    assertThat(started()).isInstanceOf(Upgrade.class);
  }

  /** A password that work under way needs is asked for, and never said. */
  @Test
  void aPasswordIsAskedForInBetween() throws InterruptedException {
    objections.add(new JourneyReport.Asked(new Question.Password(3, "sudo password of ops", "")));
    ScriptedTalk script = new ScriptedTalk("node-4", "", "obviously-fake", "", "y");
    run(RemoveJourney.JOURNEY, script);
    assertThat(asked(JourneyEffect.Answer.class))
        .containsExactly(new JourneyEffect.Answer(3, true, new Secret("obviously-fake")));
    assertThat(script.text()).doesNotContain("obviously-fake");
  }
}
