package io.quorate.cli.inventory;

import io.quorate.cli.option.NamedInventory;
import io.quorate.cli.option.VaultOptions;
import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.yaml.UneditableException;
import io.quorate.plan.FileFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands that seal and open secrets have in common: the file, the password, the end. */
final class SecretsWork {

  @ArgGroup(exclusive = true, multiplicity = "1")
  private @Nullable NamedInventory file;

  @Mixin private VaultOptions vault = new VaultOptions();

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /** A change of the file's secrets. */
  interface Change {
    /** How many were changed. */
    int of(Path file, Vault vault) throws IOException;
  }

  /**
   * @param done what was done to them: sealed, opened
   * @param none what is said when there are none
   */
  int open(Change change, String done, String none) {
    return run(change, vault.vault(), done, none);
  }

  /** The same with a password that is new: it is typed twice. */
  int seal(Change change, String done, String none) {
    return run(change, vault.vaultToSeal(), done, none);
  }

  private int run(Change change, Vault password, String done, String none) {
    List<String> refusal = NamedInventory.refusal(NamedInventory.allOf(file));
    if (!refusal.isEmpty()) {
      refusal.forEach(this::tell);
      return ExitCode.INVALID;
    }
    Path inventory = NamedInventory.of(file);
    try {
      int count = change.of(inventory, password);
      say(
          inventory
              + ": "
              + (count == 0 ? none : count == 1 ? "1 value " + done : count + " values " + done)
              + ".");
      return ExitCode.DONE;
    } catch (NoSuchFileException e) {
      return refuse("there is no file " + inventory + ".");
    } catch (UneditableException | VaultOptions.NoPasswordException e) {
      return refuse(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return refuse(inventory + " cannot be changed: " + FileFailure.words(e));
    } catch (Prompts.Interrupted e) {
      return ExitCode.INTERRUPTED;
    }
  }

  private void tell(String line) {
    PrintWriter err =
        spec == null ? new PrintWriter(System.err, true) : spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private int refuse(String reason) {
    tell("error: " + reason);
    tell("Nothing was changed.");
    return ExitCode.INVALID;
  }

  private void say(String line) {
    PrintWriter out =
        spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
