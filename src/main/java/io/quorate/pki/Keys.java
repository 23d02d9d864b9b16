package io.quorate.pki;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/** Makes key pairs and tells whether two keys belong together. */
final class Keys {
  private Keys() {}

  static KeyPair ecdsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new PkiException("no P-256 keys on this machine", e);
    }
  }

  static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new PkiException("no RSA keys on this machine", e);
    }
  }

  /** The algorithm that a key of this kind signs with. */
  static String signature(String keyAlgorithm) {
    return keyAlgorithm.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
  }

  static boolean belongTogether(PublicKey open, PrivateKey secret) {
    try {
      byte[] text = "a pair?".getBytes(StandardCharsets.UTF_8);
      Signature signer = Signature.getInstance(signature(secret.getAlgorithm()));
      signer.initSign(secret);
      signer.update(text);
      byte[] signed = signer.sign();
      Signature verifier = Signature.getInstance(signature(open.getAlgorithm()));
      verifier.initVerify(open);
      verifier.update(text);
      return verifier.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
