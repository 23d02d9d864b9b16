package io.quorate.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a pod network of somebody's own manifests counts as ready. */
class ReadyScriptTest {

  private static final String DAEMONSET = "net/daemonset/net";

  @TempDir Path folder;

  private record Ran(int exit, String output) {}

  /**
   * @param answer what kubectl's template prints
   */
  private Ran ready(String objects, String answer) throws Exception {
    Path kubectl = folder.resolve("kubectl");
    Files.writeString(kubectl, "#!/bin/sh\necho \"$*\" >>%s/calls\n%s\n".formatted(folder, answer));
    assertThat(kubectl.toFile().setExecutable(true)).isTrue();
    String script = new Template("network/ready.sh").fill(Map.of("objects", objects));
    ProcessBuilder builder = new ProcessBuilder("sh", "-ec", script).redirectErrorStream(true);
    builder.environment().merge("PATH", folder.toString(), (was, own) -> own + ":" + was);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }

  @Test
  void aDaemonsetIsReadyWhenAllItsPodsAreOfTheNewestKind() throws Exception {
    Ran ran = ready(DAEMONSET, "echo '2 2 3 3 3 '");
    assertThat(ran).isEqualTo(new Ran(0, "ready: daemonset net\n"));
    assertThat(folder.resolve("calls")).content().contains("get daemonset net -n net -o ");
  }

  @Test
  void itIsNotBefore() throws Exception {
    assertThat(ready(DAEMONSET, "echo '2 1 3 3 3 '").exit()).as("not seen yet").isNotZero();
    assertThat(ready(DAEMONSET, "echo '2 2 3 2 3 '").exit()).as("old pods").isNotZero();
    assertThat(ready(DAEMONSET, "echo '2 2 0 0 0 '").exit()).as("nowhere wanted").isNotZero();
    Ran ran = ready(DAEMONSET, "echo '2 2 3 3 1 '");
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.output()).isEqualTo("daemonset net: 1 of 3 pods are ready, 3 up to date\n");
  }

  @Test
  void anythingElseIsReadyByItsCondition() throws Exception {
    assertThat(ready("/tigerastatus/calico=Available", "echo True"))
        .isEqualTo(new Ran(0, "ready: tigerastatus calico\n"));
    assertThat(folder.resolve("calls")).content().doesNotContain(" -n ");
    Ran ran = ready("/tigerastatus/calico=Available", "echo False");
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.output()).isEqualTo("tigerastatus calico is not Available yet (False)\n");
  }

  @Test
  void whatCannotBeAskedIsSaid() throws Exception {
    Ran ran = ready(DAEMONSET, "echo 'The connection was refused' >&2\nexit 1");
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.output()).contains("refused");
  }
}
