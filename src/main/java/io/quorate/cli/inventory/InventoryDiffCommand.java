package io.quorate.cli.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.cli.option.NamedInventory;
import io.quorate.cli.option.ProblemLines;
import io.quorate.cli.option.VaultOptions;
import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Quorum;
import io.quorate.inventory.Role;
import io.quorate.inventory.file.InventoryDiff;
import io.quorate.inventory.file.InventoryDiff.Changed;
import io.quorate.inventory.file.InventoryDiff.Difference;
import io.quorate.inventory.file.InventoryDiff.HostAdded;
import io.quorate.inventory.file.InventoryDiff.HostRemoved;
import io.quorate.inventory.file.InventoryDiff.HostRenamed;
import io.quorate.inventory.file.InventoryDiff.RoleGained;
import io.quorate.inventory.file.InventoryDiff.RoleLost;
import io.quorate.inventory.file.Piped;
import io.quorate.inventory.form.Forms;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.setting.Reading;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quorate inventory diff}: what makes one cluster another. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says how the clusters of two inventories differ: hosts, roles, versions and settings. How the"
          + " files are written does not matter, and secrets are never shown. - is standard input; a"
          + " folder is read as Ansible reads it.",
      ""
    },
    footer = {"", "Exit codes: 0 they are the same; 1 they differ; 2 one cannot be read."})
final class InventoryDiffCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "A", description = "The inventory to start from.")
  private @Nullable Path before;

  @Parameters(index = "1", paramLabel = "B", description = "The inventory to get to.")
  private @Nullable Path after;

  @Option(names = "--json", description = "The differences as JSON.")
  private boolean json;

  @Mixin private VaultOptions vault = new VaultOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try {
      Vault open = vault.vault();
      Path from = before == null ? Path.of("") : before;
      Path to = after == null ? Path.of("") : after;
      if (from.equals(to) && from.equals(Piped.NAME)) {
        err().println("error: standard input is one inventory; name a file as the other.");
        return ExitCode.INVALID;
      }
      Piped piped = NamedInventory.piped(from, to);
      Reading one = read(from, piped, open);
      Reading other = read(to, piped, open);
      if (one == null || other == null) {
        return ExitCode.INVALID;
      }
      return show(one, other);
    } catch (VaultOptions.NoPasswordException e) {
      err().println("error: " + e.getMessage());
      return ExitCode.INVALID;
    } catch (Prompts.Interrupted e) {
      return ExitCode.INTERRUPTED;
    }
  }

  /** Null when it cannot be read; the reasons have been said. */
  private @Nullable Reading read(Path named, @Nullable Piped piped, Vault open) throws IOException {
    try {
      Reading reading = Forms.read(Source.of(named).with(piped), Catalogue.load(), open);
      if (reading.hasErrors()) {
        List<Problem> errors = reading.problems().stream().filter(Problem::isError).toList();
        ProblemLines.of(errors, piped).forEach(err()::println);
        return null;
      }
      return reading;
    } catch (NoSuchFileException e) {
      err().println("error: there is no file " + named + ".");
      return null;
    }
  }

  private int show(Reading one, Reading other) throws JsonProcessingException {
    Inventory from = one.inventory();
    Inventory to = other.inventory();
    if (from == null || to == null) {
      return ExitCode.INVALID;
    }
    Set<String> hidden = new HashSet<>(one.sealed());
    hidden.addAll(other.sealed());
    List<Difference> found = InventoryDiff.between(from, to, hidden);
    if (json) {
      Map<String, Object> root = new LinkedHashMap<>();
      root.put("same", found.isEmpty());
      root.put("differences", found.stream().map(InventoryDiffCommand::json).toList());
      out().println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root));
    } else if (found.isEmpty()) {
      out().println("The clusters are the same.");
    } else {
      found.forEach(difference -> out().println(line(difference)));
      int masters = from.masters().size();
      int now = to.masters().size();
      if (masters != now && masters > 0 && now > 0) {
        out()
            .println(
                "= masters: %d -> %d; failures survived: %d -> %d"
                    .formatted(
                        masters,
                        now,
                        new Quorum(masters).failuresSurvived(),
                        new Quorum(now).failuresSurvived()));
      }
    }
    out().flush();
    return found.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static String line(Difference difference) {
    return switch (difference) {
      case HostAdded added ->
          "+ "
              + added.host().name()
              + ": "
              + roles(added.host())
              + " added, at "
              + added.host().address();
      case HostRemoved removed ->
          "- "
              + removed.host().name()
              + ": "
              + roles(removed.host())
              + " removed, was at "
              + removed.host().address();
      case HostRenamed renamed -> "~ " + renamed.from() + " is called " + renamed.to() + " now";
      case RoleGained gained -> "~ " + gained.host() + " becomes a " + gained.role().word();
      case RoleLost lost -> "~ " + lost.host() + " is no " + lost.role().word() + " any more";
      case Changed changed -> line(changed);
    };
  }

  private static String line(Changed changed) {
    String name =
        (changed.host().isEmpty() ? "" : changed.host() + ": ")
            + changed.setting().key()
            + (changed.part().isEmpty() ? "" : " " + changed.part());
    String from = changed.from();
    String to = changed.to();
    if (from == null) {
      return "+ " + name + ": " + to;
    }
    if (to == null) {
      return "- " + name + ": " + from;
    }
    if (to.equals(InventoryDiff.HIDDEN)) {
      return "~ " + name + ": another one (not shown)";
    }
    return "~ "
        + name
        + ": "
        + from
        + (changed.fromDefault() ? " (default)" : "")
        + " -> "
        + to
        + (changed.toDefault() ? " (default)" : "");
  }

  private static String roles(Host host) {
    return host.roles().isEmpty()
        ? "host"
        : host.roles().stream().sorted().map(Role::word).collect(Collectors.joining(" and "));
  }

  private static Map<String, Object> json(Difference difference) {
    Map<String, Object> one = new LinkedHashMap<>();
    switch (difference) {
      case HostAdded added -> host(one, "host-added", added.host());
      case HostRemoved removed -> host(one, "host-removed", removed.host());
      case HostRenamed renamed -> {
        one.put("kind", "host-renamed");
        one.put("from", renamed.from());
        one.put("to", renamed.to());
      }
      case RoleGained gained -> {
        one.put("kind", "role-gained");
        one.put("host", gained.host());
        one.put("role", gained.role().word());
      }
      case RoleLost lost -> {
        one.put("kind", "role-lost");
        one.put("host", lost.host());
        one.put("role", lost.role().word());
      }
      case Changed changed -> {
        one.put("kind", "changed");
        if (!changed.host().isEmpty()) {
          one.put("host", changed.host());
        }
        one.put("setting", changed.setting().key());
        if (!changed.part().isEmpty()) {
          one.put("part", changed.part());
        }
        one.put("from", changed.from());
        one.put("to", changed.to());
      }
    }
    return one;
  }

  private static void host(Map<String, Object> into, String kind, Host host) {
    into.put("kind", kind);
    into.put("host", host.name());
    into.put("address", host.address());
    into.put("roles", host.roles().stream().sorted().map(Role::word).toList());
  }

  private PrintWriter out() {
    return spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec == null ? new PrintWriter(System.err, true) : spec.commandLine().getErr();
  }
}
