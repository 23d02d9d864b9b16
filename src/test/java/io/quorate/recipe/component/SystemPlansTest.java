package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Digest;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.Packages;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Step;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Golden;
import io.quorate.recipe.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an install does to machines of each family of operating systems, as far as they differ. */
class SystemPlansTest {

  @ParameterizedTest
  @CsvSource({"debian, 12", "ubuntu, 16.04", "rocky, 9.6", "almalinux, 9.6"})
  void eachFamilyHasItsOwnWay(String system, String version) {
    Golden.matches("plans/%s-%s.txt".formatted(system, version), text(system, version));
  }

  private static String text(String system, String version) {
    Inventory inventory = Fixtures.inventory();
    Map<String, NodeFacts> nodes = new LinkedHashMap<>();
    for (Host host : inventory.hosts()) {
      Machine machine = Machine.like(host);
      machine.osId = system;
      machine.osVersion = version;
      nodes.put(host.name(), machine.facts());
    }
    Context context = Fixtures.context(inventory, nodes);
    List<Step> steps = new ArrayList<>();
    steps.addAll(CommonRecipe.steps(context));
    steps.addAll(FirewallRecipe.steps(context));
    steps.addAll(BinariesRecipe.steps(context));
    steps.addAll(RuntimeRecipe.steps(context));
    steps.addAll(ApiProxyRecipe.steps(context));
    steps.removeIf(s -> !s.node().equals("node-1") && !s.node().equals("node-4"));
    return steps.stream().map(SystemPlansTest::text).collect(Collectors.joining("\n"));
  }

  private static String text(Step step) {
    return step.operations().stream()
        .map(o -> "  " + text(o).indent(2).strip() + "\n")
        .collect(Collectors.joining("", step.id() + ": " + step.title() + "\n", ""));
  }

  private static String text(Operation operation) {
    return switch (operation) {
      case WriteFile f ->
          "file %s %s %s\n%s"
              .formatted(f.path(), f.owner(), f.mode(), f.content().toString().indent(4));
      case Packages p ->
          (p.manager() == Packages.Manager.DNF ? "dnf " : "packages ")
              + String.join(" ", p.names());
      case Script s ->
          "script %s %s %s"
              .formatted(
                  s.title(),
                  new TreeMap<>(s.environment()),
                  Digest.sha256(s.check() + "\0" + s.apply()).substring(0, 12));
      case Fetch f -> "fetch " + f.title() + " " + f.targets();
      default -> operation.toString();
    };
  }
}
