package io.quorate.recipe.cluster;

import io.quorate.inventory.Role;
import io.quorate.inventory.setting.Draft.HostDraft;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.NodeFacts.EtcdMember;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of a cluster that is read back: the API's nodes and etcd's members, with what is
 * recorded of how SSH reaches them.
 *
 * @param members etcd's; none when no master that was asked knows any
 * @param recorded as the masters keep them; none on a cluster that others made
 * @param named the master that a person named
 * @param address where that was reached
 */
record ReadBackHosts(
    RunningSettings running,
    List<EtcdMember> members,
    List<HostDraft> recorded,
    NodeFacts named,
    String address) {

  /**
   * @param notes get what a person has to know, a sentence each
   * @return none when nothing of a cluster was found
   */
  List<HostDraft> hosts(List<String> notes) {
    List<RunningSettings.Node> nodes = running.nodes();
    if (nodes == null && members.isEmpty()) {
      if (!recorded.isEmpty()) {
        notes.add(
            "Neither an API server nor etcd answers there: the hosts are as the master remembers"
                + " them, and nothing that runs confirms it.");
      }
      return recorded;
    }
    if (nodes == null) {
      notes.add(
          "No API server lists the nodes: the masters are etcd's members, the workers as the"
              + " master remembers them.");
    }
    Map<String, HostDraft> found = new LinkedHashMap<>();
    for (HostDraft host : recorded) {
      if (isThere(host, nodes)) {
        found.put(host.name(), host);
      } else {
        notes.add(host.name() + " is recorded, and not in the cluster any more: it is left out.");
      }
    }
    if (nodes != null) {
      nodes.forEach(
          node ->
              found.put(
                  node.name(),
                  host(
                      node.name(),
                      node.address(),
                      roles(node),
                      found.get(node.name()),
                      noted(node))));
    }
    for (EtcdMember member : members) {
      String name = nameOf(member, nodes == null ? List.of() : nodes);
      if (!found.containsKey(name)) {
        notes.add(name + " is a member of etcd and no node: look at it with `quorate remove`.");
        found.put(name, host(name, hostOf(member), EnumSet.of(Role.MASTER), null, Map.of()));
      }
    }
    return List.copyOf(found.values());
  }

  private boolean isThere(HostDraft host, @Nullable List<RunningSettings.Node> nodes) {
    return members.stream().anyMatch(m -> m.name().equals(host.name()))
        || (nodes == null
            ? !host.roles().contains(Role.MASTER)
            : nodes.stream().anyMatch(n -> n.name().equals(host.name())));
  }

  private Set<Role> roles(RunningSettings.Node node) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    boolean master =
        node.labels().contains("node-role.kubernetes.io/control-plane")
            || node.labels().contains("node-role.kubernetes.io/master")
            || members.stream().anyMatch(m -> isOf(m, node));
    boolean kept =
        node.taints().stream().anyMatch(t -> t.matches("node-role\\.kubernetes\\.io/.*:NoSch.*"));
    if (master) {
      roles.add(Role.MASTER);
    }
    if (!kept || !master) {
      roles.add(Role.WORKER);
    }
    return roles;
  }

  private static boolean isOf(EtcdMember member, RunningSettings.Node node) {
    return member.name().equals(node.name()) || hostOf(member).equals(node.address());
  }

  private static String nameOf(EtcdMember member, List<RunningSettings.Node> nodes) {
    return nodes.stream()
        .filter(n -> isOf(member, n))
        .map(RunningSettings.Node::name)
        .findFirst()
        .orElse(member.name().isEmpty() ? hostOf(member) : member.name());
  }

  private static String hostOf(EtcdMember member) {
    return LiveCluster.host(member.peerUrl());
  }

  /** The labels and taints that a node notes as Quorate's. */
  private static Map<Setting, Written> noted(RunningSettings.Node node) {
    Map<Setting, Written> noted = new EnumMap<>(Setting.class);
    Map<String, Written.Entry> labels = new LinkedHashMap<>();
    for (String label : node.ours().getOrDefault(Setting.NODE_LABELS, List.of())) {
      String[] pair = label.split("=", 2);
      labels.put(pair[0], new Written.Entry(null, scalar(pair.length == 2 ? pair[1] : "")));
    }
    List<Written> taints =
        node.ours().getOrDefault(Setting.NODE_TAINTS, List.of()).stream()
            .map(ReadBackHosts::scalar)
            .toList();
    if (!labels.isEmpty()) {
      noted.put(Setting.NODE_LABELS, new Written.Mapping(labels, null));
    }
    if (!taints.isEmpty()) {
      noted.put(Setting.NODE_TAINTS, new Written.Sequence(taints, null));
    }
    return noted;
  }

  private static Written scalar(String text) {
    return new Written.Scalar(text, false, null);
  }

  /** With what is recorded of how SSH reaches it; where nothing is, with what it notes itself. */
  private HostDraft host(
      String name,
      String inside,
      Set<Role> roles,
      @Nullable HostDraft recorded,
      Map<Setting, Written> noted) {
    Map<Setting, Written> own = new EnumMap<>(Setting.class);
    own.putAll(recorded == null ? noted : recorded.settings());
    boolean isNamed = named.addresses().contains(inside) && !address.equals(inside);
    if (recorded == null || isNamed) {
      RunningSettings.put(own, Setting.ANSIBLE_HOST, isNamed ? address : inside);
    }
    String outside = own.get(Setting.ANSIBLE_HOST) instanceof Written.Scalar s ? s.text() : "";
    if (inside.isEmpty() || inside.equals(outside)) {
      own.remove(Setting.PRIVATE_ADDRESS);
    } else {
      RunningSettings.put(own, Setting.PRIVATE_ADDRESS, inside);
    }
    return new HostDraft(name, own, roles, null);
  }
}
