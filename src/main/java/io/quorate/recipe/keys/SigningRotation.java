package io.quorate.recipe.keys;

import io.quorate.inventory.Inventory;
import io.quorate.pki.ServiceAccountKeys;
import io.quorate.plan.facts.ClusterFacts;
import java.time.Instant;

/** Another key signs service accounts' tokens on all masters. */
public record SigningRotation(Rotation<ServiceAccountKeys> state) {

  /** See {@link Rotation#of}. */
  public static SigningRotation of(
      Inventory inventory, ClusterFacts facts, Instant now, boolean resume) {
    return new SigningRotation(Rotation.of(new RotatedSigningKey(), inventory, facts, now, resume));
  }

  /** Whether it has begun on any master, and the old key has not gone from all. */
  public boolean isUnderWay(ClusterFacts facts) {
    return Rotation.isUnderWay(state.what(), facts);
  }

  /** Whether all masters were seen to sign with the new key. */
  public boolean switched() {
    return state.switched();
  }

  /** Where it keeps what there was, on each master, until the old key goes. */
  public String folder() {
    return state.folder();
  }
}
