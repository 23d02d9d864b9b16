package io.quorate.engine;

import io.quorate.run.RunEvent;
import java.util.List;

/**
 * What a run is called and whom it is about: the head of its journal.
 *
 * @param id of the run folder
 * @param journey install, add, …
 * @param rehearsal whether the nodes are simulated
 * @param invocation how it was asked for
 */
public record Run(
    String id,
    String journey,
    String cluster,
    boolean rehearsal,
    List<RunEvent.NodeInfo> nodes,
    Invocation invocation) {

  public Run {
    nodes = List.copyOf(nodes);
  }

  /** One that nobody asked for by a command. */
  public Run(
      String id, String journey, String cluster, boolean rehearsal, List<RunEvent.NodeInfo> nodes) {
    this(id, journey, cluster, rehearsal, nodes, Invocation.none());
  }
}
