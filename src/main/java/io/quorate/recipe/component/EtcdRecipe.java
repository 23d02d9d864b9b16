package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.release.Version;
import io.quorate.pki.Credential;
import io.quorate.plan.Digest;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Secret;
import io.quorate.plan.Step;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.platform.EtcdSeries;
import io.quorate.platform.Liveness;
import io.quorate.platform.Template;
import io.quorate.platform.UnitText;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** etcd on each master: its own user, TLS for clients and peers, snapshots. */
public final class EtcdRecipe {

  public static final String UNIT = "etcd.service";
  private static final String UNIT_FILE = "/etc/systemd/system/" + UNIT;
  private static final String ENVIRONMENT = "/etc/etcd/etcd.env";
  private static final String BOOTSTRAP = "/etc/etcd/bootstrap.env";
  static final String PKI = "/etc/etcd/pki";

  /**
   * Read at every handshake (etcd.io, op-guide/security); the authorities' certificates are not.
   */
  private static final List<String> REREAD =
      List.of(PKI + "/server.key", PKI + "/server.crt", PKI + "/peer.key", PKI + "/peer.crt");

  private static final String TOKEN = "ETCD_INITIAL_CLUSTER_TOKEN";

  /** Says that the member was not given the token itself. */
  private static final String TOKEN_NAME = "etcd-token";

  private static final String DIGEST = "digest\n";
  private static final String TOKEN_RECORD = "/var/lib/quorate/" + TOKEN_NAME;
  private static final String OWNER = "etcd:etcd";

  private EtcdRecipe() {}

  public static String id(Host host) {
    return StepKind.ETCD.on(host.name());
  }

  public static String healthId(Host host) {
    return StepKind.ETCD_HEALTH.on(host.name());
  }

  public static String clientUrl(Context context, Host host) {
    return "https://" + Endpoint.of(context, host, 2379);
  }

  public static String peerUrl(Context context, Host host) {
    return "https://" + Endpoint.of(context, host, 2380);
  }

  public static List<Step> steps(Context context, ClusterPki pki, EtcdCluster cluster) {
    List<Host> masters = context.hosts().stream().filter(Host::isMaster).toList();
    // A member that does not answer comes first: while it is away, no other may be restarted.
    List<Host> order =
        masters.stream()
            .sorted(Comparator.comparing(h -> !EtcdCluster.isSilent(context, h)))
            .toList();
    List<Step> steps = new ArrayList<>();
    String before = null;
    for (Host master : order) {
      Set<String> after = new HashSet<>(Set.of(PkiRecipe.id(master), BinariesRecipe.id(master)));
      if (cluster == EtcdCluster.ONE_BY_ONE && before != null) {
        after.add(before);
      }
      before = healthId(master);
      steps.add(
          new Step(
              id(master),
              master.name(),
              Phase.ETCD,
              "etcd",
              operations(context, master, pki, founding(context, master)),
              after,
              Duration.ofMinutes(20)));
      steps.add(health(context, master, cluster, masters));
    }
    return steps;
  }

  /** With whom and into what a member without data starts. */
  private static String founding(Context context, Host host) {
    return EtcdCluster.hasData(context.factsOf(host))
        ? ""
        : bootstrap(
            formedWithToken(context) ? null : context.inventory().etcd(),
            "new",
            context.inventory().masters().stream().map(h -> entry(context, h)).toList());
  }

  /** A member's name and where its peers find it. */
  public static String entry(Context context, Host host) {
    return host.name() + "=" + peerUrl(context, host);
  }

  /**
   * @param etcd whose token names the cluster; null: it stands in the environment, as it once did
   * @param state new or existing
   * @param entries of {@link #entry}: exactly the members that the cluster has then
   */
  static String bootstrap(Inventory.@Nullable Etcd etcd, String state, List<String> entries) {
    Map<String, String> variables = new HashMap<>();
    if (etcd != null) {
      variables.put(TOKEN, digest(etcd.initialToken()));
    }
    variables.put("ETCD_INITIAL_CLUSTER_STATE", state);
    variables.put("ETCD_INITIAL_CLUSTER", String.join(",", entries));
    return UnitText.environment(variables);
  }

  /**
   * @param bootstrap what it starts with when it has no data yet; empty when it has. It is no input
   *     of the unit: a member that has data does not read it (etcd.io, configuration,
   *     "initial-cluster").
   */
  public static List<Operation> operations(
      Context context, Host host, ClusterPki pki, String bootstrap) {
    List<Operation> operations = new ArrayList<>();
    operations.add(
        new Script(
                "user etcd",
                "getent passwd etcd >/dev/null && getent group etcd >/dev/null",
                "q_note 'user etcd'\ngetent group etcd >/dev/null || groupadd --system etcd\n"
                    + "useradd --system --gid etcd --home-dir /var/lib/etcd --no-create-home"
                    + " --shell /usr/sbin/nologin etcd")
            .doing("making the user etcd"));
    operations.add(new Directory("/var/lib/etcd", OWNER, "0700"));
    operations.add(new Directory("/etc/etcd", "root:root", "0755"));
    operations.add(new Directory(PKI, OWNER, "0700"));
    operations.add(owned("ca.crt", Content.of(ca(host, pki))));
    operations.addAll(pair("server", pki.leaf(host, NodeCertificate.ETCD_SERVER)));
    operations.addAll(pair("peer", pki.leaf(host, NodeCertificate.ETCD_PEER)));
    operations.add(
        new WriteFile(ENVIRONMENT, environment(context, host, bootstrap), "root:root", "0600"));
    if (!isOld(context, host, bootstrap)) {
      operations.add(new WriteFile(TOKEN_RECORD, Content.of(DIGEST), "root:root", "0644"));
    }
    if (!bootstrap.isEmpty()) {
      operations.add(new WriteFile(BOOTSTRAP, Content.of(bootstrap), "root:root", "0644"));
    }
    operations.add(
        new WriteFile(UNIT_FILE, Content.of(unit(context, host)), "root:root", ComponentUnit.MODE));
    operations.add(tool(context));
    operations.add(service(UnitText.words(unit(context, host))).rereading(REREAD));
    // Behind it: a time that was missed is made up for at once.
    operations.addAll(SnapshotTimer.operations(context.inventory().etcd()));
    return operations;
  }

  private static Service service(List<String> command) {
    return new Service(
        UNIT,
        List.of(UNIT_FILE, ENVIRONMENT, PKI),
        false,
        // Not /livez, which from 3.5.11 on reads the data: a defragmentation holds that up.
        Liveness.http("http://127.0.0.1:2381/"),
        command);
  }

  /** The member gets its certificates and nothing else; it shows them to whoever connects next. */
  public static List<Operation> certificates(Host host, ClusterPki pki) {
    List<Operation> operations = new ArrayList<>();
    operations.addAll(pair("server", pki.leaf(host, NodeCertificate.ETCD_SERVER)));
    operations.addAll(pair("peer", pki.leaf(host, NodeCertificate.ETCD_PEER)));
    operations.add(service(List.of()).rereading(REREAD));
    return operations;
  }

  private static List<Operation> pair(String stem, Credential credential) {
    return List.of(
        owned(stem + ".key", Content.secret(credential.key())),
        owned(stem + ".crt", Content.of(credential.certificate())));
  }

  /** Copies: the originals are root's, and the members run as a user that is not. */
  private static Operation owned(String name, Content content) {
    return new WriteFile(PKI + "/" + name, content, OWNER, "0600");
  }

  private static Operation program(String path, String text) {
    return new WriteFile(path, Content.of(text), "root:root", "0755");
  }

  private static String ca(Host host, ClusterPki pki) {
    return pki.shared().etcd().of(host).credential().certificate();
  }

  /**
   * What etcd gets in place of the token, as it logs all settings that it starts with: the same on
   * each node, and not what a person typed.
   */
  static String digest(Secret token) {
    return Digest.sha256("quorate etcd token " + token.reveal());
  }

  /** What was found on a node, as if its member had never been given the token itself. */
  public static NodeFacts withDigest(NodeFacts facts) {
    return facts.withRecords(Map.of(TOKEN_NAME, DIGEST));
  }

  /**
   * Whether the member began with the token itself in its environment. It has no use for it any
   * more, and is not restarted to take it away.
   */
  private static boolean isOld(Context context, Host host, String bootstrap) {
    return !bootstrap.contains(TOKEN) && !context.factsOf(host).records().containsKey(TOKEN_NAME);
  }

  /**
   * Whether a member that is to meet the others has formed its cluster with the token itself: they
   * have to say the same.
   */
  private static boolean formedWithToken(Context context) {
    return context.hosts().stream()
        .filter(Host::isMaster)
        .map(context::factsOf)
        .anyMatch(f -> EtcdCluster.hasData(f) && !f.records().containsKey(TOKEN_NAME));
  }

  private static Content environment(Context context, Host host, String bootstrap) {
    Inventory inventory = context.inventory();
    Map<String, Secret> variables = new HashMap<>();
    if (isOld(context, host, bootstrap)) {
      variables.put(TOKEN, inventory.etcd().initialToken());
    }
    variables.putAll(inventory.components().environment(Component.ETCD));
    return Content.guarded(variables, UnitText::environment);
  }

  static String unit(Context context, Host host) {
    Inventory inventory = context.inventory();
    Map<String, String> values =
        Map.of(
            "name", host.name(),
            "clientUrl", clientUrl(context, host),
            "peerUrl", peerUrl(context, host),
            "heartbeat", Integer.toString(inventory.etcd().heartbeatInterval()),
            "election", Integer.toString(inventory.etcd().electionTimeout()),
            "compaction", inventory.etcd().autoCompactionRetention());
    String version = inventory.versions().etcd();
    List<String> flags =
        new ArrayList<>(FlagTable.flags("etcd", Version.line(version), Set.of(), values));
    flags.addAll(EtcdSeries.of(version).flags());
    flags.addAll(inventory.components().flags(Component.ETCD));
    return new Template("etcd/etcd.service")
        .fill(
            Map.of("version", version, "command", UnitText.command("/usr/local/bin/etcd", flags)));
  }

  /** etcdctl for people and scripts, which knows all masters. */
  static Operation tool(Context context) {
    return program("/usr/local/bin/etcdctl.sh", wrapper(context));
  }

  static String wrapper(Context context) {
    return new Template("etcd/etcdctl.sh").fill(Map.of("endpoints", endpoints(context)));
  }

  private static String endpoints(Context context) {
    return endpoints(
        context, context.inventory().hostsByName().stream().filter(Host::isMaster).toList());
  }

  static String endpoints(Context context, List<Host> masters) {
    return masters.stream().map(h -> clientUrl(context, h)).collect(Collectors.joining(","));
  }

  private static Step health(Context context, Host host, EtcdCluster cluster, List<Host> masters) {
    boolean together = cluster == EtcdCluster.TOGETHER;
    boolean all = masters.size() == context.inventory().masters().size();
    Set<String> after =
        together
            ? masters.stream().map(EtcdRecipe::id).collect(Collectors.toSet())
            : Set.of(id(host));
    String endpoints = together ? endpoints(context, masters) : clientUrl(context, host);
    List<Operation> operations = new ArrayList<>();
    operations.add(answers("etcd answers with a quorum", endpoints));
    if (all) {
      operations.add(formed(masters));
    }
    return new Step(
        healthId(host),
        host.name(),
        Phase.ETCD,
        "etcd is healthy",
        operations,
        after,
        Duration.ofMinutes(5));
  }

  /** Waits until each of the members agrees with a quorum. */
  public static Operation answers(String title, String endpoints) {
    return new WaitFor(
            title,
            new Template("etcd/answers.sh").fill(Map.of("endpoints", endpoints)),
            Duration.ofMinutes(3),
            Duration.ofSeconds(1))
        .asking();
  }

  /** The record of whose data the cluster is made of. */
  public static Operation formed(List<Host> masters) {
    return new WriteFile(
        "/var/lib/quorate/" + EtcdCluster.RECORD,
        Content.of(
            masters.stream().map(h -> h.name() + "\n").sorted().collect(Collectors.joining())),
        "root:root",
        "0644");
  }
}
