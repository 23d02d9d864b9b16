package io.quorate.cli.keys;

import io.quorate.cli.command.CommandContext;
import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.inventory.Inventory;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.keys.RotateSigningKey;
import io.quorate.usecase.keys.RotateSigningKey.Removal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code quorate certificates rotate-signing-key}: a new key for service accounts' tokens. */
@Command(
    name = "rotate-signing-key",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = CertificatesHelp.ROTATE_SIGNING_KEY,
    footer = CertificatesHelp.ROTATE_SIGNING_KEY_END)
final class CertificatesRotateSigningKeyCommand implements Callable<Integer> {

  @Mixin private JourneyOptions options = new JourneyOptions();

  @Option(
      names = "--remove-old",
      description = "Take the old key away, when no token of it lives any more.")
  private boolean removeOld;

  @Option(
      names = "--longest-token",
      paramLabel = "TIME",
      converter = Span.class,
      description =
          "With --remove-old: the longest life of a token that anybody was given, such as 90m, 24h or"
              + " 7d, where no flag of the API servers limits it.")
  private @Nullable Duration longest;

  @Option(
      names = "--at-once",
      description =
          "With --remove-old: do not wait. Tokens of the old key that still live are refused from"
              + " then on.")
  private boolean atOnce;

  @Option(
      names = "--confirm",
      paramLabel = "CLUSTER",
      description = "With --remove-old: the cluster's name, where nobody can type it.")
  private @Nullable String confirm;

  @Spec private @Nullable CommandSpec spec;

  /** A whole number of minutes, hours or days. */
  static final class Span implements ITypeConverter<Duration> {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,6})([mhd])");

    @Override
    public Duration convert(String text) {
      Matcher parts = TEXT.matcher(text);
      if (!parts.matches()) {
        throw new TypeConversionException(
            "\"" + text + "\" is no time such as 90m, 24h or 7d (minutes, hours, days)");
      }
      long count = Long.parseLong(parts.group(1));
      return switch (parts.group(2)) {
        case "m" -> Duration.ofMinutes(count);
        case "h" -> Duration.ofHours(count);
        default -> Duration.ofDays(count);
      };
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.again = again();
    options.confirm = confirm;
    return CommandContext.hold(options, spec, this::rotate);
  }

  private List<String> again() {
    List<String> words = new ArrayList<>();
    if (removeOld) {
      words.add("--remove-old");
    }
    if (longest != null) {
      words.addAll(List.of("--longest-token", longest.toMinutes() + "m"));
    }
    if (atOnce) {
      words.add("--at-once");
    }
    return words;
  }

  private int rotate(CommandContext talk)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    if (!removeOld && (longest != null || atOnce || confirm != null)) {
      throw EndedException.invalid(
          (longest != null ? "--longest-token" : atOnce ? "--at-once" : "--confirm")
              + " goes with --remove-old.");
    }
    Inventory inventory = talk.loadToLook(talk.inventoryFile(RotateSigningKey.NAME));
    RotateSigningKey rotation =
        new RotateSigningKey(
            removeOld
                ? Optional.of(new Removal(Optional.ofNullable(longest), atOnce))
                : Optional.empty(),
            options.resume);
    try (ClusterSession session = talk.enter(inventory, inventory, rotation::bears)) {
      return talk.perform(rotation, session);
    }
  }
}
