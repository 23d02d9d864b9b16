package io.quorate.plan.facts;

import java.util.Locale;

/** What nodes are asked before an upgrade beside the usual look, each by a script of its own. */
public enum UpgradeQuestion {
  /** The cluster's objects that an upgrade may trip over; one of the masters tells. */
  OBJECTS,
  /** Which kinds that are to be removed a master's own API server was asked for. */
  API_SERVER,
  /** A machine's room on its disks, and what its programs were started with. */
  NODE,
  /** What a machine keeps of what it ran before an upgrade. */
  KEPT,
  /** Whether the files that have to be downloaded are there. */
  DOWNLOADS;

  /** Under which name {@link ProbeRequest#scripts} has it. */
  public String script() {
    return "upgrade-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
