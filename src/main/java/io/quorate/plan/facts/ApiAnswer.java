package io.quorate.plan.facts;

/**
 * How an API server answered its own master's question for its readiness.
 *
 * @param exitCode curl's; {@link #NOT_ASKED} where nothing was asked
 * @param verification what the TLS library found of its certificate, curl's {@code
 *     ssl_verify_result}; 0: it is good, or that was not what was wrong with it
 * @param said what it or curl said
 */
public record ApiAnswer(int exitCode, long verification, String said) {

  private static final int NOT_ASKED = -1;

  /** CURLE_OPERATION_TIMEDOUT. */
  private static final int LATE = 28;

  /** CURLE_PEER_FAILED_VERIFICATION: the certificate does not verify. */
  private static final int UNVERIFIED = 60;

  /**
   * X509_V_ERR_UNSPECIFIED: what curl with OpenSSL tells when the names do not match; with GnuTLS
   * it tells 0.
   */
  private static final int UNSPECIFIED = 1;

  /** OpenSSL: X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED. */
  private static final int NOT_YET_VALID = 9;

  private static final int EXPIRED = 10;

  /** GnuTLS has flags instead: GNUTLS_CERT_NOT_ACTIVATED and GNUTLS_CERT_EXPIRED, with others. */
  private static final int FLAG_UNKNOWN_SIGNER = 1 << 6;

  private static final int FLAG_NOT_YET_VALID = 1 << 9;
  private static final int FLAG_EXPIRED = 1 << 10;

  /** Whose certificate what answers shows. */
  public enum Certificate {
    /** This cluster's, or none was shown. */
    GOOD,
    /** It, or what signed it, has ended by the node's clock. */
    EXPIRED,
    /** It begins later by the node's clock. */
    NOT_YET_VALID,
    /** It is for other names. */
    OTHER_NAMES,
    /** This cluster's authority has not signed it. */
    FOREIGN
  }

  public static ApiAnswer none() {
    return new ApiAnswer(NOT_ASKED, 0, "");
  }

  public static ApiAnswer ready() {
    return new ApiAnswer(0, 0, "ok");
  }

  /** As curl with OpenSSL tells that the certificate has ended. */
  public static ApiAnswer expired() {
    return new ApiAnswer(UNVERIFIED, EXPIRED, "SSL certificate problem: certificate has expired");
  }

  /** Whether it says that it is ready, by a certificate of this cluster's. */
  public boolean isReady() {
    return exitCode == 0;
  }

  /** Whether anything was asked, which takes a master that SSH gets into. */
  public boolean isAsked() {
    return exitCode != NOT_ASKED;
  }

  /** Whether no answer came in the time that it had. */
  public boolean isLate() {
    return exitCode == LATE;
  }

  public Certificate certificate() {
    if (exitCode != UNVERIFIED) {
      return Certificate.GOOD;
    }
    if (verification == 0 || verification == UNSPECIFIED) {
      return Certificate.OTHER_NAMES;
    }
    boolean flags = verification >= FLAG_NOT_YET_VALID;
    if (flags && (verification & FLAG_UNKNOWN_SIGNER) != 0) {
      return Certificate.FOREIGN;
    }
    if (verification == EXPIRED || (flags && (verification & FLAG_EXPIRED) != 0)) {
      return Certificate.EXPIRED;
    }
    return verification == NOT_YET_VALID || (flags && (verification & FLAG_NOT_YET_VALID) != 0)
        ? Certificate.NOT_YET_VALID
        : Certificate.FOREIGN;
  }
}
