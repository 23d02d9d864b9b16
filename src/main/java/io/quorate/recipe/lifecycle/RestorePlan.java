package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.ClusterChange.AsideData;
import io.quorate.plan.ClusterChange.DeleteNode;
import io.quorate.plan.ClusterChange.RestoreData;
import io.quorate.plan.Gate;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.RemoveFolder;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.Upload;
import io.quorate.plan.Operation.Verify;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Shell;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.component.BinariesRecipe;
import io.quorate.recipe.component.ClusterAccessRecipe;
import io.quorate.recipe.component.CniRecipe;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.Endpoint;
import io.quorate.recipe.component.EtcdCluster;
import io.quorate.recipe.component.EtcdRecipe;
import io.quorate.recipe.component.KubeletRecipe;
import io.quorate.recipe.component.PkiRecipe;
import io.quorate.recipe.component.SnapshotTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cluster comes back from a backup: on its own machines or on others, with as many masters as the
 * inventory has. It is an install whose authorities and keys are the backup's and whose masters
 * find the backup's data in the place of their own.
 *
 * <p>The order: what can be done under the old cluster (downloads, the snapshot to every master),
 * then API servers stop on all masters, then etcd's members on all, then each gets the data;
 * nothing of the old one speaks any more when the first new member starts. Objects are counted
 * before the first API server starts, and kubelets start again after all of them: one that ran on
 * keeps pods that the API does not know (kubernetes#131115).
 */
public final class RestorePlan {

  private static final List<String> API =
      List.of(
          "kube-controller-manager.service", "kube-scheduler.service", "kube-apiserver.service");

  private static final String PREPARED = "all-prepared";
  private static final String API_OFF = "all-api-servers-off";
  private static final String ETCD_OFF = "all-members-off";
  private static final String DATA = "all-restored";
  private static final String SERVING = "all-api-servers";

  /** What a node that was not restarted since is known by. */
  private static final String RESTARTED = "/var/lib/quorate/restarted";

  private static final String RECORDS = "/var/lib/quorate/";

  private final Context context;
  private final RestorePoint point;
  private final RestoreProgress progress;
  private final DataFromSnapshot data;
  private final List<Host> masters;
  private final Host lead;

  private RestorePlan(Context context, RestorePoint point, RestoreProgress progress) {
    this.context = context;
    this.point = point;
    this.progress = progress;
    this.data = new DataFromSnapshot(progress.folder());
    this.masters = context.hosts().stream().filter(Host::isMaster).toList();
    this.lead = context.lead();
  }

  /**
   * What recipes decide on: the machines as if they had the backup's keys and data, and no member
   * of etcd ran.
   */
  public static Context context(Context found, RestorePoint point) {
    Map<String, NodeFacts> nodes = new HashMap<>(found.facts().nodes());
    for (Host master : found.inventory().masters()) {
      nodes.computeIfPresent(
          master.name(),
          // The new cluster is not given the inventory's token.
          (n, f) -> EtcdRecipe.withDigest(f.holding(point.keys(), EtcdCluster.DATA)));
    }
    return new Context(
        found.inventory(),
        new ClusterFacts(nodes, found.facts().unreachable()),
        found.local(),
        found.now());
  }

  /** Nodes that are in the backup and not in the inventory: the restored cluster forgets them. */
  public static List<String> forgotten(Inventory inventory, RestorePoint point) {
    Set<String> known = inventory.hosts().stream().map(Host::name).collect(Collectors.toSet());
    return point.nodes().stream().filter(n -> !known.contains(n)).sorted().toList();
  }

  /**
   * @param found the machines as they are; {@link RestoreGuard} has let them pass
   */
  public static Plan of(Context found, RestorePoint point, RestoreProgress progress) {
    return new RestorePlan(context(found, point), point, progress).plan();
  }

  private Plan plan() {
    Plan install = InstallPlan.of(context);
    List<Step> steps = new ArrayList<>();
    List<Gate> gates = new ArrayList<>(install.gates());
    Set<String> downloads =
        gates.stream()
            .map(Gate::id)
            .filter(VerifiedDownloads.ALL::equals)
            .collect(Collectors.toSet());
    masters.forEach(m -> steps.add(begin(m, downloads)));
    masters.stream().filter(this::lacksData).forEach(m -> steps.add(sent(m)));
    gates.add(prepared());
    gates.add(gate(DATA, StepKind.RESTORE_DATA));
    gates.add(gate(SERVING, StepKind.CONTROL_PLANE));
    Set<String> off = Set.of(PREPARED);
    if (!progress.isWhole(context.inventory())) {
      masters.forEach(
          m -> steps.add(off(m, StepKind.RESTORE_API_OFF, "API server ends", API, PREPARED)));
      gates.add(gate(API_OFF, StepKind.RESTORE_API_OFF));
      masters.forEach(
          m ->
              steps.add(
                  off(
                      m,
                      StepKind.RESTORE_ETCD_OFF,
                      "etcd ends",
                      List.of(SnapshotTimer.TIMER, SnapshotTimer.UNIT, EtcdRecipe.UNIT),
                      API_OFF)));
      gates.add(gate(ETCD_OFF, StepKind.RESTORE_ETCD_OFF));
      off = Set.of(ETCD_OFF);
    }
    Map<String, Set<String>> more = waits();
    for (Step step : install.steps()) {
      if (StepKind.ETCD.names(step)) {
        steps.add(restored(step, off));
      }
      steps.add(after(step, more.getOrDefault(step.id(), Set.of())));
    }
    steps.add(counted());
    context.hosts().forEach(h -> steps.add(restarted(h)));
    steps.add(addresses());
    forgotten(context.inventory(), point).forEach(n -> steps.add(forgotten(n)));
    steps.add(proved());
    masters.forEach(m -> steps.add(end(m)));
    steps.replaceAll(this::asked);
    return new Plan(steps, gates);
  }

  /** What steps of an install wait for, beside what they wait for anyway. */
  private Map<String, Set<String>> waits() {
    Map<String, Set<String>> more = new HashMap<>();
    for (Host master : masters) {
      more.put(PkiRecipe.id(master), Set.of(StepKind.RESTORE_BEGIN.on(master.name())));
      more.put(EtcdRecipe.id(master), Set.of(DATA));
      more.put(ControlPlaneRecipe.id(master), Set.of(StepKind.RESTORE_COUNTED.on(lead.name())));
    }
    for (Host host : context.hosts()) {
      more.put(KubeletRecipe.id(host), Set.of(StepKind.RESTORE_NODE.on(host.name())));
      more.put(CniRecipe.routesId(host), Set.of(StepKind.RESTORE_ADDRESSES.on(lead.name())));
    }
    Set<String> gone =
        forgotten(context.inventory(), point).stream()
            .map(n -> StepKind.NODE_GONE.of(n, lead.name()))
            .collect(Collectors.toCollection(HashSet::new));
    gone.add(StepKind.RESTORE_ADDRESSES.on(lead.name()));
    more.put(Verification.id(lead), gone);
    return more;
  }

  private static Step after(Step step, Set<String> more) {
    Set<String> all = new HashSet<>(step.after());
    all.addAll(more);
    return step.waitingFor(all);
  }

  private Gate gate(String id, StepKind kind) {
    return new Gate(id, masters.stream().map(m -> kind.on(m.name())).collect(Collectors.toSet()));
  }

  /** All that can be done while the old cluster, as far as there is one, goes on. */
  private Gate prepared() {
    return new Gate(
        PREPARED,
        masters.stream()
            .flatMap(
                m ->
                    Stream.of(
                        (lacksData(m) ? StepKind.RESTORE_SENT : StepKind.RESTORE_BEGIN)
                            .on(m.name()),
                        PkiRecipe.id(m),
                        BinariesRecipe.id(m)))
            .collect(Collectors.toSet()));
  }

  private Step begin(Host master, Set<String> after) {
    String folder = progress.folder();
    List<Operation> operations = new ArrayList<>();
    operations.add(new Directory("/var/backups/etcd", "root:root", "0700"));
    operations.add(new Directory(folder, "root:root", "0700"));
    operations.add(
        new WriteFile(
            RECORDS + RestoreProgress.BEGUN,
            Content.of(progress.record(point)),
            "root:root",
            "0644"));
    operations.add(
        AssetScript.of("the old keys are kept", "restore/keys", Map.of("FOLDER", folder))
            .doing("copying the old keys"));
    operations.add(
        new WriteFile(
            folder + "/objects", Content.of(DataFromSnapshot.objects(point)), "root:root", "0600"));
    return step(master, StepKind.RESTORE_BEGIN, "A place for the backup", operations, after);
  }

  /**
   * By itself: what is sent to a node is there before its step begins, and its folder is closed.
   */
  private Step sent(Host master) {
    return step(
        master,
        StepKind.RESTORE_SENT,
        "Send the backup",
        List.of(
            new Upload(
                point.snapshot().path(),
                progress.folder() + "/snapshot.db",
                point.snapshot().sha256())),
        Set.of(StepKind.RESTORE_BEGIN.on(master.name())));
  }

  private boolean lacksData(Host master) {
    return !progress.done().contains(master.name());
  }

  private static Step off(
      Host master, StepKind kind, String title, List<String> units, String after) {
    List<Operation> operations = new ArrayList<>();
    units.forEach(u -> operations.add(new NoService(u)));
    return step(master, kind, title, operations, Set.of(after));
  }

  /** All that etcd needs on a machine but its start, and then the data. */
  private Step restored(Step etcd, Set<String> after) {
    Host master =
        masters.stream().filter(m -> m.name().equals(etcd.node())).findFirst().orElseThrow();
    List<Operation> operations =
        new ArrayList<>(etcd.operations().stream().filter(o -> !(o instanceof Service)).toList());
    operations.add(data.aside().changing(new AsideData(progress.folder())));
    operations.add(
        data.data(
                "the backup's data",
                master.name(),
                EtcdRecipe.peerUrl(context, master),
                masters.stream().map(m -> EtcdRecipe.entry(context, m)).toList(),
                progress.name())
            .changing(
                new RestoreData(
                    progress.folder(),
                    master.name(),
                    masters.stream()
                        .collect(Collectors.toMap(Host::name, m -> EtcdRecipe.peerUrl(context, m))),
                    point.nodes()))
            .doing("making a member's data of the snapshot"));
    if (lacksData(master)) {
      // What was found right in the old data is looked at anew.
      operations.add(new RemoveFolder("/var/lib/quorate/applied"));
      operations.add(new RemoveFile(Verification.POD_RECORD));
    }
    operations.add(
        new WriteFile(
            RECORDS + RestoreProgress.DONE,
            Content.of(progress.name() + "\n"),
            "root:root",
            "0644"));
    Set<String> all = new HashSet<>(etcd.after());
    all.addAll(after);
    return step(master, StepKind.RESTORE_DATA, "etcd's data of the backup", operations, all);
  }

  /** Before an API server starts: then nothing has been tidied up yet. */
  private Step counted() {
    return new Step(
        StepKind.RESTORE_COUNTED.on(lead.name()),
        lead.name(),
        Phase.VERIFY,
        "Count the objects",
        List.of(
            data.compared("the backup's objects are there", true),
            Verification.members(masters.size())),
        masters.stream().map(EtcdRecipe::healthId).collect(Collectors.toSet()),
        Duration.ofMinutes(10));
  }

  /** A node that ran on: what it took from the old API may not be there any more. */
  private Step restarted(Host host) {
    return step(
        host,
        StepKind.RESTORE_NODE,
        "kubelet and kube-proxy begin anew",
        List.of(
            AssetScript.of(
                    "kubelet and kube-proxy know the restored API",
                    "restore/node",
                    Map.of("RECORD", RESTARTED, "RESTORE", progress.name()))
                .doing("restarting kubelet and kube-proxy")),
        Set.of(SERVING));
  }

  /** On other machines a node's address is another one, which its kubelet has to tell first. */
  private Step addresses() {
    String addresses =
        context.hosts().stream()
            .map(h -> Shell.quote(h.name() + "=" + Endpoint.address(context, h)))
            .collect(Collectors.joining(" "));
    return new Step(
        StepKind.RESTORE_ADDRESSES.on(lead.name()),
        lead.name(),
        Phase.NODES,
        "The nodes' addresses",
        List.of(
            new WaitFor(
                    "the API has every node's address",
                    new Template("restore/addresses.sh").fill(Map.of("addresses", addresses)),
                    Duration.ofMinutes(3),
                    Duration.ofMillis(500))
                .asking()),
        context.hosts().stream().map(KubeletRecipe::id).collect(Collectors.toSet()),
        Duration.ofMinutes(5));
  }

  private Step forgotten(String node) {
    return new Step(
        StepKind.NODE_GONE.of(node, lead.name()),
        lead.name(),
        Phase.NODES,
        node + " is no longer a node",
        List.of(
            AssetScript.of("no node " + node, "kubernetes/node-delete", Map.of("NODE_DELETE", node))
                .changing(new DeleteNode(node))
                .doing("deleting the node " + node + " from the API")),
        Set.of(ClusterAccessRecipe.id(lead)),
        Duration.ofMinutes(5));
  }

  private Step proved() {
    return new Step(
        StepKind.RESTORE_PROVED.on(lead.name()),
        lead.name(),
        Phase.VERIFY,
        "Prove the restore",
        List.of(
            proof("Secrets can be read", "secrets", Duration.ofMinutes(1)),
            proof("pods run again", "pods", Duration.ofMinutes(5))),
        context.hosts().stream().map(Verification::id).collect(Collectors.toSet()),
        Duration.ofMinutes(15));
  }

  private static Verify proof(String title, String script, Duration within) {
    return new Verify(title, new Template("restore/" + script + ".sh").text(), within).asking();
  }

  /**
   * The old data stay in the restore's folder; the snapshot is on the operator's machine anyway.
   */
  private Step end(Host master) {
    return step(
        master,
        StepKind.RESTORE_END,
        "Keep what was",
        List.of(
            new RemoveFile(progress.folder() + "/snapshot.db"),
            new RemoveFile(RECORDS + RestoreProgress.BEGUN)),
        Set.of(StepKind.RESTORE_PROVED.on(lead.name())));
  }

  private static Step step(
      Host host, StepKind kind, String title, Collection<Operation> operations, Set<String> after) {
    return new Step(
        kind.on(host.name()),
        host.name(),
        Phase.RESTORE,
        title,
        List.copyOf(operations),
        after,
        Duration.ofMinutes(30));
  }

  /**
   * As long as the restore has not begun, whoever asks etcd or the API would wait for one without a
   * quorum, or be answered by the cluster as it was.
   */
  private Step asked(Step step) {
    return masters.stream().anyMatch(m -> m.name().equals(step.node()))
        ? step.doing(step.operations().stream().map(this::asked).toList())
        : step;
  }

  private Operation asked(Operation operation) {
    return switch (operation) {
      case Script s when s.asksCluster() -> s.checkedBy(begun(s.check()));
      case WaitFor w when w.asksCluster() -> w.on(begun(w.condition()));
      case Verify v when v.asksCluster() -> v.on(begun(v.condition()));
      default -> operation;
    };
  }

  private String begun(String check) {
    return "[ -e " + progress.folder() + " ] || exit 1\n" + check;
  }
}
