package io.quorate.recipe.keys;

import io.quorate.pki.ServiceAccountKeys;
import io.quorate.plan.Secret;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.component.SigningKeys;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The key that signs service accounts' tokens. */
public record RotatedSigningKey() implements Rotated<ServiceAccountKeys> {

  @Override
  public String begun() {
    return SigningKeys.ROTATION;
  }

  @Override
  public String switched() {
    return SigningKeys.SWITCHED;
  }

  @Override
  public String ended() {
    return "rotated-signing-key";
  }

  @Override
  public String keptAs() {
    return "signing-keys";
  }

  @Override
  public String words() {
    return "The service-account keys";
  }

  @Override
  public List<String> files() {
    return List.of(SharedSecrets.SERVICE_ACCOUNT_KEY, SharedSecrets.SERVICE_ACCOUNT_PUBLIC);
  }

  @Override
  public ServiceAccountKeys of(Map<String, Secret> files) {
    return SigningKeys.ofMaster(files);
  }

  @Override
  public Optional<ServiceAccountKeys> next(Map<String, Secret> files) {
    return SigningKeys.next(files);
  }

  @Override
  public ServiceAccountKeys create(Instant now) {
    return ServiceAccountKeys.create();
  }
}
