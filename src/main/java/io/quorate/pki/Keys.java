package io.quorate.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Makes key pairs and tells whether two keys belong together. */
final class Keys {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ECNamedDomainParameters P256 =
      new ECNamedDomainParameters(
          SECObjectIdentifiers.secp256r1,
          CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1));

  private Keys() {}

  /** Bouncy Castle's arithmetic takes a quarter of the JDK's time where no C2 compiles it. */
  static KeyPair ecdsa() {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(new ECKeyGenerationParameters(P256, RANDOM));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    var secret = (ECPrivateKeyParameters) pair.getPrivate();
    byte[] point = ((ECPublicKeyParameters) pair.getPublic()).getQ().getEncoded(false);
    var key =
        new org.bouncycastle.asn1.sec.ECPrivateKey(
            P256.getN().bitLength(), secret.getD(), new DERBitString(point), null);
    AlgorithmIdentifier curve =
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, P256.getName());
    try {
      KeyFactory keys = KeyFactory.getInstance("EC");
      return new KeyPair(
          keys.generatePublic(
              new X509EncodedKeySpec(new SubjectPublicKeyInfo(curve, point).getEncoded())),
          keys.generatePrivate(
              new PKCS8EncodedKeySpec(new PrivateKeyInfo(curve, key).getEncoded())));
    } catch (GeneralSecurityException | IOException e) {
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

  /** The other half of an RSA key. */
  static PublicKey publicOf(PrivateKey key) {
    if (!(key instanceof RSAPrivateCrtKey secret)) {
      throw new PkiException("not an RSA key");
    }
    try {
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent()));
    } catch (GeneralSecurityException e) {
      throw new PkiException("no RSA keys on this machine", e);
    }
  }

  /** What signs certificates with this key. */
  static ContentSigner signer(PrivateKey key) throws GeneralSecurityException {
    String algorithm = signature(key.getAlgorithm());
    try {
      if (!(key instanceof ECPrivateKey)) {
        return new JcaContentSignerBuilder(algorithm).build(key);
      }
      AlgorithmIdentifier signing = new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm);
      return new BcECContentSignerBuilder(
              signing, new DefaultDigestAlgorithmIdentifierFinder().find(signing))
          .build(PrivateKeyFactory.createKey(key.getEncoded()));
    } catch (OperatorCreationException | IOException e) {
      throw new GeneralSecurityException(e);
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
