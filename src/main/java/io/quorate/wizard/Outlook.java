package io.quorate.wizard;

import org.jspecify.annotations.Nullable;

/**
 * What the background has said of the plan, the preflight and the run.
 *
 * @param plan what would change
 * @param runAsked whether the run was told to start
 * @param folder of the run; empty until it has started
 * @param notice what was done or could not be done beside the way; null: nothing
 */
public record Outlook(
    PlanState plan,
    PreflightState preflight,
    boolean runAsked,
    String folder,
    @Nullable Notice notice) {

  /**
   * A message that stays until the person goes on.
   *
   * @param bad whether something could not be done
   */
  public record Notice(String text, boolean bad) {}

  /**
   * The plan by node.
   *
   * @param ticket of the newest request; 0: none
   * @param preview null until it is made
   * @param failure why it could not be made; may be empty
   */
  public record PlanState(
      long ticket, boolean busy, @Nullable PlanPreview preview, String failure) {}

  static Outlook blank() {
    return new Outlook(new PlanState(0, false, null, ""), PreflightState.blank(), false, "", null);
  }

  public boolean hasStarted() {
    return runAsked;
  }

  /** Whether the run has its own process: from then on it is resumed, not the wizard. */
  public boolean isUnderWay() {
    return !folder.isEmpty();
  }

  Outlook planning(long ticket) {
    return with(new PlanState(ticket, true, plan.preview(), ""));
  }

  Outlook preflighting(long ticket) {
    return with(preflight.asking(ticket));
  }

  Outlook starting() {
    return new Outlook(plan, preflight, true, "", null);
  }

  Outlook with(PlanState other) {
    return new Outlook(other, preflight, runAsked, folder, notice);
  }

  Outlook with(PreflightState other) {
    return new Outlook(plan, other, runAsked, folder, notice);
  }

  Outlook noticing(@Nullable Notice text) {
    return new Outlook(plan, preflight, runAsked, folder, text);
  }

  /** The plan is no longer waited for. */
  Outlook unplanned(long ticket) {
    return with(new PlanState(ticket, false, plan.preview(), "it was cancelled; F5 tries again."));
  }

  /** The run did not start. */
  Outlook notStarted(String why) {
    return new Outlook(plan, preflight, false, "", new Notice(why, true));
  }

  Outlook heard(WizardReport report) {
    return switch (report) {
      case WizardReport.PlanMade made ->
          made.ticket() == plan.ticket()
              ? with(new PlanState(plan.ticket(), false, made.plan(), ""))
              : this;
      case WizardReport.PreflightDone done -> with(preflight.heard(done));
      case WizardReport.RunStarted started ->
          new Outlook(plan, preflight, true, started.folder(), null);
      case WizardReport.Written written ->
          noticing(new Notice("Written to " + written.path() + ".", false));
      case WizardReport.Failed failed -> heard(failed);
      case WizardReport.Saved _, WizardReport.HostChecked _ -> this;
    };
  }

  private Outlook heard(WizardReport.Failed failed) {
    return switch (failed.work()) {
      case PLAN -> with(new PlanState(plan.ticket(), false, plan.preview(), failed.message()));
      case PREFLIGHT -> with(preflight.failed(failed.message()));
      case START -> notStarted(failed.message());
      case ACCEPT_KEYS, SAVE, WRITE -> noticing(new Notice(failed.message(), true));
    };
  }
}
