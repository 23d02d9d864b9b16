package io.quorate.pki;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.util.IPAddress;

/** Whether a certificate that was found on a node is still the one that is wanted. */
public final class LeafCheck {

  /** A certificate that expires earlier than this is made anew. */
  public static final Duration RENEW_BEFORE = Duration.ofDays(60);

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  /**
   * Signatures that this process has verified: a plan is made more than once, and verifying takes
   * longer than all else in it. Some megabytes at most.
   */
  private static final Set<ByteBuffer> VERIFIED =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
                  return size() > MOST_VERIFIED;
                }
              }));

  private static final int MOST_VERIFIED = 32_768;

  private LeafCheck() {}

  /**
   * @param authorities of which one has to have signed it
   */
  static Optional<String> mismatch(
      List<X509Certificate> authorities, Leaf wanted, Credential found, Instant now) {
    X509Certificate certificate;
    boolean keyMatches;
    try {
      certificate = Pem.certificate(found.certificate());
      keyMatches = Keys.belongTogether(certificate.getPublicKey(), Pem.privateKey(found.key()));
    } catch (PkiException e) {
      return Optional.of(e.getMessage() == null ? "unreadable" : e.getMessage());
    }
    if (!keyMatches) {
      return Optional.of("its key is another's");
    }
    if (authorities.stream().noneMatch(a -> signedBy(a, certificate))) {
      return Optional.of("signed by another authority");
    }
    Instant end = certificate.getNotAfter().toInstant();
    if (end.isBefore(now.plus(RENEW_BEFORE))) {
      return Optional.of("expires at " + end);
    }
    try {
      return content(certificate, wanted);
    } catch (CertificateParsingException e) {
      return Optional.of("unreadable names");
    }
  }

  private static Optional<String> content(X509Certificate certificate, Leaf wanted)
      throws CertificateParsingException {
    X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    if (!values(subject, BCStyle.CN).equals(List.of(wanted.commonName()))
        || !Set.copyOf(values(subject, BCStyle.O)).equals(Set.copyOf(wanted.organizations()))) {
      return Optional.of("its subject is " + subject);
    }
    if (!names(certificate, DNS_NAME).equals(wanted.dnsNames())
        || !addresses(names(certificate, IP_ADDRESS)).equals(addresses(wanted.addresses()))) {
      return Optional.of("its names differ");
    }
    if (!usages(certificate).equals(wanted.usages())) {
      return Optional.of("it serves for something else");
    }
    return Optional.empty();
  }

  static boolean signedBy(X509Certificate authority, X509Certificate certificate) {
    if (!certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
      return false;
    }
    try {
      ByteBuffer pair = pair(authority, certificate);
      if (!VERIFIED.contains(pair)) {
        certificate.verify(authority.getPublicKey());
        VERIFIED.add(pair);
      }
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Digest of a key and of the whole certificate, signature included. */
  private static ByteBuffer pair(X509Certificate authority, X509Certificate certificate)
      throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(authority.getPublicKey().getEncoded());
    digest.update(certificate.getEncoded());
    return ByteBuffer.wrap(digest.digest());
  }

  static List<String> values(X500Name name, ASN1ObjectIdentifier attribute) {
    return List.of(name.getRDNs(attribute)).stream()
        .map(RDN::getFirst)
        .map(first -> IETFUtils.valueToString(first.getValue()))
        // valueToString escapes as RFC 2253 does; group names such as system:nodes stay.
        .map(text -> text.replace("\\", ""))
        .toList();
  }

  private static Set<String> names(X509Certificate certificate, int kind)
      throws CertificateParsingException {
    Set<String> found = new HashSet<>();
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    if (names != null) {
      for (List<?> name : names) {
        if (name.get(0) instanceof Integer type && type == kind) {
          found.add(String.valueOf(name.get(1)));
        }
      }
    }
    return found;
  }

  /** IPv6 has many spellings; compared are the expanded ones. */
  private static Set<String> addresses(Set<String> texts) {
    Set<String> plain = new HashSet<>();
    for (String text : texts) {
      plain.add(IPAddress.isValidIPv6(text) ? expand(text) : text);
    }
    return plain;
  }

  private static String expand(String address) {
    String[] halves = address.toLowerCase(java.util.Locale.ROOT).split("::", -1);
    String[] head = halves[0].isEmpty() ? new String[0] : halves[0].split(":");
    String[] tail = halves.length < 2 || halves[1].isEmpty() ? new String[0] : halves[1].split(":");
    StringBuilder whole = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      int fromEnd = i - (8 - tail.length);
      String group = i < head.length ? head[i] : fromEnd >= 0 ? tail[fromEnd] : "0";
      whole.append(Integer.toHexString(Integer.parseInt(group, 16))).append(':');
    }
    return whole.toString();
  }

  private static Set<Leaf.Usage> usages(X509Certificate certificate)
      throws CertificateParsingException {
    Set<Leaf.Usage> found = EnumSet.noneOf(Leaf.Usage.class);
    List<String> purposes = certificate.getExtendedKeyUsage();
    if (purposes != null) {
      if (purposes.contains("1.3.6.1.5.5.7.3.1")) {
        found.add(Leaf.Usage.SERVER);
      }
      if (purposes.contains("1.3.6.1.5.5.7.3.2")) {
        found.add(Leaf.Usage.CLIENT);
      }
    }
    return found;
  }
}
