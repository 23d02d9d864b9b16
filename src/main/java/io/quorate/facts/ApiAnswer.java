package io.quorate.facts;

/**
 * How an API server answered its own master's question for its readiness.
 *
 * @param exitCode curl's; {@link #NOT_ASKED} where nothing was asked
 * @param said what it or curl said
 */
public record ApiAnswer(int exitCode, String said) {

  private static final int NOT_ASKED = -1;

  /** CURLE_PEER_FAILED_VERIFICATION: the certificate does not verify. */
  private static final int UNVERIFIED = 60;

  public static ApiAnswer none() {
    return new ApiAnswer(NOT_ASKED, "");
  }

  public static ApiAnswer ready() {
    return new ApiAnswer(0, "ok");
  }

  /** Whether it says that it is ready, by a certificate of this cluster's. */
  public boolean isReady() {
    return exitCode == 0;
  }

  /** Whether anything was asked, which takes a master that lets us in. */
  public boolean isAsked() {
    return exitCode != NOT_ASKED;
  }

  /**
   * Whether what answers shows a certificate that does not verify: not signed by this cluster's
   * authority, expired, or for other names.
   */
  public boolean isStranger() {
    return exitCode == UNVERIFIED;
  }
}
