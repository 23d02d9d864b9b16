package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvocationTest {

  @Test
  void theNextCommandNamesTheFileAsItWasTyped() {
    Invocation asked = Invocation.of("my clusters/home.yaml").withPassword("~secret", false);

    assertThat(asked.command("status"))
        .hasToString("quorate status -i 'my clusters/home.yaml' --vault-password-file '~secret'");
    assertThat(asked.withOptions(List.of("--keep-snapshots")).resume("destroy", false))
        .hasToString(
            "quorate destroy -i 'my clusters/home.yaml' --vault-password-file '~secret'"
                + " --keep-snapshots --resume");
    assertThat(Invocation.of("-a.yaml").on("rescue", true))
        .hasToString("quorate rescue -i ./-a.yaml --rehearse");
    assertThat(Invocation.none().resume("install", true))
        .hasToString("quorate install --rehearse --resume");
    // A run of an earlier version: what has to be named is left for the person to fill in.
    assertThat(Invocation.none().resume("rescue", false))
        .hasToString("quorate rescue -i FILE --resume");
    assertThat(Invocation.none().command("status")).hasToString("quorate status -i FILE");
  }

  /** What a journal holds is read in other folders, where another file may have that name. */
  @Test
  void whatIsRecordedLeadsToTheSameFileFromAnywhere() {
    Invocation asked = new Invocation("/home/ada", "home.yaml", "../vault", false, List.of(), null);
    assertThat(asked.anywhere().command("status"))
        .hasToString(
            "quorate status -i /home/ada/home.yaml --vault-password-file /home/ada/../vault");
    assertThat(Invocation.none().anywhere()).isEqualTo(Invocation.none());
    assertThat(asked.isOf(Path.of("/home/ada/x/../home.yaml"))).isTrue();
    assertThat(asked.isOf(Path.of("/home/eve/home.yaml"))).isFalse();
  }

  /** For commands of more than one word, and of other journeys. */
  @Test
  void anyCommandCanNameTheSameCluster() {
    Invocation asked = Invocation.of("a b.yaml").withPassword("vault.txt", false);
    assertThat(asked.naming(true))
        .containsExactly("-i", "a b.yaml", "--vault-password-file", "vault.txt", "--rehearse");
    assertThat(Invocation.none().naming(false)).containsExactly("-i", "FILE");
  }

  @Test
  void fromElsewhereTheSameFileIsNamed() {
    Invocation asked =
        new Invocation("/home/ada/clusters", "../home.yaml", "/etc/vault", false, List.of(), null);

    assertThat(asked.command("status"))
        .hasToString(
            "quorate status -i /home/ada/clusters/../home.yaml --vault-password-file /etc/vault");
  }

  /** A password may stand in such a command, so it is not kept; that is said. */
  @Test
  void aCommandThatPrintsThePasswordIsAskedForAgain() {
    assertThat(Invocation.of("a.yaml").withPassword("", true).lacking())
        .contains("--vault-password-command");
    assertThat(Invocation.of("a.yaml").lacking()).isEmpty();
  }

  @Test
  void itIsKeptWithTheRun(@TempDir Path temp) throws Exception {
    RunFolder folder = new Runs(temp).create("destroy", "demo", false, "ada", "");
    assertThat(folder.meta().asked().inventory()).isEmpty();

    Invocation asked = Invocation.of("a b.yaml").withOptions(List.of("--keep-snapshots"));
    folder.writeInvocation(asked);
    folder.writeMeta(folder.meta().withProcess(ProcessIdentity.current()));

    assertThat(folder.meta().asked()).isEqualTo(asked);
  }
}
