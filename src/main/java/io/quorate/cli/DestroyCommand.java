package io.quorate.cli;

import io.quorate.inventory.Inventory;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.Destroy;
import io.quorate.usecase.InvalidRequestException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quorate destroy}: a cluster is taken away. */
@Command(
    name = "destroy",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Takes a cluster away from its nodes. All its objects and data are lost.",
      "",
      "On each node, none waiting for another: the units and all pods are stopped; their mounts,"
          + " interfaces, routes and packet rules go; the data and etcd's snapshots are removed; and"
          + " what Quorate wrote goes by the manifest that it kept there: what was at a place"
          + " before is put back. Then a scan shows that nothing is left.",
      "",
      "Packages, locales and the time zone stay. What was switched off stays off: rpcbind, and on"
          + " Rocky Linux and AlmaLinux firewalld and nm-cloud-setup, too. There SELinux keeps what"
          + " nginx of a worker was given: the boolean httpd_can_network_connect, the type of its"
          + " port and the file context of its folder.",
      "",
      "Rules of others are never touched, and SSH is never cut. Swap comes back. The modules that"
          + " were loaded are gone with the next boot.",
      "",
      "Nodes that do not answer are left as they are, and named: give the command again when they"
          + " are back.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  quorate destroy -i home.yaml --dry-run       what would go, file by file",
      "  quorate destroy -i home.yaml                 asks for the cluster's name",
      "  quorate destroy -i home.yaml --confirm home  for programs; --yes is not enough",
      "",
      "Exit codes: 0 nothing is left; 1 a step failed; 2 invalid input; 3 refused by a",
      "guard, nothing was changed; 4 something is left, or a node did not answer;",
      "130 interrupted."
    })
final class DestroyCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Option(
      names = "--confirm",
      paramLabel = "CLUSTER",
      description = "The cluster's name, where nobody can type it.")
  private @Nullable String confirm;

  @Option(
      names = "--keep-snapshots",
      description = "Leave etcd's snapshots on the masters, in /var/backups/etcd.")
  private boolean keepSnapshots;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.again = keepSnapshots ? List.of("--keep-snapshots") : List.of();
    options.confirm = confirm;
    return CommandContext.hold(options, spec, this::destroy);
  }

  private int destroy(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    Inventory inventory = talk.load(talk.inventoryFile(Destroy.NAME));
    Destroy destroy = new Destroy(keepSnapshots);
    try (ClusterSession session = talk.enter(inventory, inventory, destroy::bears)) {
      return talk.perform(destroy, session);
    }
  }
}
