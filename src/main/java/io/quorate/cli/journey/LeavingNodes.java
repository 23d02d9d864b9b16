package io.quorate.cli.journey;

import io.quorate.cli.option.EndedException;
import io.quorate.inventory.Inventory;
import io.quorate.usecase.MembersRequest;
import io.quorate.usecase.RemoveNodes;
import io.quorate.wizard.journey.Choices;
import io.quorate.wizard.journey.RemoveJourney;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The nodes that leave by a command line, and how. */
final class LeavingNodes {

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

  /** Whether somebody was named. */
  boolean areNamed() {
    return !names.isEmpty();
  }

  /** Simulated nodes that have lost their power. */
  Set<String> dead() {
    return dead;
  }

  /** Words that the command to resume has to say again. */
  List<String> again() {
    return dead.stream().sorted().flatMap(d -> Stream.of("--dead", d)).toList();
  }

  RemoveNodes useCase(Path file) {
    return RemoveNodes.of(names, force, Duration.ofSeconds(drainTimeout), clean, file);
  }

  /** The same as a wizard is told of it. */
  Choices choices() {
    return Choices.none()
        .with(RemoveJourney.DRAIN, String.valueOf(drainTimeout))
        .with(RemoveJourney.FORCE, force)
        .with(RemoveJourney.CLEAN, clean);
  }

  /** With what the run that was cut off was asked for. */
  void takeUp(MembersRequest request) throws EndedException {
    if (areNamed()) {
      throw EndedException.invalid(
          "error: --resume goes on with those that were named before; leave the names out.");
    }
    names = request.leave();
    force |= request.force();
    clean |= request.clean();
    drainTimeout = Math.max(drainTimeout, (int) request.drainSeconds());
  }

  void refuseImpossible() throws EndedException {
    if (drainTimeout < 1) {
      throw EndedException.invalid("error: --drain-timeout: give the pods at least 1 second.");
    }
  }

  /** Refuses nodes without power that are none of the rehearsal's. */
  void refuseStrangers(Inventory inventory, boolean rehearse) throws EndedException {
    for (String name : dead) {
      if (!rehearse) {
        throw EndedException.invalid(
            "error: --dead is for simulated nodes only: say --rehearse, too.");
      }
      if (inventory.hosts().stream().noneMatch(h -> h.name().equals(name))) {
        throw EndedException.invalid("error: --dead: there is no host called " + name + ".");
      }
    }
  }
}
