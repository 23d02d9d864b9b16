package io.quorate.inventory.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.setting.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions are put where they stand, and nothing else is touched. */
class SettingsInPlaceTest {

  private static final String NATIVE =
      """
      # the cluster at home
      all:
        vars:
          kubernetes_version: "1.36.3"   # was 1.31.14
          etcd_version: 3.6.5
          cni: Calico
          etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n
        children:
          k8s_masters:
            hosts:
              node-1: {ansible_host: 192.0.2.11}
      """;

  private static final String INI =
      """
      [k8s_masters]
      node-1 ansible_host=192.0.2.11

      [all:vars]
      # what runs
      kubernetes_version=1.36.3
      etcd_version = '3.6.5'
      cni=calico
      etcd_initial_token=sample-only-7f3k9q2m5x8w1z4v6b0n
      """;

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void place() {
    file = folder.resolve("home.yaml");
  }

  private void put(Path path, String text) throws IOException {
    Files.createDirectories(folder.resolve(path).getParent());
    Files.writeString(folder.resolve(path), text);
    Files.setPosixFilePermissions(
        folder.resolve(path), PosixFilePermissions.fromString("rw-r--r--"));
  }

  private Inventory read() throws IOException {
    Inventory read = Forms.read(Source.of(file), Catalogue.load()).inventory();
    assertThat(read).isNotNull();
    return read;
  }

  private static Inventory running(Inventory i, Cni cni) {
    Versions v = i.versions();
    return i.withVersions(
            new Versions(
                "1.31.14",
                "3.5.16",
                v.runtime(),
                v.containerd(),
                "1.1.15",
                v.docker(),
                v.criDockerd(),
                v.cniPlugins(),
                v.calico(),
                v.coredns(),
                v.pauseImage()))
        .withNetwork(i.network().withCni(cni));
  }

  private void set(Cni cni) throws IOException {
    Inventory wanted = running(read(), cni);
    SettingsInPlace.apply(Source.of(file), wanted, Catalogue.load(), Vault.closed());
    Reading now = Forms.read(Source.of(file), Catalogue.load());
    assertThat(SettingsInPlace.changes(now, wanted)).isEmpty();
    // What follows the version of Kubernetes does so.
    assertThat(read().versions().pauseImage()).isNotEqualTo(wanted.versions().pauseImage());
  }

  @Test
  void ofOurOwnFileOnlyTheValuesChange() throws IOException {
    put(Path.of("home.yaml"), NATIVE);
    set(Cni.ROUTED);
    String text = Files.readString(file);
    assertThat(text)
        .contains("    kubernetes_version: \"1.31.14\"   # was 1.31.14\n    etcd_version: 3.5.16\n")
        .contains("    cni: routed\n")
        .containsOnlyOnce("runc_version: 1.1.15")
        // What ran was the default of the other version.
        .containsOnlyOnce("containerd_version: 2.3.4");
    assertThat(text.replaceAll("(?m)^ *(runc|containerd)_version.*\n", ""))
        .isEqualTo(
            NATIVE
                .replace("\"1.36.3\"", "\"1.31.14\"")
                .replace("3.6.5", "3.5.16")
                .replace("Calico", "routed"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
  }

  @Test
  void anIniFileKeepsItsLines() throws IOException {
    file = folder.resolve("hosts.ini");
    put(Path.of("hosts.ini"), INI);
    set(Cni.CALICO);
    assertThat(Files.readString(file))
        .isEqualTo(
            INI.replace("1.36.3", "1.31.14")
                .replace("3.6.5", "3.5.16")
                .replace(
                    "[all:vars]\n", "[all:vars]\ncontainerd_version=2.3.4\nrunc_version=1.1.15\n"));
  }

  @Test
  void filesOfVariablesAreChangedWhereTheyAreRead() throws IOException {
    put(
        Path.of("home.yaml"),
        """
        all:
          vars:
            etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n
            kubernetes_version: 1.30.0 # not read
          children:
            k8s_masters:
              hosts:
                node-1: {ansible_host: 192.0.2.11}
        """);
    put(
        Path.of("group_vars/all/versions.yml"),
        "kubernetes_version: '1.36.3'\nrunc_version: 1.4.0\n");
    put(Path.of("group_vars/all/etcd.yml"), "etcd_version: 3.6.5 # all of them\n");
    set(Cni.CALICO);
    assertThat(Files.readString(folder.resolve("group_vars/all/versions.yml")))
        .isEqualTo("kubernetes_version: '1.31.14'\nrunc_version: 1.1.15\n");
    assertThat(Files.readString(folder.resolve("group_vars/all/etcd.yml")))
        .isEqualTo("etcd_version: 3.5.16 # all of them\n");
    assertThat(Files.readString(file)).contains("kubernetes_version: 1.30.0 # not read");
  }

  /** Folded over several lines. */
  @Test
  void whatCannotBeChangedLeavesAllAsItWas() throws IOException {
    put(Path.of("home.yaml"), NATIVE.replace("\"1.36.3\"", ">-\n      1.36.3"));
    String before = Files.readString(file);
    Inventory wanted = running(read(), Cni.ROUTED);
    assertThatThrownBy(
            () -> SettingsInPlace.apply(Source.of(file), wanted, Catalogue.load(), Vault.closed()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("kubernetes_version: 1.31.14");
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void whatRunsAlreadyIsNotWritten() throws IOException {
    put(Path.of("home.yaml"), NATIVE);
    var modified = Files.getLastModifiedTime(file);
    assertThat(SettingsInPlace.changes(Forms.read(Source.of(file), Catalogue.load()), read()))
        .isEmpty();
    SettingsInPlace.apply(Source.of(file), read(), Catalogue.load(), Vault.closed());
    assertThat(Files.readString(file)).isEqualTo(NATIVE);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(modified);
  }
}
