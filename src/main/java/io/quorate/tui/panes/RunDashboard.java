package io.quorate.tui.panes;

import io.quorate.run.NodeState;
import io.quorate.run.OutputRing;
import io.quorate.run.RunEvent;
import io.quorate.tui.Canvas;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import io.quorate.tui.Program;
import io.quorate.tui.Style;
import io.quorate.tui.panes.DashboardModel.Question;
import io.quorate.tui.panes.DashboardModel.Topic;
import io.quorate.tui.widget.Dialog;
import io.quorate.tui.widget.TextField;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A run on the screen: an overview, and a pane for each node. It is told {@link RunEvent}s, one by
 * one or as a list, and does not know whether they come from a live run or a recorded one.
 */
public final class RunDashboard implements Program<DashboardModel, RunCommand> {

  private final Clock clock;
  private final List<String> next;

  /**
   * @param clock what the elapsed time is counted by
   * @param next commands that a person may want when the run is over
   */
  public RunDashboard(Clock clock, List<String> next) {
    this.clock = clock;
    this.next = List.copyOf(next);
  }

  @Override
  public DashboardModel start() {
    return DashboardModel.begin(clock.instant());
  }

  @Override
  public boolean finished(DashboardModel model) {
    return model.left();
  }

  @Override
  public Update<DashboardModel, RunCommand> update(DashboardModel model, Message message) {
    return switch (message) {
      case Message.Resized(int width, int height) -> Update.of(model.sized(width, height));
      case Message.Tick _ -> Update.of(ticked(model));
      case Message.Reported(Object report) -> Update.of(told(model, report));
      case Message.Pressed(KeyPress key) -> pressed(model, key);
      case Message.Clicked(int x, int y) -> Update.of(clicked(model, x, y));
      case Message.Scrolled(_, _, int lines) -> Update.of(scrolled(model, lines));
      case Message.Pasted _ -> Update.of(model);
    };
  }

  /** Time is shown in seconds: the screen changes no more often for it. */
  private DashboardModel ticked(DashboardModel model) {
    boolean same = clock.instant().getEpochSecond() == model.now().getEpochSecond();
    return same || model.run().finished() != null ? model : model.at(clock.instant());
  }

  private static DashboardModel told(DashboardModel model, Object report) {
    if (report instanceof RunEvent event) {
      model.run().apply(event);
      return model.changed(1);
    }
    if (report instanceof List<?> events) {
      events.forEach(e -> model.run().apply((RunEvent) e));
      return model.changed(events.size());
    }
    return model;
  }

  private Update<DashboardModel, RunCommand> pressed(DashboardModel model, KeyPress key) {
    Question question = model.question();
    if (question != null) {
      return answered(model, question, key);
    }
    if (key.key() == Key.CHARACTER && key.ctrl() && key.character() == 'c' || key.is('q')) {
      return model.run().finished() != null
          ? Update.of(model.leave())
          : Update.of(model.ask(leave()));
    }
    Zoom zoom = model.zoom();
    NodeState node = model.selected().orElse(null);
    if (zoom != null && node != null) {
      return zoomed(model, zoom, node, key);
    }
    if (model.showsSummary()) {
      return Update.of(inSummary(model, key));
    }
    return inPanes(model, node, key);
  }

  private static Question leave() {
    return new Question(
        Topic.LEAVE,
        Dialog.of(
            "Leave the screen?",
            "The run goes on without it; `quorate attach` shows it again.",
            "Stay",
            "Let it go on",
            "Stop after the running steps"));
  }

  private static Update<DashboardModel, RunCommand> answered(
      DashboardModel model, Question question, KeyPress key) {
    OptionalInt answer = question.dialog().answer(key);
    if (answer.isEmpty()) {
      return Update.of(model.ask(new Question(question.topic(), question.dialog().handle(key))));
    }
    DashboardModel on = model.ask(null);
    int choice = answer.getAsInt();
    if (choice == 0) {
      return Update.of(on);
    }
    return switch (question.topic()) {
      case LEAVE ->
          choice == 1
              ? new Update<>(on.leave(), List.of(new RunCommand.Detach()))
              : new Update<>(on, List.of(new RunCommand.Stop()));
      case STOP -> new Update<>(on, List.of(new RunCommand.Stop()));
      case SKIP ->
          new Update<>(
              on,
              on.selected().flatMap(DashboardModel::failed).stream()
                  .<RunCommand>map(s -> new RunCommand.Skip(s.info().id()))
                  .toList());
    };
  }

  private static DashboardModel inSummary(DashboardModel model, KeyPress key) {
    int page = Math.max(1, model.height() - 6);
    int top = model.summaryTop();
    return switch (key.key()) {
      case UP -> model.summary(Math.max(0, top - 1));
      case DOWN -> model.summary(top + 1);
      case PAGE_UP -> model.summary(Math.max(0, top - page));
      case PAGE_DOWN -> model.summary(top + page);
      case HOME -> model.summary(0);
      case ESCAPE, ENTER -> model.leave();
      default -> key.is('p') ? model.panes() : model;
    };
  }

  private static Update<DashboardModel, RunCommand> inPanes(
      DashboardModel model, @Nullable NodeState node, KeyPress key) {
    if (key.is('p') && model.run().finished() != null) {
      return Update.of(model.summary(model.summaryTop()));
    }
    if (key.is('x') && model.run().finished() == null) {
      return Update.of(
          model.ask(
              new Question(
                  Topic.STOP,
                  Dialog.of(
                      "Stop the run?",
                      "The running steps end first; `quorate install --resume` goes on later.",
                      "Go on",
                      "Stop"))));
    }
    if (node == null) {
      return Update.of(model);
    }
    var failed = DashboardModel.failed(node);
    if (key.is('r') && failed.isPresent()) {
      return new Update<>(model, List.of(new RunCommand.Retry(failed.get().info().id())));
    }
    if (key.is('s') && failed.isPresent()) {
      return Update.of(
          model.ask(
              new Question(
                  Topic.SKIP,
                  Dialog.of(
                      "Leave the step out?",
                      "\""
                          + failed.get().info().title()
                          + "\" stays undone on "
                          + node.name()
                          + ", and what waits for it goes on.",
                      "Keep it",
                      "Leave it out"))));
    }
    return Update.of(
        switch (key.key()) {
          case UP -> move(model, node, -Math.max(1, model.tiling().columns()));
          case DOWN -> move(model, node, Math.max(1, model.tiling().columns()));
          case LEFT, BACK_TAB -> move(model, node, -1);
          case RIGHT, TAB -> move(model, node, 1);
          case ENTER -> model.choose(node.name()).zoom(Zoom.FOLLOWING);
          default -> model;
        });
  }

  private static DashboardModel move(DashboardModel model, NodeState from, int by) {
    List<NodeState> nodes = model.shownNodes();
    int to = nodes.indexOf(from) + by;
    return to < 0 || to >= nodes.size() ? model : model.choose(nodes.get(to).name());
  }

  private static Update<DashboardModel, RunCommand> zoomed(
      DashboardModel model, Zoom zoom, NodeState node, KeyPress key) {
    OutputRing ring = node.output();
    int height = ZoomView.outputHeight(model, node);
    TextField typing = zoom.typing();
    if (typing != null) {
      return Update.of(
          model.zoom(
              switch (key.key()) {
                case ENTER -> zoom.search(typing.text(), ring, height, false);
                case ESCAPE -> zoom.typing(null);
                default -> zoom.typing(typing.handle(key));
              }));
    }
    if (key.is('r') || key.is('s')) {
      return inPanes(model, node, key);
    }
    return Update.of(
        switch (key.key()) {
          case ESCAPE, ENTER -> model.zoom(null);
          case UP -> model.zoom(zoom.scroll(ring, height, -1));
          case DOWN -> model.zoom(zoom.scroll(ring, height, 1));
          case PAGE_UP -> model.zoom(zoom.scroll(ring, height, -height));
          case PAGE_DOWN -> model.zoom(zoom.scroll(ring, height, height));
          case END -> model.zoom(zoom.following(true, ring, height));
          case HOME -> model.zoom(zoom.scroll(ring, height, -ring.total()));
          default ->
              switch (key.character()) {
                case 'f' -> model.zoom(zoom.following(!zoom.follow(), ring, height));
                case '/' -> model.zoom(zoom.typing(TextField.of("")));
                case 'n' -> model.zoom(zoom.search(zoom.query(), ring, height, false));
                case 'N' -> model.zoom(zoom.search(zoom.query(), ring, height, true));
                default -> model;
              };
        });
  }

  private static DashboardModel clicked(DashboardModel model, int x, int y) {
    if (model.zoom() != null || model.showsSummary() || model.question() != null) {
      return model;
    }
    List<NodeState> nodes = model.shownNodes();
    int pane = model.tiling().at(x, y - DashboardModel.HEADER, nodes.size());
    return pane < 0 ? model : model.choose(nodes.get(pane).name());
  }

  private static DashboardModel scrolled(DashboardModel model, int lines) {
    Zoom zoom = model.zoom();
    NodeState node = model.selected().orElse(null);
    if (zoom != null && node != null) {
      return model.zoom(zoom.scroll(node.output(), ZoomView.outputHeight(model, node), lines));
    }
    return model.showsSummary() ? model.summary(Math.max(0, model.summaryTop() + lines)) : model;
  }

  @Override
  public void view(DashboardModel model, Canvas canvas) {
    RunEvent.RunFinished end = model.run().finished();
    Zoom zoom = model.zoom();
    NodeState node = model.selected().orElse(null);
    if (zoom != null && node != null) {
      ZoomView.draw(model, zoom, node, canvas);
    } else if (end != null && model.showsSummary()) {
      Summary.draw(model, end, next, canvas);
    } else {
      panes(model, node, canvas);
    }
    Question question = model.question();
    if (question != null) {
      question.dialog().draw(canvas);
    }
  }

  private static void panes(DashboardModel model, @Nullable NodeState selected, Canvas canvas) {
    Overview.draw(model, canvas.part(0, 0, canvas.width(), DashboardModel.HEADER));
    int height = canvas.height() - DashboardModel.HEADER - DashboardModel.FOOTER;
    Canvas body = canvas.part(0, DashboardModel.HEADER, canvas.width(), Math.max(0, height));
    List<NodeState> nodes = model.shownNodes();
    if (nodes.isEmpty()) {
      canvas.text(2, DashboardModel.HEADER, "Waiting for the run to begin", Style.DIM);
    } else if (model.tiling().compact()) {
      list(model, selected, nodes, body);
    } else {
      Tiling tiling = model.tiling();
      for (int i = 0; i < nodes.size(); i++) {
        int x = tiling.left(i);
        int y = tiling.top(i);
        Canvas part = body.part(x, y, tiling.right(i) - x, tiling.bottom(i) - y);
        NodePane.draw(nodes.get(i), model.now(), nodes.get(i) == selected, part);
      }
    }
    footer(model, selected, canvas);
  }

  private static void list(
      DashboardModel model, @Nullable NodeState selected, List<NodeState> nodes, Canvas body) {
    int height = model.tiling().listHeight();
    NodeLines.draw(
        nodes, Math.max(0, nodes.indexOf(selected)), body.part(0, 0, body.width(), height));
    if (selected != null) {
      Canvas below = body.part(0, height, body.width(), body.height() - height);
      NodePane.draw(selected, model.now(), true, below);
    }
  }

  private static void footer(DashboardModel model, @Nullable NodeState selected, Canvas canvas) {
    boolean failed = selected != null && DashboardModel.failed(selected).isPresent();
    boolean over = model.run().finished() != null;
    int x = 1;
    int y = canvas.height() - 1;
    x = hint(canvas, x, y, "arrows", "choose");
    x = hint(canvas, x, y, "Enter", "zoom");
    if (failed && !over) {
      x = hint(canvas, x, y, "r", "retry");
      x = hint(canvas, x, y, "s", "leave it out");
    }
    if (!over) {
      x = hint(canvas, x, y, "x", "stop");
    } else {
      x = hint(canvas, x, y, "p", "summary");
    }
    hint(canvas, x, y, "q", "leave");
  }

  private static int hint(Canvas canvas, int x, int y, String key, String what) {
    int after = canvas.text(x, y, key, Style.KEY);
    return canvas.text(after + 1, y, what, Style.DIM) + 2;
  }
}
