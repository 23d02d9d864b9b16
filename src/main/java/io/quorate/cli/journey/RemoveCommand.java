package io.quorate.cli.journey;

import io.quorate.cli.command.ClusterOptions;
import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.CommandHelp;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.cli.wizard.JourneyConversation;
import io.quorate.engine.ExitCode;
import io.quorate.inventory.Inventory;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.RemoveNodes;
import io.quorate.wizard.journey.RemoveJourney;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code quorate remove}: nodes leave a cluster, dead or alive. */
@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CommandHelp.REMOVE,
    footer = CommandHelp.REMOVE_END)
public final class RemoveCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Mixin private LeavingNodes leaving = new LeavingNodes();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.again = leaving.again();
    return CommandContext.hold(options, spec, this::remove);
  }

  private int remove(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    leaving.refuseImpossible();
    if (options.resume) {
      talk.refuseAnotherCluster(cluster);
      CommandContext.CutOff cut = talk.cutOff(RemoveNodes.NAME);
      Inventory begun = talk.loadToLook(cut.inventory());
      talk.refuseChanged(talk.load(cut.file()), begun, cut);
      leaving.takeUp(cut.request());
      return remove(talk, begun, cut.file());
    }
    Path file = talk.clusterFile(cluster);
    return remove(talk, talk.load(file), file);
  }

  private int remove(CommandContext talk, Inventory inventory, Path file)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    RemoveNodes remove = leaving.useCase(file);
    leaving.refuseStrangers(inventory, options.rehearse);
    ClusterSession all = talk.enter(inventory, inventory, remove::bears);
    try (ClusterSession session = leaving.dead().isEmpty() ? all : all.without(leaving.dead())) {
      if (leaving.areNamed()) {
        return talk.perform(remove, session);
      }
      if (JourneyConversation.wanted(options, talk)) {
        return new JourneyConversation(options, talk)
            .hold(RemoveJourney.JOURNEY, session, file, leaving.choices());
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
}
