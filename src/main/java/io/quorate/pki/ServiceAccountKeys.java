package io.quorate.pki;

import java.security.KeyPair;

/**
 * The pair that signs and verifies service-account tokens, each as PEM. RSA, 2048 bits: what every
 * Kubernetes since 1.20 and every reader of its tokens takes.
 */
public record ServiceAccountKeys(String privateKey, String publicKey) {

  public static ServiceAccountKeys create() {
    KeyPair pair = Keys.rsa(2048);
    return new ServiceAccountKeys(Pem.write(pair), Pem.write(pair.getPublic()));
  }

  /**
   * Takes a pair that exists.
   *
   * @throws PkiException when it is none
   */
  public static ServiceAccountKeys read(String privateKey, String publicKey) {
    if (!Keys.belongTogether(Pem.publicKey(publicKey), Pem.privateKey(privateKey))) {
      throw new PkiException("the service-account keys do not belong together");
    }
    return new ServiceAccountKeys(privateKey, publicKey);
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "ServiceAccountKeys[" + publicKey + "]";
  }
}
