package io.quorate.cli.keys;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.inventory.Inventory;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.keys.RotateKeys;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code quorate certificates rotate-keys}: a new key for what is encrypted in etcd. */
@Command(
    name = "rotate-keys",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CertificatesHelp.ROTATE_KEYS,
    footer = CertificatesHelp.ROTATE_KEYS_END)
final class CertificatesRotateKeysCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return CommandContext.hold(options, spec, this::rotate);
  }

  private int rotate(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    Inventory inventory = talk.loadToLook(talk.inventoryFile(RotateKeys.NAME));
    RotateKeys rotation = new RotateKeys(options.resume);
    try (ClusterSession session = talk.enter(inventory, inventory, rotation::bears)) {
      return talk.perform(rotation, session);
    }
  }
}
