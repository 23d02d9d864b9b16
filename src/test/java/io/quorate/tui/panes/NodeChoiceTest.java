package io.quorate.tui.panes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Phase;
import io.quorate.run.NodeState;
import io.quorate.tui.panes.NodeChoice.Filter;
import io.quorate.tui.panes.NodeChoice.Order;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeChoiceTest {

  /** Node 1 is done with a step, 2 at work, 3 failed, 4 lost at work, 5 waits; 12 as well. */
  private final List<NodeState> nodes =
      List.copyOf(
          new Pilot(
                  RehearsedRun.of(12)
                      .begin(Phase.PREPARE, 1)
                      .finish(Phase.PREPARE, 1)
                      .begin(Phase.PREPARE, 2)
                      .begin(Phase.PREPARE, 3)
                      .fail(Phase.PREPARE, 3)
                      .begin(Phase.PREPARE, 4)
                      .lose(4, "no answer"))
              .model
              .run()
              .nodes());

  private List<String> among(Filter filter, String name) {
    return names(new NodeChoice(filter, name, null, Order.USUAL, false).among(nodes));
  }

  private List<String> ordered(Order order, boolean many, boolean map) {
    return names(new NodeChoice(Filter.ALL, "", null, order, map).ordered(nodes, many));
  }

  private static List<String> names(List<NodeState> nodes) {
    return nodes.stream().map(NodeState::name).toList();
  }

  @Test
  void nodesAreChosenByWhatTheyDo() {
    assertThat(among(Filter.FAILED, "")).containsExactly("node-3", "node-4");
    assertThat(among(Filter.RUNNING, "")).containsExactly("node-2", "node-4");
    assertThat(among(Filter.WAITING, "")).hasSize(9).contains("node-1", "node-5");
    assertThat(among(Filter.ALL, "")).hasSize(12);
  }

  @Test
  void nodesAreChosenByTheirNameAddressOrRoles() {
    assertThat(among(Filter.ALL, "NODE-1"))
        .containsExactly("node-1", "node-10", "node-11", "node-12");
    assertThat(among(Filter.ALL, ".2.7")).containsExactly("node-7");
    assertThat(among(Filter.ALL, "master")).containsExactly("node-1", "node-2", "node-3");
    assertThat(among(Filter.FAILED, "node-3")).containsExactly("node-3");
    assertThat(among(Filter.FAILED, "node-5")).isEmpty();
  }

  @Test
  void whatNeedsAttentionComesFirstWhereNotAllHaveAPane() {
    assertThat(ordered(Order.USUAL, false, false)).startsWith("node-1", "node-2", "node-3");
    assertThat(ordered(Order.USUAL, true, false))
        .startsWith("node-3", "node-4", "node-2", "node-1");
    assertThat(ordered(Order.STATE, false, false)).startsWith("node-3", "node-4", "node-2");
  }

  @Test
  void ordersAreByNameAndByProgress() {
    assertThat(ordered(Order.NAME, true, false)).startsWith("node-1", "node-2").endsWith("node-12");
    assertThat(ordered(Order.PROGRESS, true, false))
        .as("a step that failed was begun, too")
        .endsWith("node-1", "node-3");
  }

  @Test
  void onTheMapNodesOfTheSameRolesAreTogether() {
    assertThat(ordered(Order.USUAL, true, true)).startsWith("node-1", "node-2", "node-3", "node-4");
    assertThat(ordered(Order.STATE, true, true))
        .as("node 3 is a worker, too, and a group of its own")
        .startsWith("node-2", "node-1", "node-3", "node-4", "node-5");
  }

  @Test
  void whatIsChosenIsSaid() {
    NodeChoice choice = NodeChoice.ALL.nextFilter().nextOrder();
    assertThat(choice.words()).isEqualTo("failed, by state");
    assertThat(choice.all().words()).isEqualTo("by state");
    assertThat(NodeChoice.ALL.words()).isEmpty();
    NodeChoice around = NodeChoice.ALL;
    for (int i = 0; i < Filter.values().length; i++) {
      around = around.nextFilter().nextOrder();
    }
    assertThat(around).isEqualTo(NodeChoice.ALL);
  }
}
