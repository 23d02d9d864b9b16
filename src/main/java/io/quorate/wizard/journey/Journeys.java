package io.quorate.wizard.journey;

import java.util.List;

/** All journeys on a cluster that is there, as the menu shows them. */
public final class Journeys {

  /** How a cluster is; nothing is run. */
  public static final Journey STATUS =
      new Journey(
          "status",
          "Watch a cluster",
          "members, API servers, nodes, certificates",
          "Shows how a cluster is, and looks again every few seconds; works while masters are"
              + " down. Nothing is changed. Example: what is slow after a night with a power"
              + " cut.",
          List.of());

  private static final List<Journey> LOOKS =
      List.of(STATUS, CisJourney.JOURNEY, SupportJourney.JOURNEY);

  private static final List<Journey> ALL =
      List.of(
          AddJourney.JOURNEY,
          RemoveJourney.JOURNEY,
          UpgradeJourney.JOURNEY,
          BackupJourney.JOURNEY,
          DrillJourney.JOURNEY,
          CertificatesJourney.JOURNEY,
          RescueJourney.JOURNEY,
          RestoreJourney.JOURNEY,
          RepairNetworkJourney.JOURNEY,
          DestroyJourney.JOURNEY);

  private Journeys() {}

  /** Those that end in a run. */
  public static List<Journey> all() {
    return ALL;
  }

  /** Those that change nothing, and end in what was found. */
  public static List<Journey> looks() {
    return LOOKS;
  }
}
