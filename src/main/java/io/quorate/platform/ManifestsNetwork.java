package io.quorate.platform;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.Readiness;
import io.quorate.inventory.release.Version;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Verify;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.NodeFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A network of the operator's own manifests (`cni_manifests`), applied as they are. What has to be
 * ready is said beside them (`cni_ready`), for nobody else knows.
 */
public final class ManifestsNetwork implements PodNetwork {

  private static final String FILE = Manifest.FOLDER + "/pod-network.yaml";

  @Override
  public Cni cni() {
    return Cni.MANIFESTS;
  }

  @Override
  public String title() {
    return "manifests";
  }

  /** Any name may be its own; that it is there, the cluster's record says. */
  @Override
  public boolean owns(String file) {
    return false;
  }

  /** Nothing where the manifests are not at hand: the cluster has them from before. */
  @Override
  public Optional<Work> objects(Inventory inventory, NodeFacts master, ArtefactSource source) {
    Secret manifests = inventory.network().manifests().text();
    return manifests.isEmpty()
        ? Optional.empty()
        : Optional.of(new Work("Pod network: own manifests", operations(inventory, manifests)));
  }

  private static List<Operation> operations(Inventory inventory, Secret manifests) {
    String text = withMark(manifests.reveal());
    String shown = withMark(ManifestText.shown(manifests.reveal()));
    Content content = text.equals(shown) ? Content.of(text) : Content.guarded(text, shown);
    String library = new Template("addons/objects.lib.sh").text();
    // Server-side apply is stable since 1.22; definitions of resources are large.
    String apply =
        Version.line(inventory.versions().kubernetes()).atLeast("1.22")
            ? "--server-side --force-conflicts"
            : "";
    return List.of(
        new Directory(Manifest.FOLDER, "root:root", "0755"),
        new WriteFile(FILE, content, "root:root", content.guarded() ? "0400" : "0600"),
        new Script(
                "the pod network's objects in the cluster",
                library + new Template("network/manifests.check.sh").text(),
                library + new Template("network/manifests.apply.sh").text(),
                Map.of("FILE", FILE, "KNOWN", Manifest.known("pod-network"), "APPLY", apply),
                // The first ones define kinds of the others.
                6)
            .asking()
            .doing("applying the manifests of the pod network"));
  }

  /** With an object of ours that tells what was applied. */
  private static String withMark(String manifests) {
    return new Template("network/manifests.yaml")
            .fill(Map.of("digest", Manifest.sha256(manifests).substring(0, 16)))
        + manifests;
  }

  @Override
  public boolean pullsImages() {
    return true;
  }

  @Override
  public List<Verify> proofs(Inventory inventory) {
    return List.of(
        new Verify("the pod network is ready", ready(inventory), Duration.ofMinutes(10)).asking());
  }

  private static String ready(Inventory inventory) {
    return new Template("network/ready.sh").fill(Map.of("objects", words(inventory)));
  }

  /** One word an object, as the inventory has them. */
  private static String words(Inventory inventory) {
    return inventory.network().manifests().objects().stream()
        .map(Readiness::text)
        .collect(Collectors.joining(" "));
  }

  @Override
  public List<String> interfaces() {
    return List.of("cni*", "veth*", "lxc*", "flannel*", "cilium*", "kube-bridge");
  }

  /** Its own pods write the rules, and only its daemonset tells which they are. */
  @Override
  public Optional<String> unrepairable(Inventory inventory) {
    return inventory.network().manifests().objects().stream()
            .anyMatch(r -> r.kind().equals("daemonset"))
        ? Optional.empty()
        : Optional.of("cni_ready names no daemonset whose pods could write the rules anew.");
  }

  @Override
  public Repair repair(Inventory inventory, Host host) {
    return new Repair(
        new Work(
            "Pods of the pod network on " + host.name() + " made anew",
            List.of(
                new Script(
                        "the old pods of the pod network are gone",
                        "false",
                        new Template("repair/manifests.apply.sh").text(),
                        Map.of("NODE", host.name(), "OBJECTS", words(inventory)),
                        3)
                    .doing("deleting the old pods of the pod network"),
                new WaitFor(
                        "the pod network is ready",
                        ready(inventory),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(1))
                    .asking())),
        false);
  }

  /** The runtime's configuration of it has a name that only the manifests know. */
  @Override
  public List<String> wholeFolders() {
    return List.of("/etc/cni/net.d");
  }
}
