package io.quorate.cli.keys;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.command.LookOptions;
import io.quorate.cli.option.LimitOption;
import io.quorate.engine.ExitCode;
import io.quorate.plan.facts.CertificateList;
import io.quorate.plan.facts.StatusJson;
import io.quorate.usecase.CertificateLines;
import io.quorate.usecase.CertificateLook;
import io.quorate.usecase.ClusterSession;
import java.io.IOException;
import java.util.Set;
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
    subcommands = {
      CertificatesRenewCommand.class,
      CertificatesRotateKeysCommand.class,
      CertificatesRotateSigningKeyCommand.class,
      CertificatesRotateCaCommand.class
    })
public final class CertificatesCommand implements Callable<Integer> {

  @Mixin private LookOptions options = new LookOptions();

  @Mixin private LimitOption limit = new LimitOption();

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
    return options.look(spec, json, rehearse, limit, this::show);
  }

  private int show(ClusterSession session, Set<String> asked, CommandContext talk)
      throws IOException, InterruptedException {
    CertificateList list = CertificateLook.of(session).only(asked);
    if (json) {
      talk.print(StatusJson.write(list));
    } else {
      talk.printNamed(CertificateLines.of(list, verbose));
    }
    return list.entries().isEmpty() || !list.unusable().isEmpty()
        ? ExitCode.FAILED
        : list.good() ? ExitCode.DONE : ExitCode.WARNINGS;
  }
}
