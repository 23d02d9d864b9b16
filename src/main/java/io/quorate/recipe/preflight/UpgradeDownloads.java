package io.quorate.recipe.preflight;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory.Distribute;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.UpgradePath.Stage;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Checksum;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Step;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.plan.facts.UpgradeQuestion;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.component.BinariesRecipe;
import io.quorate.recipe.component.CniRecipe;
import io.quorate.recipe.component.RuntimeRecipe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whether all is there that has to be downloaded on an upgrade's way: a version that nobody
 * published, or that the mirror does not have, is found before anything is begun. One node of each
 * architecture is asked, or the operator's machine where that sends the files.
 *
 * @param files by the name of the node that is asked, without what the operator's machine sends
 * @param sent what the operator's machine sends
 * @param target Kubernetes' version in the end
 */
public record UpgradeDownloads(Map<String, List<Fetch>> files, List<Fetch> sent, String target) {

  private static final String NONE = "";

  public UpgradeDownloads {
    files = new LinkedHashMap<>(files);
    sent = List.copyOf(sent);
  }

  /**
   * @param context the inventory as it is, and what nodes were found to be
   * @throws GuardRefused when there is nothing to verify a file with
   */
  public static UpgradeDownloads of(Context context, UpgradePath path) {
    Map<String, Host> asked = new TreeMap<>();
    Stream.of(true, false)
        .flatMap(masters -> context.hosts().stream().filter(h -> h.isMaster() == masters))
        .forEach(h -> asked.putIfAbsent(context.factsOf(h).arch(), h));
    boolean all = context.inventory().downloads().distribute() == Distribute.OPERATOR;
    Map<String, List<Fetch>> files = new LinkedHashMap<>();
    Set<Fetch> sent = new LinkedHashSet<>();
    for (Host host : asked.values()) {
      Set<Fetch> own = new LinkedHashSet<>();
      for (Stage stage : path.stages()) {
        for (Fetch fetch : fetches(context, stage, host)) {
          (all || fetch.url().startsWith("file:") ? sent : own).add(fetch);
        }
      }
      files.put(host.name(), List.copyOf(own));
    }
    return new UpgradeDownloads(files, List.copyOf(sent), path.end().kubernetes());
  }

  private static List<Fetch> fetches(Context context, Stage stage, Host host) {
    Context then = at(context, stage.versions());
    List<Operation> operations = new ArrayList<>();
    switch (stage.part()) {
      case ETCD -> operations.addAll(masters(host, BinariesRecipe.etcdAlone(then, host)));
      case CONTROL_PLANE ->
          operations.addAll(masters(host, BinariesRecipe.controlPlaneAlone(then, host)));
      case NODES -> {
        operations.addAll(BinariesRecipe.nodeAlone(then, host));
        for (String containerd : stage.through()) {
          Versions v = stage.versions();
          Versions between = v.with(v.kubernetes(), v.etcd(), containerd);
          operations.addAll(RuntimeRecipe.operations(at(context, between), host));
        }
        operations.addAll(RuntimeRecipe.operations(then, host));
      }
      case ADD_ONS -> {
        if (host.equals(then.lead())) {
          CniRecipe.steps(then, host).stream().map(Step::operations).forEach(operations::addAll);
        }
      }
    }
    return operations.stream()
        .filter(Fetch.class::isInstance)
        .map(Fetch.class::cast)
        .distinct()
        .toList();
  }

  private static List<Operation> masters(Host host, List<Operation> operations) {
    return host.isMaster() ? operations : List.of();
  }

  private static Context at(Context context, Versions versions) {
    return context.with(context.inventory().withVersions(versions));
  }

  /** What nodes are asked, by their names. */
  public Map<String, ProbeRequest> requests() {
    Map<String, ProbeRequest> requests = new HashMap<>();
    files.forEach(
        (node, own) -> {
          if (!own.isEmpty()) {
            requests.put(
                node, ProbeRequest.asking(Map.of(UpgradeQuestion.DOWNLOADS.script(), script(own))));
          }
        });
    return requests;
  }

  private static String script(List<Fetch> files) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Fetch fetch = files.get(i);
      String about = i + " " + fetch.name() + " " + fetch.version() + " ";
      lines.add(about + fetch.url());
      if (fetch.checksum() instanceof Checksum.Published published) {
        lines.add(about + published.url());
      }
    }
    return new Template("upgrade/look-downloads.sh")
        .fill(Map.of("files", String.join("\n", lines)));
  }

  /** Judges what the nodes answered to {@link #requests}. */
  public List<Finding> findings(ClusterFacts facts) {
    List<Finding> findings = new ArrayList<>();
    for (String node : requests().keySet()) {
      NodeFacts found = facts.nodes().get(node);
      String answer =
          found == null
              ? NONE
              : found.records().getOrDefault(UpgradeQuestion.DOWNLOADS.script(), NONE);
      findings.addAll(judged(node, List.copyOf(files.getOrDefault(node, List.of())), answer));
    }
    return findings;
  }

  private List<Finding> judged(String node, List<Fetch> own, String answer) {
    Map<Fetch, String> missing = new LinkedHashMap<>();
    Map<Fetch, String> unknown = new LinkedHashMap<>();
    for (String line : answer.lines().toList()) {
      String[] word = line.split(" ", 3);
      if (word.length < 3 || !word[1].matches("\\d{1,4}")) {
        continue;
      }
      int number = Integer.parseInt(word[1]);
      if (number < own.size()) {
        (word[0].equals("missing") ? missing : unknown).putIfAbsent(own.get(number), word[2]);
      }
    }
    List<Finding> findings = new ArrayList<>(missing(missing.keySet(), node));
    if (!unknown.isEmpty() || !answer.lines().toList().contains("end")) {
      String why =
          unknown.isEmpty()
              ? "it did not answer"
              : "%s: %s"
                  .formatted(
                      unknown.keySet().iterator().next().url(), unknown.values().iterator().next());
      findings.add(unseen(node, why));
    }
    return findings;
  }

  /** What it means that these files are not there, a finding a version. */
  public List<Finding> missing(Collection<Fetch> missing, String node) {
    Map<String, Finding> findings = new LinkedHashMap<>();
    for (Fetch fetch : missing) {
      String title = title(fetch) + " " + fetch.version();
      findings.putIfAbsent(
          title,
          Finding.failed(
                  node,
                  Kind.DOWNLOADS,
                  "Downloads",
                  title + " is not there: " + fetch.url() + ".",
                  remedy(fetch))
              .of(title.replace(' ', '-')));
    }
    return List.copyOf(findings.values());
  }

  /** What could not be asked. */
  public static Finding unseen(String node, String why) {
    return Finding.failed(
            node,
            Kind.UNSEEN,
            "Downloads",
            "Whether everything can be downloaded is not known: " + why + ".",
            "Make it reachable, or name a mirror in the inventory.")
        .of("downloads");
  }

  private static String title(Fetch fetch) {
    return fetch.name().startsWith("kube")
        ? "Kubernetes"
        : fetch.name().equals("calico-manifest") ? "calico" : fetch.name();
  }

  private String remedy(Fetch fetch) {
    String place = "or put its files where they are looked for";
    String title = title(fetch);
    return switch (title) {
      case "Kubernetes" ->
          fetch.version().equals(target)
              ? "Want another version (`--to`, in the wizard \"Kubernetes\"), " + place + "."
              : "Pass another patch (`--through`, in the wizard \"Passing through\"), "
                  + place
                  + ".";
      default -> "Want another version (`--with " + title + "=VERSION`), " + place + ".";
    };
  }
}
