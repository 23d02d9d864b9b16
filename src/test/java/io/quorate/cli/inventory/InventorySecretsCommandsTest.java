package io.quorate.cli.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.cli.Called;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sealing and opening from the command line. */
class InventorySecretsCommandsTest {

  private static final String TOKEN = "sample-only-7f3k9q2m5x8w1z4v6b0n";
  private static final String PASSWORD = "src/test/resources/vault/password";
  private static final String OTHER = "src/test/resources/vault/other-password";

  @TempDir private Path folder;

  private Path sample() throws IOException {
    return Files.copy(
        Path.of("inventory-samples/single-node.yaml"),
        folder.resolve("home.yaml"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static Called inventory(String command, Path file, String... more) {
    String[] words = new String[4 + more.length];
    words[0] = "inventory";
    words[1] = command;
    words[2] = "-i";
    words[3] = file.toString();
    System.arraycopy(more, 0, words, 4, more.length);
    return Called.with(words);
  }

  @Test
  void aSecretInClearIsNotedWithTheCommandThatMendsIt() throws IOException {
    Path file = sample();

    Called check = inventory("check", file);
    assertThat(check.code()).isZero();
    assertThat(inventory("check", file, "--strict").code()).isEqualTo(4);
    assertThat(check.out())
        .contains("note: etcd_initial_token: This secret stands in clear; ")
        .endsWith(file + ": nothing is wrong with it; 1 note.\n")
        .contains("quorate inventory encrypt -i " + file)
        .contains("etcd_initial_token: •••")
        .doesNotContain(TOKEN);

    Called encrypt = inventory("encrypt", file, "--vault-password-file", PASSWORD);
    assertThat(encrypt).isEqualTo(new Called(0, file + ": 1 value sealed.\n", ""));
    assertThat(inventory("check", file, "--vault-password-file", PASSWORD).code()).isZero();
    assertThat(inventory("encrypt", file, "--vault-password-file", PASSWORD).out())
        .isEqualTo(file + ": no secret stands in clear.\n");
  }

  @Test
  void passwordsInTheComponentsSettingsAreSealedToo() throws IOException {
    String text =
        """
        all:
          vars:
            ask_password: true
            containerd_config:
              plugins:
                zorp:
                  username: me
                  password: "hunter2 one"
                  tries: 3
                  tokens:
                    token:
                      - hunter2two
            docker_config: {proxies: {http-proxy: "http://me:hunter2three@proxy"}}
            kubelet_environment:
              HTTPS_PROXY: http://me:hunter2four@proxy
              NO_PROXY: 10.0.0.0/8
        """;
    Path file = Files.writeString(folder.resolve("home.yaml"), text);

    Called encrypt = inventory("encrypt", file, "--vault-password-file", PASSWORD);

    assertThat(encrypt).isEqualTo(new Called(0, file + ": 4 values sealed.\n", ""));
    assertThat(Files.readString(file))
        .contains("username: me", "tries: 3", "NO_PROXY: 10.0.0.0/8", "ask_password: true")
        .doesNotContain("hunter2");
    assertThat(inventory("decrypt", file, "--vault-password-file", PASSWORD).code()).isZero();
    assertThat(Files.readString(file))
        .contains("hunter2 one", "hunter2two", "me:hunter2three@", "me:hunter2four@");
  }

  @Test
  void rekeyAndDecryptTakeItBack() throws IOException {
    Path file = sample();
    String before = Files.readString(file);
    inventory("encrypt", file, "--vault-password-file", PASSWORD, "--vault-id", "prod");

    Called rekey =
        inventory(
            "rekey", file, "--vault-password-file", PASSWORD, "--new-vault-password-file", OTHER);
    assertThat(rekey).isEqualTo(new Called(0, file + ": 1 value sealed anew.\n", ""));
    assertThat(Files.readString(file)).contains("$ANSIBLE_VAULT;1.2;AES256;prod");
    String sealed = Files.readString(file);
    Called wrong = inventory("decrypt", file, "--vault-password-file", PASSWORD);
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("does not open").endsWith("Nothing was changed.\n");
    assertThat(Files.readString(file)).isEqualTo(sealed);

    assertThat(inventory("decrypt", file, "--vault-password-file", OTHER).code()).isZero();
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void whatCannotBeDoneIsRefused() throws IOException {
    Path file = sample();

    assertThat(inventory("encrypt", file, "--vault-password-file", folder + "/none").err())
        .isEqualTo("error: there is no password file " + folder + "/none.\nNothing was changed.\n");
    assertThat(
            inventory("encrypt", file, "--vault-password-file", PASSWORD, "--vault-id", "a;b\nc")
                .err())
        .startsWith("error: A vault id is made of letters");
    assertThat(inventory("decrypt", folder.resolve("none.yaml")).err())
        .startsWith("error: there is no file " + folder.resolve("none.yaml"));
    assertThat(Files.readString(file)).contains(TOKEN);
  }
}
