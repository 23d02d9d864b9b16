package io.quorate.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.OtherProgram;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;

class AuthorityTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Authority AUTHORITY = Authority.create("test-ca", NOW, 10);
  private static final Leaf LEAF =
      Leaf.server("api", Set.of("api", "api.default"), Set.of("10.0.0.1", "fd00::1"));

  @Test
  void anAuthorityLivesForTenYearsAndSurvivesItsText() {
    assertThat(AUTHORITY.notAfter()).isEqualTo(Instant.parse("2036-11-01T12:00:00Z"));
    assertThat(Authority.read(AUTHORITY.credential()).credential())
        .isEqualTo(AUTHORITY.credential());
    assertThat(AUTHORITY.credential().key()).startsWith("-----BEGIN PRIVATE KEY-----\n");
  }

  @Test
  void anIssuedLeafMatchesWhatWasWanted() {
    assertThat(AUTHORITY.mismatch(LEAF, AUTHORITY.issue(LEAF, NOW), NOW)).isEmpty();
    Leaf node = Leaf.client("system:node:node-1", "system:nodes", "a,b=c");
    assertThat(AUTHORITY.mismatch(node, AUTHORITY.issue(node, NOW), NOW)).isEmpty();
  }

  @Test
  void aSignatureThatWasVerifiedOnceCountsForItsOwnAuthorityOnly() {
    Credential found = AUTHORITY.issue(LEAF, NOW);
    assertThat(AUTHORITY.mismatch(LEAF, found, NOW)).isEmpty();
    Authority other = Authority.create("test-ca", NOW, 10);
    assertThat(other.mismatch(LEAF, found, NOW)).contains("signed by another authority");
    assertThat(AUTHORITY.mismatch(LEAF, found, NOW)).isEmpty();
    Credential others = other.issue(LEAF, NOW);
    assertThat(AUTHORITY.mismatch(LEAF, others, NOW)).contains("signed by another authority");
  }

  @Test
  void everyDifferenceHasItsReason() {
    Credential found = AUTHORITY.issue(LEAF, NOW);
    assertThat(AUTHORITY.mismatch(LEAF, found, NOW.plus(Duration.ofDays(306))))
        .hasValueSatisfying(reason -> assertThat(reason).startsWith("expires at 2027-11-01"));
    assertThat(Authority.create("test-ca", NOW, 10).mismatch(LEAF, found, NOW))
        .contains("signed by another authority");
    assertThat(AUTHORITY.mismatch(Leaf.server("api", Set.of("api"), Set.of()), found, NOW))
        .contains("its names differ");
    assertThat(AUTHORITY.mismatch(Leaf.client("other"), found, NOW))
        .hasValueSatisfying(reason -> assertThat(reason).startsWith("its subject is"));
    assertThat(AUTHORITY.mismatch(Leaf.both("api", LEAF.dnsNames(), LEAF.addresses()), found, NOW))
        .contains("it serves for something else");
    Credential stranger = new Credential(found.certificate(), AUTHORITY.credential().key());
    assertThat(AUTHORITY.mismatch(LEAF, stranger, NOW)).contains("its key is another's");
    assertThat(AUTHORITY.mismatch(LEAF, new Credential("", ""), NOW)).contains("not a certificate");
  }

  @Test
  void aLeafNeverOutlivesItsAuthority() {
    Instant late = AUTHORITY.notAfter().minus(Duration.ofDays(100));
    assertThat(Pem.certificate(AUTHORITY.issue(LEAF, late).certificate()).getNotAfter())
        .isEqualTo(AUTHORITY.notAfter());
  }

  @Test
  void olderFormsOfKeysAreRead() throws Exception {
    // What openssl writes: SEC 1, with the curve in it.
    Credential found = AUTHORITY.credential();
    var scalar = ((ECPrivateKey) Pem.privateKey(found.key())).getS();
    var key =
        new org.bouncycastle.asn1.sec.ECPrivateKey(256, scalar, SECObjectIdentifiers.secp256r1);
    StringWriter sec1 = new StringWriter();
    try (PemWriter writer = new PemWriter(sec1)) {
      writer.writeObject(new PemObject("EC PRIVATE KEY", key.getEncoded()));
    }
    Credential converted = new Credential(found.certificate(), sec1.toString());
    assertThat(Authority.read(converted).notAfter()).isEqualTo(AUTHORITY.notAfter());
    Credential stranger =
        new Credential(
            Authority.create("other", NOW, 1).credential().certificate(), sec1.toString());
    assertThatThrownBy(() -> Authority.read(stranger)).isInstanceOf(PkiException.class);
  }

  @Test
  void opensslReadsWhatIsWritten() throws Exception {
    Path folder = Files.createTempDirectory("pki");
    Path key = Files.writeString(folder.resolve("key"), AUTHORITY.issue(LEAF, NOW).key());
    try {
      Process openssl =
          OtherProgram.start(
              new ProcessBuilder("openssl", "pkey", "-in", key.toString(), "-noout", "-check"),
              "openssl");
      assertThat(openssl.waitFor()).isZero();
    } finally {
      Files.delete(key);
      Files.delete(folder);
    }
  }

  @Test
  void aForeignKeyIsRefused() {
    Credential mixed =
        new Credential(
            AUTHORITY.credential().certificate(),
            Authority.create("other", NOW, 1).credential().key());
    assertThatThrownBy(() -> Authority.read(mixed)).isInstanceOf(PkiException.class);
    ServiceAccountKeys keys = ServiceAccountKeys.create();
    ServiceAccountKeys others = ServiceAccountKeys.create();
    assertThat(ServiceAccountKeys.read(keys.privateKey(), keys.publicKey())).isEqualTo(keys);
    assertThatThrownBy(() -> ServiceAccountKeys.read(keys.privateKey(), others.publicKey()))
        .isInstanceOf(PkiException.class);
  }

  @Test
  void whileTheyAreRotatedSeveralKeysAreTrusted() {
    ServiceAccountKeys old = ServiceAccountKeys.create();
    ServiceAccountKeys next =
        ServiceAccountKeys.ofPrivate(ServiceAccountKeys.create().privateKey());
    assertThat(old.trusting(old)).isEqualTo(old);
    ServiceAccountKeys both = old.trusting(next);
    assertThat(both.trusted()).containsExactly(old.signer(), next.signer());
    assertThat(ServiceAccountKeys.read(both.privateKey(), both.publicKey()).signer())
        .isEqualTo(old.signer());
    ServiceAccountKeys switched = both.signingLike(next);
    assertThat(switched.signer()).isEqualTo(next.signer());
    assertThat(switched.trusted()).isEqualTo(both.trusted());
    assertThat(switched.alone()).isEqualTo(next);
  }

  /** The name that kube-apiserver 1.20.9 gives this key in its answer to /openid/v1/jwks. */
  @Test
  void keysHaveTheNamesThatKubernetesGivesThem() {
    String open =
        """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA62c5KVdR35Nsp/Glcw8n
        sMy1s4PJ+zeC6wQU07LfPjvJP46ciaZEOLxu9ydlkZGqcaNKz0qLH8u680wZVNvD
        Eelxvc6OI1ZyVuVs28wkzWll2I8S3SkMVjRm2YkGs037VbU36I69QG8OvB+OmSeR
        ilMCj9gciwHwg+hQkO7dIdWlO7UiKLZTbhN9Nlur3zw4uSBuGamMS+d8VR/hYX0z
        5byKABq/bOaBLd6heU4PkEafO2RJRSbAa3FG/nSihqEEHBFEmNcMOLBuGs02Dfa6
        IPoLA1HoG6leDQ/KkrWaGKloMzjFN6vbXbqZwy8lCH4v4pFZnTBRlpQ4xfNMKa6Z
        3wIDAQAB
        -----END PUBLIC KEY-----
        """;
    ServiceAccountKeys keys = new ServiceAccountKeys("", open);
    assertThat(keys.trusted()).containsExactly("s9as-h1esKrgXRe4UJqWbATo0nInsAciwIGxpKhG0Nk");
  }

  @Test
  void keysAreNeverShown() {
    assertThat(AUTHORITY.credential().toString()).doesNotContain("PRIVATE");
    assertThat(ServiceAccountKeys.create().toString()).doesNotContain("PRIVATE");
    assertThat(
            Kubeconfig.embedded("c", "https://1", "admin", "c", "", AUTHORITY.credential())
                .toString())
        .doesNotContain("LS0t");
  }

  /** While one takes the place of another, the key says which issues, and both are accepted. */
  @Test
  void ofSeveralTheOneWithTheKeyIssuesAndAllAreAccepted() {
    Authority next = Authority.create("next-ca", NOW, 10);
    Credential old = AUTHORITY.issue(LEAF, NOW);
    assertThat(next.mismatch(LEAF, old, NOW))
        .hasValueSatisfying(w -> assertThat(w).contains("another"));
    Authority accepting = Authority.read(AUTHORITY.trusting(next).credential());
    assertThat(accepting.signer()).isEqualTo(AUTHORITY.signer());
    assertThat(accepting.trusted()).containsExactly(AUTHORITY.signer(), next.signer());
    Authority issuing = Authority.read(accepting.signingLike(next).credential());
    assertThat(issuing.signer()).isEqualTo(next.signer());
    assertThat(issuing.credential().certificate()).isEqualTo(accepting.credential().certificate());
    assertThat(issuing.mismatch(LEAF, old, NOW)).isEmpty();
    Credential fresh = issuing.issue(LEAF, NOW);
    assertThat(next.mismatch(LEAF, fresh, NOW)).isEmpty();
    assertThat(AUTHORITY.mismatch(LEAF, fresh, NOW)).isPresent();
    assertThat(issuing.alone().credential()).isEqualTo(next.credential());
    assertThat(issuing.trustedBy(List.of(next)).trusted()).containsExactly(next.signer());
  }
}
