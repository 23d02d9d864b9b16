package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.node.rehearsal.RehearsalSystem;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code --help} has to say. */
class HelpTest {

  /** Without white space, as lines are broken anywhere. */
  private static String help(String command) {
    Called called = Called.with(command, "--help");
    assertThat(called.code()).as(called.err()).isZero();
    return called.out().replaceAll("\\s+", "");
  }

  @Test
  void namesTheVariablesOfRehearsals() {
    List<String> others =
        Arrays.stream(RehearsalSystem.values())
            .filter(s -> s != RehearsalSystem.DEBIAN_12)
            .map(RehearsalSystem::word)
            .toList();
    assertThat(help("install"))
        .contains(
            "QUORATE_REHEARSAL_SPEED", "QUORATE_REHEARSAL_FAIL", "QUORATE_REHEARSAL_SYSTEM=rocky-9")
        .contains(others);
  }

  @Test
  void namesWhatIsNotPutBack() {
    assertThat(help("destroy"))
        .contains(
            "rpcbind",
            "firewalld",
            "nm-cloud-setup",
            "httpd_can_network_connect",
            "SELinux",
            "filecontext");
  }
}
