package io.quorate.recipe.upgrade;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.FetchAhead;
import io.quorate.plan.Operation.Upload;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.component.CniRecipe;
import io.quorate.recipe.component.DnsRecipe;
import io.quorate.recipe.component.ImageArchives;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The images that pods will need in their new versions are on every node before the first restart:
 * those of the inventory's archives are imported, others that change are pulled. A registry that
 * does not have one, or is not reached, is found while everything runs as before.
 */
final class UpgradeImages {

  private UpgradeImages() {}

  /**
   * A step a node; none where no image changes and no archive is listed.
   *
   * @param then the context with the versions in the end
   * @param now the versions that the inventory has
   */
  static List<Step> steps(Context then, Versions now) {
    Map<String, List<Operation>> archives = new HashMap<>();
    ImageArchives.steps(then).forEach(s -> archives.put(s.node(), s.operations()));
    List<Operation> pulled = pulled(then, now);
    List<Step> steps = new ArrayList<>();
    for (Host host : then.hosts()) {
      List<Operation> operations = new ArrayList<>(archives.getOrDefault(host.name(), List.of()));
      operations.addAll(pulled);
      if (!operations.isEmpty()) {
        steps.add(
            new Step(
                StepKind.UPGRADE_IMAGES.on(host.name()),
                host.name(),
                Phase.PREPARE,
                "Bring the images",
                operations,
                Set.of(),
                Duration.ofHours(1)));
      }
    }
    return steps;
  }

  private static List<Operation> pulled(Context then, Versions now) {
    Inventory inventory = then.inventory();
    Versions v = inventory.versions();
    List<String> images = new ArrayList<>();
    if (!v.pauseImage().equals(now.pauseImage())) {
      images.add(v.pauseImage());
    }
    if (DnsRecipe.chosen(inventory) && !v.coredns().equals(now.coredns())) {
      images.add(DnsRecipe.image(inventory));
    }
    List<Operation> operations = new ArrayList<>();
    String manifest = "";
    if (inventory.network().cni() == Cni.CALICO && !v.calico().equals(now.calico())) {
      for (Operation operation : network(then)) {
        if (operation instanceof Upload upload) {
          operations.add(upload);
          manifest = upload.path();
        } else if (operation instanceof Fetch fetch && manifest.isEmpty()) {
          operations.add(new FetchAhead(fetch));
          manifest =
              "/var/cache/quorate/ahead/%s-%s/download".formatted(fetch.name(), fetch.version());
        }
      }
    }
    if (images.isEmpty() && manifest.isEmpty()) {
      return List.of();
    }
    operations.add(
        AssetScript.using(
                new Template("upgrade/images.lib.sh").text(),
                "new images are here",
                "upgrade/images",
                Map.of(
                    "IMAGES",
                    String.join(" ", images),
                    "MANIFEST",
                    manifest,
                    "RUNTIME",
                    v.runtime().name().toLowerCase(Locale.ROOT)))
            .doing("pulling images that change"));
    return operations;
  }

  private static List<Operation> network(Context then) {
    return CniRecipe.steps(then, then.lead()).stream()
        .filter(StepKind.CNI::names)
        .flatMap(s -> s.operations().stream())
        .toList();
  }
}
