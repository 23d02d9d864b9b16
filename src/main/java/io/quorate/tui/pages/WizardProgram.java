package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Message;
import io.quorate.tui.PageFrame;
import io.quorate.tui.Program;
import io.quorate.tui.widget.ButtonRow;
import io.quorate.tui.widget.Dialog;
import io.quorate.wizard.BackgroundStatus;
import io.quorate.wizard.Cancellation;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.Page;
import io.quorate.wizard.SavedAnswers;
import io.quorate.wizard.Transition;
import io.quorate.wizard.WizardEffect;
import io.quorate.wizard.WizardReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The install journey on the screen. It ends when the person leaves, when the run has started (its
 * dashboard takes the screen), or when the last page was read: {@link WizardScreen#exit()} says
 * which. After the run, a program that starts with the wizard that heard of its end shows the last
 * page.
 */
public final class WizardProgram implements Program<WizardScreen, WizardEffect> {

  /** How long the person has to mend things before the nodes are looked at again, in ms. */
  static final long LOOK_AGAIN_MILLIS = 5_000;

  private final InstallWizard wizard;
  private final boolean rehearsal;

  /**
   * @param rehearsal whether the nodes are simulated, which every page says
   */
  public WizardProgram(InstallWizard wizard, boolean rehearsal) {
    this.wizard = wizard;
    this.rehearsal = rehearsal;
  }

  @Override
  public WizardScreen start() {
    WizardScreen screen = WizardScreen.of(wizard);
    return view(screen).focus(screen, 0);
  }

  @Override
  public boolean finished(WizardScreen screen) {
    return screen.exit() != null;
  }

  @Override
  public Update<WizardScreen, WizardEffect> update(WizardScreen screen, Message message) {
    Update<WizardScreen, WizardEffect> update =
        switch (message) {
          case Message.Pressed pressed -> pressed(screen, pressed.key());
          case Message.Pasted pasted ->
              screen.overlay() == null
                  ? view(screen).pasted(screen, pasted.text())
                  : Update.of(screen);
          case Message.Clicked clicked -> clicked(screen, clicked.x(), clicked.y());
          case Message.Scrolled scrolled -> Update.of(scrolled(screen, scrolled.lines()));
          case Message.Resized resized ->
              Update.of(screen.resized(resized.width(), resized.height()));
          case Message.Tick tick -> ticked(screen.at(tick.millis()));
          case Message.Reported reported ->
              reported.report() instanceof WizardReport report
                  ? Update.of(heard(screen, report))
                  : Update.of(screen);
          case Message.Ended ended -> Update.of(over(screen, ended.effect()));
        };
    return begun(saving(screen, arrived(screen, update)));
  }

  /** What is done in the background is said, and can be cancelled. */
  private static Update<WizardScreen, WizardEffect> begun(
      Update<WizardScreen, WizardEffect> update) {
    WizardScreen screen = update.model();
    return update.effects().isEmpty()
        ? update
        : new Update<>(
            screen.busy(WorkInWords.began(screen.busy(), update.effects())),
            update.effects(),
            update.stops());
  }

  private static WizardScreen over(WizardScreen screen, Object work) {
    boolean stopped = screen.busy().isStopping(work);
    WizardScreen next = screen.busy(screen.busy().ended(work));
    return stopped && work instanceof WizardEffect effect
        ? next.with(Cancellation.over(next.wizard(), effect))
        : next;
  }

  private static Update<WizardScreen, WizardEffect> cancelled(WizardScreen screen) {
    List<WizardEffect> stops = screen.busy().stoppable(WizardEffect.class);
    InstallWizard wizard = screen.wizard();
    for (WizardEffect effect : stops) {
      wizard = Cancellation.of(wizard, effect);
    }
    return new Update<>(screen.with(wizard).busy(screen.busy().stopped()), List.of(), stops);
  }

  @Override
  public boolean moves(WizardScreen screen) {
    return screen.busy().moves();
  }

  /** On a page that was just reached, the focus is put where it was left. */
  private static Update<WizardScreen, WizardEffect> arrived(
      WizardScreen before, Update<WizardScreen, WizardEffect> update) {
    WizardScreen after = update.model();
    if (after.page() == before.page()) {
      return update;
    }
    PageView view = view(after);
    int item = Math.min(after.spot().item(), view.items(after) + 1);
    return new Update<>(view.focus(after, item), update.effects(), update.stops());
  }

  /** Answers are kept at each change, so that a wizard that was left can be offered again. */
  private static Update<WizardScreen, WizardEffect> saving(
      WizardScreen before, Update<WizardScreen, WizardEffect> update) {
    InstallWizard after = update.model().wizard();
    boolean same =
        after.answers() == before.wizard().answers()
            && after.page() == before.page()
            && after.outlook() == before.wizard().outlook();
    if (same) {
      return update;
    }
    List<WizardEffect> effects = new ArrayList<>(update.effects());
    boolean began =
        (after.outlook().isUnderWay() && !before.wizard().outlook().isUnderWay())
            || update.model().exit() instanceof WizardScreen.Exit.Written;
    if (began) {
      effects.add(new WizardEffect.ForgetAnswers());
    } else if (!after.outlook().isUnderWay()) {
      SavedAnswers answers = SavedAnswers.of(after);
      if (!answers.equals(SavedAnswers.of(before.wizard()))) {
        effects.add(new WizardEffect.SaveAnswers(answers));
      }
    }
    return new Update<>(update.model(), effects, update.stops());
  }

  private static Update<WizardScreen, WizardEffect> ticked(WizardScreen screen) {
    if (!screen.awake()) {
      return PageView.turned(screen.awakened(), screen.wizard().woken());
    }
    boolean due = screen.now() - screen.lastLook() >= LOOK_AGAIN_MILLIS;
    boolean helps = screen.wizard().outlook().preflight().isWorthRepeating();
    return screen.page() == Page.PREFLIGHT && due && helps
        ? PageView.turned(screen, screen.wizard().recheckPreflight())
        : Update.of(screen);
  }

  private static WizardScreen heard(WizardScreen screen, WizardReport report) {
    WizardScreen next = screen.with(screen.wizard().heard(report));
    boolean look =
        report instanceof WizardReport.PreflightDone
            || (report instanceof WizardReport.Failed failed
                && failed.work() == WizardReport.Work.PREFLIGHT);
    if (look) {
      return next.looked();
    }
    return switch (report) {
      case WizardReport.RunStarted started ->
          next.leaving(new WizardScreen.Exit.Started(started.folder()));
      case WizardReport.Written written when !screen.wizard().goal().reachesHosts() ->
          next.leaving(new WizardScreen.Exit.Written(written.path()));
      default -> next;
    };
  }

  // ---- keys --------------------------------------------------------------------------------

  private static Update<WizardScreen, WizardEffect> pressed(WizardScreen screen, KeyPress key) {
    if (screen.busy().isStoppedBy(key)) {
      return cancelled(screen);
    }
    if (screen.overlay() != null) {
      return Overlays.key(screen, screen.overlay(), key);
    }
    if (key.key() == KeyPress.Key.CHARACTER
        && key.ctrl()
        && (key.character() == 'c' || key.character() == 'q')) {
      return Update.of(screen.over(leaving(screen)));
    }
    if (key.is(KeyPress.Key.F1)) {
      return Update.of(screen.over(view(screen).help(screen)));
    }
    if (key.is(KeyPress.Key.F10)) {
      return next(screen);
    }
    if (key.is(KeyPress.Key.ESCAPE)) {
      return screen.page() == Page.HOSTS && HostsPage.isFiltering(screen)
          ? Update.of(HostsPage.unfiltered(screen))
          : back(screen);
    }
    Update<WizardScreen, WizardEffect> own = view(screen).key(screen, key);
    return own.model() == screen && own.effects().isEmpty() ? moved(screen, key) : own;
  }

  /** The keys that move the focus, on every page alike. */
  private static Update<WizardScreen, WizardEffect> moved(WizardScreen screen, KeyPress key) {
    PageView view = view(screen);
    int own = view.items(screen);
    int count = own + 2;
    int item = screen.spot().item();
    boolean button = item >= own;
    if (key.is('?')) {
      return Update.of(screen.over(view.help(screen)));
    }
    if (key.is(KeyPress.Key.ENTER) || (button && key.is(' '))) {
      return item == own
          ? next(screen)
          : item == own + 1 ? back(screen) : Update.of(view.focus(screen, item + 1));
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

  static Update<WizardScreen, WizardEffect> next(WizardScreen screen) {
    if (screen.page() == Page.HOSTS && HostsPage.isTyping(screen)) {
      return HostsPage.entered(screen);
    }
    if (screen.page() == Page.HOSTS
        && screen.wizard().goal().reachesHosts()
        && !screen.wizard().unknownKeys().isEmpty()) {
      return Update.of(screen.over(new Overlay.Keys(Set.of(), 0, 0, true)));
    }
    Transition turn = screen.wizard().next();
    if (screen.page() == Page.PREFLIGHT && turn.wizard().outlook().hasStarted()) {
      return Update.of(screen.over(installing(screen)));
    }
    WizardScreen after = screen.with(turn.wizard());
    return new Update<>(
        turn.wizard().page() == screen.page() ? view(after).refused(after) : after, turn.effects());
  }

  static Update<WizardScreen, WizardEffect> back(WizardScreen screen) {
    return screen.page() == Page.ACCESS || screen.wizard().outlook().hasStarted()
        ? Update.of(screen.over(leaving(screen)))
        : Update.of(screen.with(screen.wizard().back()));
  }

  private static Overlay leaving(WizardScreen screen) {
    String text =
        screen.wizard().outlook().hasStarted()
            ? "The run goes on without this screen; quorate attach shows it again."
            : "Nothing has been changed on any host. Your answers are kept, without passwords,"
                + " and are offered at the next start.";
    return new Overlay.Asking(
        Overlay.Question.LEAVE,
        new Dialog("Leave the wizard?", text, ButtonRow.of("Stay", "Leave"), 0));
  }

  private static Overlay installing(WizardScreen screen) {
    int hosts = screen.wizard().hosts().size();
    return new Overlay.Asking(
        Overlay.Question.INSTALL,
        new Dialog(
            "Install now?",
            "From here on "
                + hosts
                + (hosts == 1 ? " host is" : " hosts are")
                + " changed: "
                + screen.wizard().quorumInWords()
                + " The inventory is written first, so the run can be resumed at any point.",
            ButtonRow.of("Not yet", "Install"),
            0));
  }

  // ---- mouse -------------------------------------------------------------------------------

  private static Update<WizardScreen, WizardEffect> clicked(WizardScreen screen, int x, int y) {
    if (screen.overlay() != null) {
      return Overlays.clicked(screen, screen.overlay(), x, y);
    }
    int top = 3;
    return view(screen).clicked(screen, x - 1, y - top);
  }

  private static WizardScreen scrolled(WizardScreen screen, int lines) {
    return screen.overlay() == null
        ? view(screen).scrolled(screen, lines)
        : Overlays.scrolled(screen, screen.overlay(), lines);
  }

  // ---- drawing -----------------------------------------------------------------------------

  @Override
  public void view(WizardScreen screen, Canvas canvas) {
    Page page = screen.page();
    PageView view = view(screen);
    Canvas content =
        PageFrame.draw(
            canvas,
            page.title(),
            page.step(),
            screen.wizard().goal().steps(),
            screen.wizard().goal().purpose(page),
            problems(screen),
            view.hints(screen),
            rehearsal);
    view.draw(screen, content);
    screen.busy().draw(canvas, PageFrame.rule(canvas, problems(screen).size()));
    if (screen.overlay() != null) {
      Overlays.draw(screen, screen.overlay(), canvas);
    }
  }

  /** The page's problems, after what went wrong beside it. */
  static List<String> problems(WizardScreen screen) {
    BackgroundStatus.Notice notice = screen.wizard().outlook().notice();
    List<String> problems = new ArrayList<>();
    if (notice != null && notice.bad()) {
      problems.add(notice.text());
    }
    problems.addAll(view(screen).problems(screen));
    return problems;
  }

  private static PageView view(WizardScreen screen) {
    return switch (screen.page()) {
      case ACCESS, VERSIONS, NETWORK, SECURITY -> FormPage.VIEW;
      case HOSTS -> HostsPage.VIEW;
      case ROLES -> RolesPage.VIEW;
      case REVIEW -> ReviewPage.VIEW;
      case PREFLIGHT -> PreflightPage.VIEW;
      case INSTALL -> InstallPage.VIEW;
    };
  }
}
