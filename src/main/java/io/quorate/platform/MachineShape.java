package io.quorate.platform;

import io.quorate.plan.facts.NodeFacts;

/**
 * What a machine lets Kubernetes do. Containers (LXC, nspawn) lack rights that a machine of its own
 * has; every component that has to know asks here.
 *
 * @param container whether it is a container
 * @param oomAdjustable whether an oom_score_adj can be lowered
 * @param conntrackWritable whether the kernel's connection tracking limit can be set
 * @param cgroupV2 whether it has the unified hierarchy
 */
public record MachineShape(
    boolean container, boolean oomAdjustable, boolean conntrackWritable, boolean cgroupV2) {

  public static MachineShape of(NodeFacts facts) {
    boolean container = !facts.container().isEmpty() && !facts.container().equals("none");
    return new MachineShape(
        container, facts.capSysResource(), facts.conntrackWritable(), facts.cgroupV2());
  }

  /**
   * Who makes the pods' cgroups: the same for kubelet and runtime, or no pod starts. systemd where
   * it owns the unified hierarchy.
   */
  public String cgroupDriver() {
    return cgroupV2 ? "systemd" : "cgroupfs";
  }

  /** An oom_score_adj that can be set: the wanted one, or 0, which changes nothing. */
  public int oomScoreAdj(int wanted) {
    return wanted < 0 && !oomAdjustable ? 0 : wanted;
  }
}
