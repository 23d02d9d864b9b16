package io.quorate.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshPlaceTest {

  @Test
  void saysAsMuchAsWasWritten() {
    assertThat(SshPlace.parse("10.0.0.11")).isEqualTo(new SshPlace(null, "10.0.0.11", null));
    assertThat(SshPlace.parse("ops@node-1.example.org:2222"))
        .isEqualTo(new SshPlace("ops", "node-1.example.org", 2222));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "a b",
        "host:",
        "host:0",
        "host:99999",
        "-oProxyCommand=x",
        "a@b@c",
        "$(x)"
      })
  void nothingElseIsAPlace(String text) {
    assertThat(SshPlace.parse(text)).isNull();
  }
}
