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

/** What is told of the answers that came while an upgrade was under way. */
class AskedScriptTest {

  @TempDir Path folder;

  private record Ran(int exit, String output) {}

  private void tool(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Ran told(String log, String proxied, String servers) throws Exception {
    Path asked = folder.resolve("asked");
    Files.writeString(asked, log);
    String script =
        new Template("upgrade/asking.lib.sh").text()
            + new Template("upgrade/asked.sh")
                .fill(
                    Map.of(
                        "log",
                        asked.toString(),
                        "node",
                        "node-9",
                        "proxied",
                        proxied,
                        "servers",
                        servers));
    ProcessBuilder builder = new ProcessBuilder("sh", "-ec", script).redirectErrorStream(true);
    builder.environment().merge("PATH", folder.toString(), (was, own) -> own + ":" + was);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }

  @Test
  void theLongestTimeWithoutEachServerIsTold() throws Exception {
    tool("systemctl", "exit 0\n");
    Ran ran =
        told(
            """
            10 200 node-1
            10 200 node-2
            11 200 node-1
            11 000 node-2
            12 200 node-1
            14 500 node-2
            19 200 node-2
            20 200 node-2
            20 200 node-1
            21 000 node-2
            """,
            "",
            "node-1 node-2");
    assertThat(ran)
        .isEqualTo(
            new Ran(
                0,
                "the API server of node-1 was ready at each of 4 looks\n"
                    + "the API server of node-2 was not ready for at most 9 s\n"));
  }

  /** A server that never came back counts up to the end. */
  @Test
  void aServerThatStaysAwayIsTold() throws Exception {
    tool("systemctl", "exit 0\n");
    assertThat(told("10 200 a\n11 000 a\n40 000 a\n", "", "a").output())
        .isEqualTo("the API server of a was not ready for at most 30 s\n");
  }

  @Test
  void aRequestThatFailsThroughTheProxyIsAWarning() throws Exception {
    tool("systemctl", "exit 0\n");
    assertThat(told("10 200 node-5\n11 200 node-5\n", "node-5", ""))
        .isEqualTo(new Ran(0, "all of 2 requests through the proxy of node-5 were answered\n"));
    Ran ran = told("10 200 node-5 0\n11 000 node-5 28\n", "node-5", "");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.output())
        .matches(
            "1 of 2 requests through the proxy of node-5 failed \\(no answer, curl 28: 1; the last at"
                + " \\d\\d:\\d\\d:\\d\\d\\)\n");
    assertThat(told("10 503 node-5\n11 503 node-5\n", "node-5", "").output())
        .contains("2 of 2 requests through the proxy of node-5 failed (HTTP 503: 2; ");
  }

  /** What the log of an API server says of it is looked for at that time. */
  @Test
  void whenTheLastFailedIsToldByTheClock() throws Exception {
    tool("systemctl", "exit 0\n");
    tool("date", "[ \"$1\" = +%s ] && echo 1700000100 || echo \"$2\"\n");
    long up = (long) Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
    String second = told(up - 90 + " 500 a 0\n" + (up - 60) + " 200 a 0\n", "a", "").output();
    assertThat(second).matches(".*HTTP 500: 1; the last at @17000000(0[5-9]|10)\\)\n");
  }

  /** What was not asked is not said to have been answered. */
  @Test
  void whereNobodyAskedNothingIsClaimed() throws Exception {
    tool("systemctl", "exit 3\n");
    Ran ran = told("10 200 node-5\n", "node-5", "");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.output())
        .contains("the questions from node-9 did not go on to the end", "is not known");
    tool("systemctl", "exit 0\n");
    assertThat(told("", "node-5", "").exit()).isEqualTo(1);
  }

  @Test
  void podsThatBeganAnewAreCounted() throws Exception {
    tool("systemctl", "exit 0\n");
    tool("kubectl", "printf '%s\\n' 'a 1' 'b 0 2' 'c' 'd 1 1'\n");
    Files.writeString(folder.resolve("asked.pods"), "a 1\nb 1\nz 7\n");
    assertThat(told("10 200 m\n", "", "m").output())
        .startsWith("4 pods, 2 of them new; 3 container restarts\n");
    tool("kubectl", "exit 1\n");
    assertThat(told("10 200 m\n", "", "m").output())
        .startsWith("how many pods began anew is not known\n");
  }
}
