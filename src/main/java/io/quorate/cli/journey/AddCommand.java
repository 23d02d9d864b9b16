package io.quorate.cli.journey;

import io.quorate.cli.command.ClusterOptions;
import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.CommandHelp;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.cli.wizard.JourneyConversation;
import io.quorate.inventory.Inventory;
import io.quorate.usecase.Absence;
import io.quorate.usecase.AddNodes;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.wizard.journey.AddJourney;
import io.quorate.wizard.journey.Choices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code quorate add}: nodes join a cluster that runs. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CommandHelp.ADD,
    footer = CommandHelp.ADD_END)
public final class AddCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Mixin private AddedHosts hosts = new AddedHosts();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return CommandContext.hold(
        options,
        spec,
        talk -> options.resume ? resume(talk) : add(talk, talk.clusterFile(cluster)));
  }

  private int add(CommandContext talk, Path file)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    Inventory there = talk.load(file);
    Inventory wanted = hosts.wanted(talk, there);
    if (hosts.areSaid() || !JourneyConversation.wanted(options, talk)) {
      return add(talk, wanted, new AddNodes(there, hosts.wipe(), file));
    }
    try (ClusterSession session = talk.enter(there, wanted, Absence::isGone)) {
      return new JourneyConversation(options, talk)
          .hold(AddJourney.JOURNEY, session, file, Choices.none());
    }
  }

  private int add(CommandContext talk, Inventory wanted, AddNodes add)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    try (ClusterSession session = talk.enter(add.there(), wanted, add::bears)) {
      return talk.perform(add, session);
    }
  }

  /** With what the run that was cut off was asked for. */
  private int resume(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    talk.refuseAnotherCluster(cluster);
    hosts.refuseAny();
    CommandContext.CutOff cut = talk.cutOff(AddNodes.NAME);
    Inventory there = talk.load(cut.file());
    Inventory wanted = talk.loadToLook(cut.inventory());
    talk.refuseChanged(there, wanted, cut);
    return add(talk, wanted, new AddNodes(there, cut.request().wipe(), cut.file()));
  }
}
