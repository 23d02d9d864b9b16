package io.quorate.cli;

import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.facts.ClusterFacts;
import io.quorate.facts.NodeFacts;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.recipe.GuardRefused;
import io.quorate.recipe.NetworkRepairPlan;
import io.quorate.recipe.VersionGuard;
import io.quorate.recipe.VersionMatrix;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.ClusterSession.Planned;
import io.quorate.usecase.PlannedRun;
import io.quorate.usecase.RunResults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quorate repair-network}: a node's packet rules are written anew. */
@Command(
    name = "repair-network",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Gives a node its packet rules anew, for when services or pods cannot be reached there.",
      "",
      "kube-proxy is stopped; INPUT, FORWARD and OUTPUT are set to ACCEPT; the tables filter, nat"
          + " and mangle of iptables are flushed, rules of others among them, which are shown"
          + " before; then kube-proxy, the firewall and the pods' network write theirs again."
          + " Tables of nftables that are not iptables' own stay.",
      "",
      "SSH stays open. Should the connection be lost nevertheless, the node puts the old rules back"
          + " by itself: a timer does it unless a new connection says that it is alive.",
      "",
      "Ports that pods open on the host (hostPort) come back when those pods are made anew.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  quorate repair-network node-3 -i home.yaml",
      "",
      "Exit codes: 0 done and verified; 1 a step failed, the old rules come back;",
      "2 invalid input; 3 refused by a guard, nothing was changed; 4 finished with",
      "warnings; 130 interrupted."
    })
final class RepairNetworkCommand implements Callable<Integer> {

  private static final int LEAST = 30;
  private static final int MOST = 3600;

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Parameters(paramLabel = "NODE", description = "The node's name in the inventory.")
  private String node = "";

  @Option(
      names = "--revert-after",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description = "When the old rules come back by themselves (default: ${DEFAULT-VALUE}).")
  private int revertAfter;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.again = List.of(node, "--revert-after", String.valueOf(revertAfter));
    try (Conversation talk = Conversation.open(options, spec)) {
      return repair(talk);
    } catch (Prompts.Interrupted e) {
      return ExitCode.INTERRUPTED;
    }
  }

  private int repair(Conversation talk) throws IOException, InterruptedException {
    if (revertAfter < LEAST || revertAfter > MOST) {
      talk.say(
          "error: --revert-after is %d; it has to be %d to %d seconds."
              .formatted(revertAfter, LEAST, MOST));
      return ExitCode.INVALID;
    }
    Path file = talk.inventoryFile(PlannedRun.REPAIR_NETWORK);
    Inventory inventory = file == null ? null : talk.load(file);
    if (inventory == null) {
      return ExitCode.INVALID;
    }
    Host host =
        inventory.hosts().stream().filter(h -> h.name().equals(node)).findFirst().orElse(null);
    if (host == null) {
      talk.say(
          "error: the inventory has no node "
              + node
              + "; it has "
              + inventory.hosts().stream().map(Host::name).collect(Collectors.joining(", "))
              + ".");
      return ExitCode.INVALID;
    }
    try (ClusterSession journey = talk.enter(inventory, inventory, Admission::isAbsent)) {
      if (journey == null) {
        return talk.refuse("Not every node let us in.");
      }
      ClusterFacts facts = journey.look(NetworkRepairPlan.requests(inventory, node));
      NodeFacts found = facts.nodes().get(node);
      if (found == null) {
        return talk.refuse(
            "error: " + facts.unreachable().getOrDefault(node, node + " could not be asked"));
      }
      Planned planned =
          journey.plan(
              facts,
              context -> NetworkRepairPlan.of(context, host, Duration.ofSeconds(revertAfter)),
              talk::say);
      talk.warn(VersionGuard.notes(VersionMatrix.of(inventory, facts)));
      List<String> flushed = NetworkRepairPlan.flushed(found);
      if (!flushed.isEmpty()) {
        talk.say("On " + node + " these rules are flushed:");
        flushed.forEach(line -> talk.say("  " + line));
      }
      return talk.carryOut(
          journey,
          new PlannedRun(
              PlannedRun.REPAIR_NETWORK,
              inventory,
              journey.reach(),
              planned.plan(),
              RunResults.nothing()));
    } catch (GuardRefused e) {
      return talk.refuse(e);
    }
  }
}
