package io.quorate.tui.pages;

import io.quorate.tui.Busy;
import io.quorate.tui.Canvas;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Message;
import io.quorate.tui.PageFrame;
import io.quorate.tui.Program;
import io.quorate.tui.widget.ButtonRow;
import io.quorate.tui.widget.Dialog;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Exit;
import io.quorate.wizard.Guided;
import io.quorate.wizard.Transition;
import java.util.ArrayList;
import java.util.List;

/**
 * Any wizard on the screen: its pages one after the other, with background work that can be
 * cancelled, help, questions, the focus and the mouse. It ends when the person leaves or the wizard
 * has what it wanted: {@link Screen#exit()} says which.
 *
 * @param <W> the wizard
 */
public final class Shell<W extends Guided<W>> implements Program<Screen<W>, Effect> {

  /** How long the person has to mend things before the nodes are looked at again, in ms. */
  static final long LOOK_AGAIN_MILLIS = 5_000;

  private final W wizard;
  private final Pages<W> views;
  private final boolean rehearsal;

  /**
   * @param views what each page looks like
   * @param rehearsal whether the nodes are simulated, which every page says
   */
  Shell(W wizard, Pages<W> views, boolean rehearsal) {
    this.wizard = wizard;
    this.views = views;
    this.rehearsal = rehearsal;
  }

  private PageView<W> view(Screen<W> screen) {
    return views.of(screen.wizard());
  }

  @Override
  public Screen<W> start() {
    Screen<W> screen = Screen.of(wizard);
    return view(screen).focus(screen, 0);
  }

  @Override
  public boolean finished(Screen<W> screen) {
    return screen.exit() != null;
  }

  @Override
  public Update<Screen<W>, Effect> update(Screen<W> screen, Message message) {
    Update<Screen<W>, Effect> update =
        switch (message) {
          case Message.Pressed pressed -> pressed(screen, pressed.key());
          case Message.Pasted pasted -> pasted(screen, pasted.text());
          case Message.Clicked clicked -> clicked(screen, clicked.x(), clicked.y());
          case Message.Scrolled scrolled -> Update.of(scrolled(screen, scrolled.lines()));
          case Message.Resized resized ->
              Update.of(screen.resized(resized.width(), resized.height()));
          case Message.Tick tick -> ticked(screen.at(tick.millis()));
          case Message.Reported reported -> told(screen, reported.report());
          case Message.Ended ended -> Update.of(over(screen, ended.effect()));
        };
    return begun(keeping(screen, arrived(screen, update)));
  }

  /** What is done in the background is said, and can be cancelled. */
  private Update<Screen<W>, Effect> begun(Update<Screen<W>, Effect> update) {
    Busy busy = update.model().busy();
    for (Effect effect : update.effects()) {
      busy = busy.began(effect, effect.words(), effect.stops());
    }
    return update.effects().isEmpty()
        ? update
        : new Update<>(update.model().busy(busy), update.effects(), update.stops());
  }

  private Screen<W> over(Screen<W> screen, Object work) {
    boolean stopped = screen.busy().isStopping(work);
    Screen<W> next = screen.busy(screen.busy().ended(work));
    return stopped && work instanceof Effect effect ? next.with(next.wizard().over(effect)) : next;
  }

  private Update<Screen<W>, Effect> cancelled(Screen<W> screen) {
    List<Effect> stops = screen.busy().stoppable(Effect.class);
    W after = screen.wizard();
    for (Effect effect : stops) {
      after = after.cancelled(effect);
    }
    Screen<W> next = views.told(screen, screen.with(after)).busy(screen.busy().stopped());
    return new Update<>(next, List.of(), stops);
  }

  @Override
  public boolean moves(Screen<W> screen) {
    return screen.busy().moves();
  }

  /**
   * On a page that was just reached, the focus is put where it was left, but not on Back. Where
   * controls came or went, a button keeps the focus.
   */
  private Update<Screen<W>, Effect> arrived(Screen<W> before, Update<Screen<W>, Effect> update) {
    Screen<W> after = update.model();
    if (after.wizard().place().equals(before.wizard().place())) {
      return settled(before, update);
    }
    PageView<W> view = view(after);
    int item = after.spot().item() > view.items(after) ? 0 : after.spot().item();
    return new Update<>(view.focus(after, item), update.effects(), update.stops());
  }

  private Update<Screen<W>, Effect> settled(Screen<W> before, Update<Screen<W>, Effect> update) {
    Screen<W> after = update.model();
    int controls = view(before).items(before);
    int there = view(after).items(after);
    int item = after.spot().item();
    if (there == controls || item != before.spot().item()) {
      return update;
    }
    int same = item >= controls ? item + there - controls : Math.min(item, Math.max(0, there - 1));
    return same == item
        ? update
        : new Update<>(view(after).focus(after, same), update.effects(), update.stops());
  }

  /** Answers are kept at each change, so that a wizard that was left can be offered again. */
  private Update<Screen<W>, Effect> keeping(Screen<W> before, Update<Screen<W>, Effect> update) {
    List<Effect> kept = update.model().wizard().keeping(before.wizard(), update.model().exit());
    if (kept.isEmpty()) {
      return update;
    }
    List<Effect> effects = new ArrayList<>(update.effects());
    effects.addAll(kept);
    return new Update<>(update.model(), effects, update.stops());
  }

  private Update<Screen<W>, Effect> ticked(Screen<W> screen) {
    if (!screen.awake()) {
      return PageView.turned(screen.awakened(), screen.wizard().woken());
    }
    boolean due = screen.now() - screen.lastLook() >= LOOK_AGAIN_MILLIS;
    return due && screen.wizard().looksAgain()
        ? PageView.turned(screen, screen.wizard().lookedAgain())
        : Update.of(screen);
  }

  private Update<Screen<W>, Effect> told(Screen<W> screen, Object report) {
    Transition<W> turn = screen.wizard().told(report);
    Screen<W> next = screen.with(turn.wizard());
    if (turn.wizard().isLook(report)) {
      next = next.looked(next.now());
    }
    Exit exit = screen.wizard().exit(report);
    if (exit != null) {
      next = next.leaving(exit);
    }
    Screen<W> after = views.told(screen, next);
    boolean moved = !after.wizard().place().equals(screen.wizard().place());
    return new Update<>(moved ? view(after).refused(after) : after, turn.effects());
  }

  // ---- keys --------------------------------------------------------------------------------

  private Update<Screen<W>, Effect> pressed(Screen<W> screen, KeyPress key) {
    if (screen.busy().isStoppedBy(key)) {
      return cancelled(screen);
    }
    Overlay<W> overlay = screen.overlay();
    if (overlay != null) {
      return overlay.key(screen, leaves(key) ? KeyPress.of(KeyPress.Key.ESCAPE) : key);
    }
    if (leaves(key)) {
      return Update.of(screen.over(leaving(screen)));
    }
    if (key.is(KeyPress.Key.F1)) {
      return Update.of(screen.over(view(screen).help(screen)));
    }
    if (key.is(KeyPress.Key.F10)) {
      return view(screen).next(screen);
    }
    if (key.is(KeyPress.Key.ESCAPE)) {
      return view(screen).escape(screen);
    }
    if (screen.wizard().isWaiting()) {
      return Update.of(screen);
    }
    Update<Screen<W>, Effect> own = view(screen).key(screen, key);
    return own.model() == screen && own.effects().isEmpty() ? moved(screen, key) : own;
  }

  private static boolean leaves(KeyPress key) {
    return key.key() == KeyPress.Key.CHARACTER
        && key.ctrl()
        && (key.character() == 'c' || key.character() == 'q');
  }

  /** The keys that move the focus, on every page alike. */
  private Update<Screen<W>, Effect> moved(Screen<W> screen, KeyPress key) {
    PageView<W> view = view(screen);
    int own = view.items(screen);
    int count = own + 2;
    int item = screen.spot().item();
    boolean button = item >= own;
    if (key.is('?')) {
      return Update.of(screen.over(view.help(screen)));
    }
    if (key.is(KeyPress.Key.ENTER) || (button && key.is(' '))) {
      return item == own
          ? view.next(screen)
          : item == own + 1 ? view.back(screen) : Update.of(view.focus(screen, item + 1));
    }
    boolean forward =
        key.is(KeyPress.Key.TAB)
            || key.is(KeyPress.Key.DOWN)
            || (button && key.is(KeyPress.Key.RIGHT));
    boolean backward =
        key.is(KeyPress.Key.BACK_TAB)
            || key.is(KeyPress.Key.UP)
            || (button && key.is(KeyPress.Key.LEFT));
    if (forward) {
      return Update.of(view.focus(screen, (item + 1) % count));
    }
    return backward ? Update.of(view.focus(screen, (item + count - 1) % count)) : Update.of(screen);
  }

  static <W extends Guided<W>> Overlay<W> leaving(Screen<W> screen) {
    return new Asking<>(
        new Dialog(
            "Leave the wizard?", screen.wizard().leaving(), ButtonRow.of("Stay", "Leave"), 0),
        closed -> Update.of(closed.leaving(new Exit.Left())));
  }

  private Update<Screen<W>, Effect> pasted(Screen<W> screen, String text) {
    Overlay<W> overlay = screen.overlay();
    if (overlay == null && screen.wizard().isWaiting()) {
      return Update.of(screen);
    }
    return overlay == null
        ? view(screen).pasted(screen, text)
        : Update.of(overlay.pasted(screen, text));
  }

  // ---- mouse -------------------------------------------------------------------------------

  private Update<Screen<W>, Effect> clicked(Screen<W> screen, int x, int y) {
    Overlay<W> overlay = screen.overlay();
    int top = 3;
    return overlay == null
        ? view(screen).clicked(screen, x - 1, y - top)
        : overlay.clicked(screen, x, y);
  }

  private Screen<W> scrolled(Screen<W> screen, int lines) {
    Overlay<W> overlay = screen.overlay();
    return overlay == null ? view(screen).scrolled(screen, lines) : overlay.scrolled(screen, lines);
  }

  // ---- drawing -----------------------------------------------------------------------------

  @Override
  public void view(Screen<W> screen, Canvas canvas) {
    PageView<W> view = view(screen);
    List<String> problems = view.shownProblems(screen);
    Canvas content =
        PageFrame.draw(
            canvas,
            screen.wizard().title(),
            screen.wizard().step(),
            screen.wizard().steps(),
            screen.wizard().purpose(),
            problems,
            view.footer(screen),
            rehearsal);
    view.draw(screen, content);
    screen.busy().draw(canvas, PageFrame.rule(canvas, problems.size()));
    Overlay<W> overlay = screen.overlay();
    if (overlay != null) {
      overlay.draw(screen, canvas);
    }
  }
}
