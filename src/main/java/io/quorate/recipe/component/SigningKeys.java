package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.pki.PkiException;
import io.quorate.pki.ServiceAccountKeys;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.NodeFacts;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What masters sign service accounts' tokens with, and which keys they trust.
 *
 * @param keys for whom has none yet
 * @param own what each master has, by its name, where that differs: while the key is rotated
 */
public record SigningKeys(ServiceAccountKeys keys, Map<String, ServiceAccountKeys> own) {

  /** The record of a rotation of the key that has begun, and whose old key is still trusted. */
  public static final String ROTATION = "rotating-signing-key";

  /** The record that all masters sign with the new key; it is as old as that. */
  public static final String SWITCHED = "signing-key-switched";

  /** The new key, until the master signs with it. */
  public static final String NEXT = ClusterPki.FOLDER + "/sa-next.key";

  /** What masters may differ in while the key is rotated. */
  static final List<String> PATHS =
      List.of(SharedSecrets.SERVICE_ACCOUNT_KEY, SharedSecrets.SERVICE_ACCOUNT_PUBLIC);

  public SigningKeys {
    own = Map.copyOf(own);
  }

  static SigningKeys of(ServiceAccountKeys keys) {
    return new SigningKeys(keys, Map.of());
  }

  ServiceAccountKeys of(Host master) {
    return own.getOrDefault(master.name(), keys);
  }

  static boolean isRotating(Map<String, NodeFacts> holders) {
    return holders.values().stream().anyMatch(f -> f.records().containsKey(ROTATION));
  }

  /**
   * Those of masters that have them. While they are rotated each keeps what it has, and one that
   * joins trusts all of them.
   *
   * @throws PkiException when a pair is none, or one would refuse what another signs
   */
  static SigningKeys read(Map<String, NodeFacts> holders) {
    if (!isRotating(holders)) {
      return of(ofMaster(holders.values().iterator().next().pki()));
    }
    Map<String, ServiceAccountKeys> own = new HashMap<>();
    holders.forEach((master, facts) -> own.put(master, ofMaster(facts.pki())));
    for (ServiceAccountKeys one : own.values()) {
      if (own.values().stream().anyMatch(k -> !k.trusts(one))) {
        throw new PkiException("not all masters trust the service-account key of each");
      }
    }
    return new SigningKeys(
        holders.keySet().stream()
            .map(own::get)
            .max(Comparator.comparing(k -> k.trusted().size()))
            .orElseThrow(),
        own);
  }

  /**
   * A master's.
   *
   * @param files by path
   * @throws PkiException when they are none
   */
  public static ServiceAccountKeys ofMaster(Map<String, Secret> files) {
    return ServiceAccountKeys.read(
        text(files, SharedSecrets.SERVICE_ACCOUNT_KEY),
        text(files, SharedSecrets.SERVICE_ACCOUNT_PUBLIC));
  }

  /**
   * The pair that a rotation under way has made and left on a master, if one has.
   *
   * @param files by path
   * @throws PkiException when it is none
   */
  public static Optional<ServiceAccountKeys> next(Map<String, Secret> files) {
    return files.containsKey(NEXT)
        ? Optional.of(ServiceAccountKeys.ofPrivate(text(files, NEXT)))
        : Optional.empty();
  }

  private static String text(Map<String, Secret> files, String path) {
    Secret found = files.get(path);
    return found == null ? "" : found.reveal();
  }
}
