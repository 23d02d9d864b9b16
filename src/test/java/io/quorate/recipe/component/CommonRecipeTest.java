package io.quorate.recipe.component;

import static io.quorate.recipe.Fixtures.MASTER_1;
import static io.quorate.recipe.Fixtures.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.Role;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.FileBlock;
import io.quorate.plan.Operation.Packages;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Step;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Golden;
import io.quorate.recipe.Machine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommonRecipeTest {

  @Test
  void everyNodeThatAnsweredIsPrepared() {
    Inventory inventory = Fixtures.inventory();
    Map<String, NodeFacts> answered = Map.of("node-2", Machine.like(Fixtures.MASTER_2).facts());
    assertThat(CommonRecipe.steps(Fixtures.context(inventory, answered)))
        .extracting(Step::id)
        .containsExactly("common@node-2");
  }

  @Test
  void hostsNameAllNodesByTheAddressThatNodesUse() {
    FileBlock block =
        operations(Fixtures.context(Fixtures.inventory())).stream()
            .filter(FileBlock.class::isInstance)
            .map(FileBlock.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(block.path()).isEqualTo("/etc/hosts");
    assertThat(block.text())
        .isEqualTo(
            """
            10.0.0.11 node-1 node-1.cluster.local
            10.0.0.12 node-2 node-2.cluster.local
            10.0.0.13 node-3 node-3.cluster.local
            10.0.0.14 node-4 node-4.cluster.local
            """);
  }

  @Test
  void aHostKnownByNameStandsThereByTheAddressItReported() {
    Host named = new Host("node-9", "node-9.example.org", Set.of(Role.WORKER));
    Machine machine = Machine.like(named);
    machine.addresses = List.of("127.0.0.1", "fe80::1", "10.0.0.19", "172.17.0.1");
    Context context =
        Fixtures.context(
            Fixtures.with(List.of(MASTER_1, named)),
            Map.of("node-1", Machine.like(MASTER_1).facts(), "node-9", machine.facts()));
    assertThat(CommonRecipe.hosts(context)).contains("10.0.0.19 node-9 ").doesNotContain("172.17");
  }

  @Test
  void packagesOfTheOperatorComeOnTop() {
    assertThat(operations(Fixtures.context(Fixtures.inventory())).getFirst())
        .isInstanceOfSatisfying(
            Packages.class, p -> assertThat(p.names()).contains("htop", "conntrack", "nftables"));
  }

  @Test
  void aMachineOfItsOwnGetsItsSwapModulesAndKernelSettings() {
    List<Operation> operations = operations(Fixtures.context(Fixtures.inventory()));
    assertThat(operations)
        .extracting(Operation::title)
        .contains("no swap", "kernel modules", "/etc/modules-load.d/90-quorate.conf");
    Golden.matches("sysctl.conf", Sysctls.of(Fixtures.inventory(), MASTER_1, false).text());
  }

  @Test
  void aContainerLeavesTheMachineToItsHost() {
    Machine machine = Machine.like(MASTER_1);
    machine.container = "lxc";
    List<Operation> operations =
        operations(
            Fixtures.context(Fixtures.with(List.of(MASTER_1)), Map.of("node-1", machine.facts())));
    assertThat(operations)
        .extracting(Operation::title)
        .doesNotContain("no swap", "kernel modules", "/etc/modules-load.d/90-quorate.conf");
    assertThat(script(operations, "kernel settings").environment().get("SETTINGS"))
        .doesNotContain("vm.", "kernel.", "fs.");
    assertThat(script(operations, "time synchronisation").environment())
        .containsEntry("SHARED_CLOCK", "yes");
  }

  @Test
  void ipv6StaysWhereSomeoneMayComeInByIt() {
    Host byName = new Host("node-9", "node-9.example.org", Set.of(Role.WORKER));
    assertThat(Sysctls.of(Fixtures.inventory(), byName, false).settings()).doesNotContain("ipv6=");
    assertThat(Sysctls.of(Fixtures.inventory(), WORKER, false).settings())
        .contains("net.ipv6.conf.all.disable_ipv6=1");
  }

  @Test
  void podsOnABridgeNeedBridgesToBeFiltered() {
    Inventory routed = Fixtures.with(Fixtures.network(Cni.ROUTED));
    assertThat(Sysctls.of(routed, WORKER, true).required())
        .contains("net.bridge.bridge-nf-call-iptables");
    assertThat(Sysctls.of(Fixtures.inventory(), WORKER, true).required())
        .isEqualTo("net.ipv4.ip_forward");
  }

  @Test
  void cronRestartsWithTheTimeZoneAndAnEmptyOneIsLeftAlone() {
    assertThat(operations(Fixtures.context(Fixtures.inventory())))
        .contains(new Service("cron.service", List.of("/etc/localtime"), false));
    Inventory noZone =
        Fixtures.with(new Inventory.Machine(List.of(), "", "a.example", "b.example", List.of()));
    assertThat(operations(Fixtures.context(noZone)))
        .extracting(Operation::title)
        .noneMatch(t -> t.startsWith("time zone") || t.startsWith("locales"))
        .doesNotContain("cron.service");
  }

  private static List<Operation> operations(Context context) {
    return CommonRecipe.steps(context).getFirst().operations();
  }

  private static Script script(List<Operation> operations, String title) {
    return operations.stream()
        .filter(o -> o instanceof Script && o.title().equals(title))
        .map(Script.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
