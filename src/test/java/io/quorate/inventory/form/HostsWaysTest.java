package io.quorate.inventory.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.Problem;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.rule.Validation;
import io.quorate.inventory.setting.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jump hosts of single hosts and groups, in and out of every form. */
class HostsWaysTest {

  @TempDir Path folder;

  private Reading read(String name, String text) throws Exception {
    Path file = Files.writeString(folder.resolve(name), text);
    return Forms.read(Source.of(file), Catalogue.load());
  }

  /** {@code node-1 directly, node-2 through b}. */
  private static String ways(Inventory inventory) {
    return inventory.hosts().stream()
        .map(
            host -> {
              String way = inventory.access().jumpHostOf(host);
              return host.name() + (way == null ? " directly" : " through " + way);
            })
        .collect(Collectors.joining(", "));
  }

  private static String ways(Reading reading) {
    assertThat(reading.problems().stream().filter(Problem::isError)).isEmpty();
    Inventory inventory = Objects.requireNonNull(reading.inventory());
    assertThat(Validation.problems(inventory)).noneMatch(Problem::isError);
    return ways(inventory);
  }

  @Test
  void ofAHostInIni() throws Exception {
    String text =
        """
        [k8s_masters]
        node-1 ansible_host=10.9.0.1
        [k8s_workers]
        node-2 ansible_host=10.9.0.2 ansible_ssh_common_args='-o ProxyJump=ops@b:2022'
        node-3 ansible_host=10.9.0.3 ansible_ssh_extra_args='-J c'
        node-4 ansible_host=10.9.0.4 ansible_ssh_args='-o ProxyCommand="ssh -W %h:%p r@d"'
        [all:vars]
        etcd_initial_token=sample-only-7f3k9q2m5x8w1z4v6b0n
        """;
    assertThat(ways(read("hosts", text)))
        .isEqualTo(
            "node-1 directly, node-2 through ops@b:2022, node-3 through c, node-4 through r@d");
  }

  @Test
  void ofAGroupAndTakenBack() throws Exception {
    String text =
        """
        all:
          vars:
            etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n
            ansible_ssh_common_args: -o ProxyJump=root@a
          hosts:
            node-1: {ansible_host: 10.9.0.1, ansible_ssh_common_args: ""}
            node-2: {ansible_host: 10.9.0.2}
            node-3: {ansible_host: 10.9.0.3, ansible_ssh_common_args: -C}
            node-4: {ansible_host: 10.9.0.4, ansible_ssh_extra_args: -C}
            node-5: {ansible_host: 10.9.0.5, jump_host: none}
            node-6: {ansible_host: 10.9.0.6, jump_host: x@y}
          children:
            k8s_masters: {hosts: {node-1: }}
            k8s_workers: {hosts: {"node-[1:6]": }}
            far:
              vars: {ansible_ssh_common_args: -J b}
              hosts: {node-2: }
        """;
    assertThat(ways(read("hosts.yaml", text)))
        .isEqualTo(
            "node-1 directly, node-2 through b, node-3 directly, node-4 through root@a,"
                + " node-5 directly, node-6 through x@y");
  }

  /** The line for Ansible beside ours says the same; what is nearer to the host counts. */
  @Test
  void ofOursAndAnsibles() throws Exception {
    String text =
        """
        all:
          vars:
            etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n
            jump_host: ops@a
            ansible_ssh_common_args: -o ProxyJump=ops@a
          hosts:
            node-1: {ansible_host: 10.9.0.1, ansible_ssh_common_args: -J b}
            node-2: {ansible_host: 10.9.0.2, jump_host: c}
            node-3: {ansible_host: 10.9.0.3, ansible_ssh_common_args: -C}
            node-4: {ansible_host: 10.9.0.4, jump_host: d, ansible_ssh_common_args: -C}
          children:
            k8s_masters: {hosts: {node-1: }}
            k8s_workers: {hosts: {"node-[1:4]": }}
        """;
    assertThat(ways(read("hosts.yaml", text)))
        .isEqualTo("node-1 through b, node-2 through c, node-3 directly, node-4 through d");
  }

  /** With no line for Ansible, arguments that say nothing of it take nothing back. */
  @Test
  void ofOursAlone() throws Exception {
    String text =
        """
        all:
          vars: {etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n, jump_host: ops@a}
          hosts:
            node-1: {ansible_host: 10.9.0.1, ansible_ssh_common_args: -C}
          children:
            k8s_masters: {hosts: {node-1: }}
            k8s_workers: {hosts: {node-1: }}
        """;
    assertThat(ways(read("hosts.yaml", text))).isEqualTo("node-1 through ops@a");
  }

  /** The first bastion is a default, which arguments of a host or a group take the place of. */
  @Test
  void ofKubespraysBastions() throws Exception {
    String text =
        """
        [bastion]
        gate-1 ansible_ssh_host=203.0.113.1 ansible_user=jump ansible_port=2022
        gate-2 ansible_host=203.0.113.2
        [kube_control_plane]
        node-1 ansible_host=10.9.0.1
        [kube_node]
        node-2 ansible_host=10.9.0.2 ansible_ssh_common_args='-J far@203.0.113.2'
        node-3 ansible_host=10.9.0.3 ansible_ssh_common_args=''
        node-4 ansible_host=10.9.0.4
        [far]
        node-4
        [far:vars]
        ansible_ssh_common_args='-o ProxyCommand="ssh -W %h:%p -p 24 far@203.0.113.3"'
        [all:vars]
        etcd_initial_token=sample-only-7f3k9q2m5x8w1z4v6b0n
        """;
    Reading reading = read("hosts", text);
    assertThat(ways(reading))
        .isEqualTo(
            "node-1 through jump@203.0.113.1:2022, node-2 through far@203.0.113.2,"
                + " node-3 directly, node-4 through far@203.0.113.3:24");
    assertThat(reading.problems())
        .filteredOn(problem -> problem.what().contains("bastion"))
        .extracting(Problem::what)
        .containsExactly("There are several bastions; gate-1 is taken.");
  }

  @Test
  void ofKubespraysBastionThatArgumentsOfAllReplace() throws Exception {
    String text =
        """
        [bastion]
        gate ansible_host=203.0.113.1 ansible_user=jump
        [kube_control_plane]
        node-1 ansible_host=10.9.0.1
        [kube_node]
        node-1
        [all:vars]
        etcd_initial_token=sample-only-7f3k9q2m5x8w1z4v6b0n
        ansible_ssh_common_args=-C
        """;
    Reading reading = read("hosts", text);
    assertThat(ways(reading)).isEqualTo("node-1 directly");
    assertThat(reading.problems())
        .extracting(Problem::what)
        .contains("These arguments take the place of the bastion's, as for kubespray.");
  }

  @Test
  void ofK0sctlsBastions() throws Exception {
    String text =
        """
        apiVersion: k0sctl.k0sproject.io/v1beta1
        kind: Cluster
        spec:
          hosts:
            - role: controller
              hostname: node-1
              ssh:
                address: 10.9.0.1
                keyPath: ~/.ssh/id
                bastion:
                  {address: b, user: night, keyPath: ~/.ssh/id, bastion: {address: a, port: 23}}
            - role: worker
              hostname: node-2
              ssh: {address: 10.9.0.2, keyPath: ~/.ssh/id}
            - role: worker
              hostname: node-3
              ssh:
                address: 10.9.0.3
                keyPath: ~/.ssh/id
                bastion: {address: c, keyPath: ~/.ssh/other}
            - role: worker
              hostname: node-4
              openSSH: {address: 10.9.0.4, keyPath: ~/.ssh/id, options: {ProxyJump: d@e}}
        """;
    Path file = Files.writeString(folder.resolve("k0sctl.yaml"), text);
    Reading reading = Forms.read(new Source(file, null, null, true), Catalogue.load());
    assertThat(ways(reading))
        .isEqualTo(
            "node-1 through root@a:23,night@b, node-2 directly, node-3 through root@c,"
                + " node-4 through d@e");
    assertThat(reading.problems())
        .extracting(Problem::what)
        .contains("Not taken over: spec.hosts[2].ssh.bastion.keyPath (line 20).");
  }

  private Inventory several() throws Exception {
    String text =
        """
        all:
          vars:
            etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n
            jump_host: ops@a:2022
          hosts:
            node-1: {ansible_host: 10.9.0.1, jump_host: none}
            node-2: {ansible_host: 10.9.0.2}
            node-3: {ansible_host: 10.9.0.3, jump_host: night@b:23}
          children:
            k8s_masters: {hosts: {"node-[1:3]": }}
            k8s_workers: {hosts: {"node-[1:3]": }}
        """;
    return Objects.requireNonNull(read("several.yaml", text).inventory());
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "INI", "KUBESPRAY", "K0SCTL"})
  void comeBackFromEveryForm(Form form) throws Exception {
    Inventory inventory = several();
    Rendering written = Forms.write(inventory, form);
    assertThat(written.leftOut()).noneMatch(phrase -> phrase.contains("jump_host"));

    String name = form == Form.INI ? "again" : "again.yaml";
    Inventory again = Objects.requireNonNull(read(name, written.text()).inventory());
    assertThat(ways(again))
        .isEqualTo("node-1 directly, node-2 through ops@a:2022, node-3 through night@b:23");
    if (form == Form.NATIVE || form == Form.INI) {
      assertThat(again).isEqualTo(inventory);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "INI", "KUBESPRAY", "K0SCTL"})
  void comeBackAsAChain(Form form) throws Exception {
    String text =
        """
        all:
          vars:
            etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n
            ansible_ssh_private_key_file: ~/.ssh/id
          hosts:
            node-1: {ansible_host: 10.9.0.1, jump_host: "ops@a:22,night@b:23,root@c:24"}
            node-2: {ansible_host: 10.9.0.2}
          children:
            k8s_masters: {hosts: {"node-[1:2]": }}
            k8s_workers: {hosts: {"node-[1:2]": }}
        """;
    Inventory inventory = Objects.requireNonNull(read("chain.yaml", text).inventory());
    Rendering written = Forms.write(inventory, form);
    assertThat(written.leftOut()).noneMatch(phrase -> phrase.contains("jump_host"));

    String name = form == Form.INI ? "again" : "again.yaml";
    Reading again = read(name, written.text());
    assertThat(again.problems()).noneMatch(problem -> problem.what().contains("keyPath"));
    assertThat(ways(Objects.requireNonNull(again.inventory())))
        .isEqualTo("node-1 through ops@a:22,night@b:23,root@c:24, node-2 directly");
  }

  @Test
  void areSaidOfEachHostToPrograms() throws Exception {
    JsonNode hosts =
        new ObjectMapper().readTree(Forms.write(several(), Form.JSON).text()).get("hosts");
    assertThat(hosts.get("node-1").get("jump_host").isNull()).isTrue();
    assertThat(hosts.get("node-2").get("jump_host").asText()).isEqualTo("ops@a:2022");
    assertThat(hosts.get("node-3").get("jump_host").asText()).isEqualTo("night@b:23");
  }

  @Test
  void areInAnSshConfigurationAndOnAPage() throws Exception {
    assertThat(Forms.write(several(), Form.SSH_CONFIG).text())
        .containsSubsequence(
            "Host node-1", "ProxyJump none",
            "Host node-2", "ProxyJump ops@a:2022",
            "Host node-3", "ProxyJump night@b:23");
    assertThat(Forms.write(several(), Form.MARKDOWN).text())
        .contains("you ── ops@a:2022\n")
        .contains("node-1  10.9.0.1  (also takes pods)  (directly)\n")
        .contains("node-2  10.9.0.2  (also takes pods)\n")
        .contains("node-3  10.9.0.3  (also takes pods)  (through night@b:23)\n")
        .contains("| node-3 | master, worker | root@10.9.0.3:22 | 10.9.0.3 | night@b:23 |");
  }

  /** OpenSSH would take the operator's own name where Quorate takes the user of the nodes. */
  @Test
  void nameTheirUserForOthers() throws Exception {
    String text =
        """
        all:
          vars:
            etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n
            ansible_user: ops
            ansible_become: true
            jump_host: a,night@b:23
          hosts: {node-1: {ansible_host: 10.9.0.1}}
          children:
            k8s_masters: {hosts: {node-1: }}
            k8s_workers: {hosts: {node-1: }}
        """;
    Inventory inventory = Objects.requireNonNull(read("hosts.yaml", text).inventory());
    assertThat(InventoryFile.write(inventory))
        .contains("ansible_ssh_common_args: \"-o ProxyJump=ops@a,night@b:23\"");
    assertThat(Forms.write(inventory, Form.SSH_CONFIG).text())
        .contains("ProxyJump ops@a,night@b:23");
  }

  @Test
  void changeInTheirPlace() throws Exception {
    Path file = Files.writeString(folder.resolve("edit.yaml"), InventoryFile.write(several()));
    Inventory before = several();
    for (String way : List.of("c@d", JumpHost.NONE, "night@b:23")) {
      Inventory wanted = before.withHosts(before.hosts().stream().map(h -> with(h, way)).toList());
      InventoryFile.update(file, wanted, Catalogue.load());

      Inventory now = Objects.requireNonNull(read("edit.yaml", Files.readString(file)).inventory());
      assertThat(ways(now)).isEqualTo(ways(wanted));
      assertThat(Files.readString(file))
          .contains("ansible_ssh_common_args: \"-o ProxyJump=" + way + "\"")
          .doesNotContain("ProxyJump=x");
    }
  }

  private static Host with(Host host, String way) {
    return host.name().equals("node-3")
        ? new Host(
            host.name(),
            host.address(),
            host.privateAddress(),
            host.roles(),
            host.user(),
            host.port(),
            host.keyFile(),
            way)
        : host;
  }

  @Test
  void areJudgedWhereTheyStand() throws Exception {
    String text =
        """
        all:
          vars: {etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n}
          hosts: {node-1: {ansible_host: 10.9.0.1, ansible_ssh_common_args: -J a@b@c}}
          children:
            k8s_masters: {hosts: {node-1: }}
            k8s_workers: {hosts: {node-1: }}
        """;
    Reading reading = read("hosts.yaml", text);
    List<Problem> problems =
        reading.placed(Validation.problems(Objects.requireNonNull(reading.inventory())));
    assertThat(problems)
        .filteredOn(Problem::isError)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.field()).isEqualTo("hosts.node-1.jump_host");
              assertThat(problem.what()).contains("\"a@b@c\" is not a valid jump host");
              assertThat(Objects.requireNonNull(problem.place()).line()).isEqualTo(3);
            });
  }
}
