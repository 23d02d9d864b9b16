package io.quorate.recipe.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.plan.Secret;
import io.quorate.plan.Secrets;
import io.quorate.platform.CalicoNetwork;
import io.quorate.platform.RoutedNetwork;
import io.quorate.platform.UnitText;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Golden;
import io.quorate.recipe.Kubernetes;
import io.quorate.recipe.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesFilesTest {

  private static final Inventory OLD = Kubernetes.inventory("1.20.2", "3.4.23");
  private static final Inventory NEW = Kubernetes.inventory("1.36.4", "3.6.14");

  @Test
  void unitsOfTheOldestKubernetesInContainers() {
    hold("1.20", Kubernetes.containers(OLD));
  }

  @Test
  void unitsOfTodaysKubernetesOnMachines() {
    hold("1.36", Kubernetes.context(NEW));
  }

  private static void hold(String folder, Context context) {
    Inventory inventory = context.inventory();
    Golden.matches(folder + "/etcd.service", EtcdRecipe.unit(context, Fixtures.MASTER_1));
    Golden.matches(
        folder + "/kube-apiserver.service",
        ControlPlaneRecipe.apiServerUnit(context, Fixtures.MASTER_1));
    Golden.matches(
        folder + "/kube-controller-manager.service",
        ControlPlaneRecipe.controllerManagerUnit(inventory));
    Golden.matches(folder + "/kube-scheduler.service", ControlPlaneRecipe.schedulerUnit(inventory));
    Golden.matches(folder + "/kubelet.service", KubeletRecipe.unit(context, Fixtures.MASTER_2));
    Golden.matches(
        folder + "/kubelet.yaml", KubeletRecipe.config(context, Fixtures.MASTER_2).text().reveal());
    Golden.matches(folder + "/kube-proxy.service", KubeProxyRecipe.unit(context, Fixtures.WORKER));
    Golden.matches(
        folder + "/kube-proxy.yaml",
        KubeProxyRecipe.config(context, Fixtures.WORKER).text().reveal());
  }

  @Test
  void whatIsTheSameForAllVersions() {
    Context context = Kubernetes.context(NEW);
    Golden.matches("etcdctl.sh", EtcdRecipe.wrapper(context));
    Golden.matches(
        "quorate.conflist",
        RoutedNetwork.conflist(
            context.inventory().network(), context.factsOf(Fixtures.WORKER).mtu()));
    Golden.matches("coredns.yaml", DnsRecipe.manifest(NEW).text());
    Golden.matches("roles", NodeRoles.wanted(context) + "\n");
  }

  @Test
  void theOperatorsFlagsComeLastAndItsKeysWin() {
    Inventory inventory =
        Kubernetes.with(
            NEW,
            new Inventory.Components(
                4,
                List.of("PodNodeSelector"),
                Map.of(Component.APISERVER, List.of("--event-ttl=2h", "--x=a b$c%d")),
                Map.of(
                    Component.KUBELET,
                    Map.of(
                        "maxPods",
                        50,
                        "authentication",
                        Map.of("anonymous", Map.of("enabled", true)))),
                Map.of(
                    Component.KUBELET,
                    Map.of("B", new Secret("two \"words\""), "A", new Secret("1")))));
    Context context = Kubernetes.context(inventory);
    assertThat(ControlPlaneRecipe.apiServerUnit(context, Fixtures.MASTER_1))
        .contains("--enable-admission-plugins=NodeRestriction,PodNodeSelector")
        .contains("--v=4 \\\n  --event-ttl=2h \\\n  \"--x=a b$$c%%d\"\n");
    assertThat(KubeletRecipe.config(context, Fixtures.WORKER).text().reveal())
        .contains("maxPods: 50")
        .contains("enabled: true\n  webhook:\n    enabled: true");
    assertThat(
            UnitText.environment(
                Secrets.revealed(inventory.components().environment(Component.KUBELET))))
        .isEqualTo("A=\"1\"\nB=\"two \\\"words\\\"\"\n");
  }

  @ParameterizedTest
  @CsvSource({
    "1.20.2, --container-runtime=remote, true",
    "1.27.0, --container-runtime=remote, false",
    "1.26.15, --container-runtime-endpoint, true",
    "1.27.0, --container-runtime-endpoint, false",
    "1.34.11, --pod-infra-container-image, true",
    "1.35.0, --pod-infra-container-image, false",
    "1.22.17, --register-with-taints, true",
    "1.23.0, --register-with-taints, false",
  })
  void kubeletFlagsComeAndGo(String version, String flag, boolean there) {
    Context context = Kubernetes.context(Kubernetes.inventory(version, "3.5.16"));
    assertThat(KubeletRecipe.unit(context, Fixtures.MASTER_2).contains(flag)).isEqualTo(there);
  }

  @ParameterizedTest
  @CsvSource({
    "1.20.2, '', true",
    "1.26.15, QEMU\\nrel-1.16.3, true",
    "1.26.15, Amazon EC2\\n1.0, false",
    "1.20.2, Xen\\n4.11.amazon, false",
    "1.27.0, QEMU\\nrel-1.16.3, false"
  })
  void onlyAmazonsMachinesLookForAmazonsKeys(String version, String maker, boolean off) {
    Machine machine = Machine.like(Fixtures.MASTER_2);
    machine.records = Map.of(KubeletRecipe.MAKER, maker.translateEscapes());
    Context context =
        Fixtures.context(
            Kubernetes.inventory(version, "3.5.16"),
            Map.of(Fixtures.MASTER_2.name(), machine.facts()));
    assertThat(
            KubeletRecipe.unit(context, Fixtures.MASTER_2)
                .contains("\nEnvironment=AWS_EC2_METADATA_DISABLED=true\nEnvironmentFile="))
        .isEqualTo(off);
  }

  @ParameterizedTest
  @CsvSource({
    "3.4.23, --logger=zap, true",
    "3.5.16, --logger=zap, false",
    "3.5.16, --experimental-initial-corrupt-check, true",
    "3.6.14, --experimental, false",
    "3.7.2, --experimental, false",
    "3.7.2, InitialCorruptCheck=true, true",
  })
  void etcdFlagsComeAndGo(String version, String flag, boolean there) {
    Context context = Kubernetes.context(Kubernetes.inventory("1.36.4", version));
    assertThat(EtcdRecipe.unit(context, Fixtures.MASTER_1).contains(flag)).isEqualTo(there);
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.0/16, 24", "10.0.0.0/20, 24", "10.0.0.0/22, 26", "fd00::/48, 64"})
  void everyNodeGetsItsShareOfThePodsNetwork(String cidr, int mask) {
    assertThat(ControlPlaneRecipe.nodeMask(cidr)).isEqualTo(mask);
  }

  @Test
  void aMachineOfItsOwnKeepsTheKernelsRights() {
    Context context = Kubernetes.context(NEW);
    assertThat(KubeletRecipe.config(context, Fixtures.WORKER).text().reveal())
        .contains("oomScoreAdj: -999", "cgroupDriver: systemd", "failSwapOn: true")
        .doesNotContain("failCgroupV1");
  }

  @Test
  void calicosValuesFollowTheInventory() {
    assertThat(CalicoNetwork.settings(NEW))
        .containsEntry("IPIP", "Always")
        .containsEntry("VXLAN", "Never")
        .containsEntry("PODS", "10.244.0.0/16")
        .containsEntry("APPLY", "--server-side --force-conflicts");
    assertThat(CalicoNetwork.settings(OLD)).containsEntry("APPLY", "");
  }

  /** A host that leaves and comes back stands elsewhere in the file than before. */
  @Test
  void theOrderOfTheFileMeansNothingToTheNodes() {
    Inventory inventory = Fixtures.inventory();
    Inventory turned = inventory.withHosts(inventory.hosts().reversed());
    assertThat(held(turned)).isEqualTo(held(inventory));
  }

  private static List<Object> held(Inventory inventory) {
    Context context = Fixtures.context(inventory);
    List<Object> held = new ArrayList<>();
    held.add(CommonRecipe.hosts(context));
    held.add(FirewallRecipe.ruleset(context).text());
    held.add(EtcdRecipe.wrapper(context));
    held.add(EtcdRecipe.formed(inventory.masters()));
    held.add(ApiProxyRecipe.config(inventory, "/etc/nginx/modules-enabled/*-mod-stream.conf"));
    held.add(ClusterRecord.steps(context, Set.of()).getFirst().operations());
    return held;
  }
}
