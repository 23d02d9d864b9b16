package io.quorate.cli.inventory;

import io.quorate.inventory.ansible.GroupRoles;
import java.util.List;
import picocli.CommandLine.Option;

/** Which groups of an inventory have which role, where they are called otherwise. */
final class RoleOptions {

  @Option(
      names = "--masters",
      paramLabel = "GROUP",
      split = ",",
      description =
          "A group of the inventory whose hosts are masters, as if they were in k8s_masters;"
              + " several with commas, or one by one.")
  private List<String> masters = List.of();

  @Option(
      names = "--workers",
      paramLabel = "GROUP",
      split = ",",
      description = "The same for workers. A host may be both.")
  private List<String> workers = List.of();

  GroupRoles roles() {
    return new GroupRoles(masters, workers);
  }
}
