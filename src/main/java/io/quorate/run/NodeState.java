package io.quorate.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node as far as the events went. Confined to the thread of its {@link RunState}. */
public final class NodeState {
  private final RunEvent.NodeInfo info;
  private final List<StepState> steps = new ArrayList<>();
  private final Counts.Tally tally = new Counts.Tally();
  private final OutputRing output;
  private @Nullable StepState current;
  private @Nullable String lost;
  private boolean cutOff;
  private int checked;
  private int toCheck;

  NodeState(RunEvent.NodeInfo info, int outputLines) {
    this.info = info;
    this.output = new OutputRing(outputLines);
  }

  public RunEvent.NodeInfo info() {
    return info;
  }

  public String name() {
    return info.name();
  }

  /** Its steps in the plan's order. */
  public List<StepState> steps() {
    return Collections.unmodifiableList(steps);
  }

  public Counts counts() {
    return tally.counts();
  }

  /** The step that runs or is about to be tried again. */
  public @Nullable StepState current() {
    return current;
  }

  public OutputRing output() {
    return output;
  }

  /** Why the node cannot be reached just now; null while it can. */
  public @Nullable String lost() {
    return lost;
  }

  /** Whether its work was cut off by the death of the run's process. */
  public boolean isCutOff() {
    return cutOff;
  }

  /** Operations that the check before the run has looked at. */
  public int checked() {
    return checked;
  }

  /** Operations that the check looks at in all; 0 before it begins. */
  public int toCheck() {
    return toCheck;
  }

  /** Whether the check before the run is under way here. */
  public boolean checking() {
    return checked < toCheck && current == null && tally.counts().finished() == 0;
  }

  void add(StepState step) {
    steps.add(step);
    tally.add(step.status());
  }

  Counts.Tally tally() {
    return tally;
  }

  void current(@Nullable StepState step) {
    current = step;
  }

  void cutOff() {
    cutOff = current != null || tally.counts().waiting() > 0;
  }

  void lost(@Nullable String reason) {
    lost = reason;
  }

  void check(int done, int total) {
    checked = done;
    toCheck = total;
  }
}
