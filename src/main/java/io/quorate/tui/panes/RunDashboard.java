package io.quorate.tui.panes;

import io.quorate.run.Durations;
import io.quorate.run.NodeState;
import io.quorate.run.ProcessDeath;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.StepState;
import io.quorate.run.StepStatus;
import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Message;
import io.quorate.tui.PageFrame;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program;
import io.quorate.tui.Style;
import io.quorate.tui.widget.Reader;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run on the screen, live or played back. Takes {@link Message.Reported} with a {@link RunEvent}
 * or a list of them, {@link Durations} of earlier runs, the {@link ProcessDeath} of a run that was
 * cut off, or a {@link Notice}; its effects are what the person decides.
 */
public final class RunDashboard implements Program<DashboardModel, RunCommand> {

  /** What came of a command, in a sentence; shown until the next key. */
  public record Notice(String text) {}

  private final InstantSource clock;
  private final Function<RunResult, List<String>> next;
  private final boolean live;
  private final BooleanSupplier resumable;

  /** Asked once; null before the run's end. */
  private @Nullable Boolean mayResume;

  /**
   * A run that goes on.
   *
   * @param clock what durations are counted to
   * @param next commands that a person may want when the run is over, by how it ended
   */
  public RunDashboard(InstantSource clock, Function<RunResult, List<String>> next) {
    this(clock, next, () -> false);
  }

  /**
   * A run that goes on, and can be gone on with where it ends too early.
   *
   * @param resumable asked once it has ended
   */
  public RunDashboard(
      InstantSource clock, Function<RunResult, List<String>> next, BooleanSupplier resumable) {
    this(clock, next, true, resumable);
  }

  /**
   * @param live false: a recording, in which nothing can be decided
   */
  RunDashboard(InstantSource clock, Function<RunResult, List<String>> next, boolean live) {
    this(clock, next, live, () -> false);
  }

  private RunDashboard(
      InstantSource clock,
      Function<RunResult, List<String>> next,
      boolean live,
      BooleanSupplier resumable) {
    this.clock = clock;
    this.next = next;
    this.live = live;
    this.resumable = resumable;
  }

  @Override
  public DashboardModel start() {
    return DashboardModel.begin(clock.instant(), live);
  }

  /** While lines stand alone to be copied, the mouse is the terminal's own. */
  @Override
  public boolean takesMouse(DashboardModel model) {
    Zoom zoom = model.zoom();
    return zoom == null || !zoom.plain();
  }

  @Override
  public boolean finished(DashboardModel model) {
    return model.left();
  }

  @Override
  public Update<DashboardModel, RunCommand> update(DashboardModel model, Message message) {
    return switch (message) {
      case Message.Reported(RunEvent event) -> {
        model.run().apply(event);
        yield Update.of(answered(model.changed(1)));
      }
      case Message.Reported(List<?> events) -> Update.of(apply(model, events));
      case Message.Reported(Durations earlier) -> Update.of(model.knowing(earlier));
      case Message.Reported(ProcessDeath why) -> {
        model.run().died(why, clock.instant());
        yield Update.of(answered(model.changed(1)));
      }
      case Message.Reported(Notice notice) -> Update.of(model.told(notice.text()));
      case Message.Reported other ->
          throw new IllegalArgumentException(
              "not an event of a run: " + other.report().getClass().getName());
      case Message.Tick tick -> Update.of(tick(model));
      case Message.Resized(int width, int height) -> Update.of(model.sized(width, height));
      case Message.Pressed(KeyPress key) ->
          press(model.eyes().notice().isEmpty() ? model : model.told(""), key);
      case Message.Clicked(_, _) when model.help() != null -> Update.of(model.reading(null));
      case Message.Clicked(int x, int y) ->
          model.question() == null
              ? Update.of(click(model, x, y))
              : Questions.clicked(model, model.question(), x, y);
      case Message.Scrolled(int x, int y, int lines) -> Update.of(scroll(model, lines));
      case Message.Pasted pasted -> Update.of(paste(model, pasted.text()));
      case Message.Ended over -> Update.of(model);
    };
  }

  private static DashboardModel apply(DashboardModel model, List<?> events) {
    for (Object event : events) {
      model.run().apply((RunEvent) event);
    }
    return events.isEmpty() ? model : answered(model.changed(events.size()));
  }

  /** What was asked about a run that goes on is no question any more once it has ended. */
  private static DashboardModel answered(DashboardModel model) {
    return model.question() != null && model.run().finished() != null ? model.ask(null) : model;
  }

  /** A new model only once a second: nothing finer is shown. */
  private DashboardModel tick(DashboardModel model) {
    Instant now = clock.instant();
    boolean same =
        now.truncatedTo(ChronoUnit.SECONDS).equals(model.now().truncatedTo(ChronoUnit.SECONDS));
    return same || model.run().finished() != null ? model : model.at(now);
  }

  private static DashboardModel paste(DashboardModel model, String text) {
    Zoom zoom = model.zoom();
    return zoom == null || zoom.typing() == null
        ? model
        : model.zoom(zoom.typing(zoom.typing().paste(text)));
  }

  private Update<DashboardModel, RunCommand> press(DashboardModel model, KeyPress key) {
    if (model.question() != null) {
      return Questions.answer(model, model.question(), key);
    }
    boolean interrupt = key.ctrl() && key.character() == 'c';
    Reader help = model.help();
    if (help != null && !interrupt) {
      return Update.of(model.reading(help.handle(key, model.width(), model.height())));
    }
    Zoom zoom = model.zoom();
    boolean typing = zoom != null && zoom.typing() != null;
    if (key.is(KeyPress.Key.F1) || key.is('?') && !typing) {
      return Update.of(model.reading(PanesHelp.of(model.live())));
    }
    if (interrupt || key.is('q') && !typing) {
      boolean asks = model.live() && model.run().finished() == null;
      return Update.of(asks ? model.reading(null).ask(Questions.LEAVE) : model.leave());
    }
    if (zoom != null) {
      return ZoomKeys.press(model, zoom, key);
    }
    if (key.is('r') && mayResume(model)) {
      return Update.of(model.resume());
    }
    if (model.showsSummary()) {
      return Update.of(pressInSummary(model, key));
    }
    return pressInPanes(model, key);
  }

  private static DashboardModel pressInSummary(DashboardModel model, KeyPress key) {
    int page = Math.max(1, model.height() - 6);
    return switch (key.key()) {
      case UP -> scroll(model, -1);
      case DOWN -> scroll(model, 1);
      case PAGE_UP -> scroll(model, -page);
      case PAGE_DOWN -> scroll(model, page);
      case HOME -> model.summary(0);
      default -> key.is('p') ? model.panes() : model;
    };
  }

  private static Update<DashboardModel, RunCommand> pressInPanes(
      DashboardModel model, KeyPress key) {
    Optional<Update<DashboardModel, RunCommand>> decided = decide(model, key);
    if (decided.isPresent()) {
      return decided.get();
    }
    Tiling tiling = model.tiling();
    int row = tiling.compact() ? 1 : tiling.columns();
    return Update.of(
        switch (key.key()) {
          case LEFT, BACK_TAB -> select(model, -1);
          case RIGHT, TAB -> select(model, 1);
          case UP -> select(model, -row);
          case DOWN -> select(model, row);
          case PAGE_UP -> select(model, -10);
          case PAGE_DOWN -> select(model, 10);
          case HOME -> select(model, -model.run().nodes().size());
          case END -> select(model, model.run().nodes().size());
          case ENTER -> model.selected().isPresent() ? model.zoom(Zoom.FOLLOWING) : model;
          default -> model.run().finished() != null && key.is('p') ? model.summary(0) : model;
        });
  }

  /** Keys that change what the run does; the same in all views of a running run. */
  static Optional<Update<DashboardModel, RunCommand>> decide(DashboardModel model, KeyPress key) {
    if (model.run().finished() != null || !model.live()) {
      return Optional.empty();
    }
    Optional<StepState> failed = model.selected().flatMap(DashboardModel::failed);
    if (key.is('x')) {
      return Optional.of(Update.of(model.ask(Questions.stop(failed))));
    }
    if (key.is('r') && failed.isPresent()) {
      return Optional.of(new Update<>(model, List.of(new RunCommand.Retry(failed.get().id()))));
    }
    if (key.is('s') && failed.isPresent()) {
      return Optional.of(Update.of(model.ask(Questions.skip(failed.get()))));
    }
    return Optional.empty();
  }

  /** Moves the selection; the ends stop it. */
  static DashboardModel select(DashboardModel model, int by) {
    List<NodeState> nodes = model.shownNodes();
    if (nodes.isEmpty()) {
      return model;
    }
    int to = Math.clamp((long) selectedIndex(model, nodes) + by, 0, nodes.size() - 1);
    return model.choose(nodes.get(to).name());
  }

  private static int selectedIndex(DashboardModel model, List<NodeState> nodes) {
    return Math.max(0, model.selected().map(nodes::indexOf).orElse(0));
  }

  private static DashboardModel click(DashboardModel model, int x, int y) {
    if (model.zoom() != null || model.showsSummary()) {
      return model;
    }
    List<NodeState> nodes = model.shownNodes();
    Tiling tiling = model.tiling();
    int line = y - DashboardModel.HEADER;
    int hit = tiling.at(x, line, nodes.size());
    if (tiling.compact() && line >= 0 && line < tiling.listHeight(nodes.size())) {
      int top =
          NodeLines.top(selectedIndex(model, nodes), nodes.size(), tiling.listHeight(nodes.size()));
      hit = top + line < nodes.size() ? top + line : -1;
    }
    if (hit < 0) {
      return model;
    }
    String name = nodes.get(hit).name();
    return name.equals(model.eyes().chosen()) ? model.zoom(Zoom.FOLLOWING) : model.choose(name);
  }

  private static DashboardModel scroll(DashboardModel model, int lines) {
    Reader help = model.help();
    if (help != null) {
      return model.reading(help.scrolled(lines, model.width(), model.height()));
    }
    Zoom zoom = model.zoom();
    Optional<NodeState> node = model.selected();
    if (zoom != null && node.isPresent()) {
      int height = ZoomView.outputHeight(model, node.get());
      return model.zoom(zoom.scroll(zoom.lines(node.get()), height, lines));
    }
    if (model.showsSummary()) {
      return model.summary(Math.max(0, model.eyes().summaryTop() + lines));
    }
    return select(model, Integer.signum(lines));
  }

  @Override
  public void view(DashboardModel model, Canvas canvas) {
    RunEvent.RunFinished end = model.run().finished();
    Zoom zoom = model.zoom();
    Optional<NodeState> selected = model.selected();
    if (zoom != null && selected.isPresent()) {
      ZoomView.draw(model, zoom, selected.get(), canvas);
    } else if (end != null && model.showsSummary()) {
      Summary.draw(model, end, next.apply(end.result()), mayResume(model), canvas);
    } else {
      drawPanes(model, canvas);
    }
    if (model.question() != null) {
      over(canvas, model.question().dialog().hints());
      model.question().dialog().draw(canvas);
    }
    if (model.help() != null) {
      over(canvas, Reader.HINTS);
      model.help().draw(canvas);
    }
  }

  /** The last line says what works while something lies over the panes. */
  private static void over(Canvas canvas, List<Hint> hints) {
    int y = canvas.height() - 1;
    canvas.fill(0, y, canvas.width(), 1, ' ', Style.NORMAL);
    PageFrame.drawHints(canvas, 1, y, hints);
  }

  private void drawPanes(DashboardModel model, Canvas canvas) {
    Overview.draw(model, canvas);
    List<NodeState> nodes = model.shownNodes();
    int height = canvas.height() - DashboardModel.HEADER - DashboardModel.FOOTER;
    Canvas area = canvas.part(0, DashboardModel.HEADER, canvas.width(), height);
    Tiling tiling = Tiling.of(area.width(), area.height(), nodes.size());
    int selected = selectedIndex(model, nodes);
    if (nodes.isEmpty()) {
      area.text(1, 1, "Waiting for the run to begin.", Style.DIM);
    } else if (tiling.compact()) {
      int list = tiling.listHeight(nodes.size());
      NodeLines.draw(nodes, selected, area.part(0, 0, area.width(), list));
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
    drawFooter(model, canvas);
  }

  /** Whether something is left to do of a run that has ended before this screen. */
  private boolean mayResume(DashboardModel model) {
    RunEvent.RunFinished end = model.run().finished();
    if (!model.live() || end == null) {
      return false;
    }
    if (mayResume == null) {
      mayResume = resumable.getAsBoolean();
    }
    return mayResume && (end.result() == RunResult.FAILED || end.result() == RunResult.STOPPED);
  }

  private static boolean decides(DashboardModel model) {
    return model.live() && model.run().death() == null;
  }

  private void drawFooter(DashboardModel model, Canvas canvas) {
    int y = canvas.height() - DashboardModel.FOOTER;
    boolean over = model.run().finished() != null;
    char ellipsis = canvas.glyphs().ellipsis();
    canvas.text(1, y, Columns.cut(notice(model), canvas.width() - 2, ellipsis), Style.WARNING);
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
    hints.add(new Hint("arrows", "select"));
    hints.add(new Hint("Enter", "zoom"));
    if (over) {
      if (mayResume(model)) {
        hints.add(new Hint("r", "resume"));
      }
      hints.add(new Hint("p", "summary"));
    } else if (model.live() && failed.isEmpty()) {
      hints.add(new Hint("x", "stop"));
    }
    hints.add(new Hint("F1", "help"));
    hints.add(new Hint("q", "leave"));
    PageFrame.drawHints(canvas, 1, y + 1, hints);
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
