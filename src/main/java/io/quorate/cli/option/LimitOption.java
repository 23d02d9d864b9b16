package io.quorate.cli.option;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.ansible.HostSelection.NoHostException;
import io.quorate.inventory.form.HostLimit;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.secret.Vault;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which hosts a command is about, where it need not be all. */
public final class LimitOption {

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "PATTERN",
      description =
          "Only these hosts, as Ansible names them: hosts and groups with commas or colons between,"
              + " node-*, group[0], group[1:3], ~REGEX; &x of those so far what is also of x, !x"
              + " less x; @FILE has one on each line.")
  private @Nullable String pattern;

  public boolean isGiven() {
    return pattern != null;
  }

  /**
   * The hosts of an inventory that are meant; null when all are.
   *
   * @param inventory null when it has errors
   */
  public @Nullable HostLimit of(Source source, Vault vault, @Nullable Inventory inventory)
      throws IOException, NoHostException {
    String given = pattern;
    return given == null ? null : HostLimit.of(given, source, Catalogue.load(), vault, inventory);
  }

  /** The same of a cluster that has no file. */
  public @Nullable HostLimit of(Inventory inventory) throws IOException, NoHostException {
    String given = pattern;
    return given == null ? null : HostLimit.of(given, inventory);
  }

  /** Why nothing is done. */
  public static String refusal(NoHostException e) {
    return "--limit: " + e.getMessage() + "\n    " + e.remedy();
  }
}
