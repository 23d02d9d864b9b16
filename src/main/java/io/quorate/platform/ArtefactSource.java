package io.quorate.platform;

import io.quorate.inventory.release.Artefact;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Target;
import java.util.List;

/** How an artefact gets to a node. */
@FunctionalInterface
public interface ArtefactSource {

  /**
   * @param targets what of it goes where
   */
  List<Operation> bring(Artefact artefact, List<Target> targets);
}
