package io.quorate.cli;

import io.quorate.engine.ExitCode;
import io.quorate.inventory.Inventory;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.RemoveNodes;
import io.quorate.wizard.journey.Choices;
import io.quorate.wizard.journey.RemoveJourney;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quorate remove}: nodes leave a cluster, dead or alive. */
@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Takes nodes out of a cluster, dead or alive, the first master like any other.",
      "",
      "All masters are asked side by side what they know. Without NODE a wizard shows it and asks;"
          + " with --plain, and where TERM is dumb, in lines. With --dry-run it is said, and that is"
          + " all. A dead node is removed from etcd by its member's id, after a snapshot, and from the API. A"
          + " live one is drained first: disruption budgets are respected. The nodes that"
          + " stay forget it, and so does the inventory file at the end.",
      "",
      "The quorum is guarded: what would lose it is refused, with the numbers and the next step.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  quorate remove -i home.yaml                  what is known of each node; choose who leaves",
      "  quorate remove -i home.yaml node-1 --dry-run what would change, with diffs",
      "  quorate remove -i home.yaml node-1           ask, then do it",
      "  quorate remove -i home.yaml --rehearse --dead node-1",
      "                                               practise it on simulated nodes",
      "",
      "If it is cut off, say it again, or --resume: what is done already is found done.",
      "",
      "Exit codes: 0 done and verified; 1 a step failed; 2 invalid input; 3 refused by a guard,",
      "nothing was changed; 4 finished with warnings; 130 interrupted."
    })
final class RemoveCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "NODE", arity = "0..*", description = "The nodes that leave.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--force",
      description =
          "Delete a live node's pods that a disruption budget holds or that nobody would make anew"
              + " elsewhere. The quorum's guard is not moved by it.")
  private boolean force;

  @Option(
      names = "--drain-timeout",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "How long pods may take to leave a live node (default: ${DEFAULT-VALUE}).")
  private int drainTimeout;

  @Option(
      names = "--clean",
      description =
          "On a node that is reached, also take away everything that Quorate wrote there, as"
              + " `quorate destroy` does; snapshots of etcd stay.")
  private boolean clean;

  @Option(
      names = "--dead",
      paramLabel = "NODE",
      description =
          "With --rehearse: this simulated node has lost its power. May be given several times.")
  private Set<String> dead = Set.of();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.again = dead.stream().sorted().flatMap(d -> Stream.of("--dead", d)).toList();
    return CommandContext.hold(options, spec, this::remove);
  }

  private int remove(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    if (drainTimeout < 1) {
      throw EndedException.invalid("error: --drain-timeout: give the pods at least 1 second.");
    }
    if (options.resume) {
      return resume(talk);
    }
    Path file = talk.clusterFile(cluster);
    Inventory inventory = talk.load(file);
    if (!names.isEmpty() || !JourneyConversation.wanted(options, talk)) {
      return remove(talk, inventory, file);
    }
    try (ClusterSession session = enter(talk, inventory, useCase(file))) {
      return new JourneyConversation(options, talk)
          .hold(RemoveJourney.JOURNEY, session, file, choices());
    }
  }

  /** With what the run that was cut off was asked for. */
  private int resume(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    talk.refuseAnotherCluster(cluster);
    if (!names.isEmpty()) {
      throw EndedException.invalid(
          "error: --resume goes on with those that were named before; leave the names out.");
    }
    CommandContext.CutOff cut = talk.cutOff(RemoveNodes.NAME);
    Inventory inventory = talk.loadToLook(cut.inventory());
    talk.refuseChanged(talk.load(cut.file()), inventory, cut);
    names = cut.request().leave();
    force |= cut.request().force();
    clean |= cut.request().clean();
    drainTimeout = Math.max(drainTimeout, (int) cut.request().drainSeconds());
    return remove(talk, inventory, cut.file());
  }

  private int remove(CommandContext talk, Inventory inventory, Path file)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    RemoveNodes remove = useCase(file);
    try (ClusterSession session = enter(talk, inventory, remove)) {
      if (!names.isEmpty()) {
        return talk.perform(remove, session);
      }
      // Who only looks is done; who wants something removed has to say what.
      remove.look(session).picture().forEach(talk::say);
      if (options.dryRun) {
        return ExitCode.DONE;
      }
      throw EndedException.invalid(
          "error: name the nodes that leave, after the options; nobody can be asked here.");
    }
  }

  private RemoveNodes useCase(Path file) {
    return RemoveNodes.of(names, force, Duration.ofSeconds(drainTimeout), clean, file);
  }

  private ClusterSession enter(CommandContext talk, Inventory inventory, RemoveNodes remove)
      throws IOException, InterruptedException, EndedException {
    for (String name : dead) {
      if (!options.rehearse) {
        throw EndedException.invalid(
            "error: --dead is for simulated nodes only: say --rehearse, too.");
      }
      if (inventory.hosts().stream().noneMatch(h -> h.name().equals(name))) {
        throw EndedException.invalid("error: --dead: there is no host called " + name + ".");
      }
    }
    ClusterSession session = talk.enter(inventory, inventory, remove::bears);
    return dead.isEmpty() ? session : session.without(dead);
  }

  private Choices choices() {
    return Choices.none()
        .with(RemoveJourney.DRAIN, String.valueOf(drainTimeout))
        .with(RemoveJourney.FORCE, force)
        .with(RemoveJourney.CLEAN, clean);
  }
}
