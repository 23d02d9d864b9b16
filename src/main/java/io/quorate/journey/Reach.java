package io.quorate.journey;

import io.quorate.inventory.Inventory;
import io.quorate.node.Credentials;
import io.quorate.node.Endpoint;
import io.quorate.node.HostKeys;
import io.quorate.node.Node;
import io.quorate.node.Node.NodeException;
import io.quorate.node.SshConnector;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the nodes of a journey are reached. */
public interface Reach {

  /**
   * A new connection.
   *
   * @param node its name in the inventory
   */
  Node connect(String node) throws NodeException, InterruptedException;

  /** Whether the nodes are simulated. */
  boolean rehearsal();

  /** Over SSH, as the inventory says. */
  static Ssh ssh(Inventory inventory, Credentials credentials, HostKeys hostKeys) {
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    Endpoints.of(inventory).forEach(e -> endpoints.put(e.name(), e));
    return new Ssh(endpoints, credentials, hostKeys, new SshConnector());
  }

  /**
   * Real machines.
   *
   * @param endpoints by the node's name
   */
  record Ssh(
      Map<String, Endpoint> endpoints,
      Credentials credentials,
      HostKeys hostKeys,
      SshConnector connector)
      implements Reach {

    public Ssh {
      endpoints = Map.copyOf(endpoints);
    }

    @Override
    public Node connect(String node) throws NodeException {
      Endpoint endpoint = endpoints.get(node);
      if (endpoint == null) {
        throw new NodeException(node + " is not in the inventory");
      }
      return connector.connect(endpoint, credentials, hostKeys);
    }

    @Override
    public boolean rehearsal() {
      return false;
    }
  }
}
