package io.quorate.run;

/** Where a step stands. */
public enum StepStatus {
  /** Not begun. */
  WAITING,
  RUNNING,
  /** Failed, and will be tried again after a pause. */
  RETRYING,
  UNCHANGED,
  CHANGED,
  WARNED,
  FAILED,
  /** Left out because a step before it failed. */
  BLOCKED,
  /** Left out by the person, or not begun when the run was stopped. */
  SKIPPED;

  static StepStatus of(RunEvent.StepResult result) {
    return switch (result) {
      case UNCHANGED -> UNCHANGED;
      case CHANGED -> CHANGED;
      case WARNED -> WARNED;
      case FAILED -> FAILED;
      case BLOCKED -> BLOCKED;
      case SKIPPED -> SKIPPED;
    };
  }

  /** Whether it is being worked on. */
  public boolean isActive() {
    return this == RUNNING || this == RETRYING;
  }

  /** Whether nothing more happens to it unless a person decides. */
  public boolean isFinal() {
    return this != WAITING && !isActive();
  }
}
