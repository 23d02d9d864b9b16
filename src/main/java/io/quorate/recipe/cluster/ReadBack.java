package io.quorate.recipe.cluster;

import io.quorate.inventory.EtcdToken;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.file.InventoryDiff;
import io.quorate.inventory.file.InventoryDiff.Changed;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.setting.Draft;
import io.quorate.inventory.setting.Draft.HostDraft;
import io.quorate.inventory.setting.InventoryBuilder;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import io.quorate.pki.Credential;
import io.quorate.pki.PkiException;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.NodeFacts.EtcdMember;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.plan.facts.Vitals;
import io.quorate.platform.Template;
import io.quorate.recipe.component.ClusterRecord;
import io.quorate.recipe.component.SharedSecrets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An inventory of a cluster that runs. Who is in it is what etcd and the API say; how it is set up
 * is what its programs were started with, and beyond that what the masters keep of their inventory
 * ({@link ClusterRecord}).
 *
 * @param reading the inventory, and what is wrong with its writing
 * @param notes what a person has to know of it, a sentence each: what was not found out, and what
 *     is not as the record says
 */
public record ReadBack(Reading reading, List<String> notes) {

  private static final String SCRIPT = "read-back";

  public ReadBack {
    notes = List.copyOf(notes);
  }

  /** What a master is asked. */
  public static ProbeRequest request(Host master) {
    Map<String, String> scripts = new LinkedHashMap<>(MasterProbe.scripts(master));
    scripts.put(SCRIPT, new Template("readback/cluster.sh").text());
    return ProbeRequest.asking(scripts);
  }

  /**
   * @param masters what those that answered said, the first of them the one that was named
   * @param address where the first was reached
   * @param given how the nodes are reached, as the person said; goes before what is recorded
   * @throws GuardRefused when nothing of a cluster was found
   */
  public static ReadBack of(List<NodeFacts> masters, String address, Map<Setting, String> given) {
    return new Reader(masters, address, given).read();
  }

  /**
   * Whether a master belongs to the cluster with an authority.
   *
   * @param authority its certificate as PEM
   * @return a note when that does not show
   * @throws GuardRefused when it belongs to another one
   */
  public static List<String> sameCluster(NodeFacts master, String authority) {
    String path = SharedSecrets.CA + ".crt";
    Secret own = master.pki().get(path);
    if (own == null) {
      return List.of("There is no " + path + " to tell whether this is the kubeconfig's cluster.");
    }
    try {
      if (Credential.isShared(own.reveal(), authority)) {
        return List.of();
      }
    } catch (PkiException e) {
      return List.of(
          "Whether this is the kubeconfig's cluster does not show: " + e.getMessage() + ".");
    }
    throw new GuardRefused(
        "The master belongs to another cluster than the kubeconfig's entry: its authority is"
            + " another.",
        "Name a master of the cluster that you mean.");
  }

  private static final class Reader {
    private final List<NodeFacts> masters;
    private final String address;
    private final Map<Setting, String> given;
    private final RunningSettings running;
    private final List<String> notes = new ArrayList<>();
    private final Draft record;

    Reader(List<NodeFacts> masters, String address, Map<Setting, String> given) {
      this.masters = masters;
      this.address = address;
      this.given = given;
      this.running = running(masters);
      this.record = record();
    }

    /** The first that reaches an API server speaks for the cluster, else the first. */
    private static RunningSettings running(List<NodeFacts> masters) {
      List<RunningSettings> all =
          masters.stream()
              .map(m -> new RunningSettings(m.records().getOrDefault(SCRIPT, "")))
              .toList();
      return all.stream().filter(r -> r.nodes() != null).findFirst().orElse(all.getFirst());
    }

    /** That of most masters: one that was away when the settings changed keeps an old one. */
    private Draft record() {
      Map<String, Long> texts =
          masters.stream()
              .filter(m -> m.records().containsKey(ClusterRecord.NAME))
              .collect(
                  Collectors.groupingBy(
                      m ->
                          m.records().get(ClusterRecord.NAME)
                              + m.records().getOrDefault(ClusterRecord.ENVIRONMENT, ""),
                      LinkedHashMap::new,
                      Collectors.counting()));
      if (texts.size() > 1) {
        notes.add(
            "The masters' records of the settings differ, as when one was away while they changed;"
                + " that of most of them is taken.");
      }
      long most = texts.values().stream().mapToLong(Long::longValue).max().orElse(0);
      NodeFacts keeper =
          masters.stream()
              .filter(m -> m.records().containsKey(ClusterRecord.NAME))
              .filter(
                  m ->
                      texts.getOrDefault(
                              m.records().get(ClusterRecord.NAME)
                                  + m.records().getOrDefault(ClusterRecord.ENVIRONMENT, ""),
                              0L)
                          == most)
              .findFirst()
              .orElse(null);
      return keeper == null ? new Draft(Map.of(), List.of(), Map.of()) : draft(keeper.records());
    }

    /** What Quorate wrote needs no places, and its faults would be ours. */
    private static Draft draft(Map<String, String> records) {
      List<Problem> faults = new ArrayList<>();
      Draft main = InventoryFile.draft(records.getOrDefault(ClusterRecord.NAME, ""), "", faults);
      Map<Setting, Written> settings = new EnumMap<>(Setting.class);
      settings.putAll(main.settings());
      String environment = records.getOrDefault(ClusterRecord.ENVIRONMENT, "");
      if (!environment.isBlank()) {
        settings.putAll(InventoryFile.draft(environment, "", faults).settings());
      }
      return new Draft(settings, main.hosts(), Map.of());
    }

    ReadBack read() {
      List<HostDraft> hosts =
          new ReadBackHosts(running, members(), record.hosts(), masters.getFirst(), address)
              .hosts(notes);
      if (hosts.isEmpty()) {
        throw new GuardRefused(
            "There is no sign of a cluster at " + address + ".",
            "Name a master of the cluster that runs, and one that lets you become root.");
      }
      Map<Setting, Written> settings = new EnumMap<>(Setting.class);
      settings.putAll(record.settings());
      settings.putAll(running());
      given.forEach((setting, text) -> RunningSettings.put(settings, setting, text));
      token(settings);
      List<Problem> problems = new ArrayList<>();
      Reading reading =
          InventoryBuilder.build(new Draft(settings, hosts, Map.of()), Catalogue.load(), problems);
      compare(reading.inventory());
      if (record.settings().isEmpty()) {
        unknown();
      }
      return new ReadBack(reading, notes);
    }

    private Map<Setting, Written> running() {
      Map<Setting, Written> found = running.settings();
      List<RunningSettings.Node> nodes = running.nodes();
      if (nodes != null && !nodes.isEmpty()) {
        versions(nodes, found);
      }
      etcdVersion().ifPresent(v -> RunningSettings.put(found, Setting.ETCD_VERSION, v));
      return found;
    }

    private Optional<String> etcdVersion() {
      return masters.stream()
          .map(NodeFacts::view)
          .flatMap(v -> v == null ? Stream.empty() : Stream.ofNullable(v.vitals()))
          .map(Vitals::version)
          .filter(v -> !v.isEmpty())
          .findFirst();
    }

    /** Those of the master that was named, or of the first node. */
    private void versions(List<RunningSettings.Node> nodes, Map<Setting, Written> found) {
      RunningSettings.Node own =
          nodes.stream()
              .filter(n -> masters.getFirst().addresses().contains(n.address()))
              .findFirst()
              .orElse(nodes.getFirst());
      RunningSettings.put(found, Setting.KUBERNETES_VERSION, own.kubelet().replaceFirst("^v", ""));
      List<String> others =
          nodes.stream()
              .filter(n -> !n.kubelet().equals(own.kubelet()))
              .map(n -> n.name() + " has " + n.kubelet())
              .toList();
      if (!others.isEmpty()) {
        notes.add(
            own.name()
                + " runs Kubernetes "
                + own.kubelet()
                + ", which is taken; "
                + String.join(", ", others)
                + ".");
      }
      String[] runtime = own.runtime().split("://", 2);
      if (runtime.length == 2 && runtime[0].equals("containerd")) {
        RunningSettings.put(found, Setting.CONTAINER_RUNTIME, "containerd");
        RunningSettings.put(found, Setting.CONTAINERD_VERSION, plain(runtime[1]));
      } else if (runtime.length == 2 && runtime[0].equals("docker")) {
        RunningSettings.put(found, Setting.CONTAINER_RUNTIME, "docker");
        RunningSettings.put(found, Setting.DOCKER_VERSION, plain(runtime[1]));
      } else {
        notes.add("The container runtime is \"" + own.runtime() + "\", which cannot be said here.");
      }
    }

    /** Without what a distribution adds, as in 1.7.24-0ubuntu1 or 1.6.20~ds1. */
    private static String plain(String version) {
      return version.replaceFirst("^v", "").replaceFirst("[~+-].*", "");
    }

    private void token(Map<Setting, Written> settings) {
      boolean known =
          settings.get(Setting.ETCD_INITIAL_TOKEN) instanceof Written.Scalar token
              && !token.text().isBlank();
      boolean wellKnown =
          settings.get(Setting.ETCD_INITIAL_TOKEN) instanceof Written.Scalar token
              && EtcdToken.isWellKnown(token.text());
      if (!known || wellKnown) {
        RunningSettings.put(settings, Setting.ETCD_INITIAL_TOKEN, EtcdToken.random());
        notes.add(
            wellKnown
                ? "etcd's token is one that everybody knows; a random one is written."
                : "No running etcd told its token; a random one is written.");
      }
    }

    /** Where what runs is not what is recorded, what runs counts. */
    private void compare(@Nullable Inventory found) {
      Inventory recorded =
          record.settings().isEmpty()
              ? null
              : InventoryBuilder.build(
                      new Draft(record.settings(), List.of(), Map.of()),
                      Catalogue.load(),
                      new ArrayList<>())
                  .inventory();
      if (found == null || recorded == null) {
        return;
      }
      for (var difference : InventoryDiff.between(recorded, found.withHosts(List.of()), Set.of())) {
        if (difference instanceof Changed change
            && !change.setting().secret()
            && !given.containsKey(change.setting())) {
          notes.add(
              change.setting().key()
                  + ": the record of the masters says "
                  + shown(change.from())
                  + ", and what runs has "
                  + shown(change.to())
                  + ", which is taken.");
        }
      }
    }

    private static String shown(@Nullable String value) {
      return value == null ? "nothing" : value;
    }

    /** A cluster of somebody else's making. */
    private void unknown() {
      boolean ours = masters.stream().anyMatch(NodeFacts::isOurs);
      notes.add(
          (ours
                  ? "There is no record of the settings (an older Quorate made the cluster, or its"
                      + " install was cut off); `quorate install` writes it."
                  : "Quorate keeps no record on this cluster: somebody else made it, and Quorate"
                      + " does not change such a cluster.")
              + " What does not show in what runs (firewall, packages, time, snapshots, downloads,"
              + " flags of your own) has its default here.");
      Map<Setting, Written> found = running.settings();
      List<String> missing =
          List.of(
                  Setting.CLUSTER_CIDR,
                  Setting.SERVICE_CLUSTER_IP,
                  Setting.CLUSTER_DNS,
                  Setting.CLUSTER_DOMAIN,
                  Setting.KUBE_PROXY_MODE)
              .stream()
              .filter(s -> !found.containsKey(s))
              .map(Setting::key)
              .toList();
      if (!missing.isEmpty()) {
        notes.add("Not found out, so the default: " + String.join(", ", missing) + ".");
      }
      if (!found.containsKey(Setting.CNI)) {
        notes.add(
            "The pod network is neither Calico nor routed ("
                + String.join(", ", running.networkFiles())
                + "); set cni, to manifests if it comes of a folder of yours.");
      }
    }

    private List<EtcdMember> members() {
      return masters.stream()
          .map(NodeFacts::view)
          .filter(v -> v != null)
          .map(MasterView::members)
          .filter(m -> !m.isEmpty())
          .findFirst()
          .orElse(List.of());
    }
  }
}
