package io.quorate.cli;

import io.quorate.inventory.Inventory;
import io.quorate.usecase.Absence;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which cluster a command means that looks and changes nothing. */
final class LookOptions {

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      description =
          "The cluster's inventory; several, or a folder, are put together as by Ansible.")
  private List<Path> inventories = List.of();

  @Mixin private VaultOptions vault = new VaultOptions();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  /** What is looked at, and shown. */
  interface Look {
    /** The command's exit code. */
    int at(ClusterSession session, Inventory there, CommandContext talk)
        throws IOException, InterruptedException, EndedException, InvalidRequestException;
  }

  /**
   * Looks at the cluster through a session; nodes that do not answer are left to the look.
   *
   * @param json whether what is said besides goes to standard error
   * @param rehearse on simulated nodes
   */
  int look(@Nullable CommandSpec spec, boolean json, boolean rehearse, Look look)
      throws IOException, InterruptedException {
    return hold(
        spec,
        json,
        rehearse,
        talk -> {
          Inventory there = cluster.inventory(inventories, talk);
          try (ClusterSession session = talk.enter(there, there, Absence::isGone)) {
            return look.at(session, there, talk);
          }
        });
  }

  /**
   * The cluster that is meant; null: nothing names one.
   *
   * @param offline whether nobody may be asked
   */
  @Nullable Inventory inventoryIfNamed(CommandContext talk, boolean offline)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    if (offline && cluster.fromCluster) {
      throw EndedException.invalid(
          "error: --from-cluster asks the cluster, and --offline asks nobody: leave one out.");
    }
    boolean named = !inventories.isEmpty() || cluster.fromCluster || cluster.stray() != null;
    return named ? cluster.inventory(inventories, talk) : null;
  }

  /** For commands that may also do without a cluster; else as {@link #look}. */
  int hold(@Nullable CommandSpec spec, boolean json, boolean rehearse, CommandContext.Body body)
      throws IOException, InterruptedException {
    JourneyOptions options = new JourneyOptions();
    options.json = json;
    options.vault = vault;
    options.rehearse = rehearse;
    options.inventories = inventories;
    return CommandContext.hold(options, spec, body);
  }
}
