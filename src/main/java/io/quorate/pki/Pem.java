package io.quorate.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/** Certificates and keys as text, and back. */
final class Pem {
  private static final Pattern PKCS8 =
      Pattern.compile(
          "\\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");

  private static final Pattern CERTIFICATE =
      Pattern.compile("(?s)-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----");

  private Pem() {}

  static X509Certificate certificate(String pem) {
    if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
      throw new PkiException("not a certificate");
    }
    try (var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (GeneralSecurityException | IOException e) {
      throw new PkiException("not a readable certificate", e);
    }
  }

  /** All of a text, in its order; at least one. */
  static List<X509Certificate> certificates(String pem) {
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher blocks = CERTIFICATE.matcher(pem);
    while (blocks.find()) {
      certificates.add(certificate(blocks.group()));
    }
    if (certificates.isEmpty()) {
      throw new PkiException("not a certificate");
    }
    return certificates;
  }

  static PrivateKey privateKey(String pem) {
    try {
      PrivateKey plain = pkcs8(pem);
      if (plain != null) {
        return plain;
      }
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

  /** What this program itself writes; a rerun reads dozens, and the JDK is quick at it. */
  private static @Nullable PrivateKey pkcs8(String pem) {
    Matcher block = PKCS8.matcher(pem);
    if (!block.matches()) {
      return null;
    }
    for (String algorithm : List.of("EC", "RSA")) {
      try {
        byte[] encoded = Base64.getMimeDecoder().decode(block.group(1));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        continue;
      }
    }
    return null;
  }

  /** All of a file, also those of certificates in it; at least one. */
  static List<PublicKey> publicKeys(String pem) {
    List<PublicKey> keys = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
        switch (block) {
          case SubjectPublicKeyInfo info -> keys.add(converter().getPublicKey(info));
          case X509CertificateHolder holder ->
              keys.add(converter().getPublicKey(holder.getSubjectPublicKeyInfo()));
          default -> {
            // Kubernetes passes over what is no public key, too.
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new PkiException("not a readable public key");
    }
    if (keys.isEmpty()) {
      throw new PkiException("not a public key");
    }
    return keys;
  }

  static String write(X509Certificate certificate) {
    try {
      return write("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new PkiException("a certificate cannot be written", e);
    }
  }

  /** The private key of a pair. */
  static String write(KeyPair pair) {
    return write("PRIVATE KEY", Keys.encoded(pair));
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
