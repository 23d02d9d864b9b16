package io.quorate.node.ssh;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import io.quorate.node.ssh.ConnectFailure.HostCertificateUnusable;
import io.quorate.node.ssh.ConnectFailure.HostKeyChanged;
import io.quorate.node.ssh.ConnectFailure.HostKeyRevoked;
import io.quorate.node.ssh.ConnectFailure.HostKeyUnknown;
import io.quorate.node.ssh.KnownHosts.Entry;
import io.quorate.node.ssh.KnownHosts.Mark;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import org.jspecify.annotations.Nullable;

/**
 * What known_hosts files say of one machine, and the verdict on the key that it shows.
 *
 * @param name the machine's name in known_hosts
 * @param entries the lines that name it
 * @param bare its name without the port, which is where authorities are mostly noted; the same as
 *     {@code name} at port 22
 * @param others the lines that have the name without the port alone: as OpenSSH has it, they let a
 *     machine in, and never keep one out
 */
record KnownKeys(
    Endpoint endpoint, String name, List<Entry> entries, String bare, List<Entry> others) {

  static KnownKeys of(Endpoint endpoint, KnownHosts known) {
    String alias = endpoint.configured().hostKeyAlias();
    String bare = (alias == null ? endpoint.host() : alias).toLowerCase(Locale.ROOT);
    String name = name(endpoint);
    List<Entry> entries = known.of(name);
    List<Entry> others =
        bare.equals(name)
            ? List.of()
            : known.of(bare).stream().filter(e -> !entries.contains(e)).toList();
    return new KnownKeys(endpoint, name, entries, bare, others);
  }

  /** A machine's name in known_hosts: an alias has no port. */
  static String name(Endpoint endpoint) {
    String alias = endpoint.configured().hostKeyAlias();
    return alias == null
        ? HostKeys.canonical(endpoint.host(), endpoint.port())
        : alias.toLowerCase(Locale.ROOT);
  }

  /** The same as lines of known_hosts for this machine alone. */
  List<String> lines() {
    return Stream.concat(
            entries.stream().map(e -> e.lineFor(name)), others.stream().map(e -> e.lineFor(bare)))
        .toList();
  }

  /** Whether the key is one of those that the machine may show. */
  boolean hold(String base64) {
    return all(Mark.NONE).anyMatch(e -> HostKeys.base64(e.key()).equals(base64));
  }

  /**
   * The algorithms to ask for first, so that the server shows what can be compared: certificates
   * where an authority is known, then keys of the types that are known, or of any type.
   */
  List<String> algorithms() {
    List<String> first = new ArrayList<>();
    if (all(Mark.AUTHORITY).findAny().isPresent()) {
      first.addAll(SshSettings.CERTIFICATES);
    }
    List<String> types = all(Mark.NONE).map(Entry::type).distinct().toList();
    for (String type : types) {
      first.addAll(
          type.equals("ssh-rsa") ? List.of("rsa-sha2-512", "rsa-sha2-256") : List.of(type));
    }
    return types.isEmpty()
        ? Stream.concat(first.stream(), SshSettings.KEYS.stream()).toList()
        : first;
  }

  private Stream<Entry> all(Mark mark) {
    return Stream.concat(entries.stream(), others.stream()).filter(e -> e.is(mark));
  }

  private @Nullable Entry first(Mark mark, byte[] key) {
    return all(mark).filter(e -> e.holds(key)).findFirst().orElse(null);
  }

  /**
   * Judges the key or the certificate that the machine showed.
   *
   * @return null when it is trusted
   */
  @Nullable ConnectFailure judge(PublicKey shown, Instant now) {
    if (!(shown instanceof Certificate<?> certificate)) {
      return judge(KeyType.fromKey(shown).toString(), encoded(shown));
    }
    String type = KeyType.fromKey(certificate.getKey()).toString();
    byte[] key = encoded(certificate.getKey());
    Entry revoked = first(Mark.REVOKED, certificate.getSignatureKey());
    if (revoked != null) {
      return new HostKeyRevoked(endpoint, revoked, revoked.type(), revoked.key(), true);
    }
    Entry authority = first(Mark.AUTHORITY, certificate.getSignatureKey());
    ConnectFailure verdict = judge(type, key);
    if (authority == null || verdict == null || verdict instanceof HostKeyRevoked) {
      // A certificate of somebody else says nothing, and its key counts as any other.
      return verdict;
    }
    String fault = HostCertificate.fault(certificate, bare, now);
    return fault == null ? null : new HostCertificateUnusable(endpoint, authority, fault);
  }

  /**
   * Judges a key. A machine of which keys are known but not this one counts as changed even when
   * the types differ: the known types were asked for first.
   *
   * @return null when the key is trusted
   */
  @Nullable ConnectFailure judge(String type, byte[] key) {
    Entry revoked = first(Mark.REVOKED, key);
    if (revoked != null) {
      return new HostKeyRevoked(endpoint, revoked, type, key, false);
    }
    if (first(Mark.NONE, key) != null) {
      return null;
    }
    return entries.stream()
        .filter(e -> e.is(Mark.NONE))
        .findFirst()
        .<ConnectFailure>map(entry -> new HostKeyChanged(endpoint, entry, type, key))
        .orElseGet(() -> new HostKeyUnknown(endpoint, type, key));
  }

  private static byte[] encoded(PublicKey key) {
    return new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
  }
}
