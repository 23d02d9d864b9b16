package io.quorate.tui.panes;

import io.quorate.run.Durations;
import io.quorate.run.NodeState;
import io.quorate.run.ProcessDeath;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunResult;
import io.quorate.run.StepState;
import io.quorate.tui.Canvas;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Message;
import io.quorate.tui.PageFrame;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program;
import io.quorate.tui.Style;
import io.quorate.tui.widget.Reader;
import io.quorate.tui.widget.TextField;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
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

  /** Nobody is called for what was there before they looked. */
  private static final Duration OLD = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final Instant opened;
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
    this.opened = clock.instant();
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
      case Message.Reported(RunEvent event) -> heard(model, List.of(event));
      case Message.Reported(List<?> events) -> heard(model, events);
      case Message.Reported(Durations earlier) -> Update.of(model.knowing(earlier));
      case Message.Reported(ProcessDeath why) -> {
        boolean watched = model.live() && clock.instant().isAfter(opened.plus(OLD));
        model.run().died(why, clock.instant());
        DashboardModel after = answered(model.changed(1));
        yield watched ? new Update<>(after, Calls.end(after.run())) : Update.of(after);
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
              ? Update.of(PaneKeys.click(model, x, y))
              : Questions.clicked(model, model.question(), x, y);
      case Message.Scrolled(int x, int y, int lines) -> Update.of(scroll(model, lines));
      case Message.Pasted pasted -> Update.of(paste(model, pasted.text()));
      case Message.Ended over -> Update.of(model);
    };
  }

  private Update<DashboardModel, RunCommand> heard(DashboardModel model, List<?> events) {
    if (events.isEmpty()) {
      return Update.of(model);
    }
    boolean asked = model.run().awaitingDecision();
    for (Object event : events) {
      model.run().apply((RunEvent) event);
    }
    DashboardModel after = answered(model.changed(events.size()));
    boolean news =
        model.live()
            && events.getLast() instanceof RunEvent last
            && last.at().plus(OLD).isAfter(clock.instant());
    return news ? new Update<>(after, Calls.after(asked, events, after.run())) : Update.of(after);
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
    TextField name = model.typing();
    if (name != null) {
      return model.showing(model.eyes().nodes().typing(name.paste(text)));
    }
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
    boolean typing = model.types();
    if (key.is(KeyPress.Key.F1) || key.is('?') && !typing) {
      return Update.of(model.reading(PanesHelp.of(model.live())));
    }
    if (interrupt || key.is('q') && !typing) {
      boolean asks = model.live() && model.run().finished() == null;
      return Update.of(asks ? model.reading(null).ask(Questions.LEAVE) : model.leave());
    }
    if (key.is('w') && !typing) {
      return Update.of(waits(model));
    }
    if ((key.is('y') || key.is('Y')) && !typing) {
      List<RunCommand> copies = Copies.asked(model, key);
      return copies.isEmpty()
          ? Update.of(model.told(Copies.nothing(model)))
          : new Update<>(model, copies);
    }
    if (zoom != null) {
      return ZoomKeys.press(model, zoom, key);
    }
    if (key.is('r') && !typing && mayResume(model)) {
      return Update.of(model.resume());
    }
    if (model.showsSummary()) {
      return Update.of(pressInSummary(model, key));
    }
    return PaneKeys.press(model, key);
  }

  /** What waits for what, as it is now; the same in the panes and over one node's output. */
  private static DashboardModel waits(DashboardModel model) {
    return model.run().finished() == null
        ? model
            .selected()
            .map(node -> model.reading(Waits.of(model, node)))
            .orElseGet(() -> model.told(Copies.NO_NODE))
        : model.told("The run has ended: nothing waits any more.");
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
    return PaneKeys.select(model, Integer.signum(lines));
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
      PanesView.draw(model, mayResume(model), canvas);
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
}
