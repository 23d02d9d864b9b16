package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The order of a node's network repair: never without a way back. */
class NetworkRepairPlanTest {

  private static Plan plan(Cni cni, String... without) {
    Inventory inventory = Fixtures.with(Fixtures.network(cni));
    Map<String, NodeFacts> nodes = new LinkedHashMap<>();
    inventory
        .hosts()
        .forEach(
            h -> {
              Machine machine = Machine.like(h);
              if (!List.of(without).contains(h.name())) {
                machine.records =
                    Map.of("manifest", "", "repair-rules", "iptables nat: 3 rules of Kubernetes\n");
              }
              nodes.put(h.name(), machine.facts());
            });
    return NetworkRepairPlan.of(
        Fixtures.context(inventory, nodes), Fixtures.WORKER, Duration.ofSeconds(90));
  }

  @Test
  void theWayBackIsKeptBeforeAndConfirmedByAProgramOfItsOwn() {
    Plan plan = plan(Cni.ROUTED);
    assertThat(plan.steps())
        .extracting(Step::id)
        .containsExactly(
            "keep-rules@node-4",
            "flush-rules@node-4",
            "new-rules@node-4",
            "confirm-rules@node-4",
            "pods-rules@node-4",
            "verify@node-4");
    for (int i = 1; i < plan.steps().size(); i++) {
      assertThat(plan.steps().get(i).after()).containsExactly(plan.steps().get(i - 1).id());
    }
    Operation keep = plan.steps().getFirst().operations().getFirst();
    assertThat(((Operation.Script) keep).environment()).containsEntry("PATIENCE", "90");
    assertThat(((Operation.Script) keep).apply()).contains("systemd-run").contains("-restore");
  }

  @Test
  void calicosPodIsMadeAnewByAMaster() {
    Step pods = plan(Cni.CALICO).steps().get(4);
    assertThat(pods.node()).isEqualTo("node-1");
    Operation.WaitFor wait = (Operation.WaitFor) pods.operations().get(1);
    assertThat(wait.condition()).contains("spec.nodeName=node-4").doesNotContain("NODE_NAME");
  }

  @Test
  void aNodeWithoutTheClusterIsRefused() {
    assertThatThrownBy(() -> plan(Cni.ROUTED, "node-4"))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining("node-4 has nothing that Quorate installed");
  }
}
