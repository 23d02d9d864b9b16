package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.platform.PodNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * A TCP port that a component of ours will listen on.
 *
 * @param process what the port's owner is called when it is ours; the kernel keeps 15 characters
 * @param unit the unit that owns it; empty when it runs in a pod
 * @param from who has to reach it from other nodes
 */
public record ComponentPort(int port, String process, String unit, Reach from) {

  /** Who connects to a port from another node. */
  enum Reach {
    NOBODY,
    MASTERS,
    ALL
  }

  /** The ports that the host will use. */
  public static List<ComponentPort> of(Inventory inventory, Host host) {
    List<ComponentPort> ports = new ArrayList<>();
    if (host.isMaster()) {
      ports.add(new ComponentPort(6443, "kube-apiserver", "kube-apiserver.service", Reach.ALL));
      ports.add(new ComponentPort(2379, "etcd", "etcd.service", Reach.MASTERS));
      ports.add(new ComponentPort(2380, "etcd", "etcd.service", Reach.MASTERS));
      ports.add(
          new ComponentPort(
              10257, "kube-controller", "kube-controller-manager.service", Reach.NOBODY));
      ports.add(new ComponentPort(10259, "kube-scheduler", "kube-scheduler.service", Reach.NOBODY));
    }
    ports.add(new ComponentPort(10248, "kubelet", "kubelet.service", Reach.NOBODY));
    ports.add(new ComponentPort(10250, "kubelet", "kubelet.service", Reach.MASTERS));
    ports.add(new ComponentPort(10249, "kube-proxy", "kube-proxy.service", Reach.NOBODY));
    ports.add(new ComponentPort(10256, "kube-proxy", "kube-proxy.service", Reach.NOBODY));
    if (ApiProxyRecipe.serves(host)) {
      int port = inventory.network().apiProxyPort();
      ports.add(new ComponentPort(port, "nginx", ApiProxyRecipe.UNIT, Reach.NOBODY));
    }
    PodNetwork.of(inventory)
        .ports()
        .forEach(p -> ports.add(new ComponentPort(p.number(), p.process(), "", Reach.ALL)));
    return ports;
  }

  /** Whether the other host has to reach it. */
  public boolean neededBy(Host other) {
    return switch (from) {
      case NOBODY -> false;
      case MASTERS -> other.isMaster();
      case ALL -> true;
    };
  }

  /**
   * Whether what listens there is an earlier run's of ours, on a node that has our records. Its
   * unit may be on its way up only, as of a member that was removed and finds nobody.
   *
   * @param owner the process's name, as the probe found it
   */
  public boolean isOurs(String owner) {
    return owner.startsWith(process);
  }
}
