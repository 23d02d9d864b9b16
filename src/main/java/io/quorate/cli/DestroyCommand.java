package io.quorate.cli;

import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.node.Node.NodeException;
import io.quorate.recipe.DestroyPlan;
import io.quorate.recipe.DestroyProbe;
import io.quorate.recipe.GuardRefused;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.ClusterSession.Planned;
import io.quorate.usecase.PlannedRun;
import io.quorate.usecase.RunResults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
      "Packages, locales and the time zone stay, and so does rpcbind, switched off. Rules of others"
          + " are never touched, and SSH is never cut. Swap comes back. The modules that were"
          + " loaded are gone with the next boot.",
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
    try (Conversation talk = Conversation.open(options, spec)) {
      return destroy(talk);
    } catch (Prompts.Interrupted e) {
      return ExitCode.INTERRUPTED;
    }
  }

  private int destroy(Conversation talk) throws IOException, InterruptedException {
    Path file = talk.inventoryFile(PlannedRun.DESTROY);
    Inventory inventory = file == null ? null : talk.load(file);
    if (inventory == null) {
      return ExitCode.INVALID;
    }
    try (ClusterSession journey = talk.enter(inventory, inventory, Admission::isAbsent)) {
      if (journey == null) {
        return talk.refuse("Not every node let us in.");
      }
      List<String> absent = new ArrayList<>(journey.failures().keySet());
      for (NodeException failure : journey.failures().values()) {
        talk.say("warning: " + failure.getMessage());
      }
      if (absent.size() == inventory.hosts().size()) {
        return talk.refuse("error: No node answers.");
      }
      Planned planned =
          journey.plan(
              journey.look(DestroyProbe.requests(inventory)),
              found -> DestroyPlan.of(found, keepSnapshots),
              talk::say);
      PlannedRun run =
          new PlannedRun(
              PlannedRun.DESTROY, inventory, journey.reach(), planned.plan(), RunResults.nothing());
      int code =
          talk.carryOut(
              journey,
              run,
              preview -> talk.typed(warning(inventory, absent), inventory.clusterName(), confirm));
      return absent.isEmpty() || options.dryRun ? code : withAbsent(talk, absent, code);
    } catch (GuardRefused e) {
      return talk.refuse(e);
    }
  }

  private List<String> warning(Inventory inventory, List<String> absent) {
    List<String> names =
        inventory.hosts().stream().map(Host::name).filter(n -> !absent.contains(n)).toList();
    List<String> lines = new ArrayList<>();
    lines.add(
        "The cluster \"%s\" is taken away from %s: all its objects, volumes on the nodes%s."
            .formatted(
                inventory.clusterName(),
                String.join(", ", names),
                keepSnapshots ? " and data, but etcd's snapshots stay" : ", data and snapshots"));
    if (!absent.isEmpty()) {
      lines.add("It stays on " + String.join(", ", absent) + ", which did not answer.");
    }
    lines.add("This cannot be undone.");
    return lines;
  }

  private static int withAbsent(Conversation talk, List<String> absent, int code) {
    if (code != ExitCode.DONE && code != ExitCode.WARNINGS) {
      return code;
    }
    talk.say(
        "warning: "
            + String.join(", ", absent)
            + " did not answer and still "
            + (absent.size() == 1 ? "has" : "have")
            + " the cluster. Give the command again when "
            + (absent.size() == 1 ? "it is" : "they are")
            + " back.");
    return ExitCode.WARNINGS;
  }
}
