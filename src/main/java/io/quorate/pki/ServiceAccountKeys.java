package io.quorate.pki;

import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The key that signs service-account tokens, and those by which tokens are verified, as PEM. While
 * the key is rotated there are several of the latter. RSA, 2048 bits: what every Kubernetes since
 * 1.20 and every reader of its tokens takes.
 *
 * @param publicKey one or several blocks, that of the private key among them
 */
public record ServiceAccountKeys(String privateKey, String publicKey)
    implements Trusted<ServiceAccountKeys> {

  public static ServiceAccountKeys create() {
    KeyPair pair = Keys.rsa(2048);
    return new ServiceAccountKeys(Pem.write(pair), Pem.write(pair.getPublic()));
  }

  /**
   * Takes keys that exist.
   *
   * @throws PkiException when they are none, or no public one belongs to the private one
   */
  public static ServiceAccountKeys read(String privateKey, String publicKey) {
    ServiceAccountKeys keys = new ServiceAccountKeys(privateKey, publicKey);
    keys.own();
    return keys;
  }

  /**
   * Takes a private key that {@link #create} made.
   *
   * @throws PkiException when it is none
   */
  public static ServiceAccountKeys ofPrivate(String privateKey) {
    return new ServiceAccountKeys(privateKey, Pem.write(Keys.publicOf(Pem.privateKey(privateKey))));
  }

  /** The name of the key that signs, as tokens have it in their header ({@code kid}). */
  @Override
  public String signer() {
    return id(own());
  }

  @Override
  public List<String> trusted() {
    return Pem.publicKeys(publicKey).stream().map(ServiceAccountKeys::id).toList();
  }

  @Override
  public ServiceAccountKeys trusting(ServiceAccountKeys other) {
    List<String> known = new ArrayList<>(trusted());
    StringBuilder all = new StringBuilder(publicKey.strip()).append('\n');
    for (PublicKey key : Pem.publicKeys(other.publicKey)) {
      if (!known.contains(id(key))) {
        known.add(id(key));
        all.append(Pem.write(key));
      }
    }
    return new ServiceAccountKeys(
        privateKey, known.size() == trusted().size() ? publicKey : all.toString());
  }

  @Override
  public ServiceAccountKeys signingLike(ServiceAccountKeys other) {
    return new ServiceAccountKeys(other.privateKey, trusting(other).publicKey);
  }

  @Override
  public ServiceAccountKeys alone() {
    return new ServiceAccountKeys(privateKey, Pem.write(own()));
  }

  private PublicKey own() {
    PrivateKey secret = Pem.privateKey(privateKey);
    return Pem.publicKeys(publicKey).stream()
        .filter(k -> Keys.belongTogether(k, secret))
        .findFirst()
        .orElseThrow(() -> new PkiException("the service-account keys do not belong together"));
  }

  /**
   * As Kubernetes names them (kubernetes/kubernetes, pkg/serviceaccount/jwt.go): the SHA-256 of the
   * public key.
   */
  private static String id(PublicKey key) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new PkiException("no SHA-256 on this machine", e);
    }
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "ServiceAccountKeys[" + publicKey + "]";
  }
}
