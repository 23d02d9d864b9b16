package io.quorate.inventory.form;

import io.quorate.inventory.Host;
import io.quorate.inventory.HostName;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.setting.Setting;

/** Lines for /etc/hosts (hosts(5)): each host's name at the address that the nodes use. */
final class EtcHostsWriter {
  private EtcHostsWriter() {}

  static Rendering write(Inventory inventory) {
    LeftOut leftOut = new LeftOut(inventory);
    leftOut.say(Setting.CLUSTER_NAME);
    StringBuilder lines = new StringBuilder();
    for (Host host : inventory.hosts()) {
      if (HostName.isAddress(host.nodeAddress())) {
        lines.append(host.nodeAddress()).append('\t').append(host.name()).append('\n');
      } else {
        leftOut.add(host.name() + ": its address is a name, " + host.nodeAddress());
      }
    }
    String head = "# The hosts of the cluster " + inventory.clusterName() + ".\n";
    return new Rendering(head + lines, leftOut.phrases(), false);
  }
}
