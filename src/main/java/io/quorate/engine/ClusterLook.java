package io.quorate.engine;

import io.quorate.run.ClusterNow;
import java.util.Set;

/** Looks at the cluster when a step has failed: by connections of its own, changing nothing. */
@FunctionalInterface
public interface ClusterLook {

  /**
   * @param lost names of nodes that the run itself cannot reach just now: they are not asked
   */
  ClusterNow look(Set<String> lost) throws InterruptedException;

  /** Nobody looks. */
  static ClusterLook none() {
    return lost -> ClusterNow.unknown("nobody has looked");
  }
}
