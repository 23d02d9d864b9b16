package io.quorate.pki;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Certificates and keys as text, and back. */
final class Pem {
  private Pem() {}

  static X509Certificate certificate(String pem) {
    if (parse(pem) instanceof X509CertificateHolder holder) {
      try {
        return new JcaX509CertificateConverter().getCertificate(holder);
      } catch (GeneralSecurityException e) {
        throw new PkiException("not a readable certificate", e);
      }
    }
    throw new PkiException("not a certificate");
  }

  static PrivateKey privateKey(String pem) {
    try {
      return switch (parse(pem)) {
        case PEMKeyPair pair -> converter().getPrivateKey(pair.getPrivateKeyInfo());
        case PrivateKeyInfo info -> converter().getPrivateKey(info);
        default -> throw new PkiException("not a private key");
      };
    } catch (PEMException e) {
      // No cause: a parser's message may quote what it could not read.
      throw new PkiException("not a readable private key");
    }
  }

  static PublicKey publicKey(String pem) {
    if (parse(pem) instanceof SubjectPublicKeyInfo info) {
      try {
        return converter().getPublicKey(info);
      } catch (PEMException e) {
        throw new PkiException("not a readable public key", e);
      }
    }
    throw new PkiException("not a public key");
  }

  static String write(X509Certificate certificate) {
    try {
      return write("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new PkiException("a certificate cannot be written", e);
    }
  }

  static String write(PrivateKey key) {
    return write("PRIVATE KEY", key.getEncoded());
  }

  static String write(PublicKey key) {
    return write("PUBLIC KEY", key.getEncoded());
  }

  private static JcaPEMKeyConverter converter() {
    // Its own name for it is ECDSA, which the JDK's key factory does not answer to.
    return new JcaPEMKeyConverter().setAlgorithmMapping(X9ObjectIdentifiers.id_ecPublicKey, "EC");
  }

  private static Object parse(String pem) {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      Object first = parser.readObject();
      // "EC PARAMETERS" stands before the key in what openssl ecparam writes.
      while (first != null && !isKnown(first)) {
        first = parser.readObject();
      }
      if (first == null) {
        throw new PkiException("no PEM block");
      }
      return first;
    } catch (IOException | RuntimeException e) {
      if (e instanceof PkiException known) {
        throw known;
      }
      throw new PkiException("not a readable PEM block");
    }
  }

  private static boolean isKnown(Object block) {
    return block instanceof X509CertificateHolder
        || block instanceof PEMKeyPair
        || block instanceof PrivateKeyInfo
        || block instanceof SubjectPublicKeyInfo;
  }

  private static String write(String type, byte[] encoded) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, encoded));
    } catch (IOException e) {
      throw new PkiException("a " + type + " cannot be written", e);
    }
    // One form on every system, so that a file written twice has the same digest.
    return text.toString().replace("\r\n", "\n");
  }
}
