package io.quorate.wizard;

import io.quorate.inventory.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the background has said of the plan, the preflight and the run.
 *
 * @param plan what would change
 * @param runAsked whether the run was told to start
 * @param folder of the run; empty until it has started
 * @param notice what was done or could not be done beside the way; null: nothing
 * @param file what is known of the place where the inventory is to be written
 */
public record BackgroundStatus(
    PlanState plan,
    PreflightState preflight,
    boolean runAsked,
    String folder,
    @Nullable Notice notice,
    FileState file) {

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
   * @param refusal why it must not be made, in lines; empty: nothing is against it
   */
  public record PlanState(
      long ticket,
      boolean busy,
      @Nullable PlanPreview preview,
      String failure,
      List<String> refusal) {
    public PlanState {
      refusal = List.copyOf(refusal);
    }

    PlanState(long ticket, boolean busy, @Nullable PlanPreview preview, String failure) {
      this(ticket, busy, preview, failure, List.of());
    }
  }

  /**
   * The place of the inventory.
   *
   * @param ticket of the newest look; 0: none
   * @param found by the last look that came to its end; null: none did
   */
  public record FileState(long ticket, WizardReport.@Nullable FileLookedAt found) {}

  static BackgroundStatus blank() {
    return new BackgroundStatus(
        new PlanState(0, false, null, ""),
        PreflightState.blank(),
        false,
        "",
        null,
        new FileState(0, null));
  }

  public boolean hasStarted() {
    return runAsked;
  }

  /** Whether the run has its own process: from then on it is resumed, not the wizard. */
  public boolean isUnderWay() {
    return !folder.isEmpty();
  }

  BackgroundStatus planning(long ticket) {
    return with(new PlanState(ticket, true, plan.preview(), ""));
  }

  BackgroundStatus preflighting(long ticket) {
    return with(preflight.asking(ticket));
  }

  BackgroundStatus starting() {
    return new BackgroundStatus(plan, preflight, true, "", null, file);
  }

  BackgroundStatus with(PlanState other) {
    return new BackgroundStatus(other, preflight, runAsked, folder, notice, file);
  }

  BackgroundStatus with(PreflightState other) {
    return new BackgroundStatus(plan, other, runAsked, folder, notice, file);
  }

  BackgroundStatus noticing(@Nullable Notice text) {
    return new BackgroundStatus(plan, preflight, runAsked, folder, text, file);
  }

  /** The plan is no longer waited for. */
  BackgroundStatus unplanned(long ticket) {
    return with(new PlanState(ticket, false, plan.preview(), "it was cancelled; F5 tries again."));
  }

  /** The run did not start. */
  BackgroundStatus notStarted(String why) {
    return new BackgroundStatus(plan, preflight, false, "", new Notice(why, true), file);
  }

  BackgroundStatus lookingAtFile(long ticket) {
    return with(new FileState(ticket, file.found()));
  }

  private BackgroundStatus with(FileState other) {
    return new BackgroundStatus(plan, preflight, runAsked, folder, notice, other);
  }

  /** What is wrong with this place for the inventory, as far as somebody has looked. */
  List<Problem> problemsOfFile(String path) {
    WizardReport.FileLookedAt found = file.found();
    return found == null || !found.path().equals(path) || found.isFree()
        ? List.of()
        : List.of(Problem.error(OwnField.PATH.key(), found.refusal(), found.remedy()));
  }

  /** What a refused plan means for the page on which it is agreed to. */
  List<Problem> problemsOfPlan() {
    return plan.refusal().isEmpty()
        ? List.of()
        : List.of(
            Problem.error(
                "", plan.refusal().getFirst(), "The plan below says which, and what to do."));
  }

  BackgroundStatus heard(WizardReport report) {
    return switch (report) {
      case WizardReport.PlanMade made ->
          made.ticket() == plan.ticket()
              ? with(new PlanState(plan.ticket(), false, made.plan(), ""))
              : this;
      case WizardReport.PlanRefused refused ->
          refused.ticket() == plan.ticket()
              ? with(new PlanState(plan.ticket(), false, null, "", refused.lines()))
              : this;
      case WizardReport.PreflightDone done -> with(preflight.heard(done));
      case WizardReport.RunStarted started ->
          new BackgroundStatus(plan, preflight, true, started.folder(), null, file);
      case WizardReport.FileLookedAt looked ->
          looked.ticket() == file.ticket() ? with(new FileState(looked.ticket(), looked)) : this;
      case WizardReport.Written written ->
          noticing(new Notice("Written to " + written.path() + ".", false));
      case WizardReport.Failed failed -> heard(failed);
      case WizardReport.Saved _, WizardReport.HostChecked _ -> this;
    };
  }

  private BackgroundStatus heard(WizardReport.Failed failed) {
    return switch (failed.work()) {
      case PLAN -> with(new PlanState(plan.ticket(), false, plan.preview(), failed.message()));
      case PREFLIGHT -> with(preflight.failed(failed.message()));
      case START -> notStarted(failed.message());
      case ACCEPT_KEYS, SAVE, WRITE -> noticing(new Notice(failed.message(), true));
    };
  }
}
