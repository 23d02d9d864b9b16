package io.quorate.recipe.keys;

import io.quorate.inventory.Inventory;
import io.quorate.pki.Authority;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.authority.ClusterAuthority;
import java.time.Instant;

/** Another authority takes the place of one on all masters. */
public record AuthorityRotation(ClusterAuthority which, Rotation<Authority> state) {

  /** See {@link Rotation#of}. */
  public static AuthorityRotation of(
      ClusterAuthority which,
      Inventory inventory,
      ClusterFacts facts,
      Instant now,
      boolean resume) {
    return new AuthorityRotation(
        which, Rotation.of(new RotatedAuthority(which), inventory, facts, now, resume));
  }

  /** Whether it has begun on any master, and the old authority has not gone from all. */
  public boolean isUnderWay(ClusterFacts facts) {
    return Rotation.isUnderWay(state.what(), facts);
  }

  /** Whether all masters were seen to issue with the new one. */
  public boolean switched() {
    return state.switched();
  }

  /** The CN of the new one. */
  public String name() {
    return state.next().name();
  }

  /** Where it keeps what there was, on each master, until the old one goes. */
  public String folder() {
    return state.folder();
  }
}
