package io.quorate.tui.members;

import io.quorate.tui.Busy;
import io.quorate.tui.Canvas;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import io.quorate.tui.Program;
import io.quorate.tui.members.MembersScreen.Focus;
import io.quorate.tui.members.MembersScreen.Question;
import io.quorate.tui.members.MembersScreen.Reading;
import io.quorate.tui.widget.Reader;
import io.quorate.tui.widget.ScrollView;
import io.quorate.tui.widget.TextArea;
import io.quorate.wizard.MembersCancellation;
import io.quorate.wizard.MembersEffect;
import io.quorate.wizard.MembersReport;
import io.quorate.wizard.MembersWizard;
import io.quorate.wizard.MembersWizard.Transition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The wizards that add and remove nodes: the live cluster with the choice and what the guard says
 * of it, then the plan. Takes {@link Message.Reported} with a {@link MembersReport}.
 */
public final class MembersProgram implements Program<MembersScreen, MembersEffect> {

  private static final long LOOK_EVERY = Duration.ofSeconds(5).toMillis();

  private final MembersWizard wizard;
  private final MembersView view;

  /**
   * @param rehearsal whether the nodes are simulated, which every screen says
   */
  public MembersProgram(MembersWizard wizard, boolean rehearsal, InstantSource clock) {
    this.wizard = wizard;
    this.view = new MembersView(clock, rehearsal);
  }

  @Override
  public MembersScreen start() {
    return MembersScreen.of(wizard);
  }

  @Override
  public boolean finished(MembersScreen screen) {
    return screen.left() || !screen.wizard().folder().isEmpty();
  }

  @Override
  public void view(MembersScreen screen, Canvas canvas) {
    view.draw(screen, canvas);
  }

  @Override
  public Update<MembersScreen, MembersEffect> update(MembersScreen screen, Message message) {
    return begun(moved(screen, message));
  }

  /** What is done in the background is said, and can be cancelled. */
  private static Update<MembersScreen, MembersEffect> begun(
      Update<MembersScreen, MembersEffect> update) {
    Busy busy = update.model().busy();
    for (MembersEffect effect : update.effects()) {
      busy = busy.began(effect, words(effect), true);
    }
    return new Update<>(
        busy == update.model().busy() ? update.model() : update.model().busy(busy),
        update.effects(),
        update.stops());
  }

  private static String words(MembersEffect effect) {
    return switch (effect) {
      case MembersEffect.Look _ -> "asking all nodes";
      case MembersEffect.MakePlan _ -> "working out the plan";
      case MembersEffect.AcceptKeys _ -> "keeping the host keys";
      case MembersEffect.Start _ -> "starting the run";
    };
  }

  private static Update<MembersScreen, MembersEffect> cancelled(MembersScreen screen) {
    List<MembersEffect> stops = screen.busy().stoppable(MembersEffect.class);
    MembersWizard wizard = screen.wizard();
    for (MembersEffect effect : stops) {
      wizard = MembersCancellation.of(wizard, effect);
    }
    // Whoever stops a look does not want the next one in a moment.
    return new Update<>(
        (stops.stream().anyMatch(MembersEffect.Look.class::isInstance)
                ? screen.with(wizard).timed(screen.millis(), Long.MAX_VALUE)
                : screen.with(wizard))
            .busy(screen.busy().stopped()),
        List.of(),
        stops);
  }

  private static MembersScreen over(MembersScreen screen, Object work) {
    boolean stopped = screen.busy().isStopping(work);
    MembersScreen next = screen.busy(screen.busy().ended(work));
    return stopped && work instanceof MembersEffect effect
        ? next.with(MembersCancellation.over(next.wizard(), effect))
        : next;
  }

  @Override
  public boolean moves(MembersScreen screen) {
    return screen.busy().moves();
  }

  private static Update<MembersScreen, MembersEffect> moved(MembersScreen screen, Message message) {
    return switch (message) {
      case Message.Ended(Object effect) -> Update.of(over(screen, effect));
      case Message.Reported(MembersReport report) -> heard(screen, report);
      case Message.Reported other ->
          throw new IllegalArgumentException("no report: " + other.report().getClass().getName());
      case Message.Tick(long millis) -> tick(screen, millis);
      case Message.Resized(int width, int height) -> Update.of(screen.sized(width, height));
      case Message.Pressed(KeyPress key) -> pressed(screen, key);
      case Message.Pasted(String text) ->
          Update.of(
              isTyping(screen) && screen.overlay() == null
                  ? typed(screen, screen.text().paste(text))
                  : screen);
      case Message.Scrolled(int x, int y, int lines) -> Update.of(scrolled(screen, lines));
      case Message.Clicked(int x, int y) -> clicked(screen, x, y);
    };
  }

  private static Update<MembersScreen, MembersEffect> turned(
      MembersScreen screen, Transition turn) {
    return new Update<>(screen.with(turn.wizard()), turn.effects());
  }

  private static Update<MembersScreen, MembersEffect> tick(MembersScreen screen, long millis) {
    boolean due =
        !screen.wizard().reviewing() && !screen.wizard().looking() && millis >= screen.dueMillis();
    if (due) {
      return turned(screen.timed(millis, screen.dueMillis()), screen.wizard().look());
    }
    // A new model only once a second while nothing moves: nothing finer is shown.
    boolean same = !screen.busy().moves() && millis / 1000 == screen.millis() / 1000;
    return Update.of(same ? screen : screen.timed(millis, screen.dueMillis()));
  }

  private static Update<MembersScreen, MembersEffect> heard(
      MembersScreen screen, MembersReport report) {
    Update<MembersScreen, MembersEffect> next = turned(screen, screen.wizard().heard(report));
    MembersScreen after = next.model();
    if (report instanceof MembersReport.Seen) {
      after = after.timed(after.millis(), after.millis() + LOOK_EVERY);
    }
    if (after.wizard().asked() != null && after.wizard().asked() != screen.wizard().asked()) {
      after = after.over(MembersQuestions.asking(after.wizard()));
    }
    return new Update<>(after, next.effects());
  }

  // ---- keys ----------------------------------------------------------------------------------

  private static Update<MembersScreen, MembersEffect> pressed(MembersScreen screen, KeyPress key) {
    if (screen.busy().isStoppedBy(key)) {
      return cancelled(screen);
    }
    switch (screen.overlay()) {
      case Question question -> {
        return answered(screen, question, key);
      }
      case Reading help -> {
        return Update.of(read(screen, help.reader().handle(key, screen.width(), screen.height())));
      }
      case null -> {
        // The page has the keys.
      }
    }
    boolean leaves =
        (key.ctrl() && (key.character() == 'c' || key.character() == 'q'))
            || (key.is(Key.ESCAPE) && !screen.wizard().reviewing());
    if (leaves) {
      return Update.of(screen.over(MembersQuestions.leaving(screen.wizard())));
    }
    if (isTyping(screen) ? key.is(Key.F1) : Reader.isAskedFor(key)) {
      return Update.of(screen.over(new Reading(MembersQuestions.help(screen.wizard()))));
    }
    return screen.wizard().reviewing() ? reviewing(screen, key) : choosing(screen, key);
  }

  private static boolean isTyping(MembersScreen screen) {
    return screen.focus() == Focus.TEXT && !screen.wizard().reviewing();
  }

  private static MembersScreen read(MembersScreen screen, @Nullable Reader help) {
    return screen.over(help == null ? null : new Reading(help));
  }

  private static Update<MembersScreen, MembersEffect> answered(
      MembersScreen screen, Question question, KeyPress key) {
    OptionalInt answer = question.dialog().answer(key);
    if (answer.isEmpty()) {
      return Update.of(screen.over(new Question(question.about(), question.dialog().handle(key))));
    }
    return answered(screen, question, answer.getAsInt());
  }

  private static Update<MembersScreen, MembersEffect> answered(
      MembersScreen screen, Question question, int answer) {
    MembersScreen after = screen.over(null);
    boolean yes = answer == 1;
    return switch (question.about()) {
      case LEAVE -> Update.of(yes ? after.leaving() : after);
      case GO -> yes ? turned(after, after.wizard().start()) : Update.of(after);
      case KEYS, DATA -> {
        Update<MembersScreen, MembersEffect> next =
            yes
                ? turned(after, after.wizard().agreed())
                : Update.of(after.with(after.wizard().back()));
        yield new Update<>(
            next.model().typing(TextArea.of(next.model().wizard().lines())), next.effects());
      }
    };
  }

  private static Update<MembersScreen, MembersEffect> choosing(MembersScreen screen, KeyPress key) {
    if (key.is(Key.F10)) {
      return review(screen);
    }
    if (key.is(Key.F5)) {
      return screen.wizard().looking() ? Update.of(screen) : turned(screen, screen.wizard().look());
    }
    if (key.is(Key.TAB) || key.is(Key.BACK_TAB)) {
      return Update.of(screen.at(screen.row(), beside(screen, key.is(Key.TAB) ? 1 : -1)));
    }
    return switch (screen.focus()) {
      case NODES -> Update.of(inNodes(screen, key));
      case TEXT -> {
        TextArea after = screen.text().handle(key);
        yield Update.of(after == screen.text() ? screen : typed(screen, after));
      }
      case NEXT, BACK -> onButton(screen, key);
    };
  }

  private static Update<MembersScreen, MembersEffect> onButton(MembersScreen screen, KeyPress key) {
    if (key.is(Key.LEFT) || key.is(Key.RIGHT)) {
      Focus other = screen.focus() == Focus.NEXT ? Focus.BACK : Focus.NEXT;
      return Update.of(screen.at(screen.row(), other));
    }
    if (key.is(Key.UP)) {
      return Update.of(screen.at(screen.row(), screen.adds() ? Focus.TEXT : Focus.NODES));
    }
    if (!key.is(Key.ENTER) && !key.is(' ')) {
      return Update.of(screen);
    }
    return screen.focus() == Focus.NEXT
        ? review(screen)
        : Update.of(screen.over(MembersQuestions.leaving(screen.wizard())));
  }

  private static Focus beside(MembersScreen screen, int step) {
    List<Focus> order =
        screen.adds()
            ? List.of(Focus.TEXT, Focus.NEXT, Focus.BACK)
            : List.of(Focus.NODES, Focus.NEXT, Focus.BACK);
    return order.get(Math.floorMod(order.indexOf(screen.focus()) + step, order.size()));
  }

  private static MembersScreen inNodes(MembersScreen screen, KeyPress key) {
    MembersWizard wizard = screen.wizard();
    List<String> names = wizard.names();
    if (key.is('c')) {
      return screen.with(wizard.cleaned());
    }
    if (key.is('f')) {
      return screen.with(wizard.forced());
    }
    if (names.isEmpty()) {
      return screen;
    }
    int row = Math.clamp(screen.row(), 0, names.size() - 1);
    if (key.is(' ') || key.is(Key.ENTER)) {
      return screen.with(wizard.toggled(names.get(row)));
    }
    int there =
        switch (key.key()) {
          case UP -> row - 1;
          case DOWN -> row + 1;
          case PAGE_UP -> row - 10;
          case PAGE_DOWN -> row + 10;
          case HOME -> 0;
          case END -> names.size() - 1;
          default -> row;
        };
    return screen.at(Math.clamp(there, 0, names.size() - 1), screen.focus());
  }

  private static MembersScreen typed(MembersScreen screen, TextArea after) {
    return screen.typing(after).with(screen.wizard().typed(after.text()));
  }

  private static Update<MembersScreen, MembersEffect> review(MembersScreen screen) {
    return turned(screen.reading(0, screen.byPhase()), screen.wizard().plan());
  }

  private static Update<MembersScreen, MembersEffect> reviewing(
      MembersScreen screen, KeyPress key) {
    if (screen.wizard().starting()) {
      return Update.of(screen);
    }
    if (key.is(Key.ESCAPE)) {
      return Update.of(screen.with(screen.wizard().back()));
    }
    if (key.is(Key.F2)) {
      return Update.of(screen.reading(0, !screen.byPhase()));
    }
    if (key.is(Key.F5)) {
      return review(screen);
    }
    if (key.is(Key.F10) || key.is(Key.ENTER)) {
      return Update.of(
          screen.wizard().mayStart() ? screen.over(MembersQuestions.going(screen)) : screen);
    }
    ScrollView text = MembersView.plan(screen);
    return Update.of(screen.reading(text.handle(key).top(), screen.byPhase()));
  }

  // ---- mouse ---------------------------------------------------------------------------------

  private static MembersScreen scrolled(MembersScreen screen, int lines) {
    if (screen.overlay() instanceof Reading(Reader help)) {
      return read(screen, help.scrolled(lines, screen.width(), screen.height()));
    }
    if (screen.overlay() != null) {
      return screen;
    }
    if (screen.wizard().reviewing()) {
      return screen.reading(MembersView.plan(screen).scroll(lines).top(), screen.byPhase());
    }
    int most = Math.max(0, screen.wizard().names().size() - 1);
    return screen.at(Math.clamp((long) screen.row() + lines, 0, most), screen.focus());
  }

  private static Update<MembersScreen, MembersEffect> clicked(MembersScreen screen, int x, int y) {
    if (screen.overlay() instanceof Reading) {
      return Update.of(screen.over(null));
    }
    if (screen.overlay() instanceof Question question) {
      OptionalInt answer = question.dialog().answerAt(x, y, screen.width(), screen.height());
      return answer.isEmpty() ? Update.of(screen) : answered(screen, question, answer.getAsInt());
    }
    if (screen.wizard().reviewing()) {
      return Update.of(screen);
    }
    OptionalInt button = MembersView.buttonAt(screen, x, y);
    if (button.isPresent()) {
      return button.getAsInt() == 0
          ? review(screen)
          : Update.of(screen.over(MembersQuestions.leaving(screen.wizard())));
    }
    int row = MembersView.rowAt(screen, y);
    List<String> names = screen.wizard().names();
    if (row < 0) {
      return Update.of(screen);
    }
    return Update.of(
        screen.adds()
            ? screen.at(row, screen.focus())
            : screen.at(row, Focus.NODES).with(screen.wizard().toggled(names.get(row))));
  }
}
