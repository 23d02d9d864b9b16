package io.quorate.recipe.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.platform.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a node's own pods are back after it was drained. */
class PodsBackScriptTest {

  @TempDir Path folder;

  private String ran(String sets, String pods, String before) throws Exception {
    Path kubectl = folder.resolve("kubectl");
    Files.writeString(
        kubectl,
        "#!/bin/sh\ncase \"$*\" in\n*daemonsets*) printf '%b' '"
            + sets
            + "' ;;\n*'get pods'*) printf '%b' '"
            + pods
            + "' ;;\n*'get node '*) printf '%s' '"
            + before
            + "' ;;\nesac\n");
    assertThat(kubectl.toFile().setExecutable(true)).isTrue();
    return run(new Template("upgrade/pods-back.sh").fill(Map.of("node", "node-1")));
  }

  private String run(String script) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-ec", script).redirectErrorStream(true);
    builder.environment().merge("PATH", folder.toString(), (was, own) -> own + ":" + was);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + output;
  }

  @Test
  void aPodThatIsReadyElsewhereHasToBeReadyHere() throws Exception {
    assertThat(ran("net 2\\n", "net net-1 True\\n", ""))
        .isEqualTo("0 1 pods of daemon sets are ready there\n");
    assertThat(ran("net 2\\n", "net net-1 False\\n", ""))
        .isEqualTo("1 the pod net-1 is not ready\n");
  }

  /** A set that is ready nowhere was not well before the node was drained, or it was. */
  @Test
  void theOnlyPodOfASetHasToBeBackIfItWasReadyBefore() throws Exception {
    assertThat(ran("gpu 0\\n", "gpu gpu-1 False\\n", "")).startsWith("0 ");
    assertThat(ran("gpu 0\\n", "gpu gpu-1 False\\n", "net,gpu"))
        .isEqualTo("1 the pod of gpu is not ready\n");
    assertThat(ran("gpu 0\\n", "", "gpu")).startsWith("1 ");
    assertThat(ran("gpu 1\\n", "gpu gpu-1 True\\n", "gpu")).startsWith("0 1 pods");
    // It was deleted meanwhile.
    assertThat(ran("net 1\\n", "net net-1 True\\n", "gpu,net")).startsWith("0 1 pods");
  }
}
