package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Operation;
import io.quorate.plan.Step;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is being done is said with a verb, for the person who reads that it failed. */
class OperationWordsTest {

  @Test
  void everyOperationSaysWhatIsBeingDone() {
    Inventory inventory = Fixtures.with(Fixtures.network(Inventory.Cni.ROUTED));
    Context context = Fixtures.context(inventory);
    List<Step> steps = new ArrayList<>(InstallPlan.of(context).steps());
    steps.addAll(DestroyPlan.of(context, false).steps());
    Host worker = context.hosts().getLast();
    Machine machine = Machine.like(worker);
    machine.records = Map.of("manifest", "");
    Map<String, NodeFacts> nodes = new HashMap<>(context.facts().nodes());
    nodes.put(worker.name(), machine.facts());
    steps.addAll(
        NetworkRepairPlan.of(Fixtures.context(inventory, nodes), worker, Duration.ofMinutes(1))
            .steps());

    assertThat(steps.stream().flatMap(s -> s.operations().stream()).map(Operation::doing))
        .hasSizeGreaterThan(200)
        .allMatch(words -> words.matches("[a-z]+ing:? .*") && !words.startsWith("bringing about"));
  }
}
