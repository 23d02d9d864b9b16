package io.quorate.recipe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import io.quorate.recipe.Rehearsed;
import io.quorate.recipe.component.EtcdCluster;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only where nobody has anything may it be said that a cluster can go. */
class ClusterUseTest {

  private static final Inventory INVENTORY = Fixtures.inventory();

  /** Some of what real API servers of 1.20 and 1.36 and Quorate store before any node joins. */
  private static final List<String> OWN =
      List.of(
          "compact_rev_key",
          "/registry/apiregistration.k8s.io/apiservices/v1.apps",
          "/registry/clusterrolebindings/quorate:cluster-admins",
          "/registry/clusterroles/system:kube-scheduler",
          "/registry/clusterroles/view",
          "/registry/configmaps/default/kube-root-ca.crt",
          "/registry/configmaps/kube-system/extension-apiserver-authentication",
          "/registry/endpointslices/default/kubernetes",
          "/registry/flowschemas/exempt",
          "/registry/ipaddresses/10.1.0.1",
          "/registry/leases/kube-system/kube-scheduler",
          "/registry/masterleases/10.77.0.11",
          "/registry/minions/node-1",
          "/registry/namespaces/default",
          "/registry/namespaces/kube-node-lease",
          "/registry/priorityclasses/system-node-critical",
          "/registry/ranges/serviceips",
          "/registry/roles/kube-system/system:controller:token-cleaner",
          "/registry/secrets/default/default-token-x7k2p",
          "/registry/serviceaccounts/default/default",
          "/registry/serviceaccounts/kube-node-lease/default",
          "/registry/servicecidrs/kubernetes",
          "/registry/services/endpoints/default/kubernetes",
          "/registry/services/specs/default/kubernetes");

  /** A master whose etcd runs; the API server has not begun. */
  private static final String BEGUN =
      """
      record kubelet 1.31.14
      disk kubelet Kubernetes v1.31.14
      disk kube-apiserver Kubernetes v1.31.14
      disk etcd etcd Version: 3.5.16
      runs etcd etcd Version: 3.5.16
      disk runc runc version 1.1.15
      data etcd
      """;

  private static String keys(List<String> keys) {
    String pairs =
        keys.stream()
            .map(
                k ->
                    "{\"key\":\"%s\"}"
                        .formatted(
                            Base64.getEncoder().encodeToString(k.getBytes(StandardCharsets.UTF_8))))
            .collect(Collectors.joining(","));
    return "keys {\"header\":{\"revision\":7},\"kvs\":[%s],\"count\":%d}\n"
        .formatted(pairs, keys.size());
  }

  private static final String NO_KEYS = "keys {\"header\":{\"revision\":1}}\n";

  private final Map<String, Map<String, String>> records = new LinkedHashMap<>();

  private void all(String masters, String workers, String use) {
    for (Host host : INVENTORY.hosts()) {
      records.put(
          host.name(),
          new HashMap<>(
              Map.of(
                  "manifest",
                  "/etc/etcd/\n",
                  VersionProbe.SCRIPT,
                  host.isMaster() ? masters : workers,
                  ClusterUse.SCRIPT,
                  (host.isMaster() ? use : "") + "end\n")));
    }
  }

  private ClusterFacts facts() {
    Map<String, NodeFacts> nodes = new LinkedHashMap<>();
    for (Host host : INVENTORY.hosts()) {
      if (records.containsKey(host.name())) {
        Machine machine = Machine.like(host);
        machine.records = records.get(host.name());
        nodes.put(host.name(), machine.facts());
      }
    }
    return new ClusterFacts(nodes, Map.of());
  }

  private ClusterUse use() {
    return ClusterUse.of(INVENTORY, facts());
  }

  private static Inventory wanted(String kubernetes, String etcd, String runc) {
    Inventory.Versions v = INVENTORY.versions();
    return INVENTORY.withVersions(Rehearsed.versions(kubernetes, etcd, v.containerd(), runc));
  }

  private String refusal(Inventory wanted) {
    ClusterFacts facts = facts();
    VersionsRefused refused =
        catchThrowableOfType(VersionsRefused.class, () -> VersionGuard.refuseChange(wanted, facts));
    return String.join("\n", refused.lines(List.of("-i", "my.yaml", "--rehearse")));
  }

  @Test
  void whereNoApiServerEverStartedKubernetesMayBeAnother() {
    all(BEGUN, "", NO_KEYS);
    assertThat(use()).isEqualTo(ClusterUse.EMPTY);
    Inventory other = wanted("1.30.2", "3.5.16", "1.1.0");
    ClusterFacts facts = facts();
    assertThatCode(() -> VersionGuard.refuseChange(other, facts)).doesNotThrowAnyException();
    assertThat(refusal(wanted("1.30.2", "3.6.1", "1.1.0")))
        .contains(
            "etcd       3.5.16  3.6.1", "Nobody uses that cluster yet: its etcd stores nothing")
        .contains("quorate inventory set-running-versions -i my.yaml --rehearse")
        .contains("quorate destroy -i my.yaml --rehearse --keep-snapshots")
        .contains("quorate install -i my.yaml --rehearse")
        .doesNotContain("Kubernetes  1");
  }

  /** A member that waits for the others in vain answers nothing, and has no record of them. */
  @Test
  void anEtcdThatNeverFormedStoresNothing() {
    all(BEGUN, "", "");
    assertThat(use()).isEqualTo(ClusterUse.EMPTY);
    records.get("node-2").put(EtcdCluster.RECORD, "node-1\nnode-2\nnode-3\n");
    assertThat(use()).as("it formed once, and is silent").isEqualTo(ClusterUse.IN_USE);
  }

  /** As when the kubelets of the wanted version do not start. */
  @Test
  void withoutAnyNodeBothWaysAreOpen() {
    String master =
        BEGUN + "runs kube-apiserver Kubernetes v1.31.14\nruns kubelet Kubernetes v1.31.14\n";
    all(master, "runs kubelet Kubernetes v1.31.14\n", keys(OWN));
    assertThat(use()).isEqualTo(ClusterUse.NO_NODE_YET);
    assertThat(refusal(wanted("1.30.2", "3.5.16", "1.1.15")))
        .contains(
            "first install", "no kubelet ever reported", "set-running-versions", "quorate destroy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/registry/leases/kube-node-lease/node-1",
        "/registry/csinodes/node-1",
        "/registry/namespaces/shop",
        "/registry/deployments/shop/web",
        "/registry/secrets/default/mine",
        "/registry/clusterroles/mine",
        "/registry/apiextensions.k8s.io/customresourcedefinitions/things.example.org",
        "/elsewhere/mine",
        "mine"
      })
  void whateverIsNotOursIsSomebodys(String key) {
    List<String> stored = new java.util.ArrayList<>(OWN);
    stored.add(key);
    all(BEGUN, "", keys(stored));
    assertThat(use()).isEqualTo(ClusterUse.IN_USE);
    assertThat(refusal(wanted("1.30.2", "3.5.16", "1.1.15")))
        .contains("set-running-versions -i my.yaml --rehearse")
        .doesNotContain("destroy");
  }

  @Test
  void whatIsNotKnownCountsAsUsed() {
    all(BEGUN, "", NO_KEYS);
    records.get("node-4").put(ClusterUse.SCRIPT, "pods\nend\n");
    assertThat(use()).as("pods ran").isEqualTo(ClusterUse.IN_USE);

    all(BEGUN, "runs kubelet Kubernetes v1.31.14\n", NO_KEYS);
    assertThat(use()).as("a kubelet before any API server").isEqualTo(ClusterUse.IN_USE);

    all(BEGUN, "", NO_KEYS);
    records.get("node-1").remove("manifest");
    assertThat(use()).as("not made by Quorate").isEqualTo(ClusterUse.IN_USE);

    all(BEGUN, "", NO_KEYS);
    records.remove("node-3");
    assertThat(use()).as("a master is silent").isEqualTo(ClusterUse.IN_USE);

    all(BEGUN, "", NO_KEYS);
    records.get("node-3").put(ClusterUse.SCRIPT, keys(List.of("/registry/csinodes/a")) + "end\n");
    assertThat(use()).as("one of two clusters is used").isEqualTo(ClusterUse.IN_USE);

    all(BEGUN, "", "keys {\"header\":{\"revision\":9},\"kvs\":[],\"more\":true,\"count\":5}\n");
    assertThat(use()).as("there is more").isEqualTo(ClusterUse.IN_USE);

    all(BEGUN, "", "keys Error: context deadline exceeded\n");
    assertThat(use()).as("no answer").isEqualTo(ClusterUse.IN_USE);

    all(BEGUN, "", NO_KEYS);
    records.values().forEach(r -> r.remove(ClusterUse.SCRIPT));
    assertThat(use()).as("not asked").isEqualTo(ClusterUse.IN_USE);

    all(BEGUN, "", "");
    records.get("node-4").put(ClusterUse.SCRIPT, "");
    assertThat(use()).as("a look that was cut off").isEqualTo(ClusterUse.IN_USE);
  }
}
