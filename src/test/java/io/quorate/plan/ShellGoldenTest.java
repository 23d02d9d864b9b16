package io.quorate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.plan.Operation.Checksum;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.FileBlock;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.Packages;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.RemoveFolder;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.Target;
import io.quorate.plan.Operation.Unwrite;
import io.quorate.plan.Operation.Upload;
import io.quorate.plan.Operation.Verify;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Operation.WriteFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The programs as text, so that a change of them is seen. {@code -Dformat=write} writes the golden
 * files anew.
 */
class ShellGoldenTest {

  private static final Path GOLDEN = Path.of("src/test/resources/io/quorate/plan");
  private static final String MARK = "0123456789abcdef";

  private static final List<Operation> ONE_OF_EACH =
      List.of(
          new Directory("/etc/etcd/", "etcd:etcd", "0700"),
          new WriteFile("/etc/it's", Content.of("it's\n$HOME\n"), "root:root", "0644"),
          new WriteFile("/etc/token", Content.secret("hush"), "root:root", "0600"),
          new FileBlock("/etc/hosts", "quorate", "10.0.0.1 a\n"),
          new RemoveFile("/etc/old"),
          new RemoveFolder("/var/lib//old/"),
          new Unwrite(),
          new Fetch(
              "runc",
              "1.4.3",
              "https://example.org/runc.amd64",
              new Checksum.Published("https://example.org/runc.sha256sum", "runc.amd64"),
              List.of(new Target("", "/usr/local/sbin/runc", "0755"))),
          new Fetch(
              "cni-plugins",
              "1.9.1",
              "file:/srv/cni.tgz",
              new Checksum.Pinned("A".repeat(64)),
              List.of(new Target("./", "/opt/cni/bin", "0755"))),
          new Upload("/home/me/pause.tar", "/var/lib/pause.tar", "0".repeat(64)),
          new Packages(List.of("curl", "socat")),
          new Service("etcd.service", List.of("/etc/etcd/pki/", "/etc/etcd/etcd.env"), true),
          new NoService("rpcbind.service"),
          new Script("x", "exit 1", "echo \"$V\"", Map.of("V", "it's"), 3),
          new WaitFor("y", "true", Duration.ofMillis(90_001), Duration.ofMillis(500)),
          new Verify("z", "true", Duration.ofSeconds(30)));

  private static void assertGolden(String name, String program) throws Exception {
    String own = program.substring(program.indexOf("\nq_mode=") + 1);
    Path file = GOLDEN.resolve(name);
    if ("write".equals(System.getProperty("format"))) {
      Files.writeString(file, own);
    }
    assertThat(own).isEqualTo(Files.readString(file));
  }

  @Test
  void everyOperationHasItsWords() throws Exception {
    assertGolden("one-of-each.golden", Shell.program(ONE_OF_EACH, Mode.APPLY, MARK));
  }

  @Test
  void nothingToDoIsAProgramToo() throws Exception {
    assertGolden("nothing.golden", Shell.program(List.of(), Mode.CHECK, MARK));
  }

  @Test
  void thereAreNoBashisms() throws Exception {
    Process process = new ProcessBuilder("sh", "-n").redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(Shell.program(ONE_OF_EACH, Mode.APPLY, MARK).getBytes());
    }
    assertThat(new String(process.getInputStream().readAllBytes())).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"relative", "", "/with\nnewline", "/with|bar", "/nul\0"})
  void aPathThatCannotBeSaidIsRefused(String path) {
    assertThatThrownBy(() -> Shell.program(List.of(new RemoveFile(path)), Mode.CHECK, MARK))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/var", "//var/", "var/lib/etcd"})
  void aFolderOfTheSystemIsNeverRemoved(String path) {
    assertThatThrownBy(() -> new RemoveFolder(path)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void otherNonsenseIsRefusedToo() {
    Checksum sum = new Checksum.Pinned("0".repeat(64));
    Target target = new Target("", "/x", "0755");
    for (Operation wrong :
        List.of(
            new Directory("/x", "root", "0755"),
            new Directory("/x", "root:root", "rwx"),
            new Packages(List.of("-o=x")),
            new Service("a b.service", List.of(), false),
            new Service("../x.service", List.of(), false),
            new Upload("/a", "/x", "abc"),
            new Fetch("../x", "1", "https://e/x", sum, List.of(target)),
            new Fetch("x", "1", "ftp://e/x", sum, List.of(target)),
            new Fetch("x", "1", "https://e/x", sum, List.of()),
            new Fetch("x", "1", "https://e/x", sum, List.of(new Target("../a", "/x", "0755"))),
            new WriteFile("/x", Content.of("a\0b"), "root:root", "0644"))) {
      assertThatThrownBy(() -> Shell.program(List.of(wrong), Mode.CHECK, MARK))
          .as(wrong.title())
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Shell.program(List.of(), Mode.CHECK, "$(id)"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void quotingLeavesNothingToTheShell() {
    assertThat(Shell.quote("it's $x")).isEqualTo("'it'\\''s $x'");
    assertThat(Shell.quote("")).isEqualTo("''");
  }
}
