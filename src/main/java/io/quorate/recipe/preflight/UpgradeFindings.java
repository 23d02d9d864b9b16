package io.quorate.recipe.preflight;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.Membership;
import io.quorate.inventory.release.Version;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ClusterHealth;
import io.quorate.plan.facts.ClusterHealth.Verdict;
import io.quorate.plan.facts.ClusterStatus.Certificate;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.UpgradeQuestion;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.recipe.cluster.LiveNode;
import io.quorate.recipe.cluster.StatusReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that stands in the way of an upgrade, before anything is changed: what forbids it has failed,
 * and of that a person may accept the kinds that have a name for it ({@link Kind#acceptName}).
 */
public final class UpgradeFindings {

  /** A run that is held up for days must not come to the end of a certificate. */
  static final Duration CERTIFICATES_LAST = Duration.ofDays(7);

  private final Inventory inventory;
  private final ClusterFacts facts;
  private final Version now;
  private final Version target;
  private final Set<String> drained;
  private final List<Finding> findings = new ArrayList<>();

  private UpgradeFindings(
      Inventory inventory, ClusterFacts facts, Version now, Version target, Set<String> drained) {
    this.inventory = inventory;
    this.facts = facts;
    this.now = now;
    this.target = target;
    this.drained = drained;
  }

  /**
   * @param inventory as the cluster is, with the flags and settings that it is to keep
   * @param facts the answers to the live cluster's questions and to {@link UpgradeProbe}'s
   * @param now the oldest version of Kubernetes that runs
   * @param target the version that it goes to, over whichever others
   * @param drained nodes that are drained on the way; empty: none
   * @param at the operator's time
   * @return the gravest first; empty when nothing is amiss
   */
  public static List<Finding> of(
      Inventory inventory,
      ClusterFacts facts,
      Version now,
      Version target,
      Set<String> drained,
      Instant at) {
    return new UpgradeFindings(inventory, facts, now, target, drained).all(at);
  }

  private List<Finding> all(Instant at) {
    LiveCluster live = LiveCluster.of(inventory, facts);
    health(live);
    spare(live.membership());
    certificates(at);
    machines();
    objects();
    findings.addAll(new RemovedApis(inventory, facts, target).findings());
    findings.addAll(new RemovedSettings(inventory, now, target).findings(records("flag")));
    cgroups();
    cordoned(live);
    return Stream.of(Finding.Status.FAILED, Finding.Status.WARNING)
        .flatMap(status -> findings.stream().filter(f -> f.status() == status))
        .toList();
  }

  private void health(LiveCluster live) {
    ClusterHealth health = live.health();
    if (health.verdict() != Verdict.HEALTHY && health.verdict() != Verdict.DEGRADED) {
      findings.add(
          Finding.failed("", Kind.HEALTH, "The cluster", live.found(), live.remedy())
              .of("verdict"));
    } else if (!live.apiAnswers()) {
      findings.add(
          Finding.failed(
                  "",
                  Kind.HEALTH,
                  "The cluster",
                  "No API server lists the nodes.",
                  "Bring one back (`systemctl status kube-apiserver`).")
              .of("api"));
    }
    for (ClusterHealth.Finding one : health.findings()) {
      String part = part(one.kind());
      String title = one.node().isEmpty() ? "The cluster" : one.node();
      findings.add(
          (one.kind() == ClusterHealth.Kind.CLOCK
                  ? Finding.warning(one.node(), Kind.HEALTH, title, one.words(), remedy(one.kind()))
                  : Finding.failed(one.node(), Kind.HEALTH, title, one.words(), remedy(one.kind())))
              .of(part));
    }
  }

  /** How a finding of the health is called among those of {@link Kind#HEALTH}. */
  static String part(ClusterHealth.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String remedy(ClusterHealth.Kind kind) {
    return switch (kind) {
      case SPLIT_BRAIN, MEMBER_STRANGE ->
          "Put right who belongs to the cluster, and say this again.";
      case TWO_LEADERS, DATA_DIFFERS, ALARM_CORRUPT, ALARM_NOSPACE, ALARM_OTHER, MEMBER_COMPLAINS ->
          "etcd has to be well before any of its members is changed.";
      case MEMBERS_UNSEEN, MEMBER_WITHOUT_QUORUM, MEMBER_DOWN, MEMBER_NOT_STARTED ->
          "Bring the member back (`systemctl status etcd` there), or take its node out (`quorate"
              + " remove`).";
      case LEARNER ->
          "Let it come to its vote (`quorate add` goes on), or take it out (`quorate remove`).";
      case MEMBER_BEHIND -> "Let it catch up, and say this again.";
      case MEMBER_MISSING -> "Let it join (`quorate add`), or take it out of the inventory.";
      case NODE_UNREACHABLE -> "Make it reachable, or take it out (`quorate remove`).";
      case API_NOT_READY, API_STRANGE -> "Look at `journalctl -u kube-apiserver` there.";
      case API_CERTIFICATE_ENDED -> "`quorate install` makes certificates that end anew.";
      case NODE_NOT_READY ->
          "Bring it back (`systemctl status kubelet` there), or take it out (`quorate remove`).";
      case NODE_MISSING -> "Let it join (`quorate add`), or take it out of the inventory.";
      case CLOCK ->
          "Let the time services catch up: `timedatectl timesync-status`, `chronyc tracking`.";
    };
  }

  /** Members are changed one at a time, and each is away for a moment. */
  private void spare(@Nullable Membership members) {
    if (members == null || members.failuresSurvived() > 0 || !members.hasQuorum()) {
      return;
    }
    if (members.voting() == 1) {
      findings.add(
          Finding.warning(
              "",
              Kind.SPARE,
              "Quorum",
              "There is one master: while it is changed nothing answers at the API. What runs goes"
                  + " on.",
              "Two masters more (`quorate add`) make changes unnoticed."));
      return;
    }
    findings.add(
        Finding.failed(
            "",
            Kind.SPARE,
            "Quorum",
            "No member of etcd can be spared ("
                + members.counts()
                + "): whenever one is changed the"
                + " API stands still.",
            members.dead().isEmpty()
                ? "Add a master first (`quorate add`)."
                : "Bring the dead members back, or take them out (`quorate remove`)."));
  }

  private void certificates(Instant at) {
    List<Certificate> ending =
        StatusReading.certificates(facts).stream()
            .filter(c -> c.end().isBefore(at.plus(CERTIFICATES_LAST)))
            .toList();
    if (ending.isEmpty()) {
      return;
    }
    boolean authority = ending.stream().anyMatch(c -> c.path().endsWith("ca.crt"));
    findings.add(
        Finding.failed(
            "",
            Kind.CERTIFICATES,
            "Certificates",
            "They end within %d days, or have ended: %s."
                .formatted(
                    CERTIFICATES_LAST.toDays(),
                    UpgradeObjectFindings.some(
                        ending.stream()
                            .map(c -> c.path() + " on " + c.node() + " (" + c.end() + ")")
                            .toList())),
            authority
                ? "An authority among them has to be replaced first: no upgrade does that."
                : "`quorate install` makes certificates that end anew."));
  }

  private void machines() {
    Map<String, List<String[]>> rooms = records("room");
    for (Host host : inventory.hosts()) {
      NodeFacts found = facts.nodes().get(host.name());
      if (found == null) {
        // Which health has told already.
        continue;
      }
      List<String> lines =
          found.records().getOrDefault(UpgradeQuestion.NODE.script(), "").lines().toList();
      if (!lines.contains("end")) {
        findings.add(unseen(host.name(), "machine", "it did not answer"));
      }
      lines.stream()
          .filter(l -> l.startsWith("failed "))
          .forEach(
              l -> {
                String[] word = l.split(" ", 3);
                findings.add(unseen(host.name(), word[1], word.length > 2 ? word[2] : ""));
              });
      findings.addAll(
          new UpgradeRoom(inventory, host, found)
              .findings(rooms.getOrDefault(host.name(), List.of())));
    }
  }

  private static Finding unseen(String node, String what, String why) {
    String named =
        switch (what) {
          case "room" -> "Free space";
          case "flags" -> "What its programs were started with";
          default -> "The machine";
        };
    return Finding.failed(
            node,
            Kind.UNSEEN,
            named,
            "That could not be looked at: " + why + ".",
            "Look at the machine, and say this again.")
        .of(what);
  }

  /** Words of the records of one kind that machines told, by the node. */
  private Map<String, List<String[]>> records(String kind) {
    Map<String, List<String[]>> records = new TreeMap<>();
    facts
        .nodes()
        .forEach(
            (node, found) ->
                records.put(
                    node,
                    found
                        .records()
                        .getOrDefault(UpgradeQuestion.NODE.script(), "")
                        .lines()
                        .filter(l -> l.startsWith(kind + " "))
                        .map(l -> l.split(" ", 4))
                        .toList()));
    return records;
  }

  private void objects() {
    UpgradeObjects objects = UpgradeObjects.of(inventory, facts);
    if (objects == null) {
      findings.add(
          Finding.failed(
                  "",
                  Kind.UNSEEN,
                  "The cluster's objects",
                  "No master could look at them.",
                  "Look at `journalctl -u kube-apiserver` on the masters, and say this again.")
              .of("objects"));
      return;
    }
    findings.addAll(new UpgradeObjectFindings(objects, drained).findings());
    String corefile = objects.corefile();
    if (corefile != null) {
      List<String> applied =
          records("manifest").values().stream().flatMap(List::stream).map(w -> w[1]).toList();
      EditedDns.finding(inventory, corefile, applied).ifPresent(findings::add);
    }
  }

  /** KEP-5573: refused by default from 1.35 on; Quorate tells the kubelet not to. */
  private void cgroups() {
    List<String> old =
        inventory.hosts().stream()
            .map(h -> facts.nodes().get(h.name()))
            .filter(f -> f != null && !f.cgroupV2())
            .map(NodeFacts::node)
            .toList();
    if (old.isEmpty() || target.below("1.35")) {
      return;
    }
    String nodes = UpgradeObjectFindings.some(old);
    String boot = "Start the machines with systemd.unified_cgroup_hierarchy=1, drained";
    findings.add(
        Boolean.TRUE.equals(inventory.components().config(Component.KUBELET).get("failCgroupV1"))
            ? Finding.failed(
                "",
                Kind.CGROUPS,
                "Control groups",
                "Version 1 on "
                    + nodes
                    + ", which the kubelet is told to refuse (failCgroupV1 in kubelet_config).",
                boot + ", or take failCgroupV1 out.")
            : Finding.warning(
                "",
                Kind.CGROUPS,
                "Control groups",
                "Version 1 on "
                    + nodes
                    + ", which kubelets refuse by default since Kubernetes 1.35; they are told not"
                    + " to.",
                boot + ": a later version will not know version 1 any more."));
  }

  private void cordoned(LiveCluster live) {
    List<String> names =
        live.nodes().stream()
            .map(LiveNode::api)
            .filter(Objects::nonNull)
            .filter(n -> !n.schedulable())
            .map(ApiNode::name)
            .toList();
    if (!names.isEmpty()) {
      findings.add(
          Finding.warning(
              "",
              Kind.CORDONED,
              "Cordoned nodes",
              UpgradeObjectFindings.some(names)
                  + (names.size() == 1 ? " is" : " are")
                  + " cordoned.",
              "What is cordoned before an upgrade stays so after it."));
    }
  }
}
