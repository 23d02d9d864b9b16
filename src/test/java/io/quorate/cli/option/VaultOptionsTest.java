package io.quorate.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Where the password of an inventory's secrets comes from. */
class VaultOptionsTest {

  @TempDir private Path folder;

  /** The options alone. */
  @Command
  private static final class Holder {
    @Mixin private VaultOptions vault = new VaultOptions();
  }

  private static String given(Map<String, String> environment, String... words) {
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(words);
    return String.valueOf(holder.vault.given(environment));
  }

  @Test
  void thePasswordComesFromAFileAProgramACommandOrTheEnvironment() throws IOException {
    Path program = Files.writeString(folder.resolve("ask"), "#!/bin/sh\necho 'from a program '\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Path padded = Files.writeString(folder.resolve("padded"), "  from a file \n\n");

    assertThat(given(Map.of())).isEqualTo("null");
    assertThat(given(Map.of(), "--vault-password-file", padded.toString()))
        .isEqualTo("from a file");
    assertThat(given(Map.of(), "--vault-password-file", program.toString()))
        .isEqualTo("from a program ");
    assertThat(given(Map.of(), "--vault-password-command", "echo from a command; true"))
        .isEqualTo("from a command");
    assertThat(given(Map.of("ANSIBLE_VAULT_PASSWORD_FILE", padded.toString())))
        .isEqualTo("from a file");
    assertThat(given(Map.of("ANSIBLE_VAULT_PASSWORD_FILE", "~/padded", "HOME", folder.toString())))
        .isEqualTo("from a file");
    assertThat(
            given(
                Map.of(
                    "QUORATE_VAULT_PASSWORD",
                    "itself",
                    "ANSIBLE_VAULT_PASSWORD_FILE",
                    padded.toString())))
        .isEqualTo("itself");
  }

  @Test
  void aProgramThatFailsIsSaidToHave() {
    assertThatThrownBy(() -> given(Map.of(), "--vault-password-command", "exit 3"))
        .isInstanceOf(VaultOptions.NoPasswordException.class)
        .hasMessageContaining("ended with code 3");
    assertThatThrownBy(() -> given(Map.of(), "--vault-password-command", "true"))
        .hasMessageContaining("is empty");
  }
}
