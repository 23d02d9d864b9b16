package io.quorate.node.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.node.ssh.ConnectFailure.NotInSudoers;
import io.quorate.node.ssh.ConnectFailure.SudoFailed;
import io.quorate.node.ssh.ConnectFailure.SudoPasswordNeeded;
import io.quorate.node.ssh.ConnectFailure.WrongSudoPassword;
import io.quorate.plan.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How sudo's refusals are told from one another, whatever words it has for them. */
class SudoTest {
  private static final Credentials NO_SUDO_PASSWORD =
      Credentials.none().withPassword(new Secret(Sshd.PASSWORD));

  @TempDir Path folder;
  private Sshd sshd;

  @BeforeEach
  void start() throws Exception {
    sshd = new Sshd();
    sshd.server.setCommandFactory(
        (channel, command) -> new LocalCommand("PATH=" + folder + ":$PATH; " + command));
    sshd.start();
  }

  @AfterEach
  void stop() throws Exception {
    sshd.close();
  }

  /** After -n a password is missing; else the text decides, with sudo's prompt in $prompt. */
  private void sudo(String withPassword) throws Exception {
    Path file = folder.resolve("sudo");
    Files.writeString(
        file,
        """
        #!/bin/sh
        case " $* " in *" -n "*) echo "ein Passwort ist nötig" >&2; exit 1 ;; esac
        while [ "$1" != -p ]; do shift; done
        prompt=$2
        """
            + withPassword);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Privilege find(Credentials credentials) throws Exception {
    Endpoint endpoint =
        new Endpoint("node-1", "127.0.0.1", sshd.server.getPort(), "ann", null, false, null, true);
    try (Link link =
        new SshConnector(null, folder, folder.toString())
            .link(endpoint, credentials, sshd.hostKeys())) {
      return Sudo.find(link, endpoint, credentials);
    }
  }

  private Credentials withPassword() {
    return NO_SUDO_PASSWORD.withSudoPassword(new Secret("open"));
  }

  @Test
  void aPasswordThatFitsIsKept() throws Exception {
    sudo("printf %s \"$prompt\" >&2; read -r said; [ \"$said\" = open ]\n");
    assertThat(find(withPassword()).sudo()).isTrue();
    assertThatThrownBy(() -> find(NO_SUDO_PASSWORD)).isInstanceOf(SudoPasswordNeeded.class);
  }

  @Test
  void oneThatIsAskedForAgainWasWrong() throws Exception {
    sudo(
        """
        printf %s "$prompt" >&2
        while read -r said; do printf '\\nWas für ein Stümper!\\n%s' "$prompt" >&2; done
        exit 1
        """);
    assertThatThrownBy(() -> find(withPassword())).isInstanceOf(WrongSudoPassword.class);
  }

  @Test
  void whoMayNotUseItIsNotAskedTwice() throws Exception {
    sudo("printf %s \"$prompt\" >&2; read -r said; echo 'ann darf das nicht.' >&2; exit 1\n");
    assertThatThrownBy(() -> find(withPassword()))
        .isInstanceOf(NotInSudoers.class)
        .hasMessageContaining("(ann darf das nicht.)");
  }

  @Test
  void whatDoesNotAskAtAllDoesNotWork() throws Exception {
    sudo("echo 'sudo: /etc/sudoers ist kaputt' >&2; exit 1\n");
    assertThatThrownBy(() -> find(withPassword()))
        .isInstanceOf(SudoFailed.class)
        .hasMessageContaining("/etc/sudoers ist kaputt");
  }
}
