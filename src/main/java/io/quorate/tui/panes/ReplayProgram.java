package io.quorate.tui.panes;

import io.quorate.run.Death;
import io.quorate.run.RunEvent;
import io.quorate.run.RunState;
import io.quorate.tui.Canvas;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import io.quorate.tui.Program;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recorded run in the panes of a live one, with a player below: pause, speed, and seek. Nothing
 * can be decided; the log can be read.
 */
public final class ReplayProgram implements Program<ReplayModel, RunCommand> {

  /** Lines that the player takes at the bottom. */
  private static final int PLAYER = 1;

  private static final Duration STEP = Duration.ofSeconds(10);
  private static final Duration LEAP = Duration.ofMinutes(1);

  private final List<RunEvent> events;
  private final @Nullable Death death;
  private final int speed;
  private final Instant end;
  private final RunDashboard dashboard;

  /**
   * @param events the recording, not empty, as its journal has them
   * @param death how the run's process ended, where it left no last word; or null
   * @param speed seconds of the recording in a second, 1 to 100
   * @param next commands that a person may want when it is over
   */
  public ReplayProgram(List<RunEvent> events, @Nullable Death death, int speed, List<String> next) {
    if (events.isEmpty() || speed < 1 || speed > 100) {
      throw new IllegalArgumentException(events.size() + " events at speed " + speed);
    }
    this.events = List.copyOf(events);
    this.death = death;
    this.speed = speed;
    // Events of several nodes are told side by side: the last one need not be the latest.
    this.end = events.stream().map(RunEvent::at).max(Instant::compareTo).orElseThrow();
    this.dashboard = new RunDashboard(this::begin, result -> next, false);
  }

  private Instant begin() {
    return events.getFirst().at();
  }

  @Override
  public ReplayModel start() {
    return seek(new ReplayModel(dashboard.start(), 0, begin(), speed, true, 0), begin());
  }

  @Override
  public boolean finished(ReplayModel model) {
    return dashboard.finished(model.dashboard());
  }

  @Override
  public boolean takesMouse(ReplayModel model) {
    return dashboard.takesMouse(model.dashboard());
  }

  @Override
  public boolean moves(ReplayModel model) {
    return model.playing();
  }

  @Override
  public Update<ReplayModel, RunCommand> update(ReplayModel model, Message message) {
    return switch (message) {
      case Message.Tick(long millis) -> Update.of(tick(model, millis));
      case Message.Resized(int width, int height) ->
          pass(model, new Message.Resized(width, Math.max(1, height - PLAYER)));
      case Message.Pressed(KeyPress key) ->
          player(model, key)
              .map(Update::<ReplayModel, RunCommand>of)
              .orElseGet(() -> pass(model, message));
      case Message.Clicked(int x, int y) when y >= model.dashboard().height() ->
          Update.of(click(model, x));
      case Message other -> pass(model, other);
    };
  }

  private Update<ReplayModel, RunCommand> pass(ReplayModel model, Message message) {
    Update<DashboardModel, RunCommand> update = dashboard.update(model.dashboard(), message);
    ReplayModel next = update.model() == model.dashboard() ? model : model.with(update.model());
    return new Update<>(next, update.effects());
  }

  private ReplayModel tick(ReplayModel model, long millis) {
    ReplayModel ticked = model.ticked(millis);
    if (!model.playing()) {
      // The same model: nothing moved, so nothing has to be drawn.
      return model;
    }
    ReplayModel moved =
        seek(ticked, model.at().plusMillis((millis - model.tick()) * model.speed()));
    return moved.at().isBefore(end) ? moved : moved.playing(false);
  }

  private Optional<ReplayModel> player(ReplayModel model, KeyPress key) {
    if (model.dashboard().types()
        || model.dashboard().help() != null
        || key.key() != Key.CHARACTER
        || key.ctrl()
        || key.alt()) {
      return Optional.empty();
    }
    return switch (key.character()) {
      case ' ' -> Optional.of(turn(model));
      case '+', '=' -> Optional.of(model.faster());
      case '-' -> Optional.of(model.slower());
      case ',' -> Optional.of(seek(model, model.at().minus(STEP)));
      case '.' -> Optional.of(seek(model, model.at().plus(STEP)));
      case '<' -> Optional.of(seek(model, model.at().minus(LEAP)));
      case '>' -> Optional.of(seek(model, model.at().plus(LEAP)));
      case 'e' -> Optional.of(nextFailure(model));
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          Optional.of(seek(model, share((key.character() - '0') / 10.0)));
      default -> Optional.empty();
    };
  }

  /** At the end, playing begins anew. */
  private ReplayModel turn(ReplayModel model) {
    boolean over = !model.at().isBefore(end);
    ReplayModel there = over && !model.playing() ? seek(model, begin()) : model;
    return there.playing(!model.playing());
  }

  private Instant share(double part) {
    return begin().plusMillis(Math.round(Duration.between(begin(), end).toMillis() * part));
  }

  /** Stands still there, so that it can be read; after the last one comes the first again. */
  private ReplayModel nextFailure(ReplayModel model) {
    List<Instant> failures =
        events.stream()
            .filter(e -> e instanceof RunEvent.StepFinished done && done.failure() != null)
            .map(RunEvent::at)
            .toList();
    return failures.stream()
        .filter(model.at()::isBefore)
        .findFirst()
        .or(() -> failures.stream().findFirst())
        .map(at -> seek(model, at).playing(false))
        .orElse(model);
  }

  private ReplayModel click(ReplayModel model, int x) {
    int left = PlayerBar.left(model, this::length);
    int width = PlayerBar.width(model, this::length);
    return x < left || x >= left + width || width < 2
        ? model
        : seek(model, share((double) (x - left) / (width - 1)));
  }

  private Duration length() {
    return Duration.between(begin(), end);
  }

  /** Backwards, the run is told anew from its beginning. */
  private ReplayModel seek(ReplayModel model, Instant wanted) {
    Instant last = end;
    Instant to = wanted.isBefore(begin()) ? begin() : wanted.isAfter(last) ? last : wanted;
    boolean back = to.isBefore(model.at());
    DashboardModel shown = back ? model.dashboard().of(dashboard.start().run()) : model.dashboard();
    RunState run = shown.run();
    int next = back ? 0 : model.next();
    int from = next;
    while (next < events.size() && !events.get(next).at().isAfter(to)) {
      run.apply(events.get(next));
      next++;
    }
    if (death != null && next == events.size()) {
      run.died(death.why(), end);
    }
    return model.moved(shown.changed(next - from).at(to), next, to);
  }

  @Override
  public void view(ReplayModel model, Canvas canvas) {
    int height = Math.max(0, canvas.height() - PLAYER);
    dashboard.view(model.dashboard(), canvas.part(0, 0, canvas.width(), height));
    PlayerBar.draw(
        model,
        Duration.between(begin(), model.at()),
        length(),
        canvas.part(0, height, canvas.width(), PLAYER));
  }
}
