package io.quorate.wizard;

import io.quorate.plan.Finding;
import io.quorate.plan.Reachability;
import java.util.List;

/** What background work tells the wizard. */
public sealed interface WizardReport {

  /**
   * A host's state has become known.
   *
   * @param ticket of the {@link WizardEffect.HostToCheck}
   */
  record HostChecked(long ticket, HostCheck check) implements WizardReport {}

  /**
   * @param ticket of the {@link WizardEffect.MakePlan}
   */
  record PlanMade(long ticket, PlanPreview plan) implements WizardReport {}

  /**
   * A plan is not made: it would do harm to what runs.
   *
   * @param ticket of the {@link WizardEffect.MakePlan}
   * @param lines what is refused, why, and what to do; a table may be among them
   */
  record PlanRefused(long ticket, List<String> lines) implements WizardReport {
    public PlanRefused {
      lines = List.copyOf(lines);
    }
  }

  /**
   * @param ticket of the {@link WizardEffect.RunPreflight}
   */
  record PreflightDone(long ticket, List<Finding> findings, List<Reachability> pairs)
      implements WizardReport {
    public PreflightDone {
      findings = List.copyOf(findings);
      pairs = List.copyOf(pairs);
    }
  }

  /** What was asked for could not be done; the wizard shows it where it was asked for. */
  record Failed(Work work, String message) implements WizardReport {}

  /** What can fail as a whole. */
  enum Work {
    ACCEPT_KEYS,
    PLAN,
    PREFLIGHT,
    SAVE,
    WRITE,
    START
  }

  /** The answers are on disk. */
  record Saved() implements WizardReport {}

  /**
   * Whether the inventory can be written there.
   *
   * @param ticket of the {@link WizardEffect.LookAtFile}
   * @param refusal why not, a sentence; empty when it can
   */
  record FileLookedAt(long ticket, String path, String refusal, String remedy)
      implements WizardReport {
    public boolean isFree() {
      return refusal.isEmpty();
    }
  }

  /** The inventory is on disk. */
  record Written(String path) implements WizardReport {}

  /** The run has its own process now. */
  record RunStarted(String folder) implements WizardReport {}
}
