package io.quorate.cli.command;

import io.quorate.cli.option.EndedException;
import io.quorate.inventory.Inventory;
import io.quorate.usecase.ClusterAddress;
import io.quorate.usecase.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a cluster is opened without its inventory. */
public final class ClusterOptions {

  @Option(
      names = "--from-cluster",
      description =
          "Read the inventory back from the running cluster: from the master of --master, or from"
              + " where a kubeconfig leads. All masters that SSH gets into are asked; nothing is"
              + " changed there.")
  public boolean fromCluster;

  @Option(
      names = "--master",
      paramLabel = "[USER@]HOST[:PORT]",
      description =
          "A master that SSH reaches (default: the host of the kubeconfig's server). A user"
              + " and a port that are named here hold for all nodes, whatever the cluster's own"
              + " record says.")
  @Nullable String master;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "The kubeconfig that says which cluster is meant (default, without --master:"
              + " $KUBECONFIG, or ~/.kube/config).")
  @Nullable Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Its context (default: the current one).")
  @Nullable String context;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "A private key for SSH (default: the agent's and the usual ones).")
  @Nullable String key;

  @Option(
      names = "--jump",
      paramLabel = "[USER@]HOST[:PORT]",
      description = "The host that SSH goes through.")
  @Nullable String jump;

  @Option(
      names = "--become",
      description = "Become root by sudo; its password is asked for where it is needed.")
  boolean become;

  /**
   * The cluster's inventory for those who only look: from its file, or read back.
   *
   * @param files the inventory's; empty where none was named
   */
  Inventory inventory(List<Path> files, CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    if (!files.isEmpty() && fromCluster) {
      throw EndedException.invalid(
          "error: a cluster is opened by -i FILE or by --from-cluster, not by both.");
    }
    if (!files.isEmpty()) {
      return talk.loadToLook(files);
    }
    if (!fromCluster) {
      throw EndedException.invalid(
          "error: name the cluster's inventory with -i FILE, or open it with --from-cluster.");
    }
    return OpenedCluster.read(this, talk);
  }

  /** Where the cluster is found. */
  ClusterAddress address() {
    return new ClusterAddress(master, kubeconfig, context, key, jump, become);
  }

  /** An option that means nothing without {@link #fromCluster}; null when there is none. */
  public @Nullable String stray() {
    if (fromCluster) {
      return null;
    }
    return master != null
        ? "--master"
        : kubeconfig != null
            ? "--kubeconfig"
            : context != null
                ? "--context"
                : key != null ? "--key" : jump != null ? "--jump" : become ? "--become" : null;
  }
}
