package io.quorate.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.cli.Called;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.engine.Invocation;
import io.quorate.plan.ShellCommand;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class NextCommandsTest {

  private static final Invocation ASKED =
      Invocation.of("my home.yaml").withPassword("vault file", false);

  /** What a screen names has to be a command that there is, with options that it has. */
  @ParameterizedTest
  @CsvSource({
    "install, --verify",
    "add, ''",
    "remove, --dead node-1",
    "upgrade, --to 1.36",
    "rescue, --survivor node-1",
    "destroy, --keep-snapshots",
    "repair-network, node-3 --revert-after 180"
  })
  void eachJourneyIsResumedByACommandThatThereIs(String journey, String options) {
    List<String> own = options.isEmpty() ? List.of() : List.of(options.split(" "));
    Invocation asked = ASKED.withOptions(own);
    parses(new NextCommands("id", journey, true, asked).resume());
    parses(asked.on("rescue", true));
    parses(asked.command("status"));
  }

  private static void parses(ShellCommand command) {
    List<String> words = command.words();
    assertThat(words.getFirst()).isEqualTo("quorate");
    CommandLine.ParseResult parsed =
        Called.tree().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
    assertThat(parsed.subcommand().<List<Path>>matchedOptionValue("-i", null))
        .containsExactly(Path.of("my home.yaml"));
  }

  @Test
  void thePasswordsCommandIsNeverKept() {
    JourneyOptions options = new JourneyOptions();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("o", mixin(options)))
        .parseArgs("-i", "a.yaml", "--vault-password-command", "echo hunter2");

    assertThat(options.invocation().toString()).doesNotContain("hunter2");
    assertThat(new NextCommands("id", "install", false, options.invocation()).resumeWords())
        .isEqualTo(
            "`quorate install -i a.yaml --resume`, with --vault-password-command as you gave it,");
    assertThat(options.vault.unkept()).containsExactly("--vault-password-command", "echo hunter2");
  }

  private static CommandLine.Model.CommandSpec mixin(JourneyOptions options) {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(options);
  }
}
