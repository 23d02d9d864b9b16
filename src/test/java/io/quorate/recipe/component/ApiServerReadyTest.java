package io.quorate.recipe.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads while an API server starts, by a curl that answers as a test has it. */
class ApiServerReadyTest {

  @TempDir private Path folder;

  /** What the wait says, and its exit code. */
  private String said(int exit, String code) throws Exception {
    Path curl = folder.resolve("curl");
    Files.writeString(
        curl,
        """
        #!/bin/sh
        case "$*" in *http_code*) printf %s ;; esac
        echo 'curl: (%d) fake words' >&2
        exit %d
        """
            .formatted(code, exit, exit));
    assertThat(curl.toFile().setExecutable(true)).isTrue();
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-eu", "-c", ControlPlaneRecipe.ready().condition())
            .redirectErrorStream(true);
    shell.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
    Process running = shell.start();
    String words = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return running.waitFor() + " " + words.strip();
  }

  @Test
  void oneThatIsReadyNeedsNoWords() throws Exception {
    assertThat(said(0, "200")).startsWith("0 ");
  }

  @Test
  void eachStateHasItsSentence() throws Exception {
    assertThat(said(7, "000")).isEqualTo("1 no API server answers yet");
    assertThat(said(28, "000")).isEqualTo("1 no API server answers yet");
    assertThat(said(22, "403"))
        .isEqualTo("1 the API server answers, and does not know its users' rights yet");
    assertThat(said(22, "401"))
        .isEqualTo("1 the API server does not accept this machine's certificate");
    assertThat(said(22, "500"))
        .isEqualTo("1 the API server answers, and is not ready yet (HTTP 500)");
  }

  /** Such as a certificate that is not taken: no time heals that. */
  @Test
  void whatIsNoStateOfStartingIsSaidInTheToolsWords() throws Exception {
    assertThat(said(60, "000")).isEqualTo("1 curl: (60) fake words");
  }
}
