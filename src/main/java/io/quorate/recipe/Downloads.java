package io.quorate.recipe;

import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Checksum;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.Target;
import io.quorate.plan.Operation.Upload;
import io.quorate.recipe.Context.LocalFile;
import io.quorate.release.Artefact;
import java.util.List;

/**
 * How an {@link Artefact} gets onto a node: downloaded there, or sent by the operator's machine.
 */
final class Downloads {

  /** Where files that the operator's machine sends lie on a node. */
  static final String UPLOADS = "/var/lib/quorate/uploads";

  private Downloads() {}

  /**
   * The operations that bring the artefact's targets to their places.
   *
   * @throws IllegalArgumentException when no checksum is known: nothing unverified is installed
   */
  static List<Operation> fetch(Context context, Artefact artefact, List<Target> targets) {
    LocalFile local = context.local().get(artefact.url());
    if (local == null) {
      return List.of(
          new Fetch(
              artefact.name(), artefact.version(), artefact.url(), checksum(artefact), targets));
    }
    String path = UPLOADS + "/" + artefact.fileName();
    return List.of(
        new Upload(local.path(), path, local.sha256()),
        new Fetch(
            artefact.name(),
            artefact.version(),
            "file://" + path,
            new Checksum.Pinned(local.sha256()),
            targets));
  }

  private static Checksum checksum(Artefact artefact) {
    if (artefact.sha256() != null) {
      return new Checksum.Pinned(artefact.sha256());
    }
    if (artefact.checksumUrl() != null) {
      return new Checksum.Published(artefact.checksumUrl(), artefact.fileName());
    }
    throw new IllegalArgumentException(
        artefact.fileName()
            + " has no published checksum: pin its SHA-256 in the inventory's `checksums`");
  }
}
