package io.quorate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Phase;
import io.quorate.plan.Secret;
import io.quorate.wizard.Finding;
import io.quorate.wizard.HostCheck;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.PlanPreview;
import io.quorate.wizard.WizardEffect;
import io.quorate.wizard.WizardReport;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlainWizardTest {

  /** Answers that were written down before, and all that was said. */
  private static final class Script implements Talk {
    private final ArrayDeque<String> answers;
    private final List<String> said = new ArrayList<>();
    private final List<String> offered = new ArrayList<>();

    Script(String... answers) {
      this.answers = new ArrayDeque<>(Arrays.asList(answers));
    }

    @Override
    public void say(String line) {
      said.add(line);
    }

    @Override
    public String ask(String prompt, List<String> known) {
      said.add(prompt);
      offered.addAll(known);
      String answer = answers.poll();
      if (answer == null) {
        throw new Prompts.Interrupted();
      }
      return answer;
    }

    @Override
    public Secret secret(String question) {
      return new Secret(ask(question, List.of()));
    }

    @Override
    public boolean confirm(String question) {
      return ask(question, List.of()).equals("y");
    }

    String text() {
      return String.join("\n", said);
    }
  }

  private final List<WizardEffect> done = new ArrayList<>();

  private synchronized void work(WizardEffect effect, Consumer<Object> report) {
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
                              h.name().equals("new")
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
                      new Finding("a", "os", "System", Finding.Status.GOOD, "Debian", ""),
                      new Finding(
                          "a", "mem", "Memory", Finding.Status.WARNING, "1 GiB", "Add some."))));
      case WizardEffect.StartRun start -> report.accept(new WizardReport.RunStarted("/runs/r"));
      default -> {
        // Files are nobody's business here.
      }
    }
  }

  private static HostCheck reachable() {
    return new HostCheck.Reachable("Debian 12", "amd64", 2, 4096, "");
  }

  private @Nullable String run(Script script) throws InterruptedException {
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
    Script script =
        new Script(
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
            "Go on in spite of it (a: Memory)?");
    assertThat(started().inventory().clusterName()).isEqualTo("lab");
    assertThat(started().inventory().hosts()).hasSize(2);
  }

  @Test
  void earlierAnswersAreEditedByGoingBack() throws InterruptedException {
    Script script = new Script("one", "back", "two", "", "", "", "", "", "", "", "back");
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
    Script script = new Script("Not A Name!", "fine", "", "notaport");
    try {
      run(script);
    } catch (InterruptedException | Prompts.Interrupted end) {
      List<String> said = script.said;
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
    assertThat(run(new Script("back"))).isNull();
  }

  @Test
  void helpHasAnExampleAndTabKnowsTheWords() throws InterruptedException {
    Script script = new Script("?", "back");
    assertThat(run(script)).isNull();
    assertThat(script.text()).contains("Example: ");
    assertThat(script.offered).contains("?", "back", "default");
  }
}
