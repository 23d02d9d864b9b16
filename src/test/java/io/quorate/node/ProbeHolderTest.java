package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.facts.ProbeRequest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who listens, asked on this machine. */
class ProbeHolderTest {

  /** As find sees it that came between the birth of a child and its program's start. */
  private static final String FIND =
      """
      #!/bin/sh
      case " $* " in
      *' -maxdepth 1 '*) /usr/bin/find "$@" | while read -r socket open; do
        echo "$socket $open"
        echo "$socket /proc/$CHILD/fd/99"
      done ;;
      *) exec /usr/bin/find "$@" ;;
      esac
      """;

  @TempDir private Path folder;

  @Test
  void aChildThatHasNoLongerItsParentsSocketIsNotTold() throws Exception {
    Files.writeString(folder.resolve("find"), FIND);
    Files.setPosixFilePermissions(
        folder.resolve("find"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Process child = new ProcessBuilder("sleep", "60").start();
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ProcessBuilder probe =
          new ProcessBuilder("sh", "-c", ProbeProgram.of(nothingMore()))
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      probe.environment().put("CHILD", Long.toString(child.pid()));
      probe.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
      Process running = probe.start();
      String answer = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(Sockets.read(after("tcp ", answer), after("holder ", answer)))
          .containsEntry(listening.getLocalPort(), "java")
          .doesNotContainValue("sleep");
    } finally {
      child.destroy();
    }
  }

  private static ProbeRequest nothingMore() {
    return new ProbeRequest(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), "", Map.of());
  }

  private static List<String> after(String key, String answer) {
    return answer
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()))
        .toList();
  }
}
