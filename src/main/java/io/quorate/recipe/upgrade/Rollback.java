package io.quorate.recipe.upgrade;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.UpgradePath.Part;
import io.quorate.inventory.release.UpgradePath.Stage;
import io.quorate.inventory.release.Version;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.cluster.KeptPrograms;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.cluster.VersionMatrix;
import io.quorate.recipe.cluster.VersionMatrix.Cell;
import io.quorate.recipe.cluster.VersionMatrix.NodeVersions;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import io.quorate.recipe.cluster.WayBack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an upgrade has changed and can be taken back, decided from what runs and from what nodes
 * keep: kubelets first, since none may be newer than an API server, then the control planes, then
 * etcd; etcd before the control planes where the older ones do not go with the newer etcd.
 *
 * @param way whose way back it is
 * @param kept by the node's name
 * @param path stage by stage; its end is what runs then
 * @param downgrades whether etcd's members are told before that they go back
 * @param stays what stays as it is, a sentence each
 * @param node the only one that goes back; empty: all
 */
public record Rollback(
    WayBack way,
    Map<String, KeptPrograms> kept,
    UpgradePath path,
    boolean downgrades,
    List<String> stays,
    String node) {

  public Rollback {
    kept = Map.copyOf(kept);
    stays = List.copyOf(stays);
  }

  /** Whether a host goes back. */
  boolean concerns(Host host) {
    return node.isEmpty() || host.name().equals(node);
  }

  /** What a host keeps. */
  KeptPrograms kept(Host host) {
    return kept.getOrDefault(host.name(), new KeptPrograms("", Map.of(), Map.of()));
  }

  /**
   * @param facts with the answers to {@link KeptPrograms#requests}
   * @param node the only one that goes back; empty: all
   * @throws GuardRefused where there is no way back, or not from here
   */
  public static Rollback of(Inventory inventory, ClusterFacts facts, String node) {
    WayBack way =
        WayBack.of(facts)
            .orElseThrow(
                () ->
                    new GuardRefused(
                        "No node keeps what it ran before an upgrade: there is nothing to roll back.",
                        "What runs is shown by `quorate status`. Where the inventory says other"
                            + " versions than run, `"
                            + VersionGuard.COMMAND
                            + "` brings it up to date."));
    return of(
        inventory,
        VersionMatrix.of(inventory, facts),
        way,
        KeptPrograms.of(facts, way),
        WayBack.isUnderWay(facts),
        node);
  }

  /** The same, of what is known already. */
  static Rollback of(
      Inventory inventory,
      VersionMatrix matrix,
      WayBack way,
      Map<String, KeptPrograms> kept,
      boolean underWay,
      String node) {
    return new Search(inventory, matrix, way, kept, underWay, node).rollback();
  }

  /** One decision. */
  private static final class Search {
    private static final List<Program> CONTROL_PLANE =
        List.of(Program.KUBE_APISERVER, Program.KUBE_CONTROLLER_MANAGER, Program.KUBE_SCHEDULER);

    private static final List<Program> KUBELETS = List.of(Program.KUBELET, Program.KUBE_PROXY);

    private final Inventory inventory;
    private final WayBack way;
    private final boolean underWay;
    private final String node;
    private final VersionMatrix matrix;
    private final Map<String, NodeVersions> versions;
    private final Map<String, KeptPrograms> kept;
    private final List<String> stays = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();

    Search(
        Inventory inventory,
        VersionMatrix matrix,
        WayBack way,
        Map<String, KeptPrograms> kept,
        boolean underWay,
        String node) {
      this.inventory = inventory;
      this.matrix = matrix;
      this.versions = matrix.byName();
      this.way = way;
      this.kept = kept;
      this.underWay = underWay;
      this.node = node;
    }

    private Versions before() {
      return way.before();
    }

    private List<Host> concerned() {
      return inventory.hosts().stream()
          .filter(h -> node.isEmpty() || h.name().equals(node))
          .toList();
    }

    private List<Host> masters() {
      return concerned().stream().filter(Host::isMaster).toList();
    }

    Rollback rollback() {
      EtcdRollback etcd = etcd();
      boolean control = controlPlane();
      kubelets();
      Versions end = etcd.stays() ? with(before(), etcd.version()) : before();
      stage(Part.NODES, end, containerd());
      if (etcd.comesFirst()) {
        stage(Part.ETCD, end, List.of());
      }
      if (control) {
        stage(Part.CONTROL_PLANE, end, List.of());
      }
      if (!etcd.stays() && !etcd.comesFirst()) {
        stage(Part.ETCD, end, List.of());
      }
      if (node.isEmpty() && addOns()) {
        stages.addFirst(new Stage(Part.ADD_ONS, end, List.of()));
      }
      refuseMissing(control, !etcd.stays());
      return new Rollback(
          way, kept, new UpgradePath(stages, List.of(), end), etcd.downgrades(), stays, node);
    }

    private static Versions with(Versions v, String etcd) {
      return new Versions(
          v.kubernetes(),
          etcd,
          v.runtime(),
          v.containerd(),
          v.runc(),
          v.docker(),
          v.criDockerd(),
          v.cniPlugins(),
          v.calico(),
          v.coredns(),
          v.pauseImage());
    }

    /** A stage of which something is to be done. Of nodes nobody tells which settings they have. */
    private void stage(Part part, Versions end, List<String> through) {
      boolean any =
          switch (part) {
            case NODES, ADD_ONS -> true;
            case CONTROL_PLANE ->
                masters().stream()
                    .anyMatch(h -> CONTROL_PLANE.stream().anyMatch(p -> isAhead(h, p)));
            case ETCD -> masters().stream().anyMatch(h -> isAhead(h, Program.ETCD));
          };
      if (any) {
        stages.add(new Stage(part, end, through));
      }
    }

    private List<String> containerd() {
      boolean changes =
          before().runtime() == Runtime.CONTAINERD
              && concerned().stream().anyMatch(h -> isAhead(h, Program.CONTAINERD));
      return changes ? List.of(before().containerd()) : List.of();
    }

    private boolean addOns() {
      Versions file = inventory.versions();
      return underWay
          || !file.calico().equals(before().calico())
          || !file.coredns().equals(before().coredns());
    }

    private String wanted(Program program) {
      Versions v = before();
      return switch (program) {
        case ETCD -> v.etcd();
        case CONTAINERD -> v.containerd();
        case DOCKER -> v.docker();
        case RUNC -> v.runc();
        case CNI_PLUGINS -> v.cniPlugins();
        default -> v.kubernetes();
      };
    }

    private boolean isAhead(Host host, Program program) {
      NodeVersions known = versions.get(host.name());
      return known != null && known.isAhead(program, Version.parse(wanted(program)));
    }

    private Stream<Version> newest(List<Host> hosts, List<Program> programs) {
      return hosts.stream()
          .map(h -> versions.get(h.name()))
          .filter(Objects::nonNull)
          .flatMap(v -> programs.stream().map(p -> v.cells().get(p)))
          .filter(Objects::nonNull)
          .map(Cell::newest)
          .filter(Objects::nonNull);
    }

    private static @Nullable Version max(Stream<Version> versions) {
      return versions.reduce((a, b) -> a.before(b) ? b : a).orElse(null);
    }

    private EtcdRollback etcd() {
      if (masters().isEmpty()) {
        return EtcdRollback.nothing(before().etcd());
      }
      EtcdRollback found =
          EtcdRollback.of(inventory, matrix, before(), node.isEmpty() ? null : node);
      if (!found.why().isEmpty()) {
        stays.add(found.why());
      }
      return found;
    }

    /** Whether control planes go back; where only one is asked for, it may stay. */
    private boolean controlPlane() {
      Version then = Objects.requireNonNull(Version.parse(before().kubernetes()));
      if (masters().isEmpty()) {
        return false;
      }
      List<Host> all = inventory.hosts();
      Version newest = max(newest(all, CONTROL_PLANE));
      if (newest == null || !then.before(newest)) {
        return true;
      }
      String runs = "Kubernetes " + newest + " runs, and " + then + " is what was kept";
      boolean apart = newest.major() != then.major() || newest.minor() - then.minor() > 1;
      if (node.isEmpty()) {
        if (apart) {
          throw new GuardRefused(
              runs
                  + ": control planes go back by one minor version at the most, since an API server"
                  + " reads what the next newer one has stored, and no more.",
              "Go on with the upgrade. What is left to go back by is the snapshot of before, together"
                  + " with the old programs: "
                  + folder()
                  + " on each node. A single node can be rolled back as far as kubelets may be older"
                  + " (--node).");
        }
        return true;
      }
      Host one = masters().getFirst();
      List<Host> others = all.stream().filter(h -> !h.equals(one)).toList();
      Version kubelet = max(newest(others, KUBELETS));
      if (apart) {
        stays.add(
            "The control plane of "
                + node
                + " stays: "
                + runs
                + ", and API servers may be one minor version apart.");
        return false;
      }
      if (kubelet != null && then.before(kubelet)) {
        stays.add(
            "The control plane of %s stays: kubelet %s runs on other nodes, and none may be newer than an API server, %s."
                .formatted(node, kubelet, then));
        return false;
      }
      return true;
    }

    /** How old kubelets may be: kubernetes.io, version skew policy. */
    private void kubelets() {
      Version then = Objects.requireNonNull(Version.parse(before().kubernetes()));
      Version newest = max(newest(inventory.hosts(), CONTROL_PLANE));
      int skew = then.below("1.25") ? 2 : 3;
      if (newest != null && newest.minor() - then.minor() > skew) {
        throw new GuardRefused(
            "Kubernetes %s runs on the masters, and kubelet %s is what was kept: it would be more than %d minor versions older."
                .formatted(newest, then, skew),
            "Go on with the upgrade.");
      }
    }

    private String folder() {
      return kept.values().stream()
          .map(KeptPrograms::folder)
          .filter(f -> !f.isEmpty())
          .findFirst()
          .orElse(KeptPrograms.AFTER);
    }

    /** What would have to be put back, and is not there. */
    private void refuseMissing(boolean control, boolean etcd) {
      List<String> missing = new ArrayList<>();
      for (Host host : concerned()) {
        List<Program> programs =
            new ArrayList<>(List.of(Program.KUBELET, Program.KUBE_PROXY, Program.CNI_PLUGINS));
        if (before().runtime() == Runtime.CONTAINERD) {
          programs.add(Program.CONTAINERD);
          programs.add(Program.RUNC);
        }
        if (host.isMaster() && control) {
          programs.addAll(CONTROL_PLANE);
        }
        if (host.isMaster() && etcd) {
          programs.add(Program.ETCD);
        }
        programs.stream()
            .filter(p -> isAhead(host, p))
            .filter(p -> !wanted(p).equals(keptOf(host).versions().get(p.title())))
            .map(p -> missing(host, p))
            .forEach(missing::add);
      }
      if (!missing.isEmpty()) {
        int more = missing.size() - 5;
        throw new GuardRefused(
            "Not every node keeps what it would have to run again: "
                + String.join("; ", missing.subList(0, Math.min(5, missing.size())))
                + (more > 0 ? "; and " + more + " more" : "")
                + ".",
            "A node that joined after the upgrade has nothing to go back to: take it out first"
                + " (`quorate remove`). Nothing was changed.");
      }
    }

    private KeptPrograms keptOf(Host host) {
      return kept.getOrDefault(host.name(), new KeptPrograms("", Map.of(), Map.of()));
    }

    private String missing(Host host, Program program) {
      String lost = keptOf(host).lost().get(program.title());
      return "%s has no %s %s%s"
          .formatted(
              host.name(),
              program.title(),
              wanted(program),
              lost == null ? "" : " (" + lost + " is missing)");
    }
  }
}
