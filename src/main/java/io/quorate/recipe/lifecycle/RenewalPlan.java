package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.pki.Authority;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Shell;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.component.ClusterPki;
import io.quorate.recipe.component.ComponentKubeconfig;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.Endpoint;
import io.quorate.recipe.component.EtcdRecipe;
import io.quorate.recipe.component.KubeProxyRecipe;
import io.quorate.recipe.component.KubeletRecipe;
import io.quorate.recipe.component.NodeCertificate;
import io.quorate.recipe.component.PkiRecipe;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.component.TlsPort;
import io.quorate.recipe.lifecycle.RenewalOrder.Turn;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * New certificates come to nodes, below the authorities that the cluster has: what there was is
 * kept, and then one master after the other gets its own and proves that its processes show them;
 * workers follow. Units and settings stay as they are on the nodes, whatever the inventory says.
 *
 * <p>Where etcd's members refuse one another because their certificates have ended, all masters get
 * new ones together.
 */
public final class RenewalPlan {

  private static final String RECORDS = "/var/lib/quorate/";

  /** The record of a renewal that has begun and not ended: since when, and of which nodes. */
  static final String UNDER_WAY = "renewing";

  /** The same of one that has ended: what goes on with it finds all done. */
  private static final String LAST = "renewed";

  /** What is older has nothing to do with what is asked for now. */
  private static final Duration FORGOTTEN = Duration.ofDays(7);

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss").withZone(ZoneOffset.UTC);

  private final Context context;
  private final List<Host> hosts;
  private final Begun begun;
  private final ClusterPki pki;
  private final RenewalOrder order;

  private RenewalPlan(Context context, List<Host> hosts, boolean together, boolean resume) {
    this.context = context;
    this.hosts = hosts;
    this.begun =
        Begun.of(context.facts(), context.now(), resume)
            .orElse(new Begun(context.now(), hosts.stream().map(Host::name).toList()));
    this.pki =
        ClusterPki.renewed(
            context,
            SharedSecrets.of(context, context.inventory().masters()),
            hosts,
            Authority.beginOf(begun.since()));
    this.order =
        RenewalOrder.of(hosts, LiveCluster.of(context.inventory(), context.facts()), together);
  }

  /**
   * A renewal that was cut off.
   *
   * @param since leaves that were made from then on are new
   * @param nodes names of those that get them
   */
  public record Begun(Instant since, List<String> nodes) {
    public Begun {
      nodes = List.copyOf(nodes);
    }

    /**
     * The one that nodes remember; none when that is long ago.
     *
     * @param resume whether one is meant that may have come to its end on all nodes
     */
    public static Optional<Begun> of(ClusterFacts facts, Instant now, boolean resume) {
      Optional<Begun> open = of(facts, now, UNDER_WAY);
      return open.isEmpty() && resume ? of(facts, now, LAST) : open;
    }

    private static Optional<Begun> of(ClusterFacts facts, Instant now, String record) {
      return facts.nodes().values().stream()
          .map(f -> f.records().getOrDefault(record, ""))
          .filter(text -> text.matches("[0-9]{1,12}( [A-Za-z0-9.-]+)+\\s*"))
          .map(Begun::read)
          .filter(b -> b.since.isAfter(now.minus(FORGOTTEN)) && !b.since.isAfter(now))
          .max(Comparator.comparing(Begun::since));
    }

    private static Begun read(String text) {
      List<String> words = List.of(text.strip().split(" "));
      return new Begun(
          Instant.ofEpochSecond(Long.parseLong(words.getFirst())), words.subList(1, words.size()));
    }

    private String text() {
      return since.getEpochSecond() + " " + String.join(" ", new TreeSet<>(nodes)) + "\n";
    }
  }

  /**
   * @param context the inventory as it is, and the answers to {@link RenewalGuard#requests}
   * @param hosts who gets new ones
   * @param together what {@link RenewalGuard#judge} said
   * @param resume whether a renewal goes on that was cut off, however near to its end
   */
  public static Plan of(Context context, List<Host> hosts, boolean together, boolean resume) {
    return new RenewalPlan(context, hosts, together, resume).plan();
  }

  private Plan plan() {
    Selection steps = new Selection();
    steps.all(order.turns().stream().map(this::step).toList());
    steps.all(hosts.stream().map(this::end).toList());
    return steps.verified(context);
  }

  private Step step(Turn turn) {
    Host host = turn.host();
    return switch (turn.kind()) {
      case KEPT -> step(turn, Phase.PREPARE, "Keep what there was", kept());
      case ETCD -> step(turn, Phase.ETCD, "New certificates, and etcd with them", etcd(host));
      case QUORUM -> step(turn, Phase.ETCD, "etcd agrees again", List.of(agrees(host)));
      case CONTROL_PLANE ->
          step(
              turn, Phase.CONTROL_PLANE, "Control plane with new certificates", controlPlane(host));
      case NODE -> step(turn, Phase.NODES, "kubelet with new certificates", node(host));
    };
  }

  private static Step step(Turn turn, Phase phase, String title, List<Operation> operations) {
    return new Step(
        turn.id(), turn.host().name(), phase, title, operations, turn.after(), within(turn));
  }

  private static Duration within(Turn turn) {
    return turn.kind() == RenewalOrder.Kind.NODE ? Duration.ofMinutes(20) : Duration.ofMinutes(10);
  }

  private String folder() {
    return RECORDS + "pki." + DATE.format(begun.since());
  }

  private List<Operation> kept() {
    return List.of(
        remembered(UNDER_WAY),
        AssetScript.of("what there was is kept", "certificates/keep", keeping())
            .doing("keeping certificates and keys in " + folder()));
  }

  private Operation remembered(String record) {
    return new WriteFile(RECORDS + record, Content.of(begun.text()), "root:root", "0644");
  }

  private Map<String, String> keeping() {
    return Map.of("KEPT", folder(), "WHAT", "etc/kubernetes/pki etc/etcd/pki root/.kube/config");
  }

  private List<Operation> etcd(Host host) {
    List<Operation> operations = new ArrayList<>(PkiRecipe.leaves(host, pki));
    operations.addAll(EtcdRecipe.certificates(host, pki));
    operations.add(shows(host, TlsPort.ETCD_CLIENTS, TlsPort.ETCD_PEERS));
    if (!order.together()) {
      operations.add(agrees(host));
    }
    return operations;
  }

  private Operation agrees(Host host) {
    return EtcdRecipe.answers("etcd answers with a quorum", EtcdRecipe.clientUrl(context, host));
  }

  private List<Operation> controlPlane(Host host) {
    List<Operation> operations =
        new ArrayList<>(ControlPlaneRecipe.restartedApiServer(context.inventory(), host, pki));
    operations.add(ControlPlaneRecipe.ready());
    operations.add(shows(host, TlsPort.API_SERVER));
    operations.addAll(ControlPlaneRecipe.restartedControllers());
    return operations;
  }

  private List<Operation> node(Host host) {
    List<Operation> operations = new ArrayList<>();
    if (!host.isMaster()) {
      operations.addAll(PkiRecipe.leaves(host, pki));
    }
    operations.add(KubeletRecipe.masterAnswers(context.inventory(), host, Duration.ofMinutes(10)));
    operations.add(KubeletRecipe.restarted());
    operations.add(KubeProxyRecipe.restarted());
    operations.add(shows(host, TlsPort.KUBELET));
    return operations;
  }

  /** The command that asks the API server that a host finds, as somebody. */
  private String asks(Host host, NodeCertificate who, String path) {
    Inventory inventory = context.inventory();
    return ControlPlaneRecipe.curl(
        SharedSecrets.CA + ".crt", who, KubeletRecipe.apiServer(inventory, host) + path);
  }

  private WaitFor shows(Host host, TlsPort... ports) {
    String calls =
        Stream.of(ports)
            .map(p -> "presents " + shown(host, p))
            .collect(Collectors.joining(" &&\n"));
    return new WaitFor(
        Stream.of(ports).map(TlsPort::process).collect(Collectors.joining(" and "))
            + " shows the new certificate",
        library() + calls + "\n",
        Duration.ofMinutes(2),
        Duration.ofMillis(500));
  }

  private String shown(Host host, TlsPort port) {
    return Shell.quote(port.place(Endpoint.address(context, host))) + " " + port.file();
  }

  private static String library() {
    return new Template("certificates/presents.lib.sh").text();
  }

  private Step end(Host host) {
    return new Step(
        StepKind.RENEWAL_END.on(host.name()),
        host.name(),
        Phase.VERIFY,
        "Prove the certificates",
        List.of(
            proof(host),
            AssetScript.of("nothing older is kept", "certificates/kept", keeping())
                .doing("removing what an earlier renewal had kept"),
            remembered(LAST),
            new RemoveFile(RECORDS + UNDER_WAY)),
        order.last(),
        Duration.ofMinutes(5));
  }

  /** By what the node has and shows. */
  private WaitFor proof(Host host) {
    List<String> checks = new ArrayList<>();
    for (NodeCertificate certificate : NodeCertificate.values()) {
      if (certificate.belongsTo(host)) {
        checks.add(
            "leaf %s %s %s"
                .formatted(
                    certificate.certificatePath(),
                    certificate.keyPath(),
                    certificate.authorityPath()));
      }
    }
    TlsPort.of(host).stream()
        .filter(p -> !p.file().isEmpty())
        .forEach(p -> checks.add("shows " + shown(host, p)));
    Set<NodeCertificate> known = new LinkedHashSet<>();
    ComponentKubeconfig.of(host).forEach(k -> known.add(k.certificate()));
    known.forEach(
        who ->
            checks.add(
                "enters %s %s"
                    .formatted(
                        Shell.quote(who.certificatePath()),
                        Shell.quote(asks(host, who, "/version")))));
    return new WaitFor(
            "every certificate is good, shown and let in",
            library()
                + new Template("certificates/verify.sh")
                    .fill(Map.of("checks", String.join("\n", checks))),
            Duration.ofMinutes(2),
            Duration.ofSeconds(1))
        .asking();
  }
}
