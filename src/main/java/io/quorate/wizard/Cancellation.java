package io.quorate.wizard;

import io.quorate.wizard.WizardEffect.AcceptedKey;
import io.quorate.wizard.WizardEffect.HostToCheck;
import java.util.List;
import java.util.stream.Collectors;

/** What the install journey is when a person no longer waits for background work. */
public final class Cancellation {

  private Cancellation() {}

  /** At once; what still comes of the work is out of date. */
  public static InstallWizard of(InstallWizard wizard, WizardEffect effect) {
    long ticket = wizard.attempts().last() + 1;
    BackgroundStatus outlook = wizard.outlook();
    return switch (effect) {
      case WizardEffect.CheckHosts work -> untried(wizard, work.hosts(), ticket);
      case WizardEffect.AcceptHostKeys work ->
          untried(wizard, work.keys().stream().map(AcceptedKey::host).toList(), ticket);
      case WizardEffect.MakePlan work ->
          work.ticket() == outlook.plan().ticket()
              ? with(wizard, wizard.answers(), outlook.unplanned(ticket), ticket)
              : wizard;
      case WizardEffect.RunPreflight work ->
          work.ticket() == outlook.preflight().ticket()
              ? with(
                  wizard,
                  wizard.answers(),
                  outlook.with(outlook.preflight().cancelled(ticket)),
                  ticket)
              : wizard;
      case WizardEffect.WriteInventory work ->
          with(
              wizard,
              wizard.answers(),
              outlook.noticing(
                  new BackgroundStatus.Notice(
                      work.path() + " is not waited for: it is whole, or as it was before.", true)),
              ticket);
      case WizardEffect.StartRun _,
          WizardEffect.LookAtFile _,
          WizardEffect.SaveAnswers _,
          WizardEffect.ForgetAnswers _ ->
          wizard;
    };
  }

  /** When the work has come to its end: a start may have been too far to be stopped. */
  public static InstallWizard over(InstallWizard wizard, WizardEffect effect) {
    BackgroundStatus outlook = wizard.outlook();
    if (!(effect instanceof WizardEffect.StartRun) || outlook.isUnderWay()) {
      return wizard;
    }
    BackgroundStatus back = outlook.notStarted("The start was cancelled; no host was changed.");
    return new InstallWizard(
        wizard.answers(),
        wizard.secrets(),
        wizard.way().to(Page.PREFLIGHT),
        back,
        wizard.draft(),
        wizard.attempts(),
        wizard.today());
  }

  private static InstallWizard untried(InstallWizard wizard, List<HostToCheck> hosts, long ticket) {
    Answers answers =
        wizard
            .answers()
            .untried(hosts.stream().map(HostToCheck::ticket).collect(Collectors.toSet()), ticket);
    return with(wizard, answers, wizard.outlook(), ticket);
  }

  private static InstallWizard with(
      InstallWizard wizard, Answers answers, BackgroundStatus outlook, long ticket) {
    return new InstallWizard(
        answers,
        wizard.secrets(),
        wizard.way(),
        outlook,
        wizard.draft(),
        wizard.attempts().upTo(ticket),
        wizard.today());
  }
}
