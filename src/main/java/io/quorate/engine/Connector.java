package io.quorate.engine;

import io.quorate.node.Node;

/** How the engine gets at a node; asked again after a connection was lost. Never asks a person. */
@FunctionalInterface
public interface Connector {

  /**
   * A new connection; the engine closes it.
   *
   * @param node its name in the plan
   */
  Node connect(String node) throws Node.NodeException, InterruptedException;
}
