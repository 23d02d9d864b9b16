package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Quorum;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.NodeFacts.EtcdMember;
import io.quorate.recipe.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How etcd's members are started: decided from all masters, never from the first. */
public enum EtcdCluster {
  /** No quorum runs: the cluster has yet to form, or was switched off. None waits for another. */
  TOGETHER,
  /** A quorum runs and must not be lost: one member after the other, each gated on health. */
  ONE_BY_ONE;

  public static final String DATA = "/var/lib/etcd/member";

  /** Written on each master once all members were healthy together: their names. */
  public static final String RECORD = "etcd-formed";

  public static boolean hasData(NodeFacts facts) {
    return facts.present().contains(DATA);
  }

  /** Whether a master has a member's data and its member did not answer. */
  static boolean isSilent(Context context, Host master) {
    NodeFacts facts = context.factsOf(master);
    List<EtcdMember> members = facts.etcdMembers();
    return hasData(facts) && (members == null || members.isEmpty());
  }

  /**
   * @throws GuardRefused when the members and the inventory's masters do not go together, or a
   *     member has lost its data
   */
  public static EtcdCluster of(Context context) {
    List<Host> masters = context.inventory().masters();
    List<Host> asked = masters.stream().filter(context.hosts()::contains).toList();
    List<String> withData = names(asked, context, true);
    List<String> without = names(asked, context, false);
    List<EtcdMember> members = members(context, asked);
    if (members != null) {
      refuseStrangers(context, masters, members);
    }
    if (without.isEmpty()) {
      return members == null ? TOGETHER : ONE_BY_ONE;
    }
    if (!withData.isEmpty()) {
      refuseLost(context, asked, without);
    }
    refuseSilent(masters, asked);
    return TOGETHER;
  }

  private static List<String> names(List<Host> masters, Context context, boolean data) {
    return masters.stream()
        .filter(h -> hasData(context.factsOf(h)) == data)
        .map(Host::name)
        .toList();
  }

  private static void refuseSilent(List<Host> masters, List<Host> asked) {
    List<String> silent = masters.stream().filter(h -> !asked.contains(h)).map(Host::name).toList();
    if (!silent.isEmpty()) {
      throw new GuardRefused(
          "etcd's cluster has yet to form, and " + String.join(", ", silent) + " did not answer.",
          "Make every master reachable, or take it out of the inventory.");
    }
  }

  /** The members by the account of masters that proved a quorum; null when there is none. */
  private static @Nullable List<EtcdMember> members(Context context, List<Host> asked) {
    Map<Set<String>, List<String>> accounts = new LinkedHashMap<>();
    List<EtcdMember> found = null;
    for (Host master : asked) {
      List<EtcdMember> members = listed(context.factsOf(master));
      if (members != null && !members.isEmpty()) {
        Set<String> ids = members.stream().map(EtcdMember::id).collect(Collectors.toSet());
        accounts.computeIfAbsent(ids, k -> new ArrayList<>()).add(master.name());
        found = members;
      }
    }
    if (accounts.size() > 1) {
      throw new GuardRefused(
          "The masters are members of different etcd clusters: "
              + accounts.values().stream()
                  .map(names -> String.join(", ", names))
                  .collect(Collectors.joining(" against "))
              + ".",
          "Look at `etcdctl.sh member list` on each, and take those that do not belong here out of"
              + " the inventory.");
    }
    return found;
  }

  private static @Nullable List<EtcdMember> listed(NodeFacts facts) {
    MasterView view = facts.view();
    return view != null && view.reads().isEmpty() ? null : facts.etcdMembers();
  }

  private static void refuseStrangers(
      Context context, List<Host> masters, List<EtcdMember> members) {
    Map<String, String> byPeerUrl = new TreeMap<>();
    members.forEach(m -> byPeerUrl.put(m.peerUrl(), m.name()));
    List<String> outside =
        masters.stream()
            .filter(h -> !byPeerUrl.containsKey(EtcdRecipe.peerUrl(context, h)))
            .map(Host::name)
            .toList();
    if (!outside.isEmpty()) {
      throw newcomers(outside, members.size(), masters.size());
    }
    masters.forEach(h -> byPeerUrl.remove(EtcdRecipe.peerUrl(context, h)));
    if (!byPeerUrl.isEmpty()) {
      throw new GuardRefused(
          "etcd has members that the inventory does not have as masters: " + byPeerUrl + ".",
          "install never takes a member out of etcd: `quorate remove` does. Put them back into the"
              + " inventory until then.");
    }
  }

  /** Of so many new votes at once, none has any data yet. */
  private static GuardRefused newcomers(List<String> names, int members, int masters) {
    boolean one = names.size() == 1;
    int agree = new Quorum(masters).size();
    return new GuardRefused(
        "%s %s of the inventory but no %s of the etcd cluster that exists: that has %d, of which %d %s to agree; of %d masters %d would have to, and only %d %s its data."
            .formatted(
                String.join(", ", names),
                one ? "is a master" : "are masters",
                one ? "member" : "members",
                members,
                new Quorum(members).size(),
                members == 1 ? "has" : "have",
                masters,
                agree,
                members,
                members == 1 ? "has" : "have"),
        "install never lets a master join: `quorate add` does, one after the other, with the quorum"
            + " guarded.");
  }

  private static void refuseLost(Context context, List<Host> asked, List<String> without) {
    Set<String> formed = new TreeSet<>();
    asked.forEach(h -> formed.addAll(formedWith(context.factsOf(h))));
    List<String> lost = without.stream().filter(formed::contains).toList();
    if (!lost.isEmpty()) {
      throw new GuardRefused(
          String.join(", ", lost)
              + (lost.size() == 1 ? " was a member" : " were members")
              + " of the etcd cluster and has lost its data.",
          "A member that comes back empty would break etcd's promises: take it out (`quorate"
              + " remove`), then let it join anew (`quorate add`).");
    }
    // Before it was formed, a first install was cut off; from then on they are newcomers.
    if (!formed.isEmpty()) {
      throw newcomers(without, formed.size(), context.inventory().masters().size());
    }
  }

  private static Set<String> formedWith(NodeFacts facts) {
    String record = facts.records().getOrDefault(RECORD, "");
    return record.lines().filter(line -> !line.isBlank()).collect(Collectors.toSet());
  }
}
