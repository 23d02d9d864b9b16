package io.quorate.usecase;

import io.quorate.inventory.release.Downloader;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.preflight.UpgradeDownloads;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether what an upgrade has to download is there, asked before anything is begun by whoever will
 * download it: nodes, or the operator's machine.
 */
public final class OfferedDownloads {

  private OfferedDownloads() {}

  /** What is not there, or could not be asked; empty when all is well or nothing is needed. */
  public static List<Finding> look(ClusterSession session, ClusterFacts facts, UpgradePath path)
      throws InterruptedException {
    if (path.isEmpty()) {
      return List.of();
    }
    UpgradeDownloads downloads;
    try {
      downloads =
          UpgradeDownloads.of(
              new Context(session.inventory(), facts, Map.of(), Instant.now()), path);
    } catch (GuardRefused refused) {
      return List.of(
          Finding.failed("", Kind.DOWNLOADS, "Downloads", refused.found(), refused.remedy()));
    }
    List<Finding> findings =
        new ArrayList<>(downloads.findings(session.askMore(facts, downloads.requests())));
    if (!session.reach().rehearsal()) {
      findings.addAll(sent(downloads));
    }
    return findings;
  }

  /** What the operator's machine cannot have, and so cannot send. */
  private static List<Finding> sent(UpgradeDownloads downloads) throws InterruptedException {
    List<Fetch> missing = new ArrayList<>();
    try (Downloader downloader = Downloader.usual(System.getenv())) {
      for (Fetch fetch : downloads.sent()) {
        try {
          if (downloader.missing(Distribution.artefact(fetch)).isPresent()) {
            missing.add(fetch);
          }
        } catch (IOException e) {
          return List.of(UpgradeDownloads.unseen("", String.valueOf(e.getMessage())));
        }
      }
    }
    return downloads.missing(missing, "");
  }
}
