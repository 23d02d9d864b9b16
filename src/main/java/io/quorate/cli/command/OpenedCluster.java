package io.quorate.cli.command;

import io.quorate.cli.option.EndedException;
import io.quorate.inventory.Inventory;
import io.quorate.usecase.ClusterAddress;
import io.quorate.usecase.ClusterReading;
import io.quorate.usecase.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A cluster that was opened without its inventory. */
public final class OpenedCluster {

  private OpenedCluster() {}

  /** Reads a cluster back, and says what a person has to know of it. */
  static Inventory read(ClusterOptions options, CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    ClusterReading reading = options.address().read(talk.login());
    reading.notes().forEach(n -> talk.say("note: " + n));
    return talk.accept(reading.loaded());
  }

  /**
   * The same, kept in a file for what comes.
   *
   * @param file where it goes; null: a file of the cluster's name in the current folder
   * @return the file
   */
  public static Path keep(ClusterOptions options, @Nullable Path file, CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    if (file != null) {
      ClusterAddress.refuseExisting(file);
    }
    Path target = ClusterAddress.keep(read(options, talk), file);
    talk.say("The cluster's inventory is in " + target + " now.");
    return target;
  }
}
