package io.quorate.recipe;

import io.quorate.inventory.Host;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.NodeFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A healthy Debian 12 machine, of which a test changes what it is about. */
public final class Machine {

  public final String name;
  String hostname;
  public String osId = "debian";
  public String osVersion = "12";
  public String arch = "amd64";
  public String kernel = "6.1.0-18-amd64";
  public int cpus = 2;
  public int mtu = 1500;
  public long memoryMiB = 8192;
  public long diskFreeMiB = 102400;
  public boolean cgroupV2 = true;
  public String container = "none";
  public boolean capSysResource = true;
  boolean conntrackWritable = true;
  public String machineId;
  public long clockSkewMillis = 40;
  public boolean swapOn = false;
  public List<String> addresses;
  public List<String> routes = List.of("10.0.0.0/24");
  public Map<Integer, String> listening = Map.of(22, "sshd");
  public Set<String> resolves = Set.of();
  public Map<String, Boolean> reaches = Map.of();
  public Set<String> units = Set.of();
  public Set<String> present = Set.of();
  Set<String> commands = Set.of("systemctl", "apt-get");
  public Map<String, String> records = Map.of();
  public Map<String, Secret> pki = Map.of();
  @Nullable public List<NodeFacts.EtcdMember> etcdMembers;
  @Nullable public MasterView view;

  private Machine(Host host) {
    name = host.name();
    hostname = host.name();
    machineId = "machine-" + host.name();
    addresses = List.of(host.nodeAddress());
  }

  public static Machine like(Host host) {
    return new Machine(host);
  }

  public NodeFacts facts() {
    return new NodeFacts(
        name,
        hostname,
        osId,
        osVersion,
        osId + " " + osVersion,
        arch,
        kernel,
        cpus,
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
        mtu,
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
