package io.quorate.cli;

import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.facts.ClusterFacts;
import io.quorate.inventory.EtcdToken;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Quorum;
import io.quorate.node.ConnectFailure;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.Secret;
import io.quorate.recipe.AdminKubeconfig;
import io.quorate.recipe.GuardRefused;
import io.quorate.recipe.RescueGuard;
import io.quorate.recipe.RescueGuard.Candidate;
import io.quorate.recipe.RescuePlan;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.ClusterSession.Planned;
import io.quorate.usecase.PlannedRun;
import io.quorate.usecase.RunResults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quorate rescue}: etcd's quorum is lost for good. */
@Command(
    name = "rescue",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Brings a cluster back when more than half of its masters are lost for good.",
      "",
      "etcd needs more than half of its members to agree; when they are gone, nothing can be written"
          + " any more, and no member can be added or removed. The way back leads over the data of"
          + " one survivor: it is copied and kept, restored into a new cluster of one member, the"
          + " API server is started on it, and the objects are counted before and after. Then the"
          + " inventory says one master, and other masters join by `quorate add` after they were"
          + " wiped.",
      "",
      "While a quorum exists, or can be had by starting what is there, this is refused: a rescue"
          + " throws away what the survivor has not. Workers and their pods stay as they are.",
      "",
      "The lost masters must never come back with their old data.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  quorate rescue -i home.yaml                     who could be rescued",
      "  quorate rescue -i home.yaml --survivor node-3   asks for the cluster's name",
      "  quorate rescue -i home.yaml --survivor node-3 --rehearse",
      "                                                  on simulated nodes, of which",
      "                                                  the other masters are lost",
      "",
      "Exit codes: 0 done and verified; 1 a step failed; 2 invalid input; 3 refused by a",
      "guard, nothing was changed; 4 finished with warnings; 130 interrupted."
    })
final class RescueCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Option(
      names = "--survivor",
      paramLabel = "NODE",
      description =
          "The master whose data is the best that is left (with --resume: that of the rescue that"
              + " was cut off).")
  private @Nullable String survivor;

  @Option(
      names = "--confirm",
      paramLabel = "CLUSTER",
      description = "The cluster's name, where nobody can type it.")
  private @Nullable String confirm;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.again = survivor == null ? List.of() : List.of("--survivor", survivor);
    try (Conversation talk = Conversation.open(options, spec)) {
      if (options.resume && options.inventory == null) {
        talk.say("error: name the inventory with -i FILE, too: it is brought up to date.");
        return ExitCode.INVALID;
      }
      Path file = talk.inventoryFile(PlannedRun.RESCUE);
      Inventory inventory = file == null ? null : talk.load(file);
      if (inventory == null) {
        return ExitCode.INVALID;
      }
      try (ClusterSession journey =
          talk.enter(inventory, inventory, failure -> isBearable(inventory, failure))) {
        if (journey == null) {
          return talk.refuse("Not every node let us in.");
        }
        return rescue(talk, journey);
      } catch (GuardRefused e) {
        return talk.refuse(e);
      }
    } catch (Prompts.Interrupted e) {
      return ExitCode.INTERRUPTED;
    }
  }

  /** A lost master may be anything: off, or a new machine with another host key. */
  private boolean isBearable(Inventory inventory, NodeException failure) {
    return Admission.isAbsent(failure)
        || failure instanceof ConnectFailure connect
            && !connect.endpoint().name().equals(survivor)
            && inventory.masters().stream()
                .anyMatch(m -> m.name().equals(connect.endpoint().name()));
  }

  private int rescue(Conversation talk, ClusterSession journey)
      throws IOException, InterruptedException {
    Inventory inventory = journey.inventory();
    ClusterFacts facts =
        options.rehearse
            ? RescueGuard.rehearsal(
                inventory,
                journey.look(RescueGuard.rehearsalRequests(inventory)),
                survivor == null ? "" : survivor)
            : journey.look(RescueGuard.requests(inventory));
    Host chosen =
        (survivor == null && options.resume
                ? RescueGuard.begun(inventory, facts)
                : inventory.hosts().stream().filter(h -> h.name().equals(survivor)).findFirst())
            .orElse(null);
    if (chosen == null) {
      return propose(talk, inventory, facts);
    }
    RescueGuard.judge(inventory, facts, chosen);
    Secret token = new Secret(EtcdToken.random());
    Planned planned = journey.plan(facts, found -> RescuePlan.of(found, chosen, token), talk::say);
    PlannedRun run =
        new PlannedRun(
            PlannedRun.RESCUE,
            inventory,
            journey.reach(),
            planned.plan(),
            home(inventory, planned, chosen, token));
    int code =
        talk.carryOut(
            journey,
            run,
            preview ->
                talk.typed(
                    warning(inventory, facts, chosen, talk.naming()),
                    inventory.clusterName(),
                    confirm));
    if (!options.dryRun && (code == ExitCode.DONE || code == ExitCode.WARNINGS)) {
      talk.conclude(RescuePlan.afterwards(inventory, chosen));
    }
    return code;
  }

  private RunResults home(Inventory inventory, Planned planned, Host chosen, Secret token) {
    if (options.rehearse) {
      return RunResults.nothing();
    }
    RunResults access =
        new RunResults(
            AdminKubeconfig.of(
                RescuePlan.context(planned.context(), chosen, token), planned.plan()),
            null,
            null);
    Path file = options.inventory;
    return file == null
        ? access
        : access.with(file, RescuePlan.inventory(inventory, chosen, token));
  }

  /** Nothing is done without a survivor that was named. */
  private int propose(Conversation talk, Inventory inventory, ClusterFacts facts) {
    List<Candidate> candidates = RescueGuard.candidates(inventory, facts);
    if (survivor != null) {
      talk.say("error: " + survivor + " is not in the inventory.");
    } else {
      talk.say("error: name the survivor with --survivor NODE.");
    }
    candidates.forEach(c -> talk.say("    " + c.host().name() + ": " + c.words()));
    if (candidates.isEmpty()) {
      talk.say("    No master that answers has etcd's data.");
    }
    return ExitCode.INVALID;
  }

  private static String answering(int masters) {
    return masters == 1 ? "1 answers and has its data" : masters + " answer and have their data";
  }

  private static List<String> warning(
      Inventory inventory, ClusterFacts facts, Host chosen, List<String> naming) {
    int masters = inventory.masters().size();
    List<String> lines = new ArrayList<>();
    lines.add(
        "etcd's quorum is lost: of %d members %d have to agree, and %s."
            .formatted(
                masters,
                new Quorum(masters).size(),
                answering(RescueGuard.candidates(inventory, facts).size())));
    RescueGuard.candidates(inventory, facts)
        .forEach(c -> lines.add("  " + c.host().name() + ": " + c.words()));
    RescuePlan.versions(inventory, facts, chosen, naming).forEach(w -> lines.add("warning: " + w));
    Optional<Candidate> newest = RescueGuard.candidates(inventory, facts).stream().findFirst();
    if (newest.isPresent() && !newest.get().host().equals(chosen)) {
      lines.add("warning: the newest data is on " + newest.get().host().name() + ".");
    }
    String lost =
        inventory.masters().stream()
            .filter(m -> !m.equals(chosen))
            .map(Host::name)
            .collect(Collectors.joining(", "));
    lines.add(
        "A new cluster of one member is made of the data on %s, and the API serves that."
            .formatted(chosen.name()));
    lines.add("What " + chosen.name() + " has not is lost, and " + lost + " must never come back");
    lines.add("with the old data: wipe them before they join by `quorate add`.");
    return lines;
  }
}
