package io.quorate.recipe.keys;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.component.EncryptionFile;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.lifecycle.LiveProbe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether the key of what is encrypted in etcd can be rotated as the cluster is. */
public final class KeyRotationGuard {

  private static final String FLAG = "--encryption-provider-config";

  private KeyRotationGuard() {}

  /** What is asked for it, by the node's name. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    return LiveProbe.looks(inventory);
  }

  /**
   * Lets a rotation pass.
   *
   * @throws GuardRefused when an API server would not come to know the new key, or it cannot be
   *     known what the old one wrote
   */
  public static void judge(Inventory inventory, ClusterFacts facts) {
    RotationGuard.judge(inventory, facts, "the new key", "read what the others write");
    RotationGuard.refuseFlag(inventory, Component.APISERVER, FLAG, SharedSecrets.ENCRYPTION);
    refuseFiles(inventory, facts);
  }

  private static void refuseFiles(Inventory inventory, ClusterFacts facts) {
    Map<String, EncryptionFile> files = KeyRotation.files(inventory, facts);
    if (files.isEmpty()) {
      throw new GuardRefused(
          "Nothing is encrypted in etcd: no master has " + SharedSecrets.ENCRYPTION + ".",
          "`quorate install` makes it, and Secrets are encrypted from then on.");
    }
    RotationGuard.refuseWithout(inventory, files.keySet(), SharedSecrets.ENCRYPTION);
    boolean alike =
        KeyRotation.isUnderWay(facts)
            ? files.values().stream().map(EncryptionFile::withoutKeys).distinct().count() == 1
            : files.values().stream().distinct().count() == 1;
    if (!alike) {
      Map<EncryptionFile, List<String>> sides = new LinkedHashMap<>();
      files.forEach((name, f) -> sides.computeIfAbsent(f, k -> new ArrayList<>()).add(name));
      throw SharedSecrets.otherEncryption(sides.values());
    }
    EncryptionFile file = files.values().iterator().next();
    if (file.keyed().isEmpty()) {
      throw new GuardRefused(
          "No key of " + SharedSecrets.ENCRYPTION + " writes: " + providers(file) + ".",
          "Where a KMS has the keys, they are rotated there; where nothing is encrypted"
              + " (identity), there is none to be rotated.");
    }
    EncryptedPlaces.of(file);
  }

  private static String providers(EncryptionFile file) {
    return file.stanzas().stream()
        .map(s -> String.join(", ", s.resources()) + " by " + s.provider())
        .collect(Collectors.joining("; "));
  }
}
