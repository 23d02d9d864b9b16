package io.quorate.inventory.ansible;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line that is shown with a problem has no secret in it. */
class SecretLinesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  ansible_password: fake-canary",
        "node-1 ansible_password=fake-canary cni=flannel",
        "  ssh_key: \"fake-canary\"",
        "- {name: n1, privateKey: fake-canary, address: 10.9.0.1}",
        "  \"ansible_password\": \"fake-canary\", \"cni\": \"flannel\"",
        "{\"n1\":{\"cni\":\"flannel\",\"ansible_password\":\"fake-canary\"}}",
        "{\"n1\":{\"ansible_become_pass\" :\"fake-canary\"}}",
        "{'n1':{'etcd_initial_token':'fake-canary'}}",
        "    etcd_initial_token fake-canary",
        "    etcd_initial_tokn: fake-canary"
      })
  void aSecretIsHidden(String line) {
    assertThat(SecretLines.hidden(line, "cni")).doesNotContain("canary").contains("•••");
  }

  @Test
  void theRestIsShown() {
    String line = "{\"n1\":{\"cni\":\"flannel\",\"mirror\":\"http://10.0.0.1:8000\"}}";
    assertThat(SecretLines.hidden(line, "cni")).isEqualTo(line);
  }
}
