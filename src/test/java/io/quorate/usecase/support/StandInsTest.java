package io.quorate.usecase.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Role;
import io.quorate.recipe.Fixtures;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandInsTest {

  private static final Inventory BIRDS =
      Fixtures.with(
          List.of(
              new Host("osprey", "10.77.3.11", Set.of(Role.MASTER)),
              new Host("osprey-1", "fd00:77::12", Set.of(Role.WORKER)),
              new Host(
                  "heron",
                  "heron.birds.example.net",
                  "10.77.3.13",
                  Set.of(Role.WORKER),
                  "wilma",
                  null,
                  null)));

  private static StandIns standIns(String... texts) {
    KnownNames names = new KnownNames();
    names.add(BIRDS);
    names.holder("fred@perch");
    return StandIns.of(names, List.of(texts));
  }

  private static String replaced(String text) {
    return standIns(text).in(text, new Counts());
  }

  @Test
  void nothingOfWhoseClusterItIsRemains() {
    String text =
        """
        osprey OSPREY "osprey" /run/osprey.log osprey-1: etcd-osprey osprey.birds.example.net
        heron.birds.example.net /home/wilma wilma@10.77.3.11 fred perch demo "demo" admin@demo
        10.77.3.11:6443 [fd00:77::12]:2379 fd00:77::12/64 from fd00:77::12: refused, FD00:77::12.
        {"line":"a\\nosprey\\n10.77.3.11\\nfd00:77::12","x":"\\u003cosprey\\u003e \\u001b[31mosprey\\u001b[0m"}
        ip-10-77-3-11 and https://10.77.3.13/x ::ffff:10.77.3.13 to 172.16.9.9 addr:fd00:77::12
        """;
    String shown = replaced(text).toLowerCase(Locale.ROOT);
    assertThat(shown)
        .doesNotContain(
            "osprey", "heron", "birds", "wilma", "fred", "perch", "demo", "10.77", "10-77", "fd00",
            "172.16");
    assertThat(shown.lines()).hasSameSizeAs(text.lines().toList());
  }

  @Test
  void theSameStandsForTheSame() {
    String shown = replaced("osprey 10.77.3.11 osprey-1 OSPREY fd00:77::12 FD00:77::12 demo");
    String[] words = shown.split(" ");
    assertThat(words[0]).isEqualTo(words[3]).isNotEqualTo(words[2]);
    assertThat(words[4]).isEqualTo(words[5]).isEqualTo("2001:db8::1");
    assertThat(words[1]).isEqualTo("192.0.2.1");
    assertThat(words[6]).isEqualTo("cluster-1");
  }

  @Test
  void whatIsNoNameStays() {
    String text =
        "Kubernetes 1.36.4 at 05:30:00 on 127.0.0.1, ::1, 0.0.0.0; ospreys, demos; std::move"
            + " aa:bb:cc:dd:ee:ff registry.k8s.io root 255.255.255.0";
    assertThat(replaced(text)).isEqualTo(text);
  }

  /** The fixtures' own names look like stand-ins. */
  @Test
  void noStandInIsARealName() {
    KnownNames names = new KnownNames();
    names.add(Fixtures.inventory());
    String text = "node-1 node-2 node-4 192.0.2.14 192.0.2.1 192.0.2.200 10.0.0.11 10.0.0.12";
    Counts counts = new Counts();
    String shown = StandIns.of(names, List.of(text)).in(text, counts);
    assertThat(shown.split(" ")).doesNotHaveDuplicates().doesNotContain(text.split(" "));
    assertThat(shown).startsWith("machine-1 machine-2 machine-4 ");
    assertThat(counts.byTitle()).containsEntry("host names", 3).containsEntry("IP addresses", 5);
  }

  @Test
  void manyAddressesAllHaveTheirOwn() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      text.append("172.20.").append(i / 250).append('.').append(i % 250 + 1).append('\n');
    }
    String shown = replaced(text.toString());
    assertThat(shown.lines()).doesNotHaveDuplicates().hasSize(2_000);
    assertThat(shown).doesNotContain("172.20.");
  }

  @Test
  void theTableTellsWhatStandsForWhat() {
    assertThat(standIns("198.51.100.7").table())
        .contains("osprey ")
        .containsPattern("(?m)^198\\.51\\.100\\.7 +192\\.0\\.2\\.\\d+$");
  }
}
