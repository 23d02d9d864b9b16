package io.quorate.cli.command;

import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.cli.option.LimitOption;
import io.quorate.cli.option.VaultOptions;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.ansible.HostSelection.NoHostException;
import io.quorate.inventory.form.HostLimit;
import io.quorate.inventory.form.Source;
import io.quorate.node.Node.NodeException;
import io.quorate.usecase.Absence;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which cluster a command means that looks and changes nothing. */
public final class LookOptions {

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      description =
          "The cluster's inventory; several, or a folder, are put together as by Ansible.")
  private List<Path> inventories = List.of();

  @Mixin private VaultOptions vault = new VaultOptions();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  /** Most looks are lines anyway; so that a script may say it everywhere. */
  @Option(names = "--plain", description = "In lines, never on a screen.")
  public boolean plain;

  /** What is looked at, and shown. */
  public interface Look {
    /**
     * The command's exit code.
     *
     * @param asked the names of the nodes that are looked at
     */
    int at(ClusterSession session, Set<String> asked, CommandContext talk)
        throws IOException, InterruptedException, EndedException, InvalidRequestException;
  }

  /**
   * Looks at the cluster through a session; nodes that do not answer are left to the look.
   *
   * @param json whether what is said besides goes to standard error
   * @param rehearse on simulated nodes
   */
  public int look(@Nullable CommandSpec spec, boolean json, boolean rehearse, Look look)
      throws IOException, InterruptedException {
    return look(spec, json, rehearse, new LimitOption(), look);
  }

  /**
   * The same at some nodes, where what they are does not go by the others.
   *
   * @param limit which; nobody connects to the others
   */
  public int look(
      @Nullable CommandSpec spec, boolean json, boolean rehearse, LimitOption limit, Look look)
      throws IOException, InterruptedException {
    return hold(
        spec,
        json,
        rehearse,
        talk -> {
          Inventory there = cluster.inventory(inventories, talk);
          HostLimit some = limited(limit, there, talk);
          Set<String> asked = some == null ? names(there) : some.hosts();
          Map<String, NodeException> leftOut = leftOut(some);
          if (some != null) {
            talk.say(some.words("asked"));
          }
          try (ClusterSession session =
              talk.enter(
                  there, leftOut, f -> Absence.isOutOfReach(f) || leftOut.containsValue(f))) {
            return look.at(session, asked, talk);
          }
        });
  }

  private @Nullable HostLimit limited(LimitOption limit, Inventory there, CommandContext talk)
      throws IOException, EndedException {
    try {
      return inventories.isEmpty()
          ? limit.of(there)
          : limit.of(Source.of(inventories), talk.vault(), there);
    } catch (NoHostException e) {
      throw EndedException.invalid("error: " + LimitOption.refusal(e));
    } catch (NoSuchFileException e) {
      throw EndedException.invalid("error: --limit: there is no file " + e.getFile() + ".");
    }
  }

  private static Set<String> names(Inventory there) {
    return there.hosts().stream().map(Host::name).collect(Collectors.toSet());
  }

  /** Why nobody connects to them. */
  private static Map<String, NodeException> leftOut(@Nullable HostLimit limit) {
    Map<String, NodeException> leftOut = new LinkedHashMap<>();
    if (limit != null) {
      limit.others().forEach(n -> leftOut.put(n, new NodeException(n + " is left out by --limit")));
    }
    return leftOut;
  }

  /**
   * The cluster that is meant; null: nothing names one.
   *
   * @param offline whether nobody may be asked
   */
  public @Nullable Inventory inventoryIfNamed(CommandContext talk, boolean offline)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    if (offline && cluster.fromCluster) {
      throw EndedException.invalid(
          "error: --from-cluster asks the cluster, and --offline asks nobody: leave one out.");
    }
    boolean named = !inventories.isEmpty() || cluster.fromCluster || cluster.stray() != null;
    return named ? cluster.inventory(inventories, talk) : null;
  }

  /** For commands that may also do without a cluster; else as {@link #look}. */
  public int hold(
      @Nullable CommandSpec spec, boolean json, boolean rehearse, CommandContext.Body body)
      throws IOException, InterruptedException {
    JourneyOptions options = new JourneyOptions();
    options.json = json;
    options.vault = vault;
    options.rehearse = rehearse;
    options.inventories = inventories;
    return CommandContext.hold(options, spec, body);
  }
}
