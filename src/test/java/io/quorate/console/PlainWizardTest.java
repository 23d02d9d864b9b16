package io.quorate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.plan.Finding;
import io.quorate.plan.Phase;
import io.quorate.plan.Reachability;
import io.quorate.wizard.Effect;
import io.quorate.wizard.HostCheck;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.PlanPreview;
import io.quorate.wizard.WizardEffect;
import io.quorate.wizard.WizardReport;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlainWizardTest {

  private final List<WizardEffect> done = new ArrayList<>();

  private synchronized void work(Effect any, Consumer<Object> report) {
    WizardEffect effect = (WizardEffect) any;
    done.add(effect);
    switch (effect) {
      case WizardEffect.CheckHosts check ->
          check
              .hosts()
              .forEach(
                  h ->
                      report.accept(
                          new WizardReport.HostChecked(
                              h.ticket(),
                              h.host().name().equals("new")
                                  ? new HostCheck.KeyUnknown("ssh-ed25519", "SHA256:abc")
                                  : reachable())));
      case WizardEffect.AcceptHostKeys accept ->
          accept
              .keys()
              .forEach(
                  k -> report.accept(new WizardReport.HostChecked(k.host().ticket(), reachable())));
      case WizardEffect.MakePlan plan ->
          report.accept(
              new WizardReport.PlanMade(
                  plan.ticket(),
                  new PlanPreview(
                      List.of(
                          new PlanPreview.NodePlan(
                              "a",
                              List.of(
                                  new PlanPreview.StepPlan(
                                      Phase.PREPARE, "Prepare the system", List.of())),
                              "")))));
      case WizardEffect.RunPreflight look ->
          report.accept(
              new WizardReport.PreflightDone(
                  look.ticket(),
                  List.of(
                      new Finding("a", Finding.Kind.OS, "System", Finding.Status.OK, "Debian", ""),
                      new Finding(
                          "a",
                          Finding.Kind.MEMORY,
                          "Memory",
                          Finding.Status.WARNING,
                          "1 GiB",
                          "Add some.")),
                  List.of(
                      new Reachability(
                          "a", "new", Reachability.Outcome.ANSWERS, List.of(), "new answers.", ""),
                      new Reachability(
                          "new", "a", Reachability.Outcome.UNTRIED, List.of(), "No bash.", ""))));
      case WizardEffect.LookAtFile look -> {
        // Somebody moves it away after the first look.
        long looks =
            done.stream()
                .filter(e -> e instanceof WizardEffect.LookAtFile l && l.path().equals(look.path()))
                .count();
        report.accept(
            new WizardReport.FileLookedAt(
                look.ticket(),
                look.path(),
                look.path().equals("taken.yaml") && looks == 1 ? "taken.yaml is there." : "",
                "Name another file."));
      }
      case WizardEffect.WriteInventory write ->
          report.accept(new WizardReport.Written(write.path()));
      case WizardEffect.StartRun start -> report.accept(new WizardReport.RunStarted("/runs/r"));
      default -> {
        // Files are nobody's business here.
      }
    }
  }

  private static HostCheck reachable() {
    return new HostCheck.Reachable("Debian 12", "amd64", 2, 4096, "");
  }

  private @Nullable String run(ScriptedTalk script) throws InterruptedException {
    InstallWizard wizard = InstallWizard.fresh(LocalDate.of(2026, 11, 1));
    return new PlainWizard(wizard, script, this::work).ask();
  }

  private synchronized WizardEffect.StartRun started() {
    return done.stream()
        .filter(WizardEffect.StartRun.class::isInstance)
        .map(WizardEffect.StartRun.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static final String[] ACCESS = {"lab", "", "", "", "", "", "", ""};

  private static String[] with(String[] first, String... more) {
    List<String> all = new ArrayList<>(Arrays.asList(first));
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }

  @Test
  void questionsLeadToARun() throws InterruptedException {
    ScriptedTalk script =
        new ScriptedTalk(
            with(
                ACCESS,
                "a 192.0.2.1",
                "b 192.0.2.999",
                "new 192.0.2.3",
                "",
                "y",
                "",
                "",
                "",
                "",
                "plan",
                "",
                "y",
                "y"));
    assertThat(run(script)).isEqualTo("/runs/r");
    assertThat(script.text())
        .contains(
            "Step 1 of 10: Access",
            "error: b 192.0.2.999: ",
            "new key ssh-ed25519 SHA256:abc",
            "Trust this new key?",
            "1 master",
            "  Prepare: Prepare the system",
            "warning: a: Memory: 1 GiB",
            "1 of 2 ways from node to node are open. Not known: new to a.",
            "Go on in spite of it (a: Memory)?");
    assertThat(started().inventory().clusterName()).isEqualTo("lab");
    assertThat(started().inventory().hosts()).hasSize(2);
  }

  @Test
  void theInventoryAloneIsWrittenWithoutTryingAHost() throws InterruptedException {
    ScriptedTalk script =
        new ScriptedTalk(
            with(
                ACCESS,
                "a 192.0.2.1",
                "",
                "",
                "",
                "",
                "",
                "plan",
                "file taken.yaml",
                "",
                "file lab.yaml",
                ""));
    InstallWizard wizard = InstallWizard.ofInventory(LocalDate.of(2026, 11, 1));
    assertThat(new PlainWizard(wizard, script, this::work).ask()).isEqualTo("lab.yaml");
    assertThat(script.text())
        .contains(
            "Step 7 of 7",
            "error: plan is not understood.",
            "Enter writes it",
            "error: taken.yaml is there. Name another file.")
        .doesNotContain("SSH does not get into", "Trying the hosts");
    assertThat(wrote()).isEqualTo("lab.yaml");
  }

  @Test
  void aFileThatWasMovedAwayIsTaken() throws InterruptedException {
    ScriptedTalk script =
        new ScriptedTalk(
            with(ACCESS, "a 192.0.2.1", "", "", "", "", "", "file taken.yaml", "", ""));
    InstallWizard wizard = InstallWizard.ofInventory(LocalDate.of(2026, 11, 1));
    assertThat(new PlainWizard(wizard, script, this::work).ask()).isEqualTo("taken.yaml");
    assertThat(script.said()).filteredOn(s -> s.contains("is there.")).hasSize(1);
  }

  private synchronized String wrote() {
    return done.stream()
        .filter(WizardEffect.WriteInventory.class::isInstance)
        .map(w -> ((WizardEffect.WriteInventory) w).path())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void earlierAnswersAreEditedByGoingBack() throws InterruptedException {
    ScriptedTalk script =
        new ScriptedTalk("one", "back", "two", "", "", "", "", "", "", "", "back");
    try {
      run(script);
    } catch (Prompts.Interrupted end) {
      assertThat(script.text()).contains("Cluster name [one]: ", "Cluster name [two]: ");
      return;
    }
    throw new AssertionError("the script ends in the middle");
  }

  @Test
  void whatIsWrongIsSaidAtTheQuestion() {
    ScriptedTalk script = new ScriptedTalk("Not A Name!", "fine", "", "notaport");
    try {
      run(script);
    } catch (InterruptedException | Prompts.Interrupted end) {
      List<String> said = script.said();
      int asked = said.indexOf("Cluster name [kubernetes]: ");
      assertThat(said.get(asked + 1)).startsWith("error: ");
      assertThat(said.get(asked + 2)).startsWith("Cluster name [Not A Name!]: ");
      assertThat(said.getLast()).startsWith("SSH port [notaport]: ");
      return;
    }
    throw new AssertionError("the script ends in the middle");
  }

  @Test
  void goingBackFromTheFirstQuestionLeaves() throws InterruptedException {
    assertThat(run(new ScriptedTalk("back"))).isNull();
  }

  /** The pages that are no forms; {@code ?} is no host and no mistake there. */
  @Test
  void hostsRolesAndReviewAreExplainedToo() throws InterruptedException {
    ScriptedTalk script =
        new ScriptedTalk(
            with(
                ACCESS,
                "?",
                "a 192.0.2.1",
                "",
                "?",
                "",
                "",
                "",
                "",
                "?",
                "",
                "n",
                "?",
                "",
                "y",
                "y"));
    assertThat(run(script)).isEqualTo("/runs/r");
    assertThat(script.said())
        .containsSubsequence(
            "Example: node-[1-3] 10.0.0.[11-13]",
            "Source: kubernetes.io/docs, \"Object Names and IDs\"; Ansible, inventories",
            "Example: master node-1",
            "Source: etcd.io/docs, FAQ: \"What is failure tolerance?\"",
            "Example: file home.yaml",
            "Source: Ansible, inventories in YAML",
            "Example: Enter, when swap is off on node-1");
    assertThat(script.text()).doesNotContain("error: ");
    assertThat(started().inventory().hosts()).hasSize(1);
  }

  @Test
  void helpHasAnExampleAndTabKnowsTheWords() throws InterruptedException {
    ScriptedTalk script = new ScriptedTalk("?", "back");
    assertThat(run(script)).isNull();
    assertThat(script.text()).contains("Example: ");
    assertThat(script.offered()).contains("?", "back", "default");
  }

  /** Hidden answers obey the same words, and are kept like the others. */
  @Test
  void aPasswordIsExplainedKeptAndTakenBack() throws InterruptedException {
    List<String> answers = new ArrayList<>(List.of("lab", "", "", "", ""));
    // Log in by password: the next question is hidden.
    answers.addAll(List.of("yes", "?", " a secret ", "back", "", "default", "?", "back"));
    ScriptedTalk script = new ScriptedTalk(answers.toArray(String[]::new));
    assertThatThrownBy(() -> run(script)).isInstanceOf(Prompts.Interrupted.class);
    assertThat(script.text())
        .contains(
            "SSH password []", "SSH password [(hidden)]", "OpenSSH, PasswordAuthentication in");
    assertThat(script.said().stream().filter(l -> l.startsWith("SSH password")).toList())
        .as(script.text())
        .startsWith("SSH password []", "SSH password []", "SSH password [(hidden)]");
  }
}
