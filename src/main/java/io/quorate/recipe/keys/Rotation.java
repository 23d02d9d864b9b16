package io.quorate.recipe.keys;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.pki.PkiException;
import io.quorate.pki.Trusted;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One takes the place of another on all masters. What a master has says how far it is; what none
 * has any more, or none yet, is in their records.
 *
 * @param since when it began
 * @param next the new one, which trusts no other
 * @param found what each master has, by its name
 * @param switched whether all masters were seen to sign with the new one
 * @param over whether it has ended on all masters
 */
public record Rotation<T extends Trusted<T>>(
    Rotated<T> what, Instant since, T next, Map<String, T> found, boolean switched, boolean over) {

  /** How far a master is. */
  enum Stage {
    /** It does not know the new one. */
    NONE,
    /** It trusts what the new one signs. */
    TRUSTS,
    /** It signs with the new one, and trusts what others signed. */
    SIGNS,
    /** It trusts no other. */
    ALONE;

    static <T extends Trusted<T>> Stage of(T found, T next) {
      return !found.trusts(next)
          ? NONE
          : !found.signer().equals(next.signer())
              ? TRUSTS
              : found.trusted().size() > 1 ? SIGNS : ALONE;
    }
  }

  public Rotation {
    found = Map.copyOf(found);
  }

  /** Whether one has begun on any master, and the old one has not gone from all. */
  public static boolean isUnderWay(Rotated<?> what, ClusterFacts facts) {
    return RotationRecord.of(facts, what.begun()).isPresent();
  }

  /**
   * What each master has; those that have nothing are not among them.
   *
   * @throws GuardRefused when what one has cannot be used
   */
  static <T extends Trusted<T>> Map<String, T> files(
      Rotated<T> what, Inventory inventory, ClusterFacts facts) {
    Map<String, T> files = new LinkedHashMap<>();
    for (Host master : inventory.masters()) {
      NodeFacts has = facts.nodes().get(master.name());
      if (has != null && has.pki().containsKey(what.keyPath())) {
        try {
          files.put(master.name(), what.of(has.pki()));
        } catch (PkiException e) {
          throw new GuardRefused(
              "%s on %s cannot be used: %s.".formatted(what.words(), master.name(), e.getMessage()),
              "Put " + String.join(" and ", what.files()) + " of another master there.");
        }
      }
    }
    return files;
  }

  /**
   * The one that is under way, or a new one.
   *
   * @param facts of which its guard has judged that it can be
   * @param resume whether one is meant that may have come to its end on all nodes
   */
  public static <T extends Trusted<T>> Rotation<T> of(
      Rotated<T> what, Inventory inventory, ClusterFacts facts, Instant now, boolean resume) {
    Map<String, T> files = files(what, inventory, facts);
    List<T> nexts = nexts(what, inventory, facts);
    Optional<RotationRecord> begun = RotationRecord.of(facts, what.begun());
    Optional<RotationRecord> record =
        begun.or(() -> resume ? RotationRecord.ended(facts, what.ended(), now) : Optional.empty());
    Optional<T> known =
        record.flatMap(
            r ->
                Stream.concat(files.values().stream(), nexts.stream())
                    .filter(one -> one.signer().equals(r.key()))
                    .findFirst());
    if (record.isPresent() && known.isPresent()) {
      RotationRecord it = record.get();
      return new Rotation<>(
          what,
          it.since(),
          known.get().alone(),
          files,
          RotationRecord.of(facts, what.switched())
              .filter(s -> s.key().equals(it.key()))
              .isPresent(),
          begun.isEmpty());
    }
    // Begun before anything was written down, or its key is lost with what it was on.
    T next = nexts.stream().findFirst().orElseGet(() -> what.create(now));
    return new Rotation<>(what, now, next.alone(), files, false, false);
  }

  private static <T extends Trusted<T>> List<T> nexts(
      Rotated<T> what, Inventory inventory, ClusterFacts facts) {
    return inventory.masters().stream()
        .map(h -> facts.nodes().get(h.name()))
        .flatMap(f -> Optional.ofNullable(f).stream())
        .flatMap(f -> what.next(f.pki()).stream())
        .toList();
  }

  /** How far a master is. */
  Stage reached(Host master) {
    T has = found.get(master.name());
    return has == null ? Stage.NONE : Stage.of(has, next);
  }

  /** Whether a master still has to come to a stage, or may not have started again with it yet. */
  boolean isDue(Host master, Stage stage) {
    return reached(master).compareTo(stage) <= 0;
  }

  /** Whether some master trusts the new one alone already. */
  boolean isEnding() {
    return found.values().stream().anyMatch(one -> Stage.of(one, next) == Stage.ALONE);
  }

  /** Whether each master signs with the new one. */
  boolean signsEverywhere() {
    return found.values().stream().allMatch(one -> one.signer().equals(next.signer()));
  }

  /** What a master has at a stage. */
  T at(Stage stage, Host master) {
    T has = found.getOrDefault(master.name(), next);
    for (T other : found.values()) {
      has = has.trusting(other);
    }
    return switch (stage) {
      case NONE -> throw new IllegalArgumentException("what was there before is not written");
      case TRUSTS -> has.trusting(next);
      case SIGNS -> has.signingLike(next);
      case ALONE -> next;
    };
  }

  /** The names of those that go; none when they are gone from all masters. */
  List<String> old() {
    return found.values().stream()
        .flatMap(one -> one.trusted().stream())
        .distinct()
        .filter(id -> !id.equals(next.signer()))
        .toList();
  }

  /** Where it keeps what there was, on each master, until the old one goes. */
  public String folder() {
    return RotationRecord.kept(what.keptAs(), since);
  }

  /** What masters keep of it. */
  RotationRecord record() {
    return new RotationRecord(since, next.signer());
  }
}
