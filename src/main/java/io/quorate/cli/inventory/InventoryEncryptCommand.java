package io.quorate.cli.inventory;

import io.quorate.inventory.file.InventorySecrets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate inventory encrypt}: secrets in clear become Ansible Vault values. */
@Command(
    name = "encrypt",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Seals the secrets of an inventory: the etcd token, passwords in the components'"
          + " configuration and variables, and passwords meant for Ansible become Ansible Vault"
          + " values.",
      "",
      "Only their lines change. Ansible opens them with the same password, and so does `quorate"
          + " install`, which asks for it.",
      ""
    },
    footer = {"", "Exit codes: 0 done; 2 it cannot be done, the file is as it was."})
final class InventoryEncryptCommand implements Callable<Integer> {

  @Mixin private SecretsWork work = new SecretsWork();

  @Option(
      names = "--vault-id",
      paramLabel = "LABEL",
      defaultValue = "",
      description = "The vault id that is written along, for those who have several passwords.")
  private String label = "";

  @Override
  public Integer call() {
    return work.seal(
        (file, vault) -> InventorySecrets.encrypt(file, vault, label),
        "sealed",
        "no secret stands in clear");
  }
}
