package io.quorate.recipe.keys;

import io.quorate.pki.PkiException;
import io.quorate.pki.Trusted;
import io.quorate.plan.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something that all masters have alike and another takes the place of; where they have it. */
public interface Rotated<T extends Trusted<T>> {

  /** The record of a rotation that has begun, and whose old one is still trusted. */
  String begun();

  /** The record that all masters sign with the new one. */
  String switched();

  /** The record of a rotation that has ended: what goes on with it finds all done. */
  String ended();

  /** How the folder begins in which a rotation keeps what there was. */
  String keptAs();

  /** What it is, at the beginning of a sentence. */
  String words();

  /** The key that signs, and what is trusted beside it, by their paths. */
  List<String> files();

  /** The key that signs: a master without it has nothing of it. */
  default String keyPath() {
    return files().getFirst();
  }

  /**
   * A master's.
   *
   * @param files by path
   * @throws PkiException when it has none
   */
  T of(Map<String, Secret> files);

  /**
   * The one that a rotation under way has made and left on a master, if one has.
   *
   * @param files by path
   * @throws PkiException when it is none
   */
  Optional<T> next(Map<String, Secret> files);

  /** Another one. */
  T create(Instant now);
}
