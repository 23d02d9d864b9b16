package io.quorate.cli.journey;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.EndedException;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Role;
import io.quorate.inventory.rule.Validation;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.wizard.NewHosts;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The hosts that a command line lets join. */
final class AddedHosts {

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

  /** Whether something was said that a wizard would ask. */
  boolean areSaid() {
    return !nodes.isEmpty() || !wipe.isEmpty();
  }

  /** Whose old data of etcd may go. */
  Set<String> wipe() {
    return wipe;
  }

  /** Refuses hosts that are named beside a run to resume, which has its own. */
  void refuseAny() throws EndedException {
    if (areSaid() || !roles.isEmpty()) {
      throw EndedException.invalid(
          "error: --resume goes on with what was asked for; leave --node and its like out.");
    }
  }

  /** The cluster with the hosts of the command line. */
  Inventory wanted(CommandContext talk, Inventory there) throws EndedException {
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
