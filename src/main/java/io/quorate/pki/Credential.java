package io.quorate.pki;

import java.time.Instant;
import java.util.Collections;
import java.util.List;

/**
 * A certificate and its private key, each as PEM.
 *
 * @param certificate X.509
 * @param key PKCS#8 when made here; SEC 1 and PKCS#1 are read too
 */
public record Credential(String certificate, String key) {

  /**
   * When a certificate ends.
   *
   * @throws PkiException when the text is no certificate
   */
  public static Instant end(String certificate) {
    return Pem.certificate(certificate).getNotAfter().toInstant();
  }

  /**
   * When a certificate begins.
   *
   * @throws PkiException when the text is no certificate
   */
  public static Instant begin(String certificate) {
    return Pem.certificate(certificate).getNotBefore().toInstant();
  }

  /**
   * Whether two texts have a certificate in common.
   *
   * @throws PkiException when one of them holds none
   */
  public static boolean isShared(String certificates, String others) {
    return !Collections.disjoint(Pem.certificates(certificates), Pem.certificates(others));
  }

  /**
   * The certificates of a text, each as a text of its own, in their order.
   *
   * @throws PkiException when there is none
   */
  public static List<String> each(String certificates) {
    return Pem.certificates(certificates).stream().map(Pem::write).toList();
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "Credential[" + certificate + "]";
  }
}
