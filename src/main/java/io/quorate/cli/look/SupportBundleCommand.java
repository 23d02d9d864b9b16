package io.quorate.cli.look;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.command.LookOptions;
import io.quorate.cli.option.CommandHelp;
import io.quorate.cli.option.EndedException;
import io.quorate.engine.ExitCode;
import io.quorate.inventory.Inventory;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.support.BundleLines;
import io.quorate.usecase.support.BundleResult;
import io.quorate.usecase.support.SupportBundle;
import io.quorate.usecase.support.SupportBundle.Wish;
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

/** {@code quorate support-bundle}: one file for those who are to help. */
@Command(
    name = "support-bundle",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CommandHelp.SUPPORT_BUNDLE,
    footer = CommandHelp.SUPPORT_BUNDLE_END)
public final class SupportBundleCommand implements Callable<Integer> {

  @Mixin private LookOptions options = new LookOptions();

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description =
          "This run alone: its id or how it begins, or its folder. Default: the cluster's newest five.")
  private String run = "";

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where it goes (default: quorate-support-TIME.tar.gz, here).")
  private @Nullable Path out;

  @Option(
      names = "--replace-names",
      description =
          "Put stand-ins for names and IP addresses; a file beside it, for you alone, has both.")
  private boolean replaceNames;

  @Option(names = "--offline", description = "Ask no node, also where an inventory is named.")
  private boolean offline;

  @Option(names = "--json", description = "What was made as JSON: one object, one line.")
  private boolean json;

  @Option(names = "--rehearse", description = "Of simulated nodes, and runs on such.")
  private boolean rehearse;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return options.hold(spec, json, rehearse, this::make);
  }

  private int make(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    SupportBundle bundle = SupportBundle.of(new Wish(run, out, replaceNames, rehearse));
    Inventory there = options.inventoryIfNamed(talk, offline);
    BundleResult made;
    try (ClusterSession session = there == null || offline ? null : talk.enterAnyway(there)) {
      made = bundle.make(there, session);
    }
    (json ? List.of(BundleLines.json(made)) : BundleLines.of(made)).forEach(talk::print);
    talk.warn(made.troubles());
    return made.complete() ? ExitCode.DONE : ExitCode.WARNINGS;
  }
}
