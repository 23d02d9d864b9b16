package io.quorate.recipe.component;

import io.quorate.inventory.release.Artefact;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Checksum;
import io.quorate.plan.Operation.Target;
import io.quorate.recipe.Context;
import java.util.List;

/** How an artefact gets to a node: the node downloads it, or the operator's machine sends it. */
final class Downloading {
  private static final String UPLOADS = "/var/lib/quorate/uploads/";

  private Downloading() {}

  /**
   * @param targets what of it goes where
   * @throws GuardRefused when there is nothing to verify it with
   */
  static List<Operation> of(Context context, Artefact artefact, List<Target> targets) {
    Context.LocalFile local = context.local().get(artefact.url());
    if (local == null) {
      return List.of(fetch(artefact, artefact.url(), checksum(artefact), targets));
    }
    String place = UPLOADS + local.sha256() + "/" + artefact.fileName();
    return List.of(
        new Operation.Upload(local.path(), place, local.sha256()),
        fetch(artefact, "file://" + place, new Checksum.Pinned(local.sha256()), targets));
  }

  private static Operation fetch(
      Artefact artefact, String url, Checksum checksum, List<Target> targets) {
    return new Operation.Fetch(artefact.name(), artefact.version(), url, checksum, targets);
  }

  private static Checksum checksum(Artefact artefact) {
    if (artefact.sha256() != null) {
      return new Checksum.Pinned(artefact.sha256());
    }
    if (artefact.checksumUrl() != null) {
      return new Checksum.Published(artefact.checksumUrl(), artefact.fileName());
    }
    throw new GuardRefused(
        "There is no published checksum of " + artefact.url() + ".",
        "Put its SHA-256 under `checksums` in the inventory.");
  }
}
