package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.DnsAddon;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.platform.Manifest;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** CoreDNS behind the service kube-dns, where it is chosen. */
public final class DnsRecipe {

  private DnsRecipe() {}

  static String id(Host master) {
    return StepKind.DNS.on(master.name());
  }

  public static boolean chosen(Inventory inventory) {
    return inventory.network().dnsAddon() == DnsAddon.COREDNS;
  }

  public static String image(Inventory inventory) {
    return "registry.k8s.io/coredns/coredns:v" + inventory.versions().coredns();
  }

  public static List<Step> steps(Context context, Host master) {
    Inventory inventory = context.inventory();
    if (!chosen(inventory)) {
      return List.of();
    }
    return List.of(
        new Step(
            id(master),
            master.name(),
            Phase.ADDONS,
            "Cluster DNS",
            manifest(inventory).operations(),
            Set.of(ClusterAccessRecipe.id(master)),
            Duration.ofMinutes(5)));
  }

  /** What is applied, a document an object. */
  public static String text(Inventory inventory) {
    return manifest(inventory).text();
  }

  static Manifest manifest(Inventory inventory) {
    return Manifest.of(
        "coredns",
        Map.of(
            "image", image(inventory),
            "domain", inventory.network().clusterDomain(),
            "clusterDns", inventory.network().clusterDns()));
  }
}
