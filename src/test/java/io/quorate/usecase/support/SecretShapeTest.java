package io.quorate.usecase.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.plan.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody told is a secret, and looks like one. */
class SecretShapeTest {

  private static final String LINE =
      "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";

  private static final String KEY =
      "-----BEGIN RSA PRIVATE KEY-----\n"
          + (LINE + "\n").repeat(3)
          + "c2hvcnQ=\n-----END RSA PRIVATE KEY-----\n";

  private static String clean(String text) {
    return new Cleaning(List.of()).clean(text, new Counts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password=hunter2canary",
        "Password: hunter2canary",
        "{\"sudo_password\":\"hunter2canary\"}",
        "{\"sudo_password\": \"a \\\"quoted\\\" hunter2canary\"}",
        "{\"line\":\"first\\npassword: hunter2canary\"}",
        "{\"line\":\"{\\\"password\\\":\\\"hunter2canary\\\"}\"}",
        "--token=hunter2canary",
        "export REGISTRY_TOKEN='hunter2canary and more hunter2canary'",
        "client_secret : hunter2canary",
        "Authorization: Bearer hunter2canary",
        "authorization: Basic aHVudGVyMmNhbmFyeQ==hunter2canary",
        "curl -H 'X: bearer 0123456789.hunter2canary'",
        "joined with hunter.2canary012345678",
        "\\nabcdef.hunter2canary012",
        "proxy http://me:hunter2canary@proxy.example:3128/",
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJodW50ZXIyIn0.hunter2canary",
        "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQHUNTER2CANARY",
        "root:$6$saltsalt$hunter2canary0123456789abcdefghijk:19000",
        "client-key-data: hunter2canaryLS0tLS1CRUdJTg==",
        "{\"client-key-data\":\"hunter2canaryLS0tLS1CRUdJTg==\"}",
      })
  void aSecretIsTakenOut(String text) {
    Counts counts = new Counts();
    String shown = new Cleaning(List.of()).clean(text, counts);
    assertThat(shown.toLowerCase(Locale.ROOT))
        .doesNotContain("hunter2canary", "hunter.2canary")
        .contains(Secret.SHOWN);
    assertThat(counts.all()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "Kubernetes 1.36.4, etcd 3.6.5, pause 3.10",
        "2026-12-02T05:30:00+0000 kubelet[812]: \"Failed to sync secret cache\" err=\"timed out\"",
        "FLAG: --service-account-key-file=\"/etc/kubernetes/pki/sa.pub\"",
        "the password is asked for; basic authentication is off",
        "see https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/",
        "{\"why\":\"it asks for a password:\",\"next\":\"nothing\"}",
        "token: null",
        "password: •••",
        "Started kube-controller-manager.service of the cluster",
      })
  void whatIsNoneStays(String text) {
    Counts counts = new Counts();
    assertThat(new Cleaning(List.of()).clean(text, counts)).isEqualTo(text);
    assertThat(counts.all()).isZero();
  }

  @Test
  void aPrivateKeyGoesInAnyDress() throws Exception {
    String logged =
        KEY.lines().reduce("", (all, line) -> all + "Dec 02 05:30:00 kubelet[1]: " + line + "\n");
    String json = new ObjectMapper().writeValueAsString(Map.of("line", "key " + KEY));
    String begun = KEY.substring(0, KEY.indexOf("c2hv"));
    for (String text : List.of(KEY, logged, json, begun, "a\n" + LINE + "\nb\n")) {
      assertThat(clean(text)).doesNotContain(LINE, LINE.substring(10)).contains(Secret.SHOWN);
    }
    assertThat(new ObjectMapper().readTree(clean(json)).path("line").asText())
        .isEqualTo("key " + Secret.SHOWN + "\n");
    assertThat(clean("before\n" + KEY + "after")).isEqualTo("before\n" + Secret.SHOWN + "\nafter");
  }

  @Test
  void aSealedValueGoesWhole() {
    String sealed =
        "    etcd_initial_token: !vault |\n      $ANSIBLE_VAULT;1.1;AES256\n      "
            + "3132".repeat(20)
            + "\n      "
            + "ab12".repeat(20)
            + "\n      ab\n  hosts:\n";
    assertThat(clean(sealed)).doesNotContain("31323132", "ab12ab12").contains("\n  hosts:\n");
  }

  @Test
  void jsonStaysJson() throws Exception {
    String line =
        "{\"type\":\"output\",\"line\":\"token=abc and password: \\\"x y\\\"\",\"secret\":\"s\",\"n\":1}";
    var read = new ObjectMapper().readTree(clean(line));
    assertThat(read.path("secret").asText()).isEqualTo(Secret.SHOWN);
    assertThat(read.path("line").asText()).doesNotContain("abc", "x y");
    assertThat(read.path("n").asInt()).isEqualTo(1);
  }

  @Test
  void knownOnesAreCountedApart() {
    Counts counts = new Counts();
    String shown =
        new Cleaning(List.of(new Secret("zorp-of-a-test")))
            .clean("zorp-of-a-test, •••, zorp-of-a-test", counts);
    assertThat(shown).isEqualTo("•••, •••, •••");
    assertThat(counts.byTitle()).containsOnly(Map.entry(Cleaning.KNOWN, 2));
  }

  /** The program's threads have little of a stack, and logs have lines of any length. */
  @Test
  void longTextsAreNoTrouble() throws Exception {
    String text =
        "-----BEGIN PRIVATE KEY-----\n"
            + (LINE + "\n").repeat(2_000)
            + "password=\""
            + "\\\\".repeat(20_000)
            + "\n"
            + "a:".repeat(100_000);
    String[] shown = new String[1];
    Thread small = new Thread(null, () -> shown[0] = clean(text), "small", 512 << 10);
    small.start();
    small.join();
    assertThat(shown[0]).isNotNull().doesNotContain(LINE);
  }
}
