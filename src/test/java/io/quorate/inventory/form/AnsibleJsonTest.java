package io.quorate.inventory.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.ansible.AnsibleGroups;
import io.quorate.inventory.file.Piped;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.setting.Reading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ansible-inventory and programs of dynamic inventories print. */
class AnsibleJsonTest {

  private static final String INI =
      """
      [k8s_masters]
      node-1 ansible_host=10.1.0.11
      node-2 ansible_host=10.1.0.12 ansible_port=2222
      node-3 ansible_host=10.1.0.13
      [k8s_workers]
      node-3
      node-4 ansible_host=10.1.0.14
      [balancers]
      lb-1 ansible_host=10.1.0.99
      [k8s_masters:vars]
      ansible_ssh_private_key_file=/keys/masters
      [all:vars]
      etcd_initial_token=sample-only-7f3k9q2m5x8w1z4v6b0n
      cluster_name=home
      ansible_user=ops
      firewall_allowed_hosts=['10.1.1.1', '10.2.0.0/16']
      kubelet_config={'maxPods': 200}
      """;

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Reading read(Path file) throws IOException {
    return Forms.read(Source.of(file), Catalogue.load());
  }

  private static Reading piped(String text) throws IOException {
    Piped input = Piped.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    return Forms.read(Source.of(Piped.NAME).with(input), Catalogue.load());
  }

  private static List<String> told(Reading reading) {
    return reading.problems().stream()
        .map(
            p -> {
              Problem.Place at = Objects.requireNonNull(p.place());
              return at.line() + ":" + at.column() + " " + p.what();
            })
        .toList();
  }

  /** Variables of all come back as those of each host; the cluster is the same. */
  @Test
  void theListOfAnInventoryIsThatInventory() throws Exception {
    Path hosts = write("hosts", INI);
    Inventory there = Objects.requireNonNull(read(hosts).inventory());
    for (List<String> how :
        List.<List<String>>of(List.of(), List.of("--export"), List.of("--yaml", "--export"))) {
      String list = AnsibleCommand.list(how, hosts);
      assertThat(piped(list).inventory()).as(String.join(" ", how)).isEqualTo(there);
      assertThat(read(write("list", list)).inventory()).isEqualTo(there);
    }
  }

  private static final String PRINTED =
      """
      {
        "_meta": {
          "hostvars": {
            "node-1": {"ansible_host": "10.1.0.11", "cni": "flannel", "x": {"__ansible_unsafe": "{{"}},
            "node-2": {"ansible_host": "10.1.0.12", "cni": "flannel"},
            "nobody": {"ansible_host": "10.1.0.13"}
          }
        },
        "all": {"children": ["k8s_masters", "k8s_workers", "tower"]},
        "k8s_masters": {"hosts": ["node-1"], "vars": {"ansible_user": "ops"}, "meta": {}},
        "k8s_workers": ["node-2"],
        "tower": {"ansible_host": "10.1.0.50"},
        "node-[1:3]": {"hosts": ["odd[1:3]"]}
      }
      """;

  /** As Ansible takes what a program prints: lists alone, hosts that are their own group. */
  @Test
  void groupsAndVariablesAreThoseOfAnsible() throws Exception {
    Path program = write("program", "#!/bin/sh\ncat <<'X'\n" + PRINTED + "X\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    AnsibleCommand theirs = AnsibleCommand.of(program);
    List<Problem> problems = new ArrayList<>();
    AnsibleGroups ours =
        Forms.groups(
            Source.of(write("printed.json", PRINTED)), Catalogue.load(), Vault.closed(), problems);

    assertThat(problems).isEmpty();
    Map<String, Set<String>> members = new TreeMap<>();
    ours.groups().forEach(g -> members.put(g.name, new TreeSet<>(ours.hostsOf(g.name))));
    theirs.groups().forEach(g -> assertThat(members.get(g)).as(g).isEqualTo(theirs.hosts(g)));
    assertThat(new TreeSet<>(ours.hosts())).isEqualTo(theirs.hosts("all"));
    for (String host : List.of("node-1", "node-2", "tower")) {
      assertThat(ours.precedence().merged(host).keySet())
          .as(host)
          .containsAll(theirs.variables(host));
    }
    assertThat(told(read(program)))
        .containsExactly("1:1 This is a program, and Quorate runs none to get an inventory.");
  }

  @Test
  void problemsHaveTheirLines() throws IOException {
    assertThat(told(piped(PRINTED))).contains("4:54 \"flannel\" is not one of the choices.");
    String differs = PRINTED.replaceFirst("flannel", "calico");
    assertThat(told(piped(differs)))
        .contains(
            "4:47 \"cni\" cannot be set for a host alone.",
            "5:47 \"cni\" cannot be set for a host alone.");
    assertThat(
            told(
                piped(
                    """
                    {"_meta": {"hostvars": {"a": 7}},
                     "k8s_masters": {"hosts": {"a": {}}, "vars": [1], "children": "b"},
                     "k8s_workers": {"hosts": [["a"], "a"]},
                     "etc": 5}
                    """)))
        .contains(
            "1:30 Below \"a\" stand names with values, and this is none.",
            "2:27 Below \"hosts\" stands a list of names, and this is none.",
            "2:46 Below \"vars\" stand names with values, and this is none.",
            "2:63 Below \"children\" stands a list of names, and this is none.",
            "3:28 A name is wanted here.",
            "4:9 The group \"etc\" has to be an object.");
  }

  /** An object of JSON stands for what YAML has a tag for. */
  @Test
  void sealedValuesAreOpened() throws Exception {
    Vault vault = Vault.of(() -> "sample-only");
    String sealed = vault.seal("sample-only-7f3k9q2m5x8w1z4v6b0n", "").replace("\n", "\\n");
    String text =
        """
        {"_meta": {"hostvars": {"a": {"ansible_host": "10.1.0.11", "etcd_initial_token":
          {"__ansible_vault": "%s"}}}},
         "k8s_masters": {"hosts": ["a"]}, "k8s_workers": {"hosts": ["a"]}}
        """
            .formatted(sealed);
    Reading reading = Forms.read(Source.of(write("list", text)), Catalogue.load(), vault);

    assertThat(told(reading)).isEmpty();
    assertThat(reading.sealed()).containsExactly("etcd_initial_token");
    assertThat(Objects.requireNonNull(reading.inventory()).etcd().initialToken().reveal())
        .isEqualTo("sample-only-7f3k9q2m5x8w1z4v6b0n");
    assertThat(told(piped(text)))
        .containsExactly(
            "2:3 This is an Ansible Vault value, and there is no password to open it.");
  }
}
