package io.quorate.cli;

import io.quorate.engine.ExitCode;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.ClusterStatus;
import io.quorate.plan.facts.StatusJson;
import io.quorate.tui.terminal.TerminalDisplay;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.Failures;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.StatusLook;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quorate status}: the live cluster at a glance. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows how a cluster is: etcd's members, leader and quorum, the API servers, the nodes, the"
          + " first certificate to end, the snapshots, and units that do not run.",
      "",
      "All nodes are asked side by side, each master about itself, so it works while masters are"
          + " down. Nothing is changed.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  quorate status -i home.yaml            once, as text",
      "  quorate status -i home.yaml --watch    a screen that looks again",
      "  quorate status -i home.yaml --json     for programs: one object, one line",
      "  quorate status --from-cluster          without an inventory: where the kubeconfig leads",
      "",
      "Exit codes: 0 healthy; 1 down: etcd's quorum is lost, or no API server is ready;",
      "2 invalid input; 3 SSH gets into no node; 4 degraded: it serves, with worries;",
      "130 interrupted."
    })
final class StatusCommand implements Callable<Integer> {

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      description = "The cluster's inventory.")
  private @Nullable Path inventory;

  @Mixin private VaultOptions vault = new VaultOptions();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = {"-w", "--watch"},
      description = "Look again and again: as a screen, or without a terminal as text.")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "The pause between two looks (default: ${DEFAULT-VALUE}).")
  private int every;

  @Option(names = "--json", description = "As JSON, one object a line for each look.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    JourneyOptions options = new JourneyOptions();
    options.json = json;
    options.vault = vault;
    return CommandContext.hold(
        options,
        spec,
        talk -> {
          if (every < 1) {
            throw EndedException.invalid(
                "error: --every is " + every + "; it has to be at least 1 second.");
          }
          Inventory wanted = wanted(talk);
          return show(talk.enter(wanted, Failures::isGone), talk);
        });
  }

  private Inventory wanted(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    Path file = inventory;
    if (file != null && !cluster.fromCluster) {
      return talk.loadToLook(file);
    }
    if (file != null) {
      throw EndedException.invalid(
          "error: a cluster is opened by -i FILE or by --from-cluster, not by both.");
    }
    if (!cluster.fromCluster) {
      throw EndedException.invalid(
          "error: name the cluster's inventory with -i FILE, or open it with --from-cluster.");
    }
    return OpenedCluster.read(cluster, talk);
  }

  private int show(ClusterSession journey, CommandContext talk)
      throws IOException, InterruptedException {
    try (journey) {
      if (journey.failures().size() == journey.inventory().hosts().size()) {
        journey.failures().values().forEach(f -> talk.say("error: " + f.getMessage()));
        return ExitCode.REFUSED;
      }
      if (watch && !json && RunPanes.possible()) {
        try (TerminalDisplay display = Screens.open()) {
          ClusterStatus last = StatusScreen.show(display, journey, Duration.ofSeconds(every));
          return last == null ? ExitCode.INTERRUPTED : exitCode(last);
        } catch (Screens.UnusableException e) {
          e.tell().forEach(talk::say);
        }
      }
      StatusLook look = new StatusLook(journey);
      ClusterStatus status = look.first();
      print(status);
      while (watch) {
        Thread.sleep(Duration.ofSeconds(every));
        status = look.anew();
        print(status);
      }
      return exitCode(status);
    }
  }

  private static int exitCode(ClusterStatus status) {
    return switch (status.state()) {
      case HEALTHY -> ExitCode.DONE;
      case DEGRADED -> ExitCode.WARNINGS;
      case DOWN -> ExitCode.FAILED;
    };
  }

  private void print(ClusterStatus status) {
    PrintWriter out =
        spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    if (json) {
      out.println(StatusJson.write(status));
    } else {
      StatusScreen.lines(status).forEach(out::println);
    }
    out.flush();
  }
}
