package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What every command takes. */
class CommonOptionsTest {

  private static final String SAMPLE = "inventory-samples/three-masters.yaml";

  @Test
  void everyCommandTakesThem() {
    List<String> lacking = new ArrayList<>();
    lack(Called.tree(), lacking);
    assertThat(lacking).isEmpty();
  }

  private static void lack(CommandLine command, List<String> lacking) {
    var spec = command.getCommandSpec();
    if (spec.usageMessage().hidden()) {
      return;
    }
    for (String option : List.of("--plain", "-q", "--quiet", "--no-color")) {
      if (!spec.optionsMap().containsKey(option)) {
        lacking.add(spec.qualifiedName() + " " + option);
      }
    }
    command.getSubcommands().values().forEach(c -> lack(c, lacking));
  }

  @Test
  void quietSaysNothingWhereAllIsWell() {
    assertThat(Called.with("inventory", "check", SAMPLE).out()).isNotEmpty();
    for (String option : List.of("-q", "--quiet")) {
      assertThat(Called.with("inventory", "check", SAMPLE, option))
          .isEqualTo(new Called(0, "", ""));
      assertThat(Called.with(option, "inventory", "check", SAMPLE))
          .isEqualTo(new Called(0, "", ""));
    }
  }

  @Test
  void quietSaysAllWhereItIsNot(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("bad.yaml");
    Files.writeString(
        file,
        Files.readString(Path.of(SAMPLE)).replaceFirst("ansible_host:.*", "ansible_host: a_b"));
    Called loud = Called.with("inventory", "check", file.toString());
    assertThat(loud.code()).isEqualTo(2);
    assertThat(loud.out() + loud.err()).contains("a_b");
    assertThat(Called.with("inventory", "check", file.toString(), "-q")).isEqualTo(loud);
  }
}
