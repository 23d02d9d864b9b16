package io.quorate.plan.facts;

import io.quorate.plan.Secret;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one probe found on a node.
 *
 * @param node its name in the inventory
 * @param hostname what it calls itself
 * @param osId os-release's ID, such as debian
 * @param osVersion os-release's VERSION_ID, such as 12
 * @param osName os-release's PRETTY_NAME
 * @param arch amd64, arm64, or what uname -m says
 * @param kernel uname -r
 * @param cpus processors
 * @param memoryMiB memory in MiB
 * @param diskFreeMiB free space at /var/lib in MiB
 * @param cgroupV2 whether /sys/fs/cgroup is the unified hierarchy
 * @param container systemd-detect-virt -c: "none", "lxc", "systemd-nspawn", …
 * @param capSysResource whether root has CAP_SYS_RESOURCE
 * @param conntrackWritable whether net.netfilter.nf_conntrack_max can be written
 * @param machineId /etc/machine-id
 * @param clockSkewMillis its clock less the operator's, half a round trip taken off
 * @param swapOn whether a swap device is active
 * @param addresses its IPv4 and IPv6 addresses
 * @param routes its IPv4 routes' destinations, but the default one, as CIDR
 * @param defaultInterface the interface of the default route; empty when there is none
 * @param mtu of that interface
 * @param timezone /etc/timezone or the target of /etc/localtime
 * @param listening TCP ports in use, to the process's name
 * @param resolves names asked for that resolve
 * @param reaches "host:port" of those asked for to whether a packet came back
 * @param units active units among those Quorate writes
 * @param present paths that were asked for and exist
 * @param commands programs that were asked for and are on the PATH
 * @param pki the files below /etc/kubernetes/pki by path, keys among them; stays in memory
 * @param etcdMembers what this node's etcd says of the members; null when it does not answer
 * @param view the cluster as this master sees it; null when it was not asked
 * @param records the node's own records below /var/lib/quorate by file name
 */
public record NodeFacts(
    String node,
    String hostname,
    String osId,
    String osVersion,
    String osName,
    String arch,
    String kernel,
    int cpus,
    long memoryMiB,
    long diskFreeMiB,
    boolean cgroupV2,
    String container,
    boolean capSysResource,
    boolean conntrackWritable,
    String machineId,
    long clockSkewMillis,
    boolean swapOn,
    List<String> addresses,
    List<String> routes,
    String defaultInterface,
    int mtu,
    String timezone,
    Map<Integer, String> listening,
    Set<String> resolves,
    Map<String, Boolean> reaches,
    Set<String> units,
    Set<String> present,
    Set<String> commands,
    Map<String, Secret> pki,
    @Nullable List<EtcdMember> etcdMembers,
    @Nullable MasterView view,
    Map<String, String> records) {

  public NodeFacts {
    addresses = List.copyOf(addresses);
    routes = List.copyOf(routes);
    listening = Map.copyOf(listening);
    resolves = Set.copyOf(resolves);
    reaches = Map.copyOf(reaches);
    units = Set.copyOf(units);
    present = Set.copyOf(present);
    commands = Set.copyOf(commands);
    pki = Map.copyOf(pki);
    etcdMembers = etcdMembers == null ? null : List.copyOf(etcdMembers);
    records = Map.copyOf(records);
  }

  /** Whether Quorate ever changed the node, which it keeps a record of there. */
  public boolean isOurs() {
    return records.containsKey("manifest");
  }

  /** The same with what a later question was answered. */
  public NodeFacts withRecords(Map<String, String> later) {
    Map<String, String> all = new HashMap<>(records);
    all.putAll(later);
    return with(present, pki, etcdMembers, view, all);
  }

  /**
   * What would be found of a master once a backup was put there: these keys and data, and no member
   * that runs yet.
   *
   * @param keys below /etc/kubernetes/pki by path; what else is there stays
   * @param data the path of the data
   */
  public NodeFacts holding(Map<String, Secret> keys, String data) {
    Map<String, Secret> all = new HashMap<>(pki);
    all.putAll(keys);
    Set<String> there = new HashSet<>(present);
    there.add(data);
    return with(there, all, null, null, records);
  }

  private NodeFacts with(
      Set<String> present,
      Map<String, Secret> pki,
      @Nullable List<EtcdMember> etcdMembers,
      @Nullable MasterView view,
      Map<String, String> records) {
    return new NodeFacts(
        node,
        hostname,
        osId,
        osVersion,
        osName,
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
        defaultInterface,
        mtu,
        timezone,
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

  /**
   * A member as etcd lists it.
   *
   * @param id hexadecimal
   */
  public record EtcdMember(String id, String name, String peerUrl, boolean learner) {}
}
