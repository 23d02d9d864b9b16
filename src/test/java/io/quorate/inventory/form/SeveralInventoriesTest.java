package io.quorate.inventory.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.file.Piped;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.setting.Reading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several inventories, and folders of them, that are one cluster. */
class SeveralInventoriesTest {
  private static final String HOSTS =
      """
      all:
        vars: {cluster_name: base, kubernetes_version: "1.35", etcd_initial_token: base-0123456789abcdef}
        hosts:
          m1: {ansible_host: 10.0.0.1}
          w1: {ansible_host: 10.0.0.2, ansible_port: 2222}
        children:
          k8s_masters: {hosts: {m1: }}
          k8s_workers: {hosts: {w1: }}
      """;

  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static Reading read(Path... files) throws IOException {
    return Forms.read(Source.of(List.of(files)), Catalogue.load());
  }

  private static Inventory inventory(Reading reading) {
    assertThat(reading.problems()).noneMatch(Problem::isError);
    return Objects.requireNonNull(reading.inventory());
  }

  private List<String> told(Reading reading) {
    return reading.problems().stream()
        .filter(problem -> problem.severity() != Problem.Severity.NOTE)
        .map(this::told)
        .toList();
  }

  private String told(Problem problem) {
    Problem.Place place = Objects.requireNonNull(problem.place());
    return "%s %s:%d:%d %s"
        .formatted(
            problem.severity().name().toLowerCase(java.util.Locale.ROOT),
            folder.relativize(Path.of(place.file())),
            place.line(),
            place.column(),
            problem.what());
  }

  private static Host host(Inventory inventory, String name) {
    return inventory.hosts().stream().filter(h -> h.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void whatALaterOneSaysWinsAndMembersAddUp() throws Exception {
    Path base = write("base.yaml", HOSTS);
    Path more =
        write(
            "prod/more",
            """
            w1 ansible_port=2200
            [k8s_workers]
            w2 ansible_host=10.0.0.3
            [all:vars]
            cluster_name=prod
            """);
    write("prod/group_vars/all.yml", "verbosity: 4\n");
    write("host_vars/w1.yml", "ansible_user: ops\n");

    Inventory together = inventory(read(base, more));

    assertThat(together.clusterName()).isEqualTo("prod");
    assertThat(together.versions().kubernetes()).startsWith("1.35.");
    assertThat(together.hosts()).extracting(Host::name).containsExactly("m1", "w1", "w2");
    assertThat(host(together, "w1").port()).isEqualTo(2200);
    assertThat(host(together, "w1").user()).isEqualTo("ops");
    assertThat(host(together, "w2").isWorker()).isTrue();
    assertThat(inventory(read(more, base)).clusterName()).isEqualTo("base");
    AnsibleCommand theirs = AnsibleCommand.of(base, more);
    assertThat(theirs.hosts("k8s_workers")).containsExactlyInAnyOrder("w1", "w2");
    assertThat(theirs.value("w1", "cluster_name")).isEqualTo("prod");
    assertThat(theirs.value("w1", "ansible_port")).isEqualTo("2200");
    assertThat(theirs.value("w1", "verbosity")).isEqualTo("4");
  }

  @Test
  void eachProblemNamesTheFileThatItIsIn() throws Exception {
    Path base = write("base.yaml", HOSTS);
    Path ini = write("more", "[k8s_workers]\nw2 ansible_host=10.0.0.3\n[all:vars]\ncni=flannel\n");
    Path broken = write("sub/broken", "[k8s_workers\nw3\n");

    assertThat(told(read(base, ini)))
        .containsExactly("error more:4:5 \"flannel\" is not one of the choices.");
    assertThat(told(read(base, broken, ini)))
        .contains("error sub/broken:1:1 The bracket is opened here and not closed.");
  }

  /** Two addresses in one file are a slip; a file that is named later may be there for it. */
  @Test
  void anAddressThatALaterOneChangesIsNoted() throws Exception {
    Path base = write("base.yaml", HOSTS);
    Path moved = write("moved.yaml", "all: {hosts: {m1: {ansible_host: 10.9.9.9}}}\n");

    Reading reading = read(base, moved);

    assertThat(host(inventory(reading), "m1").address()).isEqualTo("10.9.9.9");
    assertThat(reading.problems())
        .filteredOn(p -> p.field().equals("hosts.m1"))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.severity()).isEqualTo(Problem.Severity.NOTE);
              assertThat(p.what())
                  .isEqualTo(
                      "m1 has another ansible_host on line 4 of "
                          + base
                          + ": this one holds, as for Ansible.");
            });
  }

  @Test
  void aGroupOfAnEarlierFileNeedNotBeDeclaredAgain() throws Exception {
    Path base = write("base.yaml", HOSTS);
    Path more = write("more", "[k8s_workers:vars]\nansible_user=ops\n");

    assertThat(host(inventory(read(base, more)), "w1").user()).isEqualTo("ops");
    assertThat(told(read(more, base)))
        .contains("error more:1:1 Variables of a group \"k8s_workers\" that is not there.");
  }

  @Test
  void aClusterOfK0sctlStaysByItself() throws Exception {
    Path base = write("base.yaml", HOSTS);
    Path k0sctl =
        write("k0s.yaml", "apiVersion: k0sctl.k0sproject.io/v1beta1\nkind: Cluster\nspec: {}\n");

    assertThat(told(read(base, k0sctl)))
        .containsExactly(
            "error k0s.yaml:1:1 This is a Cluster of k0sctl, which cannot be put together with other"
                + " inventories.");
  }

  @Test
  void sealedFilesAndValuesStaySealed() throws Exception {
    Vault vault = Vault.of(() -> "a password");
    Path base = write("base.yaml", HOSTS);
    Path secrets =
        write(
            "secrets.yaml",
            vault.seal("all: {vars: {etcd_initial_token: sealed-0123456789abcdef}}\n", ""));

    Reading reading = Forms.read(Source.of(List.of(base, secrets)), Catalogue.load(), vault);

    assertThat(inventory(reading).etcd().initialToken().reveal())
        .isEqualTo("sealed-0123456789abcdef");
    assertThat(reading.sealed()).contains("etcd_initial_token").doesNotContain("cluster_name");
    assertThat(told(Forms.read(Source.of(List.of(base, secrets)), Catalogue.load())))
        .singleElement()
        .asString()
        .startsWith("error secrets.yaml:1:1 ");
  }

  /** What was the same for all hosts of the list is theirs, whatever another file says of all. */
  @Test
  void aPrintedListWinsOverVariablesOfAll() throws Exception {
    Path base = write("base.yaml", HOSTS);
    write("group_vars/all.yml", "cluster_name: folder\nverbosity: 4\n");
    Piped list =
        Piped.of(
            new ByteArrayInputStream(
                """
                {"_meta": {"hostvars": {"m1": {"cluster_name": "printed"},
                                        "w1": {"cluster_name": "printed"}}},
                 "k8s_masters": {"hosts": ["m1"]}, "k8s_workers": {"hosts": ["w1"]}}
                """
                    .getBytes(StandardCharsets.UTF_8)));

    Inventory together =
        inventory(Forms.read(Source.of(List.of(Piped.NAME, base)).with(list), Catalogue.load()));

    assertThat(together.clusterName()).isEqualTo("printed");
    assertThat(InventoryFile.write(together)).contains("verbosity: 4");
  }

  @Test
  void anEmptyFileAmongOthersAddsNothing() throws Exception {
    Path base = write("inv/base.yaml", HOSTS);
    write("inv/later.yaml", "# nothing yet\n");

    assertThat(inventory(read(folder.resolve("inv")))).isEqualTo(inventory(read(base)));
  }

  @Test
  void aFolderIsReadByTheNamesOfItsFiles() throws Exception {
    write("inv/10-base.yaml", HOSTS);
    write("inv/20/over.yaml", "all: {vars: {cluster_name: over}}\n");
    write("inv/05-first.yaml", "all: {vars: {cluster_name: first, verbosity: 3}}\n");
    write("inv/README.md", "[k8s_workers]\nno\n");
    write("inv/.git/config", "[k8s_workers]\nno\n");
    write("inv/group_vars/all.yml", "verbosity: 5\n");

    Inventory together = inventory(read(folder.resolve("inv")));

    assertThat(together.clusterName()).isEqualTo("over");
    assertThat(InventoryFile.write(together)).contains("verbosity: 5");
    assertThat(together.hosts()).extracting(Host::name).containsExactly("m1", "w1");
  }

  @Test
  void whatInAFolderIsNoInventoryIsToldWithItsName() throws Exception {
    Path list = write("inv/cloud.py", "#!/bin/sh\necho '{}'\n");
    assertThat(list.toFile().setExecutable(true)).isTrue();
    write("inv/base.yaml", HOSTS);
    write("inv/aws.yml", "plugin: amazon.aws.aws_ec2\nregions: [eu-central-1]\n");
    write("inv/all.yml", "cni: calico\n");
    Files.createSymbolicLink(folder.resolve("inv/gone"), folder.resolve("nowhere"));

    assertThat(told(read(folder.resolve("inv"))))
        .containsExactlyInAnyOrder(
            "error inv/cloud.py:1:1 The file is executable: Ansible runs it for its inventory, and"
                + " Quorate runs none.",
            "error inv/gone:1:1 This link leads nowhere.",
            "error inv/aws.yml:1:1 This is for Ansible's inventory plug-in amazon.aws.aws_ec2, and"
                + " Quorate runs none.",
            "error inv/all.yml:1:1 This is a file of variables: it names no hosts, and is not an"
                + " inventory.");
  }

  /** Versions of Ansible differ in it, so it cannot go without a word. */
  @Test
  void iniInAFolderIsLeftOutAndSaid() throws Exception {
    write("inv/base.yaml", HOSTS);
    write("inv/hosts.ini", "[k8s_workers]\nw2 ansible_host=10.0.0.3\n");

    Reading reading = read(folder.resolve("inv"));

    assertThat(told(reading))
        .containsExactly(
            "warning inv/hosts.ini:1:1 The file is left out, as by Ansible up to ansible-core 2.18,"
                + " for its ending .ini; later ones read it.");
    assertThat(inventory(reading).hosts()).hasSize(2);
    assertThat(inventory(read(folder.resolve("inv"), folder.resolve("inv/hosts.ini"))).hosts())
        .hasSize(3);
  }

  @Test
  void aFolderOfAllKindsOfThingsIsNoInventory() throws Exception {
    for (int i = 0; i <= 1000; i++) {
      write("home/file-" + i, "");
    }
    assertThat(told(read(folder.resolve("home"))))
        .containsExactly(
            "error home:1:1 There are more than 1000 files and folders in this folder.");
    Path deep = folder.resolve("deep");
    Files.createDirectories(deep);
    Files.createSymbolicLink(deep.resolve("again"), deep);
    assertThat(told(read(deep)))
        .singleElement()
        .asString()
        .endsWith("The folder is more than 8 folders below the inventory's.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hosts.cfg", "notes.txt", ".hosts", "hosts~", "hosts.retry"})
  void aFolderWithNothingToReadSaysSo(String name) throws Exception {
    write("inv/" + name, "[k8s_masters]\nm1\n");

    assertThat(told(read(folder.resolve("inv"))))
        .containsExactly("error inv:1:1 There is no inventory in this folder.");
    assertThat(Arrays.asList(folder.resolve("inv").toFile().list())).containsExactly(name);
  }
}
