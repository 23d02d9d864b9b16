package io.quorate.cli.keys;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.inventory.Inventory;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.RenewCertificates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code quorate certificates renew}: new certificates below the cluster's own authorities. */
@Command(
    name = "renew",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CertificatesHelp.RENEW,
    footer = CertificatesHelp.RENEW_END)
final class CertificatesRenewCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description = "Who gets new ones; may be given several times (default: all nodes).")
  private List<String> nodes = new ArrayList<>();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    nodes.forEach(n -> options.again = with(options.again, n));
    return CommandContext.hold(options, spec, this::renew);
  }

  private static List<String> with(List<String> words, String node) {
    List<String> more = new ArrayList<>(words);
    more.addAll(List.of("--node", node));
    return more;
  }

  private int renew(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    Inventory inventory = talk.loadToLook(talk.inventoryFiles(RenewCertificates.NAME));
    RenewCertificates renewal = new RenewCertificates(new LinkedHashSet<>(nodes), options.resume);
    renewal.refuseUnknown(inventory);
    try (ClusterSession session = talk.enter(inventory, inventory, renewal::bears)) {
      return talk.perform(renewal, session);
    }
  }
}
