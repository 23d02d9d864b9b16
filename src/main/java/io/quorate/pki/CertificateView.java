package io.quorate.pki;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * What a certificate says, for people to see.
 *
 * @param commonName the subject's CN
 * @param organizations the subject's O: the groups that Kubernetes sees
 * @param issuer the CN of what signed it
 * @param selfSigned whether that is itself
 * @param serial hexadecimal, lower case
 * @param names DNS names and addresses that it is for, in the certificate's order
 */
public record CertificateView(
    String commonName,
    List<String> organizations,
    String issuer,
    boolean selfSigned,
    String serial,
    Instant begins,
    Instant ends,
    List<String> names) {

  public CertificateView {
    organizations = List.copyOf(organizations);
    names = List.copyOf(names);
  }

  /**
   * The first certificate of a text.
   *
   * @throws PkiException when there is none
   */
  public static CertificateView of(String pem) {
    X509Certificate certificate = Pem.certificate(pem);
    X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    X500Name issuer = X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded());
    return new CertificateView(
        words(subject),
        LeafCheck.values(subject, BCStyle.O),
        words(issuer),
        certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()),
        certificate.getSerialNumber().toString(16).toLowerCase(Locale.ROOT),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        names(certificate));
  }

  /** Its CN; all of it where it has none. */
  private static String words(X500Name name) {
    List<String> found = LeafCheck.values(name, BCStyle.CN);
    return found.isEmpty() ? name.toString() : found.getFirst();
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      if (all != null) {
        all.forEach(name -> names.add(String.valueOf(name.get(1))));
      }
    } catch (CertificateParsingException e) {
      throw new PkiException("a certificate with unreadable names", e);
    }
    return names;
  }

  /**
   * Whether an authority's key has signed a certificate, whatever the time.
   *
   * @throws PkiException when one of the texts holds no certificate
   */
  public static boolean isSigned(String pem, String authority) {
    return LeafCheck.signedBy(Pem.certificate(authority), Pem.certificate(pem));
  }
}
