package io.quorate.tui.panes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Phase;
import io.quorate.run.NodeState;
import io.quorate.tui.Glyphs;
import io.quorate.tui.Style;
import io.quorate.tui.TextCanvas;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeMapTest {

  private static List<NodeState> nodes(RehearsedRun run) {
    return new Pilot(run).type("m").model.shownNodes();
  }

  private static TextCanvas draw(NodeMap map, int selected, int width, int height) {
    TextCanvas grid = new TextCanvas(width, height, Glyphs.UNICODE);
    map.draw(selected, grid.canvas());
    return grid;
  }

  @Test
  void groupsHaveHeadingsWithTheirCounts() {
    List<NodeState> nodes =
        nodes(
            RehearsedRun.of(9)
                .begin(Phase.PREPARE, 1)
                .begin(Phase.PREPARE, 4)
                .fail(Phase.PREPARE, 4)
                .begin(Phase.PREPARE, 5)
                .lose(5, "no answer"));
    TextCanvas drawn = draw(NodeMap.of(nodes, 60, 10), 3, 60, 10);
    assertThat(drawn.toText().lines())
        .startsWith(
            "master 2:  ● 1 running  · 1 waiting",
            " ● ·",
            "master+worker 1:  · 1 waiting",
            " ·",
            "worker 6:  ✗ 1 failed  ! 1 trying again  · 4 waiting",
            " ✗ ! · · · ·");
    assertThat(drawn.styleAt(1, 5)).as("the selected one").isEqualTo(Style.FOCUS);
    assertThat(drawn.styleAt(3, 5)).isEqualTo(Style.WARNING);
  }

  @Test
  void upAndDownKeepTheColumnAndPassHeadings() {
    NodeMap map = NodeMap.of(nodes(RehearsedRun.of(23)), 20, 20);
    // Masters 0 1, both 2, workers 3 to 12 and 13 to 22.
    assertThat(map.beside(1, 1)).isEqualTo(2);
    assertThat(map.beside(2, 1)).isEqualTo(3);
    assertThat(map.beside(5, 1)).isEqualTo(15);
    assertThat(map.beside(15, -1)).isEqualTo(5);
    assertThat(map.beside(5, -1)).isEqualTo(2);
    assertThat(map.beside(0, -1)).isZero();
    assertThat(map.beside(22, 1)).isEqualTo(22);
  }

  @Test
  void aClickFindsTheNodeThatIsDrawnThere() {
    NodeMap map = NodeMap.of(nodes(RehearsedRun.of(23)), 20, 20);
    assertThat(map.at(3, 1, 0, 20)).isEqualTo(1);
    assertThat(map.at(9, 1, 0, 20)).as("behind the last").isEqualTo(-1);
    assertThat(map.at(1, 0, 0, 20)).as("a heading").isEqualTo(-1);
    assertThat(map.at(7, 6, 0, 20)).isEqualTo(16);
    assertThat(map.at(1, 19, 0, 20)).isEqualTo(-1);
    assertThat(map.at(1, -1, 0, 20)).isEqualTo(-1);
  }

  @Test
  void aThousandNodesHaveNoBlanksBetweenAndTheSelectedOneIsInView() {
    List<NodeState> nodes = nodes(RehearsedRun.of(1_000));
    NodeMap map = NodeMap.of(nodes, 80, 11);
    assertThat(map.pitch()).isEqualTo(1);
    TextCanvas end = draw(map, 999, 80, 11);
    assertThat(end.toText()).contains("·".repeat(78) + "█");
    int focused = 0;
    for (int y = 0; y < 11; y++) {
      for (int x = 0; x < 80; x++) {
        if (end.styleAt(x, y) == Style.FOCUS) {
          focused++;
          assertThat(map.at(x, y, 999, 11)).isEqualTo(999);
        }
      }
    }
    assertThat(focused).isEqualTo(1);
  }
}
