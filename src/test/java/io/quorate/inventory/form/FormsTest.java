package io.quorate.inventory.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void jsonHasTheSameFieldsForEachHostAndNoSecret() throws Exception {
    Rendering rendering = Forms.write(office(), Form.JSON);

    assertThat(rendering.secret()).isFalse();
    assertThat(rendering.leftOut()).containsExactly("etcd_initial_token: (a secret)");
    assertThat(rendering.text()).endsWith("}\n").doesNotContain("7f3k9q2m5x8w1z4v6b0n");
    JsonNode cluster = new ObjectMapper().readTree(rendering.text());
    assertThat(cluster.path("cluster_name").asText()).isEqualTo("office");
    assertThat(cluster.path("masters").toString()).isEqualTo("[\"node-1\",\"node-2\",\"node-3\"]");
    assertThat(cluster.path("workers").toString()).isEqualTo("[\"node-1\",\"node-4\"]");
    assertThat(cluster.at("/hosts/node-1").toString())
        .isEqualTo(
            "{\"address\":\"192.168.88.11\",\"node_address\":\"10.20.0.11\","
                + "\"roles\":[\"master\",\"worker\"],\"user\":\"ops\",\"port\":22,"
                + "\"key_file\":\"~/.ssh/office key 100%\","
                + "\"jump_host\":\"ops@bastion.example.com:2222\","
                + "\"labels\":{},\"taints\":[]}");
    assertThat(cluster.at("/hosts/node-2/port").asInt()).isEqualTo(2022);
    assertThat(cluster.at("/settings/kubernetes_version").asText()).isEqualTo("1.36.4");
    assertThat(cluster.at("/settings/ansible_become").isBoolean()).isTrue();
    assertThat(cluster.at("/settings/firewall_ports/0").toString())
        .isEqualTo("{\"name\":\"kubelet\",\"port\":10250}");
    // Also what nobody wrote.
    assertThat(cluster.at("/settings/cluster_cidr").asText()).isEqualTo("10.0.0.0/16");
    assertThat(cluster.at("/hosts").size()).isEqualTo(4);
  }

  @Test
  void aSecretInsideAValueIsLeftOutOfJson() throws Exception {
    String proxy = "http://somebody:not-a-real-password@proxy.example.com:3128";
    String text =
        OFFICE.replace(
            "timezone: Etc/UTC", "containerd_environment: {HTTPS_PROXY: \"" + proxy + "\"}");
    Inventory inventory =
        Objects.requireNonNull(
            InventoryFile.parse(text, "office.yaml", Catalogue.load()).inventory());
    Rendering rendering = Forms.write(inventory, Form.JSON);
    assertThat(rendering.text())
        .contains("\"containerd_environment\"")
        .doesNotContain("not-a-real");
    assertThat(rendering.leftOut())
        .anyMatch(phrase -> phrase.equals("containerd_environment.HTTPS_PROXY: (a secret)"));
  }

  @Test
  void etcHostsHasTheNodesAddresses() {
    Rendering rendering = Forms.write(office(), Form.ETC_HOSTS);

    assertThat(rendering.text())
        .isEqualTo(
            """
            # The hosts of the cluster office.
            10.20.0.11\tnode-1
            192.168.88.12\tnode-2
            192.168.88.13\tnode-3
            192.168.88.14\tnode-4
            """);
    assertThat(rendering.secret()).isFalse();
    assertThat(rendering.leftOut()).contains("kubernetes_version: 1.36.4");
  }

  @Test
  void aHostWhoseAddressIsANameHasNoLineInEtcHosts() {
    String text = OFFICE.replace("ansible_host: 192.168.88.13", "ansible_host: c.example.com");
    Inventory inventory =
        Objects.requireNonNull(
            InventoryFile.parse(text, "office.yaml", Catalogue.load()).inventory());
    Rendering rendering = Forms.write(inventory, Form.ETC_HOSTS);
    assertThat(rendering.text()).doesNotContain("node-3").contains("192.168.88.12\tnode-2");
    assertThat(rendering.leftOut()).contains("node-3: its address is a name, c.example.com");
  }

  @Test
  void prometheusIsToldWhatListensOnEachHost() throws Exception {
    Rendering rendering = Forms.write(office(), Form.PROMETHEUS);

    List<String> targets = new ArrayList<>();
    for (JsonNode entry : new ObjectMapper().readTree(rendering.text())) {
      JsonNode labels = entry.path("labels");
      assertThat(labels.path("cluster").asText()).isEqualTo("office");
      targets.add(
          "%s %s://%s %s %s"
              .formatted(
                  labels.path("component").asText(),
                  labels.path("__scheme__").asText(),
                  entry.at("/targets/0").asText(),
                  labels.path("node").asText(),
                  labels.path("worker").asText()));
    }
    assertThat(targets)
        .contains(
            "node-exporter http://10.20.0.11:9100 node-1 true",
            "kubelet https://10.20.0.11:10250 node-1 true",
            "kube-apiserver https://10.20.0.11:6443 node-1 true",
            "etcd https://192.168.88.12:2379 node-2 false",
            "kubelet https://192.168.88.14:10250 node-4 true")
        .noneMatch(target -> target.contains(":6443 node-4"))
        .hasSize(4 * 2 + 3 * 2);
  }
}
