package io.quorate.usecase;

import io.quorate.inventory.Inventory;
import io.quorate.plan.GuardRefused;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.lifecycle.LiveProbe;
import java.util.List;
import java.util.stream.Stream;

/**
 * An inventory with the versions that its cluster runs.
 *
 * @param inventory the session's, with what runs
 * @param notes what a person has to know: where nodes differ, and whose versions are not known
 */
public record InventoryOfWhatRuns(Inventory inventory, List<Note> notes) {

  public InventoryOfWhatRuns {
    notes = List.copyOf(notes);
  }

  /**
   * Asks the nodes that SSH gets into; nothing is changed.
   *
   * @throws GuardRefused when none of them runs a cluster, or no version is that of most
   */
  public static InventoryOfWhatRuns of(ClusterSession session) throws InterruptedException {
    Inventory inventory = session.inventory();
    VersionMatrix matrix = VersionMatrix.of(inventory, session.look(LiveProbe.looks(inventory)));
    if (!matrix.isLive()) {
      throw new GuardRefused("no node of the inventory runs a cluster.", "");
    }
    List<String> differing = VersionGuard.notes(matrix);
    List<String> undecided = VersionGuard.undecided(matrix);
    if (!undecided.isEmpty()) {
      throw new GuardRefused(
          String.join(
              "\n",
              Stream.of(
                      List.of("of the nodes that answer, no majority runs one version."),
                      differing,
                      undecided)
                  .flatMap(List::stream)
                  .toList()),
          "");
    }
    return new InventoryOfWhatRuns(
        VersionGuard.running(inventory, matrix),
        Stream.concat(
                Note.warnings(differing), Note.warnings(VersionGuard.unseen(inventory, matrix)))
            .toList());
  }
}
