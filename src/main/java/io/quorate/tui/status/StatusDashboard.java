package io.quorate.tui.status;

import io.quorate.plan.facts.ClusterStatus;
import io.quorate.tui.Busy;
import io.quorate.tui.Canvas;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import io.quorate.tui.PageFrame;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program;
import io.quorate.tui.Style;
import io.quorate.tui.widget.Reader;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's status on the screen, looked at again every few seconds. Takes {@link
 * Message.Reported} with a {@link ClusterStatus} for each {@link Look} that it asks for.
 */
public final class StatusDashboard implements Program<StatusDashboard.Model, StatusDashboard.Look> {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  /** The effect: ask the cluster once. */
  public record Look() {}

  /**
   * What the screen shows.
   *
   * @param status the last answer; null before the first
   * @param looking whether an answer is awaited
   * @param dueMillis when the next look is due, in the program's time
   * @param scroll lines that are above the screen
   * @param busy the look under way
   * @param help null while none is read
   */
  public record Model(
      @Nullable ClusterStatus status,
      boolean looking,
      long dueMillis,
      long millis,
      int scroll,
      boolean left,
      int width,
      int height,
      Busy busy,
      @Nullable Reader help) {

    private Model answered(ClusterStatus answer, Duration every) {
      return new Model(
              answer,
              false,
              millis + every.toMillis(),
              millis,
              scroll,
              left,
              width,
              height,
              busy,
              help)
          .scrolled(0);
    }

    private Model asking(long now) {
      Busy asked = busy.at(now).began(new Look(), "asking all nodes", true);
      return new Model(status, true, dueMillis, now, scroll, left, width, height, asked, help);
    }

    private Model at(long now) {
      return new Model(
          status, looking, dueMillis, now, scroll, left, width, height, busy.at(now), help);
    }

    private Model sized(int columns, int lines) {
      return new Model(
          status, looking, dueMillis, millis, scroll, left, columns, lines, busy, help);
    }

    private Model busy(Busy other) {
      return new Model(
          status, looking, dueMillis, millis, scroll, left, width, height, other, help);
    }

    /** No look is waited for, and none begins by itself. */
    private Model stopped() {
      return new Model(
          status, false, Long.MAX_VALUE, millis, scroll, left, width, height, busy.stopped(), help);
    }

    private Model reading(@Nullable Reader text) {
      return new Model(status, looking, dueMillis, millis, scroll, left, width, height, busy, text);
    }

    private Model leave() {
      return new Model(status, looking, dueMillis, millis, scroll, true, width, height, busy, help);
    }

    private Model scrolled(int by) {
      int most = Math.max(0, lineCount() - room());
      int wanted = Math.clamp((long) scroll + by, 0, most);
      return new Model(status, looking, dueMillis, millis, wanted, left, width, height, busy, help);
    }

    private int lineCount() {
      return status == null ? 0 : StatusLines.of(status, ZoneId.of("UTC"), width - 2).size();
    }

    /** Lines inside the page's frame. */
    private int room() {
      return Math.max(1, height - 5);
    }
  }

  private final Duration every;
  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * @param every pause between an answer and the next look
   */
  public StatusDashboard(Duration every, InstantSource clock, ZoneId zone) {
    this.every = every;
    this.clock = clock;
    this.zone = zone;
  }

  @Override
  public Model start() {
    return new Model(null, false, 0, 0, 0, false, 80, 24, Busy.idle(), null);
  }

  @Override
  public boolean finished(Model model) {
    return model.left();
  }

  @Override
  public Update<Model, Look> update(Model model, Message message) {
    return switch (message) {
      case Message.Reported(ClusterStatus status) -> Update.of(model.answered(status, every));
      case Message.Reported other ->
          throw new IllegalArgumentException("no status: " + other.report().getClass().getName());
      case Message.Tick(long millis) -> tick(model, millis);
      case Message.Resized(int width, int height) -> Update.of(model.sized(width, height));
      case Message.Pressed(KeyPress key) -> press(model, key);
      case Message.Scrolled(int x, int y, int lines) -> Update.of(scroll(model, lines));
      case Message.Clicked click -> Update.of(model.reading(null));
      case Message.Pasted pasted -> Update.of(model);
      case Message.Ended(Object look) -> Update.of(model.busy(model.busy().ended(look)));
    };
  }

  private static Update<Model, Look> tick(Model model, long millis) {
    if (!model.looking() && millis >= model.dueMillis()) {
      return look(model, millis);
    }
    // A new model only once a second while nothing moves: nothing finer is shown.
    boolean same = !model.busy().moves() && millis / 1000 == model.millis() / 1000;
    return Update.of(same ? model : model.at(millis));
  }

  private static Update<Model, Look> look(Model model, long millis) {
    return new Update<>(model.asking(millis), List.of(new Look()));
  }

  private static Model scroll(Model model, int lines) {
    Reader help = model.help();
    return help == null
        ? model.scrolled(lines)
        : model.reading(help.scrolled(lines, model.width(), model.height()));
  }

  private Update<Model, Look> press(Model model, KeyPress key) {
    if (model.busy().isStoppedBy(key)) {
      return new Update<>(model.stopped(), List.of(), List.of(new Look()));
    }
    Reader help = model.help();
    if (help != null) {
      return Update.of(model.reading(help.handle(key, model.width(), model.height())));
    }
    if (Reader.isAskedFor(key)) {
      return Update.of(model.reading(StatusHelp.every(every)));
    }
    if (key.is('q') || key.key() == Key.ESCAPE || key.ctrl() && key.character() == 'c') {
      return Update.of(model.leave());
    }
    if (key.is('r')) {
      return model.looking() ? Update.of(model) : look(model, model.millis());
    }
    int page = Math.max(1, model.room() - 1);
    return Update.of(
        switch (key.key()) {
          case UP -> model.scrolled(-1);
          case DOWN -> model.scrolled(1);
          case PAGE_UP -> model.scrolled(-page);
          case PAGE_DOWN -> model.scrolled(page);
          case HOME -> model.scrolled(-model.scroll());
          default -> model;
        });
  }

  @Override
  public boolean moves(Model model) {
    return model.busy().moves();
  }

  @Override
  public void view(Model model, Canvas canvas) {
    ClusterStatus status = model.status();
    String title = status == null ? "Status" : StatusLines.headline(status);
    String sentence =
        status == null
            ? model.looking() ? "Asking all nodes …" : "Nobody was asked; r asks."
            : model.dueMillis() == Long.MAX_VALUE
                ? "As of %s%s; r looks again."
                    .formatted(TIME.format(status.at().atZone(zone)), age(status))
                : "As of %s%s; looked at again every %d s."
                    .formatted(
                        TIME.format(status.at().atZone(zone)), age(status), every.toSeconds());
    List<Hint> hints = new ArrayList<>();
    hints.add(new Hint("r", "look now"));
    hints.add(new Hint("↑↓", "scroll"));
    hints.add(new Hint("F1", "help"));
    hints.add(new Hint("q", "leave"));
    Canvas room = PageFrame.draw(canvas, title, 0, 0, sentence, hints, false);
    model.busy().draw(canvas, PageFrame.rule(canvas, 0));
    if (status != null) {
      rows(model, status, room);
    }
    Reader help = model.help();
    if (help != null) {
      help.draw(canvas);
    }
  }

  private void rows(Model model, ClusterStatus status, Canvas room) {
    List<StatusLines.Row> rows = StatusLines.of(status, zone, room.width());
    for (int y = 0; y < room.height() && model.scroll() + y < rows.size(); y++) {
      StatusLines.Row row = rows.get(model.scroll() + y);
      room.text(0, y, row.text(), row.style());
    }
    int below = rows.size() - model.scroll() - room.height();
    if (below > 0) {
      String more = " " + (below + 1) + " more lines below ";
      room.text(Math.max(0, room.width() - more.length()), room.height() - 1, more, Style.DIM);
    }
  }

  private String age(ClusterStatus status) {
    long seconds = Duration.between(status.at(), clock.instant()).toSeconds();
    return seconds < 2 ? "" : ", " + seconds + " s ago";
  }
}
