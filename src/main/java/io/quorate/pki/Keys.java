package io.quorate.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

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

  /** Whether they are a pair. */
  static boolean belongTogether(PublicKey open, PrivateKey secret) {
    if (open instanceof RSAPublicKey outer && secret instanceof RSAPrivateCrtKey inner) {
      return outer.getModulus().equals(inner.getModulus())
          && outer.getPublicExponent().equals(inner.getPublicExponent());
    }
    byte[] stated = statedPublicKey(secret);
    return stated == null ? signsFor(open, secret) : Arrays.equals(stated, point(open));
  }

  /**
   * PKCS#8 with the public key in it, as openssl writes it (RFC 5915, 3): what reads it can tell
   * without any arithmetic whose key it is.
   */
  static byte[] encoded(KeyPair pair) {
    if (!(pair.getPrivate() instanceof ECPrivateKey secret)) {
      return pair.getPrivate().getEncoded();
    }
    try {
      AlgorithmIdentifier curve =
          PrivateKeyInfo.getInstance(secret.getEncoded()).getPrivateKeyAlgorithm();
      var key =
          new org.bouncycastle.asn1.sec.ECPrivateKey(
              secret.getParams().getOrder().bitLength(),
              secret.getS(),
              new DERBitString(point(pair.getPublic())),
              null);
      return new PrivateKeyInfo(curve, key).getEncoded();
    } catch (IOException e) {
      throw new PkiException("a private key cannot be written", e);
    }
  }

  private static byte @Nullable [] statedPublicKey(PrivateKey secret) {
    if (!(secret instanceof ECPrivateKey)) {
      return null;
    }
    try {
      var key =
          org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(
              PrivateKeyInfo.getInstance(secret.getEncoded()).parsePrivateKey());
      return key.getPublicKey() == null ? null : key.getPublicKey().getBytes();
    } catch (IOException e) {
      return null;
    }
  }

  private static byte[] point(PublicKey open) {
    return SubjectPublicKeyInfo.getInstance(open.getEncoded()).getPublicKeyData().getBytes();
  }

  private static boolean signsFor(PublicKey open, PrivateKey secret) {
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
