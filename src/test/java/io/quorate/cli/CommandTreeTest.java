package io.quorate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandTreeTest {

  @Test
  void aCommandThatIsNamedIsThereAlone() {
    CommandLine all = Main.commandLine();
    assertTrue(all.getSubcommands().keySet().containsAll(Set.of("install", "status")));
    all.getSubcommands()
        .forEach(
            (name, command) -> {
              CommandLine alone = Main.commandLine(name, "--anything");
              assertEquals(Set.of(name), alone.getSubcommands().keySet());
              assertEquals(
                  command.getUsageMessage(),
                  alone.getSubcommands().get(name).getUsageMessage(),
                  name);
            });
  }

  @Test
  void whatNamesNoneHasAll() {
    Set<String> all = Main.commandLine().getSubcommands().keySet();
    assertEquals(all, Main.commandLine("instal").getSubcommands().keySet());
    assertEquals(all, Main.commandLine("--plain").getSubcommands().keySet());
    assertEquals(all, Main.commandLine("--help").getSubcommands().keySet());
  }
}
