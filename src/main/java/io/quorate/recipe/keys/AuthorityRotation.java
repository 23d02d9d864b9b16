package io.quorate.recipe.keys;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.pki.Authority;
import io.quorate.pki.PkiException;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.authority.ClusterAuthority;
import io.quorate.recipe.authority.HeldAuthority;
import io.quorate.recipe.component.SharedSecrets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An authority takes the place of another one: how far that is on each master, by the files that it
 * has. It rests when all masters issue with the new one, and accept the old one, too; then that
 * goes. All of the way is there to be seen on the masters, so that it goes on from any machine, and
 * from wherever it was cut off.
 *
 * @param since when it began
 * @param next the new one, which accepts itself alone
 * @param found what each master has, by its name
 * @param switched whether it is written down that all masters issue with the new one
 * @param over whether it has ended on all masters
 */
public record AuthorityRotation(
    ClusterAuthority which,
    Instant since,
    Authority next,
    Map<String, Authority> found,
    boolean switched,
    boolean over) {

  /** How far a master is. */
  enum Stage {
    /** It does not know the new one. */
    NONE,
    /** It accepts certificates of the new one. */
    ACCEPTS,
    /** It issues with the new one, and accepts the old one. */
    ISSUES,
    /** It accepts no other. */
    ALONE;

    static Stage of(Authority found, Authority next) {
      return !found.accepts(next)
          ? NONE
          : !found.id().equals(next.id()) ? ACCEPTS : found.accepted().size() > 1 ? ISSUES : ALONE;
    }
  }

  public AuthorityRotation {
    found = Map.copyOf(found);
  }

  /** Whether one has begun on any master, and the old authority has not gone from all. */
  public static boolean isUnderWay(ClusterAuthority which, ClusterFacts facts) {
    return RotationRecord.of(facts, which.rotation()).isPresent();
  }

  /**
   * What each master has; those that have nothing are not among them.
   *
   * @throws GuardRefused when what one has cannot be used
   */
  static Map<String, Authority> files(
      ClusterAuthority which, Inventory inventory, ClusterFacts facts) {
    Map<String, Authority> files = new LinkedHashMap<>();
    for (Host master : inventory.masters()) {
      NodeFacts has = facts.nodes().get(master.name());
      if (has != null && has.pki().containsKey(which.keyPath())) {
        try {
          files.put(master.name(), HeldAuthority.ofMaster(which, has.pki()));
        } catch (PkiException e) {
          throw new GuardRefused(
              "The authority on " + master.name() + " cannot be used: " + e.getMessage() + ".",
              "Put "
                  + which.certificatePath()
                  + " and "
                  + which.keyPath()
                  + " of another master there.");
        }
      }
    }
    return files;
  }

  /**
   * The one that is under way, or a new one.
   *
   * @param facts of which {@link AuthorityRotationGuard} has judged that it can be
   * @param resume whether one is meant that may have come to its end on all nodes
   */
  public static AuthorityRotation of(
      ClusterAuthority which,
      Inventory inventory,
      ClusterFacts facts,
      Instant now,
      boolean resume) {
    Map<String, Authority> files = files(which, inventory, facts);
    Optional<RotationRecord> begun = RotationRecord.of(facts, which.rotation());
    Optional<RotationRecord> record =
        begun.or(
            () -> resume ? RotationRecord.ended(facts, which.rotated(), now) : Optional.empty());
    List<Authority> nexts = nexts(which, inventory, facts);
    Optional<Authority> known =
        record.flatMap(
            r ->
                Stream.concat(files.values().stream(), nexts.stream())
                    .filter(a -> a.id().equals(r.key()))
                    .findFirst());
    if (record.isPresent() && known.isPresent()) {
      RotationRecord it = record.get();
      return new AuthorityRotation(
          which,
          it.since(),
          known.get().alone(),
          files,
          RotationRecord.of(facts, which.switched())
              .filter(s -> s.key().equals(it.key()))
              .isPresent(),
          begun.isEmpty());
    }
    // Begun before anything was written down, or its key is lost with what it was on.
    Authority next = nexts.stream().findFirst().orElseGet(() -> SharedSecrets.next(which, now));
    return new AuthorityRotation(which, now, next.alone(), files, false, false);
  }

  private static List<Authority> nexts(
      ClusterAuthority which, Inventory inventory, ClusterFacts facts) {
    return inventory.masters().stream()
        .map(h -> facts.nodes().get(h.name()))
        .flatMap(f -> Optional.ofNullable(f).stream())
        .flatMap(f -> HeldAuthority.next(which, f.pki()).stream())
        .toList();
  }

  /** How far a master is. */
  Stage reached(Host master) {
    Authority has = found.get(master.name());
    return has == null ? Stage.NONE : Stage.of(has, next);
  }

  /** Whether a master still has to come to a stage, or may not have started again with it yet. */
  boolean isDue(Host master, Stage stage) {
    return reached(master).compareTo(stage) <= 0;
  }

  /** Whether some master accepts the new one alone already. */
  boolean isEnding() {
    return found.values().stream().anyMatch(a -> Stage.of(a, next) == Stage.ALONE);
  }

  /** Whether each master issues with the new one. */
  public boolean issuesEverywhere() {
    return found.values().stream().allMatch(a -> a.id().equals(next.id()));
  }

  /** What a master has at a stage. */
  Authority at(Stage stage, Host master) {
    Authority has = found.getOrDefault(master.name(), next);
    for (Authority other : found.values()) {
      has = has.accepting(other);
    }
    return switch (stage) {
      case NONE -> throw new IllegalArgumentException("what was there before is not written");
      case ACCEPTS -> has.accepting(next);
      case ISSUES -> has.issuingLike(next);
      case ALONE -> next;
    };
  }

  /** The CN of the new one. */
  public String name() {
    return next.name();
  }

  /** Where it keeps what there was, on each master, until the old one goes. */
  public String folder() {
    return RotationRecord.kept(which.word() + "-ca", since);
  }

  /** What masters keep of it. */
  RotationRecord record() {
    return new RotationRecord(since, next.id());
  }
}
