package io.quorate.cli.journey;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.CommandHelp;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.release.InventoryLoader.Loaded;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.Install;
import io.quorate.usecase.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quorate install}: the first journey without the wizard. */
@Command(
    name = "install",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CommandHelp.INSTALL,
    footer = CommandHelp.INSTALL_END)
public final class InstallCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Option(
      names = "--verify",
      description =
          "Read every installed program again and compare it with its sum, also where nothing shows"
              + " that it was touched. It takes each node some seconds.")
  private boolean verify;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.again = verify ? List.of("--verify") : List.of();
    return CommandContext.hold(options, spec, this::install);
  }

  private int install(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    List<Path> files = talk.inventoryFiles(Install.NAME);
    Loaded anew = talk.read(files, Occasion.FIRST_INSTALL);
    // An even number of masters is wrong for a first install only.
    Loaded existing = anew.refused() ? talk.read(files, Occasion.EXISTING_CLUSTER) : anew;
    Inventory inventory = existing.inventory();
    if (inventory == null || !anew.refused()) {
      inventory = talk.accept(anew);
    }
    Install install =
        new Install(anew.refused() ? anew.problems() : List.of(), existing.problems(), verify);
    try (ClusterSession session = talk.enter(inventory, install::bears)) {
      return talk.perform(install, session);
    }
  }
}
