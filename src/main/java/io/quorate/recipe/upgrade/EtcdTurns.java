package io.quorate.recipe.upgrade;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.plan.ClusterChange.MoveLeader;
import io.quorate.plan.ClusterChange.RestApiServer;
import io.quorate.plan.ClusterChange.ServeApiServer;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.component.BinariesRecipe;
import io.quorate.recipe.component.ClusterPki;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.EtcdMembers;
import io.quorate.recipe.component.EtcdRecipe;
import io.quorate.recipe.component.NodeCertificate;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.upgrade.UpgradeRoll.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The turns of etcd's members: one at a time, the API server beside it at rest meanwhile. */
final class EtcdTurns {

  private final Context context;
  private final LiveCluster live;
  private final ClusterPki pki;

  EtcdTurns(Context context, LiveCluster live, ClusterPki pki) {
    this.context = context;
    this.live = live;
    this.pki = pki;
  }

  /** A member gets the stage's version. */
  Step newer(Turn turn) {
    Versions versions = turn.ofStage().versions();
    return new Step(
        turn.id(),
        turn.host().name(),
        Phase.ETCD,
        "etcd " + versions.etcd(),
        operations(UpgradeTurns.at(context, versions), turn.host(), versions.etcd()),
        turn.after(),
        Duration.ofMinutes(20));
  }

  /** The members are told to speak the stage's version, which is older. */
  Step downgrade(Turn turn) {
    String version = turn.ofStage().versions().etcd();
    return new Step(
        turn.id(),
        turn.host().name(),
        Phase.ETCD,
        "etcd goes back",
        List.of(EtcdDowngrade.to(context, turn.host(), version)),
        turn.after(),
        Duration.ofMinutes(5));
  }

  private boolean leads(Host host) {
    return member(host).map(LiveNode.Member::leader).orElse(false);
  }

  private Optional<LiveNode.Member> member(Host host) {
    return live.node(host.name()).flatMap(LiveNode::etcd);
  }

  private List<Operation> operations(Context then, Host host, String version) {
    String own = EtcdRecipe.clientUrl(then, host);
    String asks =
        UpgradeProofs.version(SharedSecrets.ETCD_CA, NodeCertificate.ETCD_HEALTHCHECK_CLIENT, own);
    List<Operation> operations = new ArrayList<>(BinariesRecipe.etcdAlone(then, host));
    operations.addAll(EtcdDowngrade.cancelled(then, host, version));
    heir(host)
        .ifPresent(
            heir ->
                operations.add(
                    AssetScript.using(
                            EtcdMembers.FUNCTIONS,
                            "another member leads",
                            "etcd/leader-move",
                            Map.of("ETCD_LEADER_URL", own, "ETCD_LEADER_NEXT", heir))
                        .asking()
                        .changing(new MoveLeader(id(host), heir))
                        .doing("moving etcd's leadership to another member")));
    operations.add(
        AssetScript.of(
                "its API server rests meanwhile",
                "upgrade/rest",
                Map.of("ETCD_ASK", asks, "ETCD_WANTED", version))
            .changing(new RestApiServer(version))
            .doing("stopping the API server of this master until its etcd is back"));
    operations.addAll(EtcdRecipe.operations(then, host, pki, ""));
    operations.add(UpgradeProofs.runs("etcd", "etcdserver", version, asks));
    operations.add(
        EtcdRecipe.answers(
            "every member answers with a quorum",
            UpgradeTurns.masters(context).stream()
                .map(h -> EtcdRecipe.clientUrl(then, h))
                .collect(Collectors.joining(","))));
    operations.add(
        AssetScript.of("its API server serves", "upgrade/serve", Map.of())
            .changing(new ServeApiServer())
            .doing("starting the API server of this master"));
    operations.add(ControlPlaneRecipe.ready());
    operations.add(
        new WaitFor(
                "all members agree",
                EtcdMembers.FUNCTIONS
                    + new Template("verify/etcd.sh")
                        .fill(
                            Map.of(
                                "members", Integer.toString(context.inventory().masters().size()))),
                Duration.ofMinutes(2),
                Duration.ofSeconds(1))
            .asking());
    return operations;
  }

  /** Of the host's member, in hexadecimal; empty where it has none. */
  private String id(Host host) {
    return member(host).map(LiveNode.Member::id).orElse("");
  }

  /** Who may lead instead; nobody where there is one member. */
  private Optional<String> heir(Host host) {
    return UpgradeTurns.masters(context).stream()
        .filter(h -> !h.equals(host))
        .sorted(Comparator.comparing(this::leads))
        .map(this::member)
        .flatMap(Optional::stream)
        .filter(m -> m.healthy() && !m.learner())
        .map(LiveNode.Member::id)
        .findFirst();
  }
}
