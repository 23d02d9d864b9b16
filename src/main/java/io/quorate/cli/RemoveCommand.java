package io.quorate.cli;

import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.facts.ClusterFacts;
import io.quorate.inventory.Inventory;
import io.quorate.node.ConnectFailure;
import io.quorate.node.Node.NodeException;
import io.quorate.recipe.GuardRefused;
import io.quorate.recipe.LiveCluster;
import io.quorate.recipe.LiveNode;
import io.quorate.recipe.RemoveNodePlan;
import io.quorate.recipe.VersionGuard;
import io.quorate.recipe.VersionMatrix;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.ClusterSession.Planned;
import io.quorate.usecase.MemberRuns;
import io.quorate.usecase.NodeConnector;
import io.quorate.usecase.PlannedRun;
import io.quorate.wizard.MembersWizard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
    try (Conversation talk = Conversation.open(options, spec)) {
      if (drainTimeout < 1) {
        talk.say("error: --drain-timeout: give the pods at least 1 second.");
        return ExitCode.INVALID;
      }
      try {
        return options.resume && talk.goesOn(cluster)
            ? resume(talk)
            : remove(talk, talk.clusterFile(cluster));
      } catch (OpenedCluster.NotOpenedException e) {
        return e.tell(talk);
      }
    } catch (Prompts.Interrupted e) {
      return ExitCode.INTERRUPTED;
    }
  }

  private int remove(Conversation talk, Path file) throws IOException, InterruptedException {
    Inventory inventory = talk.load(file);
    return inventory == null ? ExitCode.INVALID : remove(talk, inventory, file);
  }

  /** With what the run that was cut off was asked for. */
  private int resume(Conversation talk) throws IOException, InterruptedException {
    if (!names.isEmpty()) {
      talk.say("error: --resume goes on with those that were named before; leave the names out.");
      return ExitCode.INVALID;
    }
    Conversation.CutOff cut = talk.cutOff(PlannedRun.REMOVE);
    Inventory inventory = cut == null ? null : talk.loadToLook(cut.inventory());
    if (cut == null || inventory == null) {
      return ExitCode.INVALID;
    }
    Inventory there = talk.load(Path.of(cut.request().file()));
    if (there == null) {
      return ExitCode.INVALID;
    }
    if (!talk.isUnchanged(there, inventory, cut)) {
      return ExitCode.REFUSED;
    }
    names = cut.request().leave();
    force |= cut.request().force();
    clean |= cut.request().clean();
    drainTimeout = Math.max(drainTimeout, (int) cut.request().drainSeconds());
    return remove(talk, inventory, Path.of(cut.request().file()));
  }

  private int remove(Conversation talk, Inventory inventory, Path file)
      throws IOException, InterruptedException {
    for (String name : dead) {
      if (!options.rehearse || inventory.hosts().stream().noneMatch(h -> h.name().equals(name))) {
        talk.say(
            options.rehearse
                ? "error: --dead: there is no host called " + name + "."
                : "error: --dead is for simulated nodes only: say --rehearse, too.");
        return ExitCode.INVALID;
      }
    }
    try (ClusterSession journey = enter(talk, inventory)) {
      if (journey == null) {
        return talk.refuse("Not every node let us in.");
      }
      if (names.isEmpty() && MembersConversation.wanted(options, talk)) {
        return new MembersConversation(options, talk, journey, file).hold(wizard(inventory));
      }
      ClusterFacts facts = journey.look(RemoveNodePlan.requests(inventory));
      LiveCluster live = LiveCluster.of(inventory, facts);
      tell(talk, live);
      if (names.isEmpty()) {
        return nobodyNamed(talk);
      }
      return carryOut(talk, journey, facts, live, file);
    } catch (GuardRefused e) {
      return talk.refuse(e);
    }
  }

  private @Nullable ClusterSession enter(Conversation talk, Inventory inventory)
      throws IOException, InterruptedException {
    ClusterSession journey = talk.enter(inventory, inventory, this::bearable);
    if (journey == null
        || dead.isEmpty()
        || !(journey.reach() instanceof NodeConnector.Rehearsal all)) {
      return journey;
    }
    journey.close();
    return ClusterSession.open(inventory, all.without(dead));
  }

  /** Who only looks is done; who wants something removed has to say what. */
  private int nobodyNamed(Conversation talk) {
    if (options.dryRun) {
      return ExitCode.DONE;
    }
    talk.say("error: name the nodes that leave, after the options; nobody can be asked here.");
    return ExitCode.INVALID;
  }

  private MembersWizard wizard(Inventory inventory) {
    MembersWizard wizard =
        MembersWizard.of(MembersWizard.Kind.REMOVE, inventory)
            .draining(Duration.ofSeconds(drainTimeout));
    wizard = force ? wizard.forced() : wizard;
    return clean ? wizard.cleaned() : wizard;
  }

  private int carryOut(
      Conversation talk, ClusterSession journey, ClusterFacts facts, LiveCluster live, Path file)
      throws IOException, InterruptedException {
    RemoveNodePlan.Options how =
        new RemoveNodePlan.Options(force, Duration.ofSeconds(drainTimeout), clean);
    Planned planned = journey.plan(facts, c -> RemoveNodePlan.of(c, names, how), talk::say);
    talk.warn(VersionGuard.notes(VersionMatrix.of(journey.inventory(), facts)));
    RemoveNodePlan.verdicts(live, names).forEach(v -> talk.say(v.reason()));
    journey
        .failures()
        .forEach(
            (name, why) -> {
              if (!names.contains(name)) {
                talk.say(
                    "warning: "
                        + name
                        + " does not answer and is not brought up to date; `quorate install` does"
                        + " it later.");
              }
            });
    int code = talk.carryOutChange(journey, MemberRuns.removal(journey, planned, names, how, file));
    if (!options.dryRun && (code == ExitCode.DONE || code == ExitCode.WARNINGS)) {
      talk.conclude(RemoveNodePlan.afterwards(live, names));
    }
    return code;
  }

  /** Node by node, the dead first to the eye. */
  private static void tell(Conversation talk, LiveCluster live) {
    talk.say(live.found());
    Instant now = Instant.now();
    for (LiveNode node : live.nodes()) {
      talk.say(
          "  %s %-20s %s"
              .formatted(
                  node.looksDead() ? "!" : " ", node.name(), String.join(", ", node.words(now))));
    }
  }

  /** Whoever leaves need not let us in; of the others only those that nobody reaches. */
  private boolean bearable(NodeException failure) {
    return failure instanceof ConnectFailure connect
        && (names.contains(connect.endpoint().name())
            || connect instanceof ConnectFailure.TimedOut
            || connect instanceof ConnectFailure.Refused
            || connect instanceof ConnectFailure.Unreachable
            || connect instanceof ConnectFailure.HostKeyChanged
            || connect instanceof ConnectFailure.Unresolved);
  }
}
