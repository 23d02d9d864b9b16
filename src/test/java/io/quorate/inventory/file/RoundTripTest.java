package io.quorate.inventory.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.setting.SettingForm;
import io.quorate.inventory.yaml.UneditableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written reads back as it was, whatever is in it. */
class RoundTripTest {
  private final AnyInventory any = new AnyInventory(20261123);

  @Test
  void files() {
    for (int i = 0; i < 300; i++) {
      Inventory inventory = any.inventory();
      String text = InventoryFile.write(inventory);

      Reading reading = InventoryFile.parse(text, "f", Catalogue.load());

      assertThat(reading.problems()).as(text).isEmpty();
      assertThat(reading.inventory()).as(text).isEqualTo(inventory);
    }
  }

  @Test
  void forms() {
    for (int i = 0; i < 300; i++) {
      Inventory inventory = any.simple();

      Reading reading =
          SettingForm.read(SettingForm.of(inventory), inventory.hosts(), Catalogue.load());

      assertThat(reading.problems()).isEmpty();
      assertThat(reading.inventory()).isEqualTo(inventory);
    }
  }

  @Test
  void savedFilesAreTheOwnersAloneAndLinksStayLinks(@TempDir Path folder) throws Exception {
    Path real = Files.writeString(folder.resolve("real.yaml"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), real);
    Inventory inventory = any.inventory();

    InventoryFile.save(link, inventory);

    assertThat(link).isSymbolicLink();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-------");
    assertThat(InventoryFile.read(link, Catalogue.load()).inventory()).isEqualTo(inventory);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aFileIsBroughtToAnInventory(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("home.yaml");
    InventoryFile.update(file, any.inventory(), Catalogue.load());
    Files.writeString(file, "# Ours.\n" + Files.readString(file));
    Inventory wanted = any.inventory();

    InventoryFile.update(file, wanted, Catalogue.load());

    Inventory read = InventoryFile.read(file, Catalogue.load()).inventory();
    assertThat(read).isNotNull();
    assertThat(read != null && InventoryEdit.sameMeaning(read, wanted)).isTrue();
    assertThat(Files.readString(file)).startsWith("# Ours.\n# The wanted cluster.");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    Files.writeString(file, "- something else\n");
    assertThatThrownBy(() -> InventoryFile.update(file, wanted, Catalogue.load()))
        .isInstanceOf(UneditableException.class)
        .hasMessageContaining("This is not an inventory.");
    assertThat(file).hasContent("- something else");
  }

  @Test
  void theFileLooksLikeThis() {
    Inventory inventory =
        InventoryFile.parse(
                """
                all:
                  vars:
                    jump_host: bastion
                    kubernetes_version: 1.36.4
                    etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n
                    kubelet_config: {maxPods: 200, list: [a, "1"]}
                  hosts: {node-1: {ansible_host: 10.9.0.1, ansible_port: 2222}}
                  children: {k8s_masters: {hosts: {node-1: }}}
                """,
                "f",
                Catalogue.load())
            .inventory();
    assertThat(inventory == null ? "" : InventoryFile.write(inventory))
        .isEqualTo(
            """
            # The wanted cluster. Quorate reads it, and so does Ansible:
            #   quorate install -i FILE        ansible -i FILE all -m ping
            # It holds the token of etcd: keep it readable for its owner only.
            all:
              vars:
                # Access
                cluster_name: kubernetes
                ansible_become: false
                jump_host: bastion
                # The same for Ansible:
                ansible_ssh_common_args: "-o ProxyJump=bastion"
                # Versions
                kubernetes_version: "1.36.4"
                container_runtime: containerd
                etcd_version: "3.6.14"
                containerd_version: "2.3.4"
                runc_version: "1.4.3"
                cri_dockerd_version: "0.3.26"
                cni_plugins_version: "1.9.1"
                calico_version: "3.32.1"
                coredns_version: "1.14.2"
                pause_image: "registry.k8s.io/pause:3.10.2"
                # Network
                cluster_cidr: "10.0.0.0/16"
                service_cluster_ip: "10.1.0.0/16"
                cluster_dns: "10.1.0.3"
                kubernetes_svc_ip: "10.1.0.1"
                service_node_port_range: "30000-32767"
                cni: calico
                calico_mode: ipip
                kube_proxy_mode: iptables
                dns_addon: coredns
                # etcd
                etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n
                etcd_snapshot_schedule: "0 */6 * * *"
                etcd_snapshot_keep: 20
                # Firewall
                firewall_enabled: true
                # Components
                kubelet_config:
                  maxPods: 200
                  list:
                    - a
                    - "1"
              hosts:
                node-1:
                  ansible_host: "10.9.0.1"
                  ansible_port: 2222
              children:
                k8s_masters:
                  hosts:
                    node-1:
                k8s_workers:
                  hosts:
            """);
  }
}
