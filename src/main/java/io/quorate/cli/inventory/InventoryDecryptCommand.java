package io.quorate.cli.inventory;

import io.quorate.inventory.file.InventorySecrets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quorate inventory decrypt}: Ansible Vault values become what is in them. */
@Command(
    name = "decrypt",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Opens the Ansible Vault values of an inventory, or the whole file if it is one: what is in"
          + " them stands there in clear.",
      "",
      "Only their lines change. The file is readable for its owner only.",
      ""
    },
    footer = {"", "Exit codes: 0 done; 2 it cannot be done, the file is as it was."})
final class InventoryDecryptCommand implements Callable<Integer> {

  @Mixin private SecretsWork work = new SecretsWork();

  @Override
  public Integer call() {
    return work.open(InventorySecrets::decrypt, "opened", "nothing is sealed");
  }
}
