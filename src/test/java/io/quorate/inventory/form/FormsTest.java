package io.quorate.inventory.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FormsTest {

  static final String OFFICE =
      """
      all:
        vars:
          cluster_name: office
          ansible_user: ops
          ansible_become: true
          ansible_ssh_private_key_file: "~/.ssh/office key 100%"
          jump_host: ops@bastion.example.com:2222
          kubernetes_version: 1.36.4
          etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n
          timezone: Etc/UTC
        hosts:
          node-1: {ansible_host: 192.168.88.11, private_address: 10.20.0.11}
          node-2: {ansible_host: 192.168.88.12, ansible_port: 2022, ansible_user: root}
          node-3: {ansible_host: 192.168.88.13}
          node-4: {ansible_host: 192.168.88.14, ansible_ssh_private_key_file: "${HOME}/k"}
        children:
          k8s_masters: {hosts: {"node-[1:3]": }}
          k8s_workers: {hosts: {node-1: , node-4: }}
      """;

  static Inventory office() {
    return Objects.requireNonNull(
        InventoryFile.parse(OFFICE, "office.yaml", Catalogue.load()).inventory());
  }

  @Test
  void sshConfigSaysHowEachHostIsReached() {
    Rendering rendering = Forms.write(office(), Form.SSH_CONFIG);

    assertThat(rendering.secret()).isFalse();
    assertThat(rendering.text())
        .startsWith("# The hosts of the cluster office.")
        .contains(
            """
            Host node-2
              HostName 192.168.88.12
              User root
              Port 2022
              IdentityFile "~/.ssh/office key 100%%"
              ProxyJump ops@bastion.example.com:2222
            """)
        .contains("Host node-4\n  HostName 192.168.88.14\n  User ops\n  Port 22\n  ProxyJump")
        .contains("#   etcd_initial_token: (a secret)")
        .doesNotContain("7f3k9q2m5x8w1z4v6b0n");
    assertThat(rendering.leftOut())
        .contains(
            "private_address of node-1: 10.20.0.11",
            "roles of node-1: master, worker",
            "roles of node-2: master",
            "ansible_ssh_private_key_file of node-4: its name holds \"${\"",
            "ansible_become: true",
            "kubernetes_version: 1.36.4",
            "timezone: Etc/UTC")
        .noneMatch(phrase -> phrase.startsWith("ansible_user"));
  }

  @Test
  void markdownIsAPageForPeople() {
    Rendering rendering = Forms.write(office(), Form.MARKDOWN);

    assertThat(rendering.leftOut()).containsExactly("etcd_initial_token");
    assertThat(rendering.text())
        .contains("Kubernetes 1.36.4 on 4 hosts. 3 masters: quorum 2, survives 1 failure.")
        .contains("you ── ops@bastion.example.com:2222\n├─ masters: etcd and the control plane\n")
        .contains("│  ├─ node-1  10.20.0.11  (also takes pods)\n")
        .contains("   └─ node-4  192.168.88.14\n")
        .contains("| node-2 | master | root@192.168.88.12:2022 | 192.168.88.12 |  |\n")
        .contains("| node-4 | worker | ops@192.168.88.14:22 | 192.168.88.14 | \\$\\{HOME\\}/k |\n")
        .contains("| timezone | Etc/UTC |\n")
        .contains("| ansible\\_ssh\\_private\\_key\\_file | \\~/.ssh/office key 100% |\n")
        .doesNotContain("7f3k9q2m5x8w1z4v6b0n");
  }
}
