package io.quorate.cli;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Role;
import io.quorate.inventory.rule.Validation;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.usecase.AddNodes;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.Failures;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.wizard.NewHosts;
import io.quorate.wizard.journey.AddJourney;
import io.quorate.wizard.journey.Choices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quorate add}: nodes join a cluster that runs. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lets nodes join a cluster that runs, or changes what they are for.",
      "",
      "What the inventory has and the cluster has not joins: write new hosts into the file, or name"
          + " them with --node, and the file is brought up to date at the end. Workers join side by"
          + " side. Masters join one after the other: a snapshot, a learner without a vote, all"
          + " data, its vote, its API server; only then the next one begins. An even number of"
          + " masters on the way is fine, and said.",
      "",
      "The nodes that are there get the new names, addresses and routes, and restart nothing.",
      "",
      "On a terminal and without --node, --wipe and --yes, a wizard shows the cluster and asks;"
          + " with --plain, and where TERM is dumb, in lines.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  quorate add -i home.yaml --dry-run                      what would change, with diffs",
      "  quorate add -i home.yaml --node \"node-5 192.168.88.15\"  one more worker",
      "  quorate add -i home.yaml --node \"node-5 192.168.88.15\" \\",
      "      --node \"node-6 192.168.88.16\" --role master,worker  from 3 masters to 5",
      "  quorate add -i home.yaml --node node-4 --role master    a worker becomes a master",
      "  quorate add --from-cluster --master 192.168.88.11       without an inventory at hand",
      "  quorate add -i home.yaml --rehearse                     practise it on simulated nodes",
      "",
      "If it is cut off, say it again, or --resume: what is done already is found done.",
      "",
      "Exit codes: 0 done and verified; 1 a step failed; 2 invalid input; 3 refused by a guard,",
      "nothing was changed; 4 finished with warnings; 130 interrupted."
    })
final class AddCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--node",
      paramLabel = "\"NAME ADDRESS\"",
      description =
          "A host that joins: its name and where SSH reaches it, and a third word where the other"
              + " nodes use another address; ranges as in \"node-[5-6] 10.0.0.[15-16]\". The name"
              + " alone means a host of the inventory that changes its role, which --role says. May"
              + " be given several times.")
  private List<String> nodes = new ArrayList<>();

  @Option(
      names = "--role",
      split = ",",
      paramLabel = "ROLE",
      description = "What the hosts of --node are for: master, worker or both (default: worker).")
  private List<String> roles = new ArrayList<>();

  @Option(
      names = "--wipe",
      paramLabel = "NODE",
      description =
          "The node's old data of etcd may go: a master that was removed cannot come back with it."
              + " May be given several times.")
  private Set<String> wipe = Set.of();

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
    Inventory wanted = wanted(talk, there);
    boolean asks = nodes.isEmpty() && wipe.isEmpty() && JourneyConversation.wanted(options, talk);
    if (!asks) {
      return add(talk, there, wanted, file);
    }
    try (ClusterSession session = talk.enter(there, wanted, Failures::isGone)) {
      return new JourneyConversation(options, talk)
          .hold(AddJourney.JOURNEY, session, file, Choices.none());
    }
  }

  private int add(CommandContext talk, Inventory there, Inventory wanted, Path file)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    AddNodes add = new AddNodes(there, wipe, file);
    try (ClusterSession session = talk.enter(there, wanted, add::bears)) {
      return talk.perform(add, session);
    }
  }

  /** With what the run that was cut off was asked for. */
  private int resume(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    talk.refuseAnotherCluster(cluster);
    if (!nodes.isEmpty() || !roles.isEmpty() || !wipe.isEmpty()) {
      throw EndedException.invalid(
          "error: --resume goes on with what was asked for; leave --node and its like out.");
    }
    CommandContext.CutOff cut = talk.cutOff(AddNodes.NAME);
    Inventory there = talk.load(cut.file());
    Inventory wanted = talk.loadToLook(cut.inventory());
    talk.refuseChanged(there, wanted, cut);
    wipe = cut.request().wipe();
    return add(talk, there, wanted, cut.file());
  }

  /** With the hosts of the command line. */
  private Inventory wanted(CommandContext talk, Inventory there) throws EndedException {
    Set<Role> given = given();
    if (nodes.isEmpty()) {
      if (!roles.isEmpty()) {
        throw EndedException.invalid(
            "error: --role is for the hosts of --node; the inventory's have their groups.");
      }
      return named(there);
    }
    String words =
        given.stream().map(r -> r.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(","));
    NewHosts read =
        NewHosts.read(
            nodes.stream().map(n -> n + " " + words).collect(Collectors.joining("\n")), there);
    if (!read.bad().isEmpty()) {
      throw EndedException.invalid(
          read.bad().stream()
              .map(b -> "error: --node \"" + b.text() + "\": " + b.reason() + ".")
              .toList());
    }
    Inventory wanted = read.wanted();
    talk.refuseErrors(Validation.problems(wanted, Occasion.EXISTING_CLUSTER));
    return named(wanted);
  }

  private Set<Role> given() throws EndedException {
    Set<Role> given = EnumSet.noneOf(Role.class);
    for (String role : roles) {
      switch (role.strip().toLowerCase(Locale.ROOT)) {
        case "master" -> given.add(Role.MASTER);
        case "worker" -> given.add(Role.WORKER);
        default ->
            throw EndedException.invalid(
                "error: --role: \"" + role + "\" is neither master nor worker.");
      }
    }
    return given;
  }

  private Inventory named(Inventory wanted) throws EndedException {
    for (String name : wipe) {
      if (wanted.hosts().stream().noneMatch(h -> h.name().equals(name))) {
        throw EndedException.invalid("error: --wipe: there is no host called " + name + ".");
      }
    }
    return wanted;
  }
}
