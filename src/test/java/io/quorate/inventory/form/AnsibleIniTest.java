package io.quorate.inventory.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Role;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.setting.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ansible's INI and the folders beside an inventory, as Ansible documents them. */
class AnsibleIniTest {

  private static final String TOKEN = "etcd_initial_token=sample-only-7f3k9q2m5x8w1z4v6b0n\n";

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Reading read(String text) throws IOException {
    return Forms.read(Source.of(write("hosts", text)), Catalogue.load());
  }

  private static Inventory inventory(Reading reading) {
    assertThat(reading.problems()).isEmpty();
    return Objects.requireNonNull(reading.inventory());
  }

  private static Host host(Inventory inventory, String name) {
    return inventory.hosts().stream().filter(h -> h.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<String> told(Reading reading) {
    return reading.problems().stream()
        .map(
            p -> {
              Problem.Place at = Objects.requireNonNull(p.place());
              String file = String.valueOf(Path.of(at.file()).getFileName());
              return p.severity().name().toLowerCase(Locale.ROOT)
                  + " "
                  + file
                  + " "
                  + at.line()
                  + ":"
                  + at.column()
                  + " "
                  + p.what();
            })
        .toList();
  }

  private static final String HOSTS =
      """
      [k8s_masters]
      node-1 ansible_host=10.1.0.11
      [k8s_workers]
      node-1
      [all:vars]
      """;

  /** Ansible takes the mark for letters of the first line; in YAML it reads over it, as we do. */
  @Test
  void aByteOrderMarkIsRefusedAsByAnsible() throws Exception {
    Path ini = write("marked.ini", "\uFEFF" + HOSTS);
    assertThat(told(Forms.read(Source.of(ini), Catalogue.load())))
        .containsExactly(
            "error marked.ini 1:1 The file begins with a byte order mark, which Ansible takes for a"
                + " part of the first line of INI.");
    assertThatThrownBy(() -> AnsibleCommand.of(ini)).isInstanceOf(AssertionError.class);
    Path yaml = write("marked.yaml", "\uFEFFall:\n  hosts: {n1: }\n");
    assertThat(AnsibleCommand.of(yaml).hosts("all")).containsExactly("n1");
    assertThat(told(Forms.read(Source.of(yaml), Catalogue.load())))
        .noneMatch(said -> said.contains("byte order"));
  }

  @Test
  void aRangeMayHaveAsManyHostsAsAnInventory() throws Exception {
    Reading most = read("[k8s_workers]\nn[1:10000] ansible_user=root\n");
    assertThat(Objects.requireNonNull(most.inventory()).hosts()).hasSize(10_000);
    assertThat(told(read("[k8s_workers]\nn[1:10001]\n")))
        .containsExactly("error hosts 2:1 The range \"n[1:10001]\" cannot be expanded.");
  }

  /** People of kubespray do this, and Ansible reads it. */
  @Test
  void iniInAFileThatIsCalledYamlIsReadAsWhatItIs() throws IOException {
    String begun = "# hosts\nnode-2 ansible_host=10.1.0.12\n";
    for (String text : List.of(HOSTS + TOKEN, begun + HOSTS + TOKEN)) {
      Reading reading = Forms.read(Source.of(write("hosts.yaml", text)), Catalogue.load());
      assertThat(told(reading))
          .containsExactly(
              "note hosts.yaml 1:1 This is INI, whatever the file is called, and is read as INI.");
      assertThat(host(Objects.requireNonNull(reading.inventory()), "node-1").address())
          .isEqualTo("10.1.0.11");
    }
  }

  @Test
  void aHeaderThatIsNotClosedIsSaidInTermsOfIni() throws IOException {
    assertThat(read("[k8s_masters\nnode-1 ansible_host=10.1.0.11\n").problems())
        .anySatisfy(
            p -> {
              assertThat(p.what()).isEqualTo("The bracket is opened here and not closed.");
              assertThat(p.remedy()).isEqualTo("Close it with ].");
            });
  }

  /** A file of group_vars is taken for an inventory: one sentence, not two for each line. */
  @Test
  void aFileOfVariablesIsNoInventory() throws IOException {
    String text = "# kubespray\nkube_version: v1.30.0\ndns: [a, b]\ncluster_name: local\n";
    assertThat(told(Forms.read(Source.of(write("k8s.yml", text)), Catalogue.load())))
        .containsExactly(
            "error k8s.yml 2:1 This is a file of variables: it names no hosts, and is not"
                + " an inventory.");
  }

  private List<String> toldOfYaml(String name, String port) throws IOException {
    String text =
        """
        all:
          vars:
            etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n
            cluster_name: %s
            other_tool: 022
          children:
            k8s_masters: {hosts: {node-1: {ansible_host: 10.1.0.11, ansible_port: %s}}}
            k8s_workers: {hosts: {node-1: }}
        """
            .formatted(name, port);
    return told(Forms.read(Source.of(write("n.yaml", text)), Catalogue.load())).stream()
        .filter(line -> line.contains("Ansible reads"))
        .toList();
  }

  /** As ansible-inventory reads them. */
  @Test
  void aNumberThatAnsibleReadsOtherwiseIsRefused() throws IOException {
    assertThat(toldOfYaml("lab", "022"))
        .containsExactly("error n.yaml 7:75 Ansible reads 022 as the number 18.");
    Map<String, String> texts =
        Map.of("0x16", "22", "0b11", "3", "1_0", "10", "1:20", "80", "+22", "22", "-010", "-8");
    for (Map.Entry<String, String> text : texts.entrySet()) {
      assertThat(toldOfYaml(text.getKey(), "22"))
          .containsExactly(
              "error n.yaml 4:19 Ansible reads %s as the number %s."
                  .formatted(text.getKey(), text.getValue()));
      assertThat(toldOfYaml('"' + text.getKey() + '"', "22")).isEmpty();
    }
    assertThat(toldOfYaml("22", "0")).isEmpty();
  }

  @Test
  void rangesChildrenVariablesAndPorts() throws Exception {
    Inventory inventory =
        inventory(
            read(
                """
                # a comment
                ; another one
                bare ansible_host=10.0.0.9   # behind the host
                [three]
                node[01:03]:2222 ansible_user='ops' # a port for all of them
                node02 ansible_port=22
                [k8s_masters:children]
                three
                [k8s_workers]
                bare
                letters-[a:e:2]
                [k8s_workers:vars]
                ansible_ssh_private_key_file=/keys/work er
                [all:vars]
                cluster_name = home
                firewall_allowed_hosts = ['10.1.1.1', '10.2.0.0/16']
                kubelet_config={'maxPods': 200, 'failSwapOn': False}
                kubernetes_version=1.36.4
                ansible_become=true
                ansible_ssh_common_args='-o ProxyJump=ops@bastion:2022'
                """
                    + TOKEN));

    assertThat(inventory.clusterName()).isEqualTo("home");
    assertThat(inventory.hosts())
        .extracting(Host::name)
        .containsExactly(
            "bare", "node01", "node02", "node03", "letters-a", "letters-c", "letters-e");
    assertThat(host(inventory, "node01"))
        .isEqualTo(new Host("node01", "node01", null, Set.of(Role.MASTER), "ops", 2222, null));
    assertThat(host(inventory, "node02").port()).isEqualTo(22);
    assertThat(host(inventory, "bare"))
        .isEqualTo(
            new Host("bare", "10.0.0.9", null, Set.of(Role.WORKER), null, null, "/keys/work er"));
    assertThat(inventory.firewall().allowedHosts()).containsExactly("10.1.1.1", "10.2.0.0/16");
    assertThat(inventory.components().config(Inventory.Component.KUBELET))
        .containsEntry("maxPods", 200)
        .containsEntry("failSwapOn", false);
    assertThat(inventory.access().become()).isTrue();
    assertThat(inventory.access().jumpHost()).isEqualTo("ops@bastion:2022");
  }

  @Test
  void theFoldersBesideItAreReadAndTheInnermostWins() throws Exception {
    write("group_vars/all.yml", "ansible_user: of-all\ncluster_name: of-the-folder\n");
    write("group_vars/cluster/10.yml", "ansible_port: 1010\nverbosity: 1\n");
    write("group_vars/cluster/20.yaml", "ansible_port: 2020\n");
    write("group_vars/cluster/30.txt", "ansible_port: 3030\n");
    write("group_vars/cluster/.hidden.yml", "ansible_port: 4040\n");
    write("group_vars/k8s_masters.json", "{\"ansible_user\": \"of-masters\"}");
    write("host_vars/n2", "ansible_user: of-n2\n");

    Inventory inventory =
        inventory(
            read(
                """
                n1 ansible_user=of-line
                [k8s_masters]
                n[1:3]
                [k8s_workers]
                w1
                [cluster:children]
                k8s_masters
                k8s_workers
                [all:vars]
                cluster_name=of-the-file
                """
                    + TOKEN));

    assertThat(inventory.clusterName()).isEqualTo("of-the-folder");
    assertThat(inventory.access().user()).isEqualTo("of-all");
    assertThat(inventory.access().port()).isEqualTo(2020);
    assertThat(inventory.components().verbosity()).isEqualTo(1);
    assertThat(inventory.hosts())
        .extracting(Host::user)
        .containsExactly("of-line", "of-n2", "of-masters", null);
  }

  @Test
  void deeperGroupsWinThenPriorityThenTheName() throws Exception {
    Reading reading =
        read(
            """
            [k8s_masters]
            n1
            [k8s_workers]
            w1
            w2
            [aa]
            w1
            [zz]
            w1
            w2
            [inner]
            w2
            [zz:children]
            inner
            [aa:vars]
            ansible_group_priority=10
            ansible_user=aa
            [zz:vars]
            ansible_user=zz
            ansible_port=7
            [inner:vars]
            ansible_user=inner
            """);
    assertThat(reading.problems()).allMatch(p -> p.what().endsWith("has no meaning here."));
    Inventory inventory = Objects.requireNonNull(reading.inventory());

    assertThat(host(inventory, "w1").user()).isEqualTo("aa");
    assertThat(host(inventory, "w1").port()).isEqualTo(7);
    assertThat(host(inventory, "w2").user()).isEqualTo("inner");
  }

  @Test
  void whatIsWrongIsSaidAtItsPlace() throws Exception {
    assertThat(
            told(
                read(
                    """
                    n1 ansible_host='10.0.0.1
                    n2 nonsense
                    n[9:1]
                    [k8s masters]
                    [k8s_masters:hots]
                    [ghost:vars]
                    a=b
                    [k8s_workers:children]
                    nobody
                    [k8s_workers:vars]
                    no pair
                    """)))
        .containsExactly(
            "error hosts 1:17 A quote is opened here and not closed.",
            "error hosts 2:4 \"nonsense\" is not of the form key=value.",
            "error hosts 3:1 The range \"n[9:1]\" cannot be expanded.",
            "error hosts 4:1 This is not a section.",
            "error hosts 5:1 A section [k8s_masters:hots] is not known.",
            "error hosts 11:1 \"no pair\" is not of the form key=value.",
            "error hosts 6:1 Variables of a group \"ghost\" that is not there.",
            "error hosts 9:1 There is no group \"nobody\".");
  }

  @Test
  void unknownVariablesAreLeftAloneUnlessTheyLookMistyped() throws Exception {
    assertThat(
            told(
                read(
                    """
                    [k8s_masters]
                    n1 ansible_host=10.0.0.1 rack=7 ansible_password=x ansible_connection=local
                    [all:vars]
                    cluster_cidrr=10.0.0.0/16
                    backup_server=b
                    ansible_python_interpreter=/usr/bin/python3
                    """
                        + TOKEN)))
        .containsExactly(
            "error hosts 4:1 There is no setting \"cluster_cidrr\".",
            "note hosts 5:1 There is no setting \"backup_server\"; it is not taken over.",
            "note hosts 6:1 \"ansible_python_interpreter\" is for Ansible alone. Quorate needs no"
                + " Python on the nodes.",
            "note hosts 2:26 There is no setting \"rack\"; it is not taken over.",
            "warning hosts 2:33 A password stands in the file; it is not used.",
            "error hosts 2:52 Quorate reaches hosts over SSH, not by \"local\".");
  }

  @Test
  void groupsInALoopAreRefused() throws Exception {
    assertThat(told(read("[a:children]\nb\n[b:children]\na\n[k8s_masters]\nn1\n")))
        .first()
        .isEqualTo("error hosts 1:1 The group \"a\" is part of a loop.");
  }

  @Test
  void anEmptyFolderIsNoInventory() throws Exception {
    assertThat(Forms.read(Source.of(folder), Catalogue.load()).problems())
        .extracting(Problem::what)
        .containsExactly("There is no inventory in this folder.");
  }

  /** Ansible takes the last one, without a word. */
  @Test
  void aHostThatIsWrittenTwiceIsTold() throws Exception {
    Reading reading =
        read(
            """
            [k8s_masters]
            node-1 ansible_host=10.0.0.11 ansible_user=ops
            [k8s_workers]
            node-1 ansible_host=10.0.0.99 ansible_user=ops
            node-2 ansible_host=10.0.0.12
            [all:vars]
            """
                + TOKEN);
    assertThat(reading.problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.severity()).isEqualTo(Problem.Severity.WARNING);
              assertThat(p.what())
                  .isEqualTo(
                      "node-1 has another ansible_host on line 2: this one holds, as for Ansible.");
              assertThat(Objects.requireNonNull(p.place()).line()).isEqualTo(4);
            });
    Inventory inventory = Objects.requireNonNull(reading.inventory());
    assertThat(host(inventory, "node-1").address()).isEqualTo("10.0.0.99");
  }
}
