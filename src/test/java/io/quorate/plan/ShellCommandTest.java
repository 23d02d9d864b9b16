package io.quorate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellCommandTest {

  @Test
  void plainWordsStandAsTheyAre() {
    assertThat(ShellCommand.of("quorate", "status", "-i", "clusters/home.yaml"))
        .hasToString("quorate status -i clusters/home.yaml");
  }

  @Test
  void aShellReadsEachWordBack() throws Exception {
    List<String> words =
        List.of("a b", "it's", "$HOME", "`id`", "*", "~/x", "", "x;y", "#1", "é", "\"", "\\", "!!");
    String line = ShellCommand.of("printf", "%s\\n").with(words).toString();
    Process shell = new ProcessBuilder("sh", "-c", line).start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).isEqualTo(String.join("\n", words) + "\n");
  }
}
