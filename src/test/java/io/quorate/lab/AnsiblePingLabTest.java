package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ansible works on an inventory of ours as it is, and on what is written of it as INI. */
@Tag("lab")
class AnsiblePingLabTest {

  private static final int NODES = 3;

  @TempDir Path home;

  @BeforeAll
  static void freshNodes() {
    Lab.fresh(NODES);
  }

  @Test
  void ansiblePingsEveryNode() {
    Program quorate = new Program(home);
    Path inventory = quorate.inventory("lab.yaml", new LabInventory(3, NODES).text());
    assertEveryNodeAnswers(inventory);

    Path ini = home.resolve("hosts");
    quorate
        .run(
            "inventory", "convert", "-i", inventory.toString(), "--to", "ini", "-o", ini.toString())
        .orFail();
    assertEveryNodeAnswers(ini);
  }

  private void assertEveryNodeAnswers(Path inventory) {
    Map<String, String> environment = new HashMap<>(AnsibleInventory.environment());
    environment.put("HOME", home.toString());
    environment.put("ANSIBLE_SSH_ARGS", "-o UserKnownHostsFile=" + Lab.knownHosts());
    Commands.Result ping =
        Commands.run(
            Limits.SOON,
            environment,
            Lab.inside("ansible", "-i", inventory.toString(), "all", "-m", "ping"));

    assertThat(ping.exitCode()).as(ping.output()).isZero();
    for (int i = 1; i <= NODES; i++) {
      assertThat(ping.output()).contains("node-" + i + " | SUCCESS");
    }
  }
}
