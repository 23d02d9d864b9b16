package io.quorate.recipe;

import io.quorate.facts.MasterView;
import io.quorate.facts.NodeFacts;
import io.quorate.inventory.Host;
import io.quorate.plan.Secret;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A healthy Debian 12 machine, of which a test changes what it is about. */
final class Machine {

  final String name;
  String hostname;
  String osId = "debian";
  String osVersion = "12";
  String arch = "amd64";
  String kernel = "6.1.0-18-amd64";
  long memoryMiB = 8192;
  long diskFreeMiB = 102400;
  boolean cgroupV2 = true;
  String container = "none";
  boolean capSysResource = true;
  boolean conntrackWritable = true;
  String machineId;
  long clockSkewMillis = 40;
  boolean swapOn = false;
  List<String> addresses;
  List<String> routes = List.of("10.0.0.0/24");
  Map<Integer, String> listening = Map.of(22, "sshd");
  Set<String> resolves = Set.of();
  Map<String, Boolean> reaches = Map.of();
  Set<String> units = Set.of();
  Set<String> present = Set.of();
  Set<String> commands = Set.of("systemctl", "apt-get");
  Map<String, String> records = Map.of();
  Map<String, Secret> pki = Map.of();
  @Nullable List<NodeFacts.EtcdMember> etcdMembers;
  @Nullable MasterView view;

  private Machine(Host host) {
    name = host.name();
    hostname = host.name();
    machineId = "machine-" + host.name();
    addresses = List.of(host.nodeAddress());
  }

  static Machine like(Host host) {
    return new Machine(host);
  }

  NodeFacts facts() {
    return new NodeFacts(
        name,
        hostname,
        osId,
        osVersion,
        osId + " " + osVersion,
        arch,
        kernel,
        2,
        memoryMiB,
        diskFreeMiB,
        cgroupV2,
        container,
        capSysResource,
        conntrackWritable,
        machineId,
        clockSkewMillis,
        swapOn,
        addresses,
        routes,
        "eth0",
        1500,
        "Etc/UTC",
        listening,
        resolves,
        reaches,
        units,
        present,
        commands,
        pki,
        etcdMembers,
        view,
        records);
  }
}
