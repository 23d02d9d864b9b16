package io.quorate.pki;

import java.time.Instant;

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
   * Whether two texts hold the same certificate.
   *
   * @throws PkiException when one of them holds none
   */
  public static boolean isSame(String certificate, String other) {
    return Pem.certificate(certificate).equals(Pem.certificate(other));
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "Credential[" + certificate + "]";
  }
}
