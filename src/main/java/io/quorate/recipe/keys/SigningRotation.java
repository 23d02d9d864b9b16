package io.quorate.recipe.keys;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.pki.PkiException;
import io.quorate.pki.ServiceAccountKeys;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.component.SharedSecrets;
import io.quorate.recipe.component.SigningKeys;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key that signs service accounts' tokens takes the place of another one: how far that is on each
 * master, by the files that it has. It rests when all masters sign with the new key, for as long as
 * tokens of the old one live; then the old one goes. All of the way is there to be seen on the
 * masters, so that it goes on from any machine, and from wherever it was cut off.
 *
 * @param since when it began
 * @param key the new key, which trusts itself alone
 * @param found what each master has, by its name
 * @param switched whether it is written down that all masters sign with the new key
 * @param over whether it has ended on all masters
 */
public record SigningRotation(
    Instant since,
    ServiceAccountKeys key,
    Map<String, ServiceAccountKeys> found,
    boolean switched,
    boolean over) {

  /** The record of one that has ended: what goes on with it finds all done. */
  static final String LAST = "rotated-signing-key";

  /** How far a master is. */
  enum Stage {
    /** It does not know the new key. */
    NONE,
    /** It trusts tokens of the new key. */
    TRUSTS,
    /** It signs with it, and trusts what others signed. */
    SIGNS,
    /** It trusts no other key. */
    ALONE;

    static Stage of(ServiceAccountKeys found, String key) {
      return !found.trusted().contains(key)
          ? NONE
          : !found.signer().equals(key) ? TRUSTS : found.trusted().size() > 1 ? SIGNS : ALONE;
    }
  }

  public SigningRotation {
    found = Map.copyOf(found);
  }

  /** Whether one has begun on any master, and the old key has not gone from all. */
  public static boolean isUnderWay(ClusterFacts facts) {
    return RotationRecord.of(facts, SigningKeys.ROTATION).isPresent();
  }

  /**
   * What each master has; those that have nothing are not among them.
   *
   * @throws GuardRefused when what one has cannot be used
   */
  static Map<String, ServiceAccountKeys> files(Inventory inventory, ClusterFacts facts) {
    Map<String, ServiceAccountKeys> files = new LinkedHashMap<>();
    for (Host master : inventory.masters()) {
      NodeFacts has = facts.nodes().get(master.name());
      if (has != null && has.pki().containsKey(SharedSecrets.SERVICE_ACCOUNT_KEY)) {
        try {
          files.put(master.name(), SigningKeys.ofMaster(has.pki()));
        } catch (PkiException e) {
          throw new GuardRefused(
              "The service-account keys on "
                  + master.name()
                  + " cannot be used: "
                  + e.getMessage()
                  + ".",
              "Put "
                  + String.join(
                      " and ",
                      SharedSecrets.SERVICE_ACCOUNT_KEY,
                      SharedSecrets.SERVICE_ACCOUNT_PUBLIC)
                  + " of another master there.");
        }
      }
    }
    return files;
  }

  /**
   * The one that is under way, or a new one.
   *
   * @param facts of which {@link SigningRotationGuard} has judged that it can be
   * @param resume whether one is meant that may have come to its end on all nodes
   */
  public static SigningRotation of(
      Inventory inventory, ClusterFacts facts, Instant now, boolean resume) {
    Map<String, ServiceAccountKeys> files = files(inventory, facts);
    Optional<RotationRecord> begun = RotationRecord.of(facts, SigningKeys.ROTATION);
    Optional<RotationRecord> record =
        begun.or(() -> resume ? RotationRecord.ended(facts, LAST, now) : Optional.empty());
    Optional<ServiceAccountKeys> known =
        record.flatMap(r -> holder(inventory, facts, files, r.key()));
    if (record.isPresent() && known.isPresent()) {
      RotationRecord it = record.get();
      return new SigningRotation(
          it.since(),
          known.get(),
          files,
          RotationRecord.of(facts, SigningKeys.SWITCHED)
              .filter(s -> s.key().equals(it.key()))
              .isPresent(),
          begun.isEmpty());
    }
    // Begun before anything was written down, or its key is lost with what it was on.
    ServiceAccountKeys next =
        nexts(inventory, facts).stream().findFirst().orElseGet(ServiceAccountKeys::create);
    return new SigningRotation(now, next, files, false, false);
  }

  /** The new key, from a master that signs with it or is about to. */
  private static Optional<ServiceAccountKeys> holder(
      Inventory inventory, ClusterFacts facts, Map<String, ServiceAccountKeys> files, String key) {
    return files.values().stream()
        .filter(k -> k.signer().equals(key))
        .map(ServiceAccountKeys::alone)
        .findFirst()
        .or(() -> nexts(inventory, facts).stream().filter(k -> k.signer().equals(key)).findFirst());
  }

  private static List<ServiceAccountKeys> nexts(Inventory inventory, ClusterFacts facts) {
    return inventory.masters().stream()
        .map(h -> facts.nodes().get(h.name()))
        .flatMap(f -> Optional.ofNullable(f).stream())
        .flatMap(f -> SigningKeys.next(f.pki()).stream())
        .toList();
  }

  /** How far a master is. */
  Stage reached(Host master) {
    ServiceAccountKeys has = found.get(master.name());
    return has == null ? Stage.NONE : Stage.of(has, key.signer());
  }

  /** Whether a master still has to come to a stage, or may not have started again with it yet. */
  boolean isDue(Host master, Stage stage) {
    return reached(master).compareTo(stage) <= 0;
  }

  /** Whether some master trusts the new key alone already. */
  boolean isEnding() {
    return found.values().stream().anyMatch(k -> Stage.of(k, key.signer()) == Stage.ALONE);
  }

  /** Whether each master signs with the new key. */
  boolean signsEverywhere() {
    return found.values().stream().allMatch(k -> k.signer().equals(key.signer()));
  }

  /** What a master has at a stage. */
  ServiceAccountKeys at(Stage stage, Host master) {
    ServiceAccountKeys has = found.getOrDefault(master.name(), key);
    for (ServiceAccountKeys other : found.values()) {
      has = has.trusting(other);
    }
    return switch (stage) {
      case NONE -> throw new IllegalArgumentException("what was there before is not written");
      case TRUSTS -> has.trusting(key);
      case SIGNS -> has.signingLike(key);
      case ALONE -> key;
    };
  }

  /** The names of the keys that go; none when they are gone from all masters. */
  List<String> old() {
    return found.values().stream()
        .flatMap(k -> k.trusted().stream())
        .distinct()
        .filter(id -> !id.equals(key.signer()))
        .toList();
  }

  /** What masters keep of it. */
  RotationRecord record() {
    return new RotationRecord(since, key.signer());
  }
}
