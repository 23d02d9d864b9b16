package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.file.InventorySecrets;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.setting.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets between us and the machine's own ansible-vault, both ways. It needs no nodes, but
 * Ansible: {@code apt-get install ansible-core}.
 */
@Tag("lab")
class AnsibleVaultLabTest {

  private static final String PASSWORD = "sample-only-password é";
  private static final String TOKEN = "sample-only-7f3k9q2m5x8w1z4v6b0n";

  @TempDir private Path folder;

  private Commands.Result ansible(String... command) {
    return Commands.run(
            Limits.SOON,
            Map.of("HOME", folder.toString(), "LC_ALL", "C.UTF-8", "ANSIBLE_NOCOLOR", "1"),
            java.util.List.of(command))
        .orFail();
  }

  private Path password() throws IOException {
    return Files.writeString(folder.resolve("password"), PASSWORD + "\n");
  }

  private Path sample() throws IOException {
    return Files.copy(
        Path.of("inventory-samples/three-masters-one-worker.yaml"), folder.resolve("home.yaml"));
  }

  private static Inventory read(Path file) throws IOException {
    Reading reading = InventoryFile.read(file, Catalogue.load(), Vault.of(PASSWORD));
    assertThat(reading.problems()).isEmpty();
    return Objects.requireNonNull(reading.inventory());
  }

  @Test
  void ansibleOpensWhatWeSealed() throws IOException {
    for (String label : new String[] {"", "prod"}) {
      Files.deleteIfExists(folder.resolve("home.yaml"));
      Path file = sample();
      assertThat(InventorySecrets.encrypt(file, Vault.of(PASSWORD), label)).isOne();
      assertThat(Files.readString(file)).doesNotContain(TOKEN);

      String said =
          ansible(
                  "ansible",
                  "-i",
                  file.toString(),
                  "node-1",
                  "-m",
                  "debug",
                  "-a",
                  "var=etcd_initial_token",
                  "--vault-id",
                  label + "@" + password())
              .output();

      assertThat(said).contains(TOKEN);
    }
  }

  @Test
  void ansibleVaultOpensAFileThatWeRekeyed() throws IOException {
    Path file = sample();
    String before = Files.readString(file);
    ansible(
        "ansible-vault",
        "encrypt",
        "--vault-password-file",
        password().toString(),
        file.toString());
    assertThat(read(file).etcd().initialToken().reveal()).isEqualTo(TOKEN);

    InventorySecrets.rekey(file, Vault.of(PASSWORD), Vault.of("sample-only-other"));

    Path other = Files.writeString(folder.resolve("other"), "sample-only-other\n");
    assertThat(
            ansible(
                    "ansible-vault",
                    "view",
                    "--vault-password-file",
                    other.toString(),
                    file.toString())
                .output())
        .isEqualTo(before);
  }

  @Test
  void weOpenWhatAnsibleVaultSealed() throws IOException {
    String value =
        ansible("ansible-vault", "encrypt_string", "--vault-id", "prod@" + password(), TOKEN)
            .output();
    String sealed = value.substring(value.indexOf("!vault")).stripTrailing();
    Path file = sample();
    Files.writeString(file, Files.readString(file).replace(TOKEN, sealed));

    assertThat(read(file).etcd().initialToken().reveal()).isEqualTo(TOKEN);
  }
}
