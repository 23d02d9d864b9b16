package io.quorate.cli.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.cli.Called;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.form.Forms;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.secret.Vault;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of secrets when an inventory is written in another form. */
class InventoryConvertCommandTest {

  private static final Path FIXTURES = Path.of("src/test/resources/vault");
  private static final String TOKEN = "sample-only-7f3k9q2m5x8w1z4v6b0n";
  private static final Vault VAULT = Vault.of("sample-only-password");

  @TempDir private Path folder;

  private Called convert(Path file, String form, String... more) {
    List<String> words = new ArrayList<>(List.of("inventory", "convert", "-i", file.toString()));
    words.addAll(List.of("--to", form, "-o", written().toString(), "--force"));
    words.addAll(List.of(more));
    return Called.with(words.toArray(String[]::new));
  }

  private Called opened(Path file, String form) {
    return convert(file, form, "--vault-password-file", FIXTURES.resolve("password").toString());
  }

  private Path written() {
    return folder.resolve("written.yaml");
  }

  private static Inventory read(Path file) throws IOException {
    return Objects.requireNonNull(Forms.read(Source.of(file), Catalogue.load(), VAULT).inventory());
  }

  @Test
  void sealedValuesAreSealedAgain() throws IOException {
    Path file = FIXTURES.resolve("value-1.2.yaml");

    Called called = opened(file, "native");

    assertThat(called.code()).isZero();
    assertThat(called.err()).doesNotContain("in clear");
    String text = Files.readString(written());
    Secret proxy =
        read(file).components().environment().values().iterator().next().get("HTTPS_PROXY");
    assertThat(text)
        .contains("etcd_initial_token: !vault |", "HTTPS_PROXY: !vault |")
        .contains("cluster_name: sealed")
        .doesNotContain(TOKEN)
        .doesNotContain(Objects.requireNonNull(proxy).reveal());
    assertThat(read(written())).isEqualTo(read(file));
  }

  @Test
  void whatAFormCannotSealIsSaid() throws IOException {
    Called called = opened(FIXTURES.resolve("value-1.2.yaml"), "ini");

    assertThat(called.code()).isZero();
    assertThat(called.err())
        .contains(
            "warning: written in clear, though it was sealed: containerd_environment,"
                + " etcd_initial_token.\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written())))
        .isEqualTo("rw-------");
  }

  @Test
  void aFormThatLeavesTheSecretsOutHasNothingToSay() {
    Called called = opened(FIXTURES.resolve("value-1.1.yaml"), "ssh-config");

    assertThat(called.code()).isZero();
    assertThat(called.err()).doesNotContain("in clear");
  }

  @Test
  void aFileThatWasSealedAsAWholeIsSoAgain() throws IOException {
    Path whole = FIXTURES.resolve("whole.yaml");

    assertThat(opened(whole, "native").code()).isZero();
    assertThat(Files.readString(written())).startsWith("$ANSIBLE_VAULT;1.1;AES256\n");
    assertThat(read(written())).isEqualTo(read(whole));

    Called page = opened(whole, "markdown");
    assertThat(page.err()).contains("though it was sealed: all that was in the file.");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written())))
        .isEqualTo("rw-------");
  }

  @Test
  void foldersOfVariablesAreOpenedToo() throws IOException {
    Path hosts =
        Files.writeString(
            folder.resolve("hosts.yaml"),
            """
            all:
              hosts: {node-1: {ansible_host: 10.9.0.1}}
              children: {k8s_masters: {hosts: {node-1: }}, k8s_workers: {hosts: {node-1: }}}
            """);
    Path all = Files.createDirectories(folder.resolve("group_vars/all"));
    Files.copy(FIXTURES.resolve("variables.yml"), all.resolve("vault.yml"));
    Path own = Files.createDirectories(folder.resolve("host_vars"));
    Files.writeString(own.resolve("node-1.yml"), "private_address: " + sealed("10.9.7.7"));

    assertThat(convert(hosts, "native").code()).isEqualTo(2);
    assertThat(Called.with("inventory", "check", "-i", hosts.toString()).out())
        .contains("vault.yml:1:1: error: This is an Ansible Vault value")
        .contains("node-1.yml:1:18: error: hosts.node-1.private_address: This is an Ansible Vault");

    assertThat(opened(hosts, "native").code()).isZero();
    String text = Files.readString(written());
    assertThat(text).doesNotContain(TOKEN).doesNotContain("10.9.7.7").doesNotContain("Madrid");
    Inventory inventory = read(written());
    assertThat(inventory.etcd().initialToken().reveal()).isEqualTo(TOKEN);
    assertThat(inventory.machine().timezone()).isEqualTo("Europe/Madrid");
    assertThat(inventory.hosts().getFirst().privateAddress()).isEqualTo("10.9.7.7");
  }

  private static String sealed(String text) {
    try {
      return "!vault |\n" + VAULT.seal(text, "").indent(2);
    } catch (io.quorate.inventory.secret.VaultException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void withAPasswordASecretInClearIsSealed() throws IOException {
    Path sample = Path.of("inventory-samples/single-node.yaml");

    assertThat(opened(sample, "native").code()).isZero();
    assertThat(Files.readString(written())).doesNotContain(TOKEN);

    assertThat(convert(sample, "native").code()).isZero();
    assertThat(Files.readString(written())).contains(TOKEN);
  }

  @Test
  void aListOfHostsMayHaveSomeOfThem() throws IOException {
    Path sample = Path.of("inventory-samples/five-masters-jump-host.yaml");

    Called called = convert(sample, "etc-hosts", "--limit", "k8s_workers[0:1],master-5");
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.err())
        .contains("3 of 8 hosts are written: master-5, worker-01, worker-02.\n");
    assertThat(Files.readString(written()).lines().filter(line -> !line.startsWith("#")))
        .containsExactly("10.30.0.15\tmaster-5", "10.30.1.11\tworker-01", "10.30.1.12\tworker-02");

    for (String form : List.of("ssh-config", "json", "prometheus")) {
      assertThat(convert(sample, form, "--limit", "worker-*").code()).as(form).isZero();
      assertThat(Files.readString(written())).contains("worker-02").doesNotContain("master-1");
    }
  }

  /** Without a master it would be another cluster, which somebody might install. */
  @Test
  void aClusterHasAllItsHosts() {
    Path sample = Path.of("inventory-samples/five-masters-jump-host.yaml");
    for (String form : List.of("native", "ini", "kubespray", "k0sctl", "markdown")) {
      Called called = convert(sample, form, "--limit", "worker-*");
      assertThat(called.code()).isEqualTo(2);
      assertThat(called.err())
          .contains("error: --limit: the form " + form + " describes a cluster")
          .contains("These list hosts: ssh-config, json, etc-hosts, prometheus.");
      assertThat(written()).doesNotExist();
    }
  }

  /** k0sctl has no groups, and kubespray others: the roles are groups all the same. */
  @Test
  void rolesAreGroupsEverywhere() throws IOException {
    Path sample = Path.of("inventory-samples/five-masters-jump-host.yaml");
    for (String form : List.of("kubespray", "k0sctl", "ini")) {
      assertThat(convert(sample, form).code()).isZero();
      Path other =
          Files.move(written(), folder.resolve(form.equals("ini") ? form : form + ".yaml"));
      Called called = convert(other, "etc-hosts", "--limit", "k8s_masters:!master-[2-5]*");
      assertThat(called.code()).as(called.err()).isZero();
      assertThat(called.err()).contains("1 of 8 hosts is written: master-1.\n");
    }
  }

  private static final String OTHERS =
      """
      [control]
      node-1 ansible_host=10.9.0.1
      [compute]
      node-2 ansible_host=10.9.0.2
      [gpu]
      node-3 ansible_host=10.9.0.3
      [lab:children]
      control
      compute
      gpu
      """;

  /** Whoever has groups of their own is told what to say, and needs not rename them. */
  @Test
  void groupsThatAreCalledOtherwiseGetRoles() throws IOException {
    Path hosts = Files.writeString(folder.resolve("hosts"), OTHERS);

    Called told = convert(hosts, "native");
    assertThat(told.code()).isEqualTo(2);
    assertThat(told.err())
        .contains("hosts:1:1: error: hosts: Hosts are there, in groups that have no role here:")
        .contains("control, compute, gpu, lab.")
        .contains("--masters GROUP --workers GROUP")
        .doesNotContain("There are no hosts");

    Called called = convert(hosts, "native", "--masters", "control", "--workers", "compute,gpu");
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.err()).doesNotContain("has no meaning");
    Inventory inventory = read(written());
    assertThat(inventory.masters()).extracting(Host::name).containsExactly("node-1");
    assertThat(inventory.workers()).extracting(Host::name).containsExactly("node-2", "node-3");

    Called all =
        Called.with("inventory", "check", hosts.toString(), "--masters=control", "--workers=all");
    assertThat(all.out()).doesNotContain("no role").doesNotContain("loop");
    Called unknown = Called.with("inventory", "check", hosts.toString(), "--masters", "contrl");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.out())
        .contains("There is no group \"contrl\" that could get a role.")
        .contains("Name one of these: ungrouped, control, compute, gpu, lab.");
  }

  @Test
  void formsThatCanBeTakenAreNamed() {
    Path file = Path.of("src/test/resources/inventory/installers/rke.yml");

    Called from = convert(file, "native", "--from", "rancher");
    assertThat(from.code()).isEqualTo(2);
    assertThat(from.err())
        .contains("there is no form \"rancher\"; take one of auto, native, ini, ")
        .doesNotContain("prometheus");
    for (String to : List.of("auto", "rancher")) {
      Called called = convert(file, to);
      assertThat(called.code()).isEqualTo(2);
      assertThat(called.err())
          .contains("there is no form \"" + to + "\"; take one of native, ini, ")
          .contains("prometheus")
          .doesNotContain("kubeadm,");
    }
  }

  @Test
  void whatIsReadOnlyIsNotWritten() throws IOException {
    Path file = Path.of("src/test/resources/inventory/installers/rke.yml");

    Called called = convert(file, "rke");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err())
        .startsWith("error: the form rke is read only; take one of native, ini");
    assertThat(written()).doesNotExist();
    assertThat(convert(file, "native", "--from", "rke").code()).isZero();
    assertThat(read(written()).clusterName()).isEqualTo("harbour");
  }
}
