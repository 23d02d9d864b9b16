package io.quorate.usecase;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.inventory.release.InventoryLoader.Loaded;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.setting.Setting;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.cluster.ReadBack;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Opens a cluster without its inventory: one master says who the others are, and all masters that
 * SSH gets into are asked side by side. Nothing is changed.
 *
 * @param loaded the inventory, judged as one of a cluster that is there
 * @param notes what a person has to know of it, a sentence each
 */
public record ClusterReading(Loaded loaded, List<String> notes) {

  public ClusterReading {
    notes = List.copyOf(notes);
  }

  /**
   * @param first of an inventory with the one master that was named
   * @param given how the nodes are reached, as the person said
   * @param authority of the cluster that is meant, as PEM; empty: whichever it is
   * @throws GuardRefused when that master is another cluster's, or tells of none
   */
  public static ClusterReading of(
      ClusterSession first, Map<Setting, String> given, String authority)
      throws InterruptedException {
    Host named = first.inventory().hosts().getFirst();
    ClusterFacts answer = first.look(Map.of(named.name(), ReadBack.request(named)));
    NodeFacts facts = answer.nodes().get(named.name());
    if (facts == null) {
      throw new GuardRefused(
          "The master cannot be asked: "
              + answer.unreachable().getOrDefault(named.name(), "")
              + ".",
          "Name another one.");
    }
    List<String> notes = new ArrayList<>();
    if (!authority.isEmpty()) {
      notes.addAll(ReadBack.sameCluster(facts, authority));
    }
    Inventory there = ReadBack.of(List.of(facts), named.address(), given).reading().inventory();
    List<NodeFacts> masters = new ArrayList<>(List.of(facts));
    if (there != null) {
      masters.addAll(others(first, there, facts, notes));
    }
    ReadBack read = ReadBack.of(masters, named.address(), given);
    notes.addAll(read.notes());
    return new ClusterReading(
        InventoryLoader.judge(
            read.reading(), Occasion.EXISTING_CLUSTER, LocalDate.now(ZoneId.systemDefault())),
        notes);
  }

  private static List<NodeFacts> others(
      ClusterSession first, Inventory there, NodeFacts asked, List<String> notes)
      throws InterruptedException {
    Inventory rest =
        there.withHosts(
            there.masters().stream()
                .filter(m -> !asked.addresses().contains(m.nodeAddress()))
                .toList());
    try (ClusterSession journey = ClusterSession.open(rest, first.reach().of(rest))) {
      journey.failures().forEach((name, why) -> notes.add("Not asked: " + why.getMessage() + "."));
      Map<String, ProbeRequest> requests = new LinkedHashMap<>();
      rest.hosts().forEach(h -> requests.put(h.name(), ReadBack.request(h)));
      ClusterFacts facts = journey.look(requests);
      return rest.hosts().stream()
          .map(Host::name)
          .filter(facts.nodes()::containsKey)
          .map(n -> facts.nodes().get(n))
          .toList();
    }
  }
}
