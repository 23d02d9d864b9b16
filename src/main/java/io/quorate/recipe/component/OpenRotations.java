package io.quorate.recipe.component;

import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.authority.ClusterAuthority;
import java.util.ArrayList;
import java.util.List;

/**
 * Rotations of keys and authorities that have begun and not ended. They can rest for days, and are
 * not to be forgotten.
 */
public final class OpenRotations {

  private OpenRotations() {}

  /** What is to be done about each, a sentence each. */
  public static List<String> worries(ClusterFacts facts) {
    List<String> worries = new ArrayList<>();
    if (has(facts, SharedSecrets.KEY_ROTATION)) {
      worries.add(
          "A new key for what is encrypted in etcd has begun to take the old one's place, and not"
              + " ended: `quorate certificates rotate-keys` goes on with it.");
    }
    if (has(facts, SigningKeys.SWITCHED)) {
      worries.add(
          "Service accounts' tokens are signed with a new key, and the old one is still trusted:"
              + " `quorate certificates rotate-signing-key --remove-old` takes it away.");
    } else if (has(facts, SigningKeys.ROTATION)) {
      worries.add(
          "A new key for service accounts' tokens has begun to take the old one's place, and not"
              + " ended: `quorate certificates rotate-signing-key` goes on with it.");
    }
    for (ClusterAuthority which : ClusterAuthority.values()) {
      String command = "`quorate certificates rotate-ca --only " + which.word();
      if (has(facts, which.switched())) {
        worries.add(
            "Another authority has taken the place of "
                + which.commonName()
                + ", and the old one is still accepted: "
                + command
                + " --remove-old` takes it away.");
      } else if (has(facts, which.rotation())) {
        worries.add(
            "Another authority has begun to take the place of "
                + which.commonName()
                + ", and not ended: "
                + command
                + "` goes on with it.");
      }
    }
    return worries;
  }

  private static boolean has(ClusterFacts facts, String record) {
    return facts.nodes().values().stream().anyMatch(f -> f.records().containsKey(record));
  }
}
