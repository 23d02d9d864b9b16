package io.quorate.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Role;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NewHostsTest {

  private static final Inventory THERE =
      Objects.requireNonNull(
          InventoryFile.parse(
                  """
                  all:
                    vars: {etcd_initial_token: obviously-fake-5kq8zt2v9x4m7w1c}
                    children:
                      k8s_masters: {hosts: {node-1: {ansible_host: 10.0.0.11}}}
                      k8s_workers: {hosts: {node-2: {ansible_host: 10.0.0.12}}}
                  """,
                  "f",
                  Catalogue.load())
              .inventory());

  private static Host host(NewHosts read, String name) {
    return read.wanted().hosts().stream()
        .filter(h -> h.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void linesSayWhoAndWhatFor() {
    NewHosts read =
        NewHosts.read(
            """
            # the new rack
            node-[3-4] 10.0.0.[13-14] master,worker
            node-5 admin@10.0.0.15:2222 192.168.0.5
            node-2 master
            node-6 10.0.0.16 master wipe
            """,
            THERE);
    assertThat(read.bad()).isEmpty();
    assertThat(read.wipe()).containsExactly("node-6");
    assertThat(host(read, "node-4").roles()).containsExactlyInAnyOrder(Role.MASTER, Role.WORKER);
    assertThat(host(read, "node-5"))
        .isEqualTo(
            new Host(
                "node-5", "10.0.0.15", "192.168.0.5", Set.of(Role.WORKER), "admin", 2222, null));
    assertThat(host(read, "node-2").roles()).containsExactly(Role.MASTER);
    assertThat(host(read, "node-2").address()).isEqualTo("10.0.0.12");
    assertThat(read.wanted().hosts()).hasSize(6);
  }

  /** The same command after a run whose end was not seen. */
  @Test
  void aHostThatIsThereAlreadyIsThatHost() {
    NewHosts read = NewHosts.read("node-2 10.0.0.12 worker", THERE);
    assertThat(read.bad()).isEmpty();
    assertThat(read.wanted()).isEqualTo(THERE);
  }

  @Test
  void whatIsWrongIsSaidAndTheOthersCount() {
    NewHosts read =
        NewHosts.read("node-1 10.0.0.99\nnode-2\nnode-7 10.0.0.12\nnode-8 10.0.0.18", THERE);
    assertThat(read.bad())
        .extracting(BadLine::reason)
        .satisfiesExactly(
            r -> assertThat(r).contains("node-1 is taken"),
            r -> assertThat(r).contains("master, worker or both"),
            r -> assertThat(r).contains("10.0.0.12 is there already"));
    assertThat(read.wanted().hosts()).hasSize(3);
  }
}
