package io.quorate.cli.inventory;

import io.quorate.cli.option.VaultOptions;
import io.quorate.inventory.file.InventorySecrets;
import io.quorate.inventory.secret.Vault;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate inventory rekey}: the same secrets under another password. */
@Command(
    name = "rekey",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Seals the Ansible Vault values of an inventory, or the whole file if it is one, with another"
          + " password. Vault ids stay.",
      ""
    },
    footer = {"", "Exit codes: 0 done; 2 it cannot be done, the file is as it was."})
final class InventoryRekeyCommand implements Callable<Integer> {

  @Mixin private SecretsWork work = new SecretsWork();

  @Option(
      names = "--new-vault-password-file",
      paramLabel = "FILE",
      description =
          "The file with the new password; a program is run, and prints it. Without it you type"
              + " it.")
  private @Nullable Path newPasswordFile;

  @Override
  public Integer call() {
    Path file = newPasswordFile;
    Vault fresh =
        Vault.of(
            () ->
                file == null
                    ? VaultOptions.typedTwice("New vault password", "--new-vault-password-file")
                    : VaultOptions.ofFile(file));
    return work.open(
        (inventory, vault) -> InventorySecrets.rekey(inventory, vault, fresh),
        "sealed anew",
        "nothing is sealed");
  }
}
