package io.quorate.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {

  private static String redact(String secret, String text) {
    return new Redaction(List.of(new Secret(secret))).redact(text);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void secretsGoWhereverTheyStand() {
    assertThat(redact("sesame-open", "a sesame-open b sesame-open")).isEqualTo("a ••• b •••");
    assertThat(redact("sesame-open", "sesame-opensesame-open")).isEqualTo("••••••");
    assertThat(redact("sesame-open", "sesame-ope")).isEqualTo("sesame-ope");
    assertThat(redact("pin", "my pin")).isEqualTo("my •••");
    assertThat(redact("", "text")).isEqualTo("text");
    assertThat(redact(" \n", "a b")).isEqualTo("a b");
    assertThat(redact("geheim-ü-wort", "x geheim-ü-wort")).isEqualTo("x •••");
  }

  @Test
  void theLongerOfTwoThatBeginAlikeGoesWhole() {
    Redaction redaction =
        new Redaction(List.of(new Secret("password"), new Secret("password-and-more")));
    assertThat(redaction.redact("password-and-more password")).isEqualTo("••• •••");
  }

  @Test
  void aKeyGoesLineByLineButItsFirstAndLastLineArePublic() {
    String key = "-----BEGIN KEY-----\nQUFBQUFBQUFB\nQkJCQkJCQkJC\nshort\n-----END KEY-----\n";
    assertThat(redact(key, "  QUFBQUFBQUFB")).isEqualTo("  •••");
    assertThat(redact(key, "QkJCQkJCQkJC")).isEqualTo("•••");
    assertThat(redact(key, "short")).isEqualTo("short");
    assertThat(redact(key, "-----BEGIN KEY-----")).isEqualTo("-----BEGIN KEY-----");
    assertThat(redact(key, "{\"k\":\"" + key.strip().replace("\n", "\\n") + "\"}"))
        .isEqualTo("{\"k\":\"•••\"}");
  }

  @Test
  void quotedFormsGoToo() {
    assertThat(redact("it's \"me\"", "'it'\\''s \"me\"'")).isEqualTo("'•••'");
    assertThat(redact("it's \"me\"", "{\"p\":\"it's \\\"me\\\"\"}")).isEqualTo("{\"p\":\"•••\"}");
    assertThat(redact("a&b c=d", "?p=a%26b+c%3Dd")).isEqualTo("?p=•••");
  }

  @Test
  void base64GoesWhateverStandsBeforeIt() {
    for (String before : List.of("", "u", "us", "user:")) {
      String code = base64(before + "correct horse battery" + "after");
      String shown = redact("correct horse battery", code);
      assertThat(shown).contains("•••");
      String rest = shown.replace("•••", "");
      assertThat(rest.length()).isLessThan(before.length() * 4 / 3 + 16);
    }
  }

  @Test
  void base64WrappedByAProgramGoesLineByLine() {
    String key = "k".repeat(200) + "\n";
    String wrapped =
        Base64.getMimeEncoder(76, "\n".getBytes(StandardCharsets.UTF_8))
            .encodeToString(key.getBytes(StandardCharsets.UTF_8));
    assertThat(Arrays.stream(wrapped.split("\n")).map(l -> redact(key, l)))
        .allSatisfy(l -> assertThat(l).startsWith("•••"));
  }

  @Test
  void manyKeysCostLittle() {
    List<Secret> keys =
        java.util.stream.IntStream.range(0, 30)
            .mapToObj(i -> new Secret((i + "abcdefghijklmnop".repeat(4) + "\n").repeat(28)))
            .toList();
    Redaction redaction = new Redaction(keys);
    String line = "Nov 22 23:15:00 node-1 kubelet[1234]: I1122 something quite usual happened here";
    long begun = System.nanoTime();
    for (int i = 0; i < 50_000; i++) {
      redaction.redact(line);
    }
    assertThat((System.nanoTime() - begun) / 1_000_000).isLessThan(5_000);
  }
}
