package io.quorate.cli;

import io.quorate.engine.ExitCode;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.CertificateList;
import io.quorate.plan.facts.StatusJson;
import io.quorate.usecase.Absence;
import io.quorate.usecase.CertificateLines;
import io.quorate.usecase.CertificateLook;
import io.quorate.usecase.ClusterSession;
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

/** {@code quorate certificates}: all certificates of a cluster. */
@Command(
    name = "certificates",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CertificatesHelp.TABLE,
    footer = CertificatesHelp.TABLE_END,
    subcommands = {CertificatesRenewCommand.class, CertificatesRotateKeysCommand.class})
final class CertificatesCommand implements Callable<Integer> {

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      description =
          "The cluster's inventory; several, or a folder, are put together as by Ansible.")
  private List<Path> inventories = List.of();

  @Mixin private VaultOptions vault = new VaultOptions();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--json", description = "As JSON: one object, one line.")
  private boolean json;

  @Option(names = "--rehearse", description = "Of simulated nodes.")
  private boolean rehearse;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say of each certificate whose it is, its serial number and its names, too.")
  private boolean verbose;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    JourneyOptions options = new JourneyOptions();
    options.json = json;
    options.vault = vault;
    options.rehearse = rehearse;
    options.inventories = inventories;
    return CommandContext.hold(options, spec, this::look);
  }

  private int look(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    Inventory there = cluster.inventory(inventories, talk);
    try (ClusterSession session = talk.enter(there, there, Absence::isGone)) {
      CertificateList list = CertificateLook.of(session);
      if (json) {
        talk.print(StatusJson.write(list));
      } else {
        talk.printNamed(CertificateLines.of(list, verbose));
      }
      return list.entries().isEmpty()
          ? ExitCode.REFUSED
          : !list.unusable().isEmpty()
              ? ExitCode.FAILED
              : list.good() ? ExitCode.DONE : ExitCode.WARNINGS;
    }
  }
}
