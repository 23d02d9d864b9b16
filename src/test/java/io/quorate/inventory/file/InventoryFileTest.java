package io.quorate.inventory.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Role;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.setting.SettingValues;
import io.quorate.plan.Secret;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InventoryFileTest {

  private static final String LAB =
      """
      all:
        vars:
          cluster_name: lab
          ansible_user: root
          kubernetes_version: 1.20.2
          etcd_version: 3.4.23
          containerd_version: v1.6.20
          etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n
          service_cluster_ip: 10.3.0.0/16
          cni: routed
          proxy_conntrack_max_per_core: 0
          mirror: http://10.77.0.1:8000
          etcd_snapshot_schedule: ""
          kubelet_custom_flags:
            - --node-labels=a=b
          kubelet_config:
            oomScoreAdj: 0
            failSwapOn: yes
            evictionHard: {memory.available: 5%}
          kubelet_environment:
            GOMAXPROCS: 2
          firewall_ports:
            - {name: kubelet, port: 10250}
            - etcd 2379
        hosts:
          node-1: {ansible_host: 10.77.0.11}
          node-4: {ansible_host: 10.77.0.14, ansible_port: 2222, ansible_user: ops}
        children:
          k8s_masters:
            hosts:
              node-1:
              node-2: {ansible_host: 10.77.0.12, private_address: 10.20.0.12}
              node-3: {ansible_host: 10.77.0.13}
          k8s_workers:
            hosts:
              node-[1:4]:
      """;

  static Reading parse(String text) {
    return InventoryFile.parse(text, "inventory.yaml", Catalogue.load());
  }

  @Test
  void readsAnsiblesYaml() {
    Reading reading = parse(LAB);

    assertThat(reading.problems()).isEmpty();
    Inventory inventory = Objects.requireNonNull(reading.inventory());
    assertThat(inventory.clusterName()).isEqualTo("lab");
    assertThat(inventory.hosts())
        .extracting(Host::name)
        .containsExactlyInAnyOrder("node-1", "node-2", "node-3", "node-4");
    assertThat(inventory.namesOf(Role.MASTER)).isEqualTo(Set.of("node-1", "node-2", "node-3"));
    assertThat(inventory.workers()).hasSize(4);
    assertThat(inventory.hosts())
        .contains(
            new Host("node-4", "10.77.0.14", null, Set.of(Role.WORKER), "ops", 2222, null),
            new Host(
                "node-2",
                "10.77.0.12",
                "10.20.0.12",
                Set.of(Role.WORKER, Role.MASTER),
                null,
                null,
                null));
    assertThat(inventory.versions().kubernetes()).isEqualTo("1.20.2");
    assertThat(inventory.versions().containerd()).isEqualTo("1.6.20");
    assertThat(inventory.versions().pauseImage()).isEqualTo("registry.k8s.io/pause:3.2");
    assertThat(inventory.network().clusterDns()).isEqualTo("10.3.0.3");
    assertThat(inventory.network().kubernetesServiceIp()).isEqualTo("10.3.0.1");
    assertThat(inventory.network().conntrackMaxPerCore()).isZero();
    assertThat(inventory.network().proxyMode()).isEqualTo(Inventory.ProxyMode.IPTABLES);
    assertThat(inventory.etcd().snapshotSchedule()).isEmpty();
    assertThat(inventory.components().flags(Inventory.Component.KUBELET))
        .containsExactly("--node-labels=a=b");
    assertThat(inventory.components().config(Inventory.Component.KUBELET))
        .containsEntry("oomScoreAdj", 0)
        .containsEntry("failSwapOn", true)
        .containsEntry("evictionHard", java.util.Map.of("memory.available", "5%"));
    assertThat(inventory.components().environment(Inventory.Component.KUBELET))
        .containsEntry("GOMAXPROCS", new Secret("2"));
    assertThat(SettingValues.telling(inventory))
        .as("what is looked for in what programs print")
        .contains(inventory.etcd().initialToken())
        .doesNotContain(new Secret("2"));
    assertThat(inventory.firewall().ports())
        .isEqualTo(
            List.of(
                new Inventory.Firewall.Port("kubelet", 10250),
                new Inventory.Firewall.Port("etcd", 2379)));
  }

  @Test
  void leavesAloneWhatIsAnsibles() {
    assertThat(
            parse(
                    "all: {vars: {ansible_python_interpreter: /usr/bin/python3, ansible_become: yes}}")
                .problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.severity()).isEqualTo(Problem.Severity.NOTE);
              assertThat(problem.what())
                  .contains("\"ansible_python_interpreter\" is for Ansible alone");
            });
  }

  @Test
  void mergesAndAliasesAreYamlToo() {
    Reading reading =
        parse(
            """
            all:
              hosts:
                a: &usual {ansible_host: 10.9.0.1, ansible_port: 2222}
                b: {<<: *usual, ansible_host: !unsafe 10.9.0.2}
            """);
    assertThat(reading.problems()).isEmpty();
    assertThat(Objects.requireNonNull(reading.inventory()).hosts())
        .extracting(Host::address, Host::port)
        .containsExactly(tuple("10.9.0.1", 2222), tuple("10.9.0.2", 2222));
  }
}
