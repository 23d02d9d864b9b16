package io.quorate.node.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Secret;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivilegeTest {
  private static final Secret PASSWORD = new Secret("echo leaked; $(echo pass) 'word");

  @TempDir Path folder;

  @Test
  void aProgramRunsAsItIs() throws Exception {
    assertThat(run(Privilege.ROOT, "exec sh", "echo hello\n")).isEqualTo("hello\n");
  }

  @Test
  void sudoReadsItsPassword() throws Exception {
    sudo("IFS= read -r password; [ \"$password\" = '" + quoted() + "' ] || exit 1");

    assertThat(run(new Privilege(true, PASSWORD), "exec sh", "echo hello\n")).isEqualTo("hello\n");
  }

  @Test
  void aPasswordThatSudoDoesNotReadIsNeverRun() throws Exception {
    sudo(":");

    assertThat(run(new Privilege(true, PASSWORD), "exec sh", "echo hello\n")).isEqualTo("hello\n");
  }

  @Test
  void commandsReadTheirInputsAndThenTheRest() throws Exception {
    assertThat(
            run(
                Privilege.ROOT,
                "IFS= read -r a; printf \"<%s>\" \"$a\"; exec cat",
                "rest",
                " it's $a"))
        .isEqualTo("< it's $a>rest");
  }

  @Test
  void thePasswordIsNowhereOnTheCommandLine() {
    Privilege privilege = new Privilege(true, PASSWORD);

    assertThat(privilege.invoke("exec sh").line()).doesNotContain("pass", "leaked");
    assertThat(privilege.toString()).doesNotContain("pass)", "leaked");
  }

  private static String quoted() {
    return PASSWORD.reveal().replace("'", "'\\''");
  }

  /** A sudo that looks at its input and then runs what follows the double dash. */
  private void sudo(String first) throws Exception {
    Path sudo = folder.resolve("sudo");
    Files.writeString(
        sudo,
        "#!/bin/sh\n" + first + "\nwhile [ \"$1\" != -- ]; do shift; done; shift\nexec \"$@\"\n");
    Files.setPosixFilePermissions(sudo, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String run(Privilege privilege, String commands, String rest, String... inputs)
      throws Exception {
    Privilege.Invocation invocation = privilege.invoke(commands, inputs);
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", invocation.line());
    builder.redirectErrorStream(true);
    builder.environment().merge("PATH", folder.toString(), (old, here) -> here + ":" + old);
    Process process = builder.start();
    try (OutputStream out = process.getOutputStream()) {
      out.write(invocation.head());
      out.write(rest.getBytes(StandardCharsets.UTF_8));
    }
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
