package io.quorate.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;

/**
 * A certificate authority with its key: makes certificates and judges those it finds. While another
 * one takes its place there are certificates of both: one issues, and all are trusted.
 */
public final class Authority implements Trusted<Authority> {

  /** How long a certificate below an authority is valid. */
  public static final Duration LEAF_VALIDITY = Duration.ofDays(365);

  /** Certificates begin this much earlier, for nodes whose clock is behind. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

  /** A certificate that ends sooner is made anew, and warned of. */
  public static final Duration RENEW_BEFORE = LeafCheck.RENEW_BEFORE;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Credential credential;
  private final List<X509Certificate> trusted;
  private final X509Certificate certificate;
  private final PrivateKey key;

  private Authority(
      Credential credential,
      List<X509Certificate> trusted,
      X509Certificate certificate,
      PrivateKey key) {
    this.credential = credential;
    this.trusted = List.copyOf(trusted);
    this.certificate = certificate;
    this.key = key;
  }

  /**
   * A new one, ECDSA P-256.
   *
   * @param name its CN
   * @param years how long it is valid
   */
  public static Authority create(String name, Instant now, int years) {
    KeyPair pair = Keys.ecdsa();
    X500Name subject = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
    Instant end = now.atZone(ZoneOffset.UTC).plusYears(years).toInstant();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject,
            serial(),
            Date.from(now.minus(CLOCK_TOLERANCE)),
            Date.from(end),
            subject,
            pair.getPublic());
    try {
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
          .addExtension(
              Extension.keyUsage,
              true,
              new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              extensions.createSubjectKeyIdentifier(pair.getPublic()));
      X509Certificate certificate = sign(builder, pair.getPrivate());
      return new Authority(
          new Credential(Pem.write(certificate), Pem.write(pair)),
          List.of(certificate),
          certificate,
          pair.getPrivate());
    } catch (IOException | GeneralSecurityException e) {
      throw new PkiException("the authority " + name + " cannot be made", e);
    }
  }

  /**
   * Takes one that exists; its text stays as it is.
   *
   * @param found of several certificates that with the key issues, and all are trusted
   * @throws PkiException when a certificate is none of an authority or the key is not theirs
   */
  public static Authority read(Credential found) {
    List<X509Certificate> trusted = Pem.certificates(found.certificate());
    PrivateKey key = Pem.privateKey(found.key());
    for (X509Certificate one : trusted) {
      if (one.getBasicConstraints() < 0) {
        throw new PkiException(one.getSubjectX500Principal() + " is not a certificate authority");
      }
    }
    X509Certificate own =
        trusted.stream()
            .filter(c -> Keys.belongTogether(c.getPublicKey(), key))
            .findFirst()
            .orElseThrow(
                () ->
                    new PkiException(
                        "the key does not belong to "
                            + trusted.getFirst().getSubjectX500Principal()));
    return new Authority(found, trusted, own, key);
  }

  /** The certificates that are trusted, as one text, and the key that issues. */
  public Credential credential() {
    return credential;
  }

  /** The name of the certificate that issues: its sum. */
  @Override
  public String signer() {
    return id(certificate);
  }

  /** The CN of the certificate that issues. */
  public String name() {
    return CertificateView.of(Pem.write(certificate)).commonName();
  }

  @Override
  public List<String> trusted() {
    return trusted.stream().map(Authority::id).toList();
  }

  /** When the certificate that issues begins. */
  public Instant notBefore() {
    return certificate.getNotBefore().toInstant();
  }

  @Override
  public Authority trusting(Authority other) {
    List<X509Certificate> more = other.trusted.stream().filter(c -> !trusted.contains(c)).toList();
    if (more.isEmpty()) {
      return this;
    }
    StringBuilder text = new StringBuilder(credential.certificate().strip()).append('\n');
    more.forEach(c -> text.append(Pem.write(c)));
    List<X509Certificate> all = new ArrayList<>(trusted);
    all.addAll(more);
    return new Authority(new Credential(text.toString(), credential.key()), all, certificate, key);
  }

  @Override
  public Authority signingLike(Authority other) {
    Authority both = trusting(other);
    return new Authority(
        new Credential(both.credential.certificate(), other.credential.key()),
        both.trusted,
        other.certificate,
        other.key);
  }

  /** The same, which trusts what all of them trust. */
  public Authority trustedBy(Collection<Authority> others) {
    List<X509Certificate> common =
        trusted.stream().filter(c -> others.stream().allMatch(o -> o.trusted.contains(c))).toList();
    return common.equals(trusted) ? this : only(common);
  }

  @Override
  public Authority alone() {
    return trusted.size() == 1 ? this : only(List.of(certificate));
  }

  private Authority only(List<X509Certificate> these) {
    StringBuilder text = new StringBuilder();
    these.forEach(c -> text.append(Pem.write(c)));
    return new Authority(
        new Credential(text.toString(), credential.key()), these, certificate, key);
  }

  private static String id(X509Certificate certificate) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
    } catch (GeneralSecurityException e) {
      throw new PkiException("a certificate has no sum", e);
    }
  }

  public Instant notAfter() {
    return certificate.getNotAfter().toInstant();
  }

  /**
   * When a certificate that is made at this time begins: of two of ours, the one that begins later
   * was made later.
   */
  public static Instant beginOf(Instant made) {
    return made.minus(CLOCK_TOLERANCE).truncatedTo(ChronoUnit.SECONDS);
  }

  /** Makes a certificate with a new key, valid for a year. */
  public Credential issue(Leaf leaf, Instant now) {
    KeyPair pair = Keys.ecdsa();
    Instant end = now.plus(LEAF_VALIDITY);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
            serial(),
            Date.from(now.minus(CLOCK_TOLERANCE)),
            Date.from(end.isAfter(notAfter()) ? notAfter() : end),
            subject(leaf),
            pair.getPublic());
    try {
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(Extension.extendedKeyUsage, false, usages(leaf))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              extensions.createAuthorityKeyIdentifier(certificate));
      List<GeneralName> names = alternativeNames(leaf);
      if (!names.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(GeneralName[]::new)));
      }
      return new Credential(Pem.write(sign(builder, key)), Pem.write(pair));
    } catch (IOException | GeneralSecurityException e) {
      throw new PkiException("the certificate " + leaf.commonName() + " cannot be made", e);
    }
  }

  /**
   * Why a certificate that was found cannot stay; empty when it can, whichever of those that are
   * trusted has issued it.
   */
  public Optional<String> mismatch(Leaf wanted, Credential found, Instant now) {
    return LeafCheck.mismatch(trusted, wanted, found, now);
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    return new JcaX509CertificateConverter().getCertificate(builder.build(Keys.signer(key)));
  }

  private static BigInteger serial() {
    // 127 random bits, never negative, never zero (RFC 5280, 4.1.2.2).
    return new BigInteger(126, RANDOM).setBit(126);
  }

  private static X500Name subject(Leaf leaf) {
    X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
    leaf.organizations().forEach(group -> name.addRDN(BCStyle.O, group));
    return name.addRDN(BCStyle.CN, leaf.commonName()).build();
  }

  private static ExtendedKeyUsage usages(Leaf leaf) {
    List<KeyPurposeId> purposes = new ArrayList<>();
    for (Leaf.Usage usage : new TreeSet<>(leaf.usages())) {
      purposes.add(
          switch (usage) {
            case CLIENT -> KeyPurposeId.id_kp_clientAuth;
            case SERVER -> KeyPurposeId.id_kp_serverAuth;
          });
    }
    return new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new));
  }

  private static List<GeneralName> alternativeNames(Leaf leaf) {
    List<GeneralName> names = new ArrayList<>();
    new TreeSet<>(leaf.dnsNames())
        .forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
    new TreeSet<>(leaf.addresses())
        .forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
    return names;
  }
}
