package io.quorate.recipe;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.CalicoMode;
import io.quorate.inventory.Inventory.ProxyMode;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Target;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.release.Artefacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calico by its release's own manifest, with the cluster's values put in on a master. */
final class CalicoNetwork {

  private static final String ORIGINAL = Manifest.FOLDER + "/calico-original.yaml";
  private static final String PATCHED = Manifest.FOLDER + "/calico.yaml";
  private static final String PATCH = Manifest.FOLDER + "/calico.awk";

  private CalicoNetwork() {}

  static List<Step> steps(Context context, Host master) {
    return List.of(
        new Step(
            "cni@" + master.name(),
            master.name(),
            Phase.ADDONS,
            "Pod network: Calico " + context.inventory().versions().calico(),
            operations(context, master),
            Set.of(ClusterAccessRecipe.id(master)),
            Duration.ofMinutes(15)));
  }

  private static List<Operation> operations(Context context, Host master) {
    Inventory inventory = context.inventory();
    String library =
        new Template("addons/objects.lib.sh").text() + new Template("network/calico.lib.sh").text();
    List<Operation> operations = new ArrayList<>();
    operations.add(new Directory(Manifest.FOLDER, "root:root", "0755"));
    operations.addAll(
        Downloading.of(
            context,
            Artefacts.of(inventory, "calico-manifest", context.factsOf(master).arch()),
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
            .doing("applying Calico's manifest"));
    return operations;
  }

  static Map<String, String> settings(Inventory inventory) {
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
        Minor.of(inventory.versions().kubernetes()).atLeast("1.22")
            ? "--server-side --force-conflicts"
            : "");
  }
}
