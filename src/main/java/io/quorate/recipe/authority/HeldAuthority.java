package io.quorate.recipe.authority;

import io.quorate.inventory.Host;
import io.quorate.pki.Authority;
import io.quorate.pki.Credential;
import io.quorate.pki.PkiException;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.NodeFacts;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of the authorities, as masters have it. While another one takes its place two are accepted,
 * one issues, and masters may differ.
 *
 * @param whole for whom has none yet: accepts whatever any master accepts
 * @param common issues certificates and judges them: accepts what all masters accept
 * @param own what each master has, by its name, where that differs
 */
public record HeldAuthority(Authority whole, Authority common, Map<String, Authority> own) {

  public HeldAuthority {
    own = Map.copyOf(own);
  }

  /** That of a cluster that begins. */
  public static HeldAuthority of(Authority authority) {
    return new HeldAuthority(authority, authority, Map.of());
  }

  /** What a master is to have. */
  public Authority of(Host master) {
    return own.getOrDefault(master.name(), whole);
  }

  /** Whether another one is taking its place. */
  public static boolean isRotating(ClusterAuthority which, Map<String, NodeFacts> holders) {
    return holders.values().stream().anyMatch(f -> f.records().containsKey(which.rotation()));
  }

  /**
   * That of masters that have it. While it is rotated each keeps what it has.
   *
   * @throws PkiException when a certificate and its key do not go together, or one master would
   *     refuse what another issues
   */
  public static HeldAuthority read(ClusterAuthority which, Map<String, NodeFacts> holders) {
    if (!isRotating(which, holders)) {
      return of(ofMaster(which, holders.values().iterator().next().pki()));
    }
    Map<String, Authority> own = new LinkedHashMap<>();
    holders.forEach((master, facts) -> own.put(master, ofMaster(which, facts.pki())));
    for (Authority one : own.values()) {
      if (own.values().stream().anyMatch(o -> !o.trusts(one))) {
        throw new PkiException("not all masters accept what each issues");
      }
    }
    Authority newest =
        own.values().stream().max(Comparator.comparing(Authority::notBefore)).orElseThrow();
    Authority whole = newest;
    for (Authority one : own.values()) {
      whole = whole.trusting(one);
    }
    return new HeldAuthority(whole, newest.trustedBy(own.values()), own);
  }

  /**
   * A master's.
   *
   * @param files by path
   * @throws PkiException when it has none
   */
  public static Authority ofMaster(ClusterAuthority which, Map<String, Secret> files) {
    return read(files, which.certificatePath(), which.keyPath());
  }

  /**
   * The one that a rotation under way has made and left on a master, if one has.
   *
   * @param files by path
   * @throws PkiException when it is none
   */
  public static Optional<Authority> next(ClusterAuthority which, Map<String, Secret> files) {
    return files.keySet().containsAll(List.of(which.nextCertificatePath(), which.nextKeyPath()))
        ? Optional.of(read(files, which.nextCertificatePath(), which.nextKeyPath()))
        : Optional.empty();
  }

  private static Authority read(Map<String, Secret> files, String certificate, String key) {
    return Authority.read(new Credential(text(files, certificate), text(files, key)));
  }

  private static String text(Map<String, Secret> files, String path) {
    Secret found = files.get(path);
    return found == null ? "" : found.reveal();
  }
}
