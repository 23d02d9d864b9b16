package io.quorate.recipe;

import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.NodeFacts;
import java.util.LinkedHashMap;
import java.util.Map;

/** The cluster of {@link Fixtures} at other versions. */
public final class Kubernetes {

  private Kubernetes() {}

  public static Inventory inventory(String kubernetes, String etcd) {
    Inventory base = Fixtures.inventory();
    Inventory.Versions versions = base.versions();
    return new Inventory(
        base.clusterName(),
        base.access(),
        base.hosts(),
        new Inventory.Versions(
            kubernetes,
            etcd,
            versions.runtime(),
            versions.containerd(),
            versions.runc(),
            versions.docker(),
            versions.criDockerd(),
            versions.cniPlugins(),
            versions.calico(),
            versions.coredns(),
            versions.pauseImage()),
        Fixtures.network(Inventory.Cni.ROUTED),
        base.etcd(),
        base.firewall(),
        base.machine(),
        base.components(),
        base.downloads());
  }

  public static Inventory with(Inventory base, Inventory.Components components) {
    return new Inventory(
        base.clusterName(),
        base.access(),
        base.hosts(),
        base.versions(),
        base.network(),
        base.etcd(),
        base.firewall(),
        base.machine(),
        components,
        base.downloads());
  }

  public static Context context(Inventory inventory) {
    return Fixtures.context(inventory);
  }

  public static Context containers(Inventory inventory) {
    Map<String, NodeFacts> nodes = new LinkedHashMap<>();
    for (var host : inventory.hosts()) {
      Machine machine = Machine.like(host);
      machine.container = "systemd-nspawn";
      machine.capSysResource = false;
      machine.conntrackWritable = false;
      machine.cgroupV2 = false;
      machine.swapOn = true;
      nodes.put(host.name(), machine.facts());
    }
    return Fixtures.context(inventory, nodes);
  }
}
