package io.quorate.tui.panes;

import io.quorate.run.NodeState;
import io.quorate.run.ProcessDeath;
import io.quorate.run.StepState;
import io.quorate.run.StepStatus;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.PageFrame;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Style;
import io.quorate.tui.widget.TextField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All shown nodes: a pane each, or a line or a sign each with the selected one's pane below. */
final class PanesView {

  /** The keys while a name is typed, and the columns that they take. */
  private static final List<Hint> TYPING =
      List.of(new Hint("Enter", "keep"), new Hint("Esc", "all nodes"));

  private static final int TYPING_KEYS = 27;

  private PanesView() {}

  /**
   * @param mayResume whether an ended run can be gone on with
   */
  static void draw(DashboardModel model, boolean mayResume, Canvas canvas) {
    Overview.draw(model, canvas);
    List<NodeState> nodes = model.shownNodes();
    int height = canvas.height() - DashboardModel.HEADER - DashboardModel.FOOTER;
    Canvas area = canvas.part(0, DashboardModel.HEADER, canvas.width(), height);
    Tiling tiling = model.tiling();
    int selected = PaneKeys.selectedIndex(model, nodes);
    if (nodes.isEmpty()) {
      area.text(1, 1, nothing(model), Style.DIM);
    } else if (tiling.compact()) {
      int list = drawList(model, nodes, selected, tiling, area);
      Canvas below = area.part(0, list, area.width(), area.height() - list);
      NodePane.draw(nodes.get(selected), model.now(), true, decides(model), below);
    } else {
      for (int i = 0; i < nodes.size(); i++) {
        int x = tiling.left(i);
        int y = tiling.top(i);
        Canvas pane = area.part(x, y, tiling.right(i) - x, tiling.bottom(i) - y);
        NodePane.draw(nodes.get(i), model.now(), i == selected, decides(model), pane);
      }
    }
    drawFooter(model, mayResume, nodes.size(), canvas);
  }

  private static String nothing(DashboardModel model) {
    NodeChoice nodes = model.eyes().nodes();
    return model.run().nodes().isEmpty()
        ? "Waiting for the run to begin."
        : "None of " + model.run().nodes().size() + " nodes: " + nodes.words() + ". Esc shows all.";
  }

  /** Returns the lines that it took. */
  private static int drawList(
      DashboardModel model, List<NodeState> nodes, int selected, Tiling tiling, Canvas area) {
    if (!model.eyes().nodes().map()) {
      int lines = tiling.listHeight(nodes.size());
      NodeLines.draw(nodes, selected, area.part(0, 0, area.width(), lines));
      return lines;
    }
    NodeMap map = PaneKeys.map(model, nodes);
    int lines = tiling.listHeight(map.rows().size());
    map.draw(selected, area.part(0, 0, area.width(), lines));
    return lines;
  }

  private static boolean decides(DashboardModel model) {
    return model.live() && model.run().death() == null;
  }

  private static void drawFooter(
      DashboardModel model, boolean mayResume, int shown, Canvas canvas) {
    int y = canvas.height() - DashboardModel.FOOTER;
    char ellipsis = canvas.glyphs().ellipsis();
    String notice = notice(model);
    int end =
        canvas.text(1, y, Columns.cut(notice, canvas.width() - 2, ellipsis), Style.WARNING) + 2;
    String which = which(model, shown);
    int left = canvas.width() - Columns.width(which) - 1;
    if (notice.isEmpty() || left >= end) {
      canvas.text(left, y, which, model.eyes().nodes().isAll() ? Style.DIM : Style.STRONG);
    }
    TextField typing = model.typing();
    if (typing == null) {
      PageFrame.drawHints(canvas, 1, y + 1, hints(model, mayResume));
    } else {
      drawTyping(typing, canvas.part(0, y + 1, canvas.width(), 1));
    }
  }

  private static void drawTyping(TextField typing, Canvas line) {
    int keys = Math.max(1, line.width() - TYPING_KEYS);
    int x = line.text(1, 0, "Name: ", Style.STRONG);
    typing.draw(line, x, 0, Math.max(1, keys - x - 3), true);
    PageFrame.drawHints(line, keys, 0, TYPING);
  }

  /** Which of the nodes are shown, and how many there are where not all have a pane. */
  private static String which(DashboardModel model, int shown) {
    NodeChoice nodes = model.eyes().nodes();
    int all = model.run().nodes().size();
    String words = nodes.words();
    if (nodes.isAll()) {
      String count = model.tiling().compact() ? all + " nodes" : "";
      return count.isEmpty() || words.isEmpty() ? count + words : count + ", " + words;
    }
    return shown + " of " + all + " nodes: " + words;
  }

  private static List<Hint> hints(DashboardModel model, boolean mayResume) {
    boolean over = model.run().finished() != null;
    List<Hint> hints = new ArrayList<>();
    Optional<StepState> failed =
        over || !model.live() ? Optional.empty() : model.selected().flatMap(DashboardModel::failed);
    if (failed.isPresent()) {
      hints.add(new Hint("r", "retry"));
      if (!failed.get().isNeeded()) {
        hints.add(new Hint("s", "leave it out"));
      }
      hints.add(new Hint("x", "stop"));
    }
    NodeChoice nodes = model.eyes().nodes();
    if (!nodes.isAll()) {
      hints.add(new Hint("Esc", "all nodes"));
    }
    boolean compact = model.tiling().compact();
    if (!compact) {
      hints.add(new Hint("arrows", "select"));
    }
    hints.add(new Hint("Enter", "zoom"));
    if (over) {
      if (mayResume) {
        hints.add(new Hint("r", "resume"));
      }
      hints.add(new Hint("p", "summary"));
    } else if (model.live() && failed.isEmpty()) {
      hints.add(new Hint("x", "stop"));
    }
    if (compact) {
      hints.add(new Hint("/ f", "filter"));
      hints.add(new Hint("m", nodes.map() ? "list" : "map"));
      hints.add(new Hint("o", "sort"));
      hints.add(new Hint("arrows", "select"));
    }
    hints.add(new Hint("F1", "help"));
    hints.add(new Hint("q", "leave"));
    return hints;
  }

  private static String notice(DashboardModel model) {
    if (!model.eyes().notice().isEmpty()) {
      return model.eyes().notice();
    }
    ProcessDeath death = model.run().death();
    if (death != null) {
      return death.sentence();
    }
    if (!model.live() || model.run().finished() != null) {
      return "";
    }
    return model.run().awaitingDecision()
        ? model.run().steps().stream()
                .filter(s -> s.status() == StepStatus.FAILED)
                .allMatch(StepState::isNeeded)
            ? "Nothing goes on until you decide: retry what failed, or stop."
            : "Nothing goes on until you decide: retry what failed, leave it out, or stop."
        : model.run().stopping() ? "Stopping: the running steps come to their end." : "";
  }
}
