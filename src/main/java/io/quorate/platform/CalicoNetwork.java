package io.quorate.platform;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.CalicoMode;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.Inventory.ProxyMode;
import io.quorate.inventory.release.Artefacts;
import io.quorate.inventory.release.Version;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Target;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.facts.NodeFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calico by its release's own manifest, with the cluster's values put in on a master. */
public final class CalicoNetwork implements PodNetwork {

  private static final String ORIGINAL = Manifest.FOLDER + "/calico-original.yaml";
  private static final String PATCHED = Manifest.FOLDER + "/calico.yaml";
  private static final String PATCH = Manifest.FOLDER + "/calico.awk";

  @Override
  public Cni cni() {
    return Cni.CALICO;
  }

  @Override
  public String title() {
    return "Calico";
  }

  @Override
  public boolean owns(String file) {
    return file.contains("calico");
  }

  @Override
  public Optional<Work> objects(Inventory inventory, NodeFacts master, ArtefactSource source) {
    return Optional.of(
        new Work(
            "Pod network: Calico " + inventory.versions().calico(),
            operations(inventory, master, source)));
  }

  private static List<Operation> operations(
      Inventory inventory, NodeFacts master, ArtefactSource source) {
    String library =
        new Template("addons/objects.lib.sh").text() + new Template("network/calico.lib.sh").text();
    List<Operation> operations = new ArrayList<>();
    operations.add(new Directory(Manifest.FOLDER, "root:root", "0755"));
    operations.addAll(
        source.bring(
            Artefacts.of(inventory, "calico-manifest", master.arch()),
            List.of(new Target("", ORIGINAL, "0600"))));
    operations.add(
        new WriteFile(
            PATCH, Content.of(new Template("network/calico.awk").text()), "root:root", "0600"));
    operations.add(
        new Script(
                "Calico in the cluster",
                library + new Template("network/calico.check.sh").text(),
                library + new Template("network/calico.apply.sh").text(),
                settings(inventory),
                3)
            .asking()
            .doing("applying Calico's manifest"));
    return operations;
  }

  public static Map<String, String> settings(Inventory inventory) {
    Inventory.Network network = inventory.network();
    Integer mtu = network.mtu();
    return Map.of(
        "ORIGINAL",
        ORIGINAL,
        "PATCHED",
        PATCHED,
        "PATCH",
        PATCH,
        "KNOWN",
        Manifest.known("calico"),
        "PODS",
        network.clusterCidr(),
        // Zero: Calico finds it itself.
        "MTU",
        mtu == null ? "0" : mtu.toString(),
        "IPIP",
        network.calicoMode() == CalicoMode.IPIP ? "Always" : "Never",
        "VXLAN",
        network.calicoMode() == CalicoMode.VXLAN ? "Always" : "Never",
        "NFTABLES",
        network.proxyMode() == ProxyMode.NFTABLES ? "Enabled" : "Disabled",
        // Server-side apply is stable since 1.22; Calico's definitions are large.
        "APPLY",
        Version.line(inventory.versions().kubernetes()).atLeast("1.22")
            ? "--server-side --force-conflicts"
            : "");
  }

  @Override
  public List<Port> ports() {
    return List.of(new Port(179, "bird"));
  }

  @Override
  public Map<String, String> sysctls() {
    // Felix refuses to start where all interfaces are loose (2); each keeps its own value.
    return Map.of("net.ipv4.conf.all.rp_filter", "0");
  }

  @Override
  public Optional<Version> testedKernel() {
    return Optional.of(Version.line("5.10"));
  }

  @Override
  public boolean pullsImages() {
    return true;
  }

  @Override
  public List<String> interfaces() {
    return List.of("cali*", "tunl*", "vxlan*.calico", "wireguard.cali");
  }

  @Override
  public Repair repair(Inventory inventory, Host host) {
    return new Repair(
        new Work(
            "Calico's pod of " + host.name() + " made anew",
            List.of(
                new Script(
                        "the old calico-node is gone",
                        "false",
                        new Template("repair/calico.apply.sh").text(),
                        Map.of("NODE", host.name()),
                        3)
                    .doing("deleting the old calico-node pod"),
                new WaitFor(
                        "the new calico-node is ready",
                        new Template("repair/calico.wait.sh")
                            .text()
                            .replace("NODE_NAME", host.name()),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(1))
                    .asking())),
        false);
  }

  @Override
  public List<String> ownKeys() {
    return List.of(
        "(clusterroles|clusterrolebindings)/calico-.*",
        "apiextensions\\.k8s\\.io/customresourcedefinitions/[a-z]+"
            + "\\.(crd\\.projectcalico\\.org|policy\\.networking\\.k8s\\.io)");
  }

  @Override
  public List<String> folders() {
    return List.of("/var/lib/calico", "/var/log/calico", "/run/calico");
  }

  @Override
  public List<String> files() {
    return List.of(
        "/etc/cni/net.d/10-calico.conflist",
        "/etc/cni/net.d/calico-kubeconfig",
        "/opt/cni/bin/calico",
        "/opt/cni/bin/calico-ipam",
        "/opt/cni/bin/install");
  }
}
