package io.quorate.recipe.keys;

import io.quorate.pki.Authority;
import io.quorate.plan.Secret;
import io.quorate.recipe.authority.ClusterAuthority;
import io.quorate.recipe.authority.HeldAuthority;
import io.quorate.recipe.component.SharedSecrets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An authority of the cluster's. */
public record RotatedAuthority(ClusterAuthority which) implements Rotated<Authority> {

  @Override
  public String begun() {
    return which.rotation();
  }

  @Override
  public String switched() {
    return which.switched();
  }

  @Override
  public String ended() {
    return which.rotated();
  }

  @Override
  public String keptAs() {
    return which.word() + "-ca";
  }

  @Override
  public String words() {
    return "The authority";
  }

  @Override
  public List<String> files() {
    return List.of(which.keyPath(), which.certificatePath());
  }

  @Override
  public Authority of(Map<String, Secret> files) {
    return HeldAuthority.ofMaster(which, files);
  }

  @Override
  public Optional<Authority> next(Map<String, Secret> files) {
    return HeldAuthority.next(which, files);
  }

  @Override
  public Authority create(Instant now) {
    return SharedSecrets.next(which, now);
  }
}
