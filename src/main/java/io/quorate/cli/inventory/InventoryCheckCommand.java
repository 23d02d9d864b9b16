package io.quorate.cli.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.cli.option.LimitOption;
import io.quorate.cli.option.NamedInventory;
import io.quorate.cli.option.ProblemLines;
import io.quorate.cli.option.VaultOptions;
import io.quorate.engine.ExitCode;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.Problem.Severity;
import io.quorate.inventory.ansible.HostSelection.NoHostException;
import io.quorate.inventory.file.Piped;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.release.CheckedInventory;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.inventory.release.InventoryLoader.Loaded;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.secret.Vault;
import io.quorate.plan.FileFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quorate inventory check}: everything that is wrong with a file, at once. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says everything that is wrong with an inventory, each with its place, what is allowed and"
          + " what to do. Of several files each is an inventory of its own; with an -i before each"
          + " they are put together, as by Ansible.",
      "",
      "No node is touched. `quorate install` makes the same checks before it begins.",
      "",
      "- is standard input, as what ansible-inventory or a program of a dynamic inventory prints:",
      "  ansible-inventory -i hosts --list | quorate inventory check -",
      ""
    },
    footer = {
      "",
      "A note, such as that of a token in clear, says what could be better still; nothing has to be"
          + " done.",
      "",
      "--limit tells the problems of these hosts and of the whole cluster. It is judged as a whole"
          + " all the same, also by the exit code, and how many problems of other hosts there are is"
          + " said.",
      "",
      "--json prints {valid, inventories: [{inventory, valid}], problems: [...]}. A problem is"
          + " {severity, field, inventory, file, line, column, what, remedy}: field is the setting,"
          + " --limit, or empty; file, line and column are left out where it has no place. Files"
          + " that are"
          + " put together are one inventory, with + between their names. With --limit an inventory"
          + " also has hosts, and leftOut: how many problems of other hosts are not told.",
      "",
      "Exit codes: 0 all can be used; 2 errors, one cannot; 4 warnings, with --strict notes too."
    })
final class InventoryCheckCommand implements Callable<Integer> {

  /** The field of a problem that lies in the option. */
  private static final String LIMIT = "--limit";

  private final LocalDate today;

  InventoryCheckCommand() {
    this(LocalDate.now(ZoneId.systemDefault()));
  }

  /**
   * @param today what the end of a version's support is compared with
   */
  InventoryCheckCommand(LocalDate today) {
    this.today = today;
  }

  @ArgGroup(exclusive = true, multiplicity = "1")
  private @Nullable NamedInventories files;

  @Mixin private RoleOptions roles = new RoleOptions();

  @Mixin private LimitOption limit = new LimitOption();

  @Mixin private VaultOptions vault = new VaultOptions();

  @Option(names = "--json", description = "The problems as one JSON object, see below.")
  private boolean json;

  @Option(
      names = "--strict",
      description = "Notes count as warnings, for pipelines that let no secret in clear pass.")
  private boolean strict;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<List<Path>> inventories = NamedInventories.of(files);
    Piped piped =
        NamedInventory.piped(inventories.stream().flatMap(List::stream).toArray(Path[]::new));
    Vault open = vault.vault();
    List<CheckedInventory> checked = new ArrayList<>();
    for (List<Path> inventory : inventories) {
      Source source = Source.of(inventory).with(piped).with(roles.roles());
      try {
        Loaded loaded = InventoryLoader.load(source, Occasion.FIRST_INSTALL, today, open);
        checked.add(
            new CheckedInventory(
                source.name(), loaded.problems(), limit.of(source, open, loaded.inventory())));
      } catch (NoHostException e) {
        if (!json) {
          return refuse(LimitOption.refusal(e));
        }
        checked.add(
            failed(source, Problem.error(LIMIT, String.valueOf(e.getMessage()), e.remedy())));
      } catch (VaultOptions.NoPasswordException e) {
        if (!json) {
          return refuse(String.valueOf(e.getMessage()));
        }
        checked.add(
            failed(
                source,
                Problem.error(
                    "", String.valueOf(e.getMessage()), "Name it: --vault-password-file FILE.")));
      } catch (NoSuchFileException e) {
        if (!json && inventories.size() == 1) {
          return refuse("there is no file " + e.getFile() + ".");
        }
        checked.add(
            failed(
                source,
                Problem.error("", "There is no file " + e.getFile() + ".", "Check its name.")
                    .at(new Place(e.getFile(), 1, 1))));
      } catch (FileSystemException e) {
        if (!json && inventories.size() == 1) {
          return refuse(FileFailure.words(e) + ".");
        }
        checked.add(
            failed(
                source,
                Problem.error(
                    "",
                    FileFailure.words(e) + ".",
                    "Check that the file is there, and that you may read it.")));
      }
    }
    tell(checked, piped);
    boolean good =
        checked.stream()
            .noneMatch(one -> one.has(Severity.WARNING) || strict && !one.problems().isEmpty());
    return !checked.stream().allMatch(CheckedInventory::valid)
        ? ExitCode.INVALID
        : good ? ExitCode.DONE : ExitCode.WARNINGS;
  }

  private static CheckedInventory failed(Source source, Problem problem) {
    return new CheckedInventory(source.name(), List.of(problem));
  }

  private void tell(List<CheckedInventory> checked, @Nullable Piped piped)
      throws JsonProcessingException {
    PrintWriter out =
        spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    if (json) {
      out.println(
          new ObjectMapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(CheckedInventory.document(checked)));
    } else {
      for (CheckedInventory one : checked) {
        ProblemLines.of(one.told(), piped).forEach(out::println);
        out.println(one.summary());
      }
    }
    out.flush();
  }

  private int refuse(String reason) {
    PrintWriter err =
        spec == null ? new PrintWriter(System.err, true) : spec.commandLine().getErr();
    err.println("error: " + reason);
    return ExitCode.INVALID;
  }
}
