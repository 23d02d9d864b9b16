package io.quorate.inventory.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Role;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.setting.SettingForm;
import io.quorate.inventory.yaml.UneditableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a change does to the lines of a file, one kind of change at a time. */
class InventoryEditTest {

  private static final String FILE =
      """
      # Our cluster.

      all:
          vars:
              cluster_name: "lab"   # as in the wiki
              ansible_user: root

              # Versions are decided by Ann.
              kubernetes_version: 1.36.4
              etcd_initial_token: 'sample-only-7f3k9q2m5x8w1z4v6b0n'
              ansible_become: no
              gen_locales:
                # for logs
                - en_US.UTF-8
                - de_DE.UTF-8  # for Ann
                - ru_RU.UTF-8
              packages: [htop, lsof,   tmux]
              kubelet_config:
                  maxPods: 200   # more than the default
                  evictionHard: {memory.available: 5%, nodefs.available: "10%"}
          hosts:
              node-1: &usual {ansible_host: 10.9.0.1, ansible_port: 2222}
              # the new rack
              node-2:
                  <<: *usual
                  ansible_host: 10.9.0.2
              node-3: {ansible_host: 10.9.0.3}
          children:
              k8s_masters:
                  hosts:
                      node-[1:3]:
              k8s_workers: {hosts: {node-1: , node-2: , node-3: }}
      """;

  static Inventory read(String text) {
    Reading reading = InventoryFile.parse(text, "f", Catalogue.load());
    assertThat(reading.problems()).as(text).filteredOn(Problem::isError).isEmpty();
    return Objects.requireNonNull(reading.inventory());
  }

  /** The inventory with some fields of the form filled in anew. */
  static Inventory with(Inventory inventory, String... fields) {
    Map<String, String> typed = new TreeMap<>(SettingForm.of(inventory));
    for (int i = 0; i < fields.length; i += 2) {
      typed.put(fields[i], fields[i + 1]);
    }
    Reading reading = SettingForm.read(typed, inventory.hosts(), Catalogue.load());
    assertThat(reading.problems()).isEmpty();
    return Objects.requireNonNull(reading.inventory());
  }

  private static Inventory host(Inventory inventory, String name, UnaryOperator<Host> change) {
    return inventory.withHosts(
        inventory.hosts().stream()
            .map(host -> host.name().equals(name) ? change.apply(host) : host)
            .toList());
  }

  private static Host at(Host host, String address) {
    return new Host(
        host.name(),
        address,
        host.privateAddress(),
        host.roles(),
        host.user(),
        host.port(),
        host.keyFile());
  }

  private static String update(String text, Inventory wanted) {
    try {
      String edited = InventoryEdit.update(text, wanted, Catalogue.load());
      assertThat(InventoryEdit.sameMeaning(read(edited), wanted)).as(edited).isTrue();
      return edited;
    } catch (UneditableException e) {
      throw new AssertionError(text, e);
    }
  }

  /** Asserts which lines go and which come, each in order. */
  private static void assertChanges(String before, String after, String gone, String come) {
    List<String> old = new ArrayList<>(before.lines().toList());
    List<String> fresh = new ArrayList<>(after.lines().toList());
    List<String> lost = new ArrayList<>(old);
    fresh.forEach(lost::remove);
    List<String> won = new ArrayList<>(fresh);
    old.forEach(won::remove);
    assertThat(String.join("\n", lost.stream().map(String::strip).toList()))
        .as(after)
        .isEqualTo(gone.strip());
    assertThat(String.join("\n", won.stream().map(String::strip).toList()))
        .as(after)
        .isEqualTo(come.strip());
    old.removeAll(lost);
    fresh.removeAll(won);
    assertThat(fresh).as("what stays keeps its order").isEqualTo(old);
  }

  private static void assertChanges(Inventory wanted, String gone, String come) {
    assertChanges(FILE, update(FILE, wanted), gone, come);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          cluster_name       | prod        | cluster_name: "lab"   # as in the wiki | cluster_name: "prod"   # as in the wiki
          kubernetes_version | 1.36.3      | kubernetes_version: 1.36.4             | kubernetes_version: 1.36.3
          etcd_initial_token | sample-only-1z4v6b0n7f3k9q2m5x8w | etcd_initial_token: 'sample-only-7f3k9q2m5x8w1z4v6b0n' | etcd_initial_token: 'sample-only-1z4v6b0n7f3k9q2m5x8w'
          ansible_become     | true        | ansible_become: no                     | ansible_become: yes
          gen_locales        | en_US.UTF-8, fr_FR.UTF-8, ru_RU.UTF-8 | - de_DE.UTF-8  # for Ann | - fr_FR.UTF-8  # for Ann
          gen_locales        | en_US.UTF-8, ru_RU.UTF-8 | - de_DE.UTF-8  # for Ann  | ``
          gen_locales        | C.UTF-8, en_US.UTF-8, de_DE.UTF-8, ru_RU.UTF-8 | ``     | - C.UTF-8
          packages           | htop, tmux  | packages: [htop, lsof,   tmux]         | packages: [htop, tmux]
          packages           | htop, lsof, tmux, vim | packages: [htop, lsof,   tmux] | packages: [htop, lsof,   tmux, vim]
          kubelet_config     | {maxPods: 110, evictionHard: {memory.available: 5%, nodefs.available: 10%}} | maxPods: 200   # more than the default | maxPods: 110   # more than the default
          kubelet_config     | {maxPods: 200, evictionHard: {nodefs.available: 10%}, podPidsLimit: 9} | evictionHard: {memory.available: 5%, nodefs.available: "10%"} | evictionHard: {nodefs.available: "10%"};;podPidsLimit: 9
          cni                | routed      | ``                                     | cni: routed
          cluster_cidr       | 10.64.0.0/16 | ``                                    | cluster_cidr: 10.64.0.0/16
          image_archives     | a.tar, b.tar | ``                                    | image_archives:;;- a.tar;;- b.tar
          """)
  void oneSettingChangesItsLinesOnly(String field, String value, String gone, String come) {
    assertChanges(with(read(FILE), field, value), gone, come.replace(";;", "\n"));
  }

  @Test
  void aSettingThatIsTheDefaultAgainKeepsItsLine() {
    Inventory docker = with(read(FILE), "container_runtime", "docker");
    String text = update(FILE, docker);
    assertThat(text).contains("container_runtime: docker\n");

    assertThat(update(text, read(FILE)))
        .isEqualTo(text.replace("container_runtime: docker", "container_runtime: containerd"));
  }

  @Test
  void aJumpHostIsToldToAnsibleToo() {
    String text = update(FILE, with(read(FILE), "jump_host", "ops@bastion"));
    assertChanges(
        FILE,
        text,
        "",
        "jump_host: ops@bastion\nansible_ssh_common_args: \"-o ProxyJump=ops@bastion\"");

    String other = update(text, with(read(FILE), "jump_host", "ops@gate"));
    assertThat(other).isEqualTo(text.replace("ops@bastion", "ops@gate"));
    assertThat(update(other, read(FILE))).isEqualTo(FILE);
  }

  @Test
  void aNewVersionBringsItsCompanionsWithoutLines() {
    assertChanges(
        with(
            read(FILE),
            "kubernetes_version",
            "1.35.9",
            "etcd_version",
            "",
            "containerd_version",
            "",
            "runc_version",
            "",
            "cni_plugins_version",
            "",
            "cri_dockerd_version",
            "",
            "calico_version",
            "",
            "coredns_version",
            "",
            "pause_image",
            ""),
        "kubernetes_version: 1.36.4",
        "kubernetes_version: 1.35.9");
  }

  @Test
  void aHostIsAdded() {
    Inventory inventory = read(FILE);
    List<Host> more = new ArrayList<>(inventory.hosts());
    more.add(new Host("node-4", "10.9.0.4", Set.of(Role.WORKER)));
    assertChanges(
        inventory.withHosts(more),
        "k8s_workers: {hosts: {node-1: , node-2: , node-3: }}",
        """
        node-4: {ansible_host: 10.9.0.4}
        k8s_workers: {hosts: {node-1: , node-2: , node-3: , node-4: }}
        """);
  }

  /** The file's order of hosts is the cluster's: the new one comes last. */
  @Test
  void aHostIsAddedWhereItsLikeHaveTheirVariables() {
    String text =
        """
        all:
          vars: {cluster_name: lab, etcd_initial_token: obviously-fake-5kq8zt2v9x4m7w1c}
          children:
            k8s_masters:
              hosts:
                node-1: {ansible_host: 10.0.0.1}
            k8s_workers:
              hosts:
                node-1:
        """;
    Inventory one = read(text);
    List<Host> hosts = new ArrayList<>(one.hosts());
    hosts.add(new Host("node-2", "10.0.0.2", Set.of(Role.MASTER, Role.WORKER)));
    hosts.add(new Host("node-3", "10.0.0.3", Set.of(Role.WORKER)));
    String edited = update(text, one.withHosts(hosts));
    assertThat(edited)
        .containsSubsequence("k8s_masters", "node-1", "node-2", "10.0.0.2", "k8s_workers")
        .containsSubsequence("k8s_workers", "node-3", "10.0.0.3");
    assertThat(read(edited).hosts())
        .extracting(Host::name)
        .containsExactly("node-1", "node-2", "node-3");
    assertThat(read(edited).masters()).extracting(Host::name).containsExactly("node-1", "node-2");
  }

  @Test
  void aHostIsRemovedAndItsAnchorSurvives() {
    Inventory inventory = read(FILE);
    assertChanges(
        inventory.withHosts(
            inventory.hosts().stream().filter(h -> !h.name().equals("node-1")).toList()),
        """
        node-1: &usual {ansible_host: 10.9.0.1, ansible_port: 2222}
        <<: *usual
        node-[1:3]:
        k8s_workers: {hosts: {node-1: , node-2: , node-3: }}
        """,
        """
        <<: {ansible_host: 10.9.0.1, ansible_port: 2222}
        node-[2:3]:
        k8s_workers: {hosts: {node-2: , node-3: }}
        """);
  }

  @Test
  void aRangeIsSplit() {
    assertChanges(
        host(
            read(FILE),
            "node-2",
            h ->
                new Host(
                    h.name(),
                    h.address(),
                    null,
                    Set.of(Role.WORKER),
                    h.user(),
                    h.port(),
                    h.keyFile())),
        "node-[1:3]:",
        "node-1:\nnode-3:");
  }

  @Test
  void aHostIsRenamedWhereItStands() {
    String text =
        """
        all:
          hosts:
            old: {ansible_host: 10.9.0.1}  # in the cellar
          children: {k8s_masters: {hosts: {old: }}}
        """;
    Inventory inventory = read(text);
    Host host = inventory.hosts().getFirst();
    assertThat(
            update(
                text, inventory.withHosts(List.of(new Host("new", host.address(), host.roles())))))
        .isEqualTo(text.replace("old", "new"));
  }

  @Test
  void aHostsAddressAndPortChange() {
    assertChanges(
        host(read(FILE), "node-2", h -> at(h, "10.9.0.22")),
        "ansible_host: 10.9.0.2",
        "ansible_host: 10.9.0.22");
    assertChanges(
        host(
            read(FILE),
            "node-2",
            h -> new Host(h.name(), h.address(), "10.20.0.2", h.roles(), "ops", 22, null)),
        "",
        "ansible_user: ops\nansible_port: 22\nprivate_address: 10.20.0.2");
  }

  @Test
  void whatIsSharedByAnAliasIsWrittenOutWhereItParts() {
    String text =
        """
        all:
          hosts: {a: {ansible_host: 10.9.0.1}, b: {ansible_host: 10.9.0.2}}
          children:
            k8s_masters:
              hosts: &both
                a:  # first
                b:
            k8s_workers: {hosts: *both}
        """;
    Inventory inventory = read(text);
    assertThat(
            update(
                text, host(inventory, "b", h -> new Host("b", h.address(), Set.of(Role.MASTER)))))
        .isEqualTo(text.replace("*both", "{a: }"));
    assertThat(
            update(
                text, host(inventory, "b", h -> new Host("b", h.address(), Set.of(Role.WORKER)))))
        .isEqualTo(text.replace("        b:\n", "").replace("*both", "{a: , b: }"));
  }

  @Test
  void aRangesVariableIsGivenToOneHostAlone() {
    String text =
        """
        all:
          children:
            k8s_masters: {hosts: {n1: }}
            k8s_workers:
              hosts:
                n[1:4]: {ansible_user: ops}   # as delivered
              vars: {ansible_port: 2222}
          vars: {ansible_become: yes}
        """;
    String edited =
        update(
            text,
            host(
                read(text),
                "n3",
                h -> new Host("n3", h.address(), null, h.roles(), "ann", 22, null)));
    assertThat(edited)
        .isEqualTo(
            """
            all:
              children:
                k8s_masters: {hosts: {n1: }}
                k8s_workers:
                  hosts:
                    n[1:2]: {ansible_user: ops}   # as delivered
                    n3: {ansible_user: ann, ansible_port: 22}
                    n4: {ansible_user: ops}
                  vars: {ansible_port: 2222}
              vars: {ansible_become: yes}
            """);
  }

  @Test
  void whatIsMissingIsMade() {
    Inventory wanted =
        with(read(FILE), "cni", "routed")
            .withHosts(List.of(new Host("m", "10.9.0.1", Set.of(Role.MASTER, Role.WORKER))));
    for (String text :
        List.of(
            "all:\n",
            "all: {}\n",
            "all: {vars: , children: }\n",
            "k8s_masters:",
            "all:\n  hosts:\n  children:\n    k8s_masters:\n")) {
      assertThat(update(text, wanted)).contains("cni: routed", "k8s_masters", "k8s_workers");
    }
  }

  @Test
  void anUnreadableSettingIsReplaced() throws UneditableException {
    String text = FILE.replace("ansible_become: no", "ansible_become: perhaps");
    assertThat(InventoryEdit.update(text, read(FILE), Catalogue.load()))
        .isEqualTo(text.replace("perhaps", "false"));
  }

  @Test
  void whatCannotBeChangedIsRefusedWithTheReason() {
    Inventory wanted = read(FILE);
    Map<String, String> reasons =
        Map.of(
            "- a\n",
            "This is not an inventory.",
            "all: [",
            "This is not YAML",
            FILE.replace("cluster_name:", "cluster_nme:"),
            "(line 6): There is no setting \"cluster_nme\". Did you mean cluster_name?");
    reasons.forEach(
        (text, reason) ->
            assertThatThrownBy(() -> InventoryEdit.update(text, wanted, Catalogue.load()))
                .isInstanceOf(UneditableException.class)
                .hasMessageContaining(reason));
  }

  @Test
  void lineEndsAndTheLastLineStay() {
    Inventory wanted = with(read(FILE), "cni", "routed", "cluster_name", "x");
    String plain = update(FILE, wanted);
    Consumer<UnaryOperator<String>> alsoAs =
        form -> assertThat(update(form.apply(FILE), wanted)).isEqualTo(form.apply(plain));
    alsoAs.accept(text -> text.replace("\n", "\r\n"));
    alsoAs.accept(String::stripTrailing);
    alsoAs.accept(text -> "\uFEFF" + text);
    alsoAs.accept(text -> "---\n" + text + "...\n");
    alsoAs.accept(text -> text.replace("as in the wiki", "im\tWiki 😀 中"));
    assertThat(wanted.components().config(Component.KUBELET)).containsEntry("maxPods", 200);
  }
}
