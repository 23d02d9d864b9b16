package io.quorate.wizard;

import io.quorate.inventory.EtcdToken;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Role;
import io.quorate.inventory.setting.Setting;
import io.quorate.plan.Finding;
import io.quorate.plan.Secret;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The install journey as an immutable value: what was said, where the person is, what the
 * background has found, and what is wrong. Every transition gives a new value; what has to be done
 * outside comes along as {@link WizardEffect}s.
 *
 * @param secrets typed passwords; in memory only
 * @param draft the inventory that the answers give, and its problems
 * @param attempts the background work that was asked for
 * @param today what the end of a version's support is compared with
 */
public record InstallWizard(
    Answers answers,
    AccessSecrets secrets,
    Navigation way,
    BackgroundStatus outlook,
    Draft draft,
    Attempts attempts,
    LocalDate today)
    implements Guided<InstallWizard> {

  private static final String TOKEN = Setting.ETCD_INITIAL_TOKEN.key();

  /** A journey that begins, with a random etcd token. */
  public static InstallWizard fresh(LocalDate today) {
    return of(Answers.none(), Goal.INSTALL, today);
  }

  /** The same pages, for the file alone: no host is touched unless the person asks for it. */
  public static InstallWizard ofInventory(LocalDate today) {
    return of(Answers.none(), Goal.INVENTORY, today);
  }

  /**
   * The same pages with what a file says: whatever is not touched stays as it is there.
   *
   * @param path the file's
   */
  public static InstallWizard ofFile(Inventory inventory, String path, LocalDate today) {
    return of(WrittenAnswers.of(inventory, path, today), Goal.EDIT, today);
  }

  /** A journey that goes on where an earlier start was left, or at the first page with an error. */
  public static InstallWizard resumed(SavedAnswers saved, LocalDate today) {
    InstallWizard wizard = of(saved.answers(), saved.goal(), today);
    while (wizard.page() != saved.page() && !wizard.hasErrors(wizard.page())) {
      wizard = wizard.at(wizard.way.to(wizard.page().following()));
    }
    return wizard;
  }

  /** The background work that a resumed journey begins with. */
  @Override
  public Transition<InstallWizard> woken() {
    if (!goal().reachesHosts()) {
      return lookingAtFile(Transition.of(this));
    }
    boolean hostsKnown = page().compareTo(Page.ACCESS) > 0 && attempts.door() == null;
    Transition<InstallWizard> turn =
        hostsKnown && !outlook.hasStarted() ? checking(h -> true) : Transition.of(this);
    return page() == Page.REVIEW ? lookingAtFile(turn.wizard().planning(turn.effects())) : turn;
  }

  private static InstallWizard of(Answers answers, Goal goal, LocalDate today) {
    boolean hasToken = answers.settings().containsKey(TOKEN);
    Answers complete = hasToken ? answers : answers.with(TOKEN, EtcdToken.random());
    AccessSecrets none = AccessSecrets.none();
    Draft draft = Draft.of(complete, goal.reachesHosts() ? none : null, goal.occasion(), today);
    return new InstallWizard(
        complete,
        none,
        Navigation.start(goal),
        BackgroundStatus.blank(),
        draft,
        Attempts.none(),
        today);
  }

  /** What all this is for. */
  public Goal goal() {
    return way.goal();
  }

  public Page page() {
    return way.page();
  }

  public List<HostEntry> hosts() {
    return answers.hosts();
  }

  /** The text of a field: as it was typed, else what is used when nothing is typed. */
  public String value(String field) {
    Optional<OwnField> own = OwnField.of(field).filter(OwnField::isSecret);
    return own.isPresent()
        ? secrets.of(own.get()).reveal()
        : answers.settings().getOrDefault(field, usual(field));
  }

  /** What a field is when nothing is typed: the default, or what matches the other answers. */
  public String usual(String field) {
    return draft.usual().getOrDefault(field, "");
  }

  /** Why a field is something else than it usually is; empty where nothing has to be said. */
  public String note(String field) {
    String value = value(field);
    boolean usual = value.isBlank() || value.equals(usual(field));
    return usual ? draft.notes().getOrDefault(field, "") : "";
  }

  /** What F1 says of a field. */
  public Field.Help help(String field) {
    return PageFields.help(field);
  }

  /** The fields of a page that matter with these answers, in their order. */
  public List<Field> fields(Page page) {
    return PageFields.of(page, this::value);
  }

  /** All that is wrong on a page, errors first. */
  public List<Problem> problems(Page page) {
    List<Problem> found = new ArrayList<>(draft.at(page));
    if (page == Page.PREFLIGHT) {
      found.addAll(outlook.preflight().problems());
    }
    if (page == Page.REVIEW) {
      found.addAll(outlook.problemsOfPlan());
      found.addAll(problemsOfFile());
    }
    found.sort(Comparator.comparing(Problem::severity));
    return List.copyOf(found);
  }

  /** What is wrong at one field, to be shown beside it. Quiet before the person was there. */
  public List<Problem> problemsAt(String field) {
    if (field.equals(OwnField.PATH.key()) && !problemsOfFile().isEmpty()) {
      return problemsOfFile();
    }
    return draft.problems().stream()
        .filter(p -> p.field().equals(field))
        .filter(p -> way.shows(Draft.pageOf(p), field))
        .toList();
  }

  private List<Problem> problemsOfFile() {
    return outlook.problemsOfFile(value(OwnField.PATH.key()));
  }

  /** All that is wrong with one host. */
  public List<Problem> problemsOf(HostEntry host) {
    return draft.of(host);
  }

  /** All that is wrong on a page, once the person has tried to leave it. */
  public List<Problem> shownProblems(Page page) {
    return way.insisted().contains(page) ? problems(page) : List.of();
  }

  public boolean hasErrors(Page page) {
    return problems(page).stream().anyMatch(Problem::isError);
  }

  /** The inventory as it will be written, but for its secrets. */
  public String inventoryText() {
    return draft.text();
  }

  /** What the number of masters means, in words. */
  public String quorumInWords() {
    return answers.quorumInWords();
  }

  // ---- answers -----------------------------------------------------------------------------

  /** Types a field's text. Nothing is refused here: what is wrong is said beside the field. */
  public InstallWizard edit(String field, String text) {
    Optional<OwnField> own = OwnField.of(field).filter(OwnField::isSecret);
    if (own.isPresent()) {
      return with(answers, secrets.with(own.get(), new Secret(text))).at(way.touching(field));
    }
    return with(answers.with(field, text), secrets).at(way.touching(field));
  }

  /** Goes back to what is used when nothing is typed. */
  public InstallWizard restore(String field) {
    return with(answers.without(field), secrets);
  }

  /** A new random etcd token. */
  public InstallWizard regenerateToken() {
    return with(answers.with(TOKEN, EtcdToken.random()), secrets);
  }

  /** Reads a host list; what is understood joins the hosts and is tried at once. */
  public Transition<InstallWizard> addHosts(String text) {
    return with(answers.reading(text), secrets).untried();
  }

  /** Reads one bad line again, after it was edited. */
  public Transition<InstallWizard> mendLine(int index, String text) {
    return with(answers.withoutLine(index).reading(text), secrets).untried();
  }

  public InstallWizard removeBadLine(int index) {
    return with(answers.withoutLine(index), secrets);
  }

  public InstallWizard removeHost(int index) {
    return with(answers.removing(index), secrets);
  }

  public InstallWizard renameHost(int index, String name) {
    return with(answers.withHost(index, h -> h.named(name)), secrets);
  }

  /** Replaces a host by what a line says; its roles stay. A refused line waits among the bad. */
  public Transition<InstallWizard> rewriteHost(int index, String line) {
    return with(answers.rewriting(index, line), secrets).untried();
  }

  public InstallWizard toggleRole(int index, Role role) {
    return with(answers.toggled(index, role), secrets);
  }

  // ---- the way -----------------------------------------------------------------------------

  /** One page on; refused while this page has errors, which then show beside their fields. */
  @Override
  public Transition<InstallWizard> next() {
    if (hasErrors(page())) {
      InstallWizard here = at(way.insisting(page()));
      // The person may have moved that file away.
      return page() == Page.REVIEW ? here.lookAtFile() : Transition.of(here);
    }
    return switch (page()) {
      case PREFLIGHT -> starting();
      case INSTALL -> Transition.of(this);
      case REVIEW -> goal().reachesHosts() ? arriving(Page.PREFLIGHT) : write();
      default -> arriving(page().following());
    };
  }

  /** One page back. A run that has begun is not taken back. */
  @Override
  public InstallWizard back() {
    return outlook.hasStarted() ? this : at(way.to(page().preceding()));
  }

  /** To any page; forwards only as far as there is no error on the way. */
  public Transition<InstallWizard> goTo(Page target) {
    Page farthest = goal().reachesHosts() ? Page.PREFLIGHT : Page.REVIEW;
    if (outlook.hasStarted() || target.compareTo(farthest) > 0) {
      return Transition.of(this);
    }
    if (target.compareTo(page()) <= 0) {
      return Transition.of(at(way.to(target)));
    }
    Transition<InstallWizard> one = next();
    if (one.wizard().page() == page()) {
      return one;
    }
    Transition<InstallWizard> rest = one.wizard().goTo(target);
    return rest.after(one.effects());
  }

  private Transition<InstallWizard> arriving(Page target) {
    InstallWizard there = at(way.to(target)).with(outlook.noticing(null));
    if (!goal().reachesHosts()) {
      return lookingAtFile(Transition.of(there));
    }
    boolean accessChanged = !there.door().equals(attempts.door()) && !hosts().isEmpty();
    Transition<InstallWizard> turn =
        accessChanged ? there.checking(h -> true) : Transition.of(there);
    return switch (target) {
      case REVIEW -> lookingAtFile(turn.wizard().planning(turn.effects()));
      case PREFLIGHT -> lookingAtFile(turn.wizard().preflighting(turn.effects()));
      default -> turn;
    };
  }

  /** Where the inventory's place can be seen, and once more when it was agreed to. */
  private static Transition<InstallWizard> lookingAtFile(Transition<InstallWizard> turn) {
    InstallWizard there = turn.wizard();
    return there.page().compareTo(Page.REVIEW) < 0
        ? turn
        : there.lookAtFile().after(turn.effects());
  }

  /** Looks whether the inventory can be written where it is to go. */
  public Transition<InstallWizard> lookAtFile() {
    long ticket = attempts.last() + 1;
    return effect(
        List.of(),
        after(attempts.upTo(ticket)).with(outlook.lookingAtFile(ticket)),
        i -> new WizardEffect.LookAtFile(ticket, i, value(OwnField.PATH.key())));
  }

  /** Whether that is known, or cannot be asked before other answers are mended. */
  public boolean hasLookedAtFile() {
    WizardReport.FileLookedAt found = outlook.file().found();
    return draft.accepted() == null || found != null && found.ticket() == outlook.file().ticket();
  }

  /** Writes the inventory as it stands, beside the way. */
  public Transition<InstallWizard> write() {
    Transition<InstallWizard> turn =
        effect(
            List.of(), this, i -> new WizardEffect.WriteInventory(i, value(OwnField.PATH.key())));
    return turn.effects().isEmpty() ? Transition.of(at(way.insisting(Page.REVIEW))) : turn;
  }

  private Transition<InstallWizard> planning(List<Effect> before) {
    long ticket = attempts.last() + 1;
    return effect(
        before,
        after(attempts.upTo(ticket)).with(outlook.planning(ticket)),
        i -> new WizardEffect.MakePlan(ticket, i, value(OwnField.PATH.key()), secrets));
  }

  private Transition<InstallWizard> preflighting(List<Effect> before) {
    long ticket = attempts.last() + 1;
    return effect(
        before,
        after(attempts.upTo(ticket)).with(outlook.preflighting(ticket)),
        i -> new WizardEffect.RunPreflight(ticket, i, secrets));
  }

  private Transition<InstallWizard> starting() {
    if (!problemsOfFile().isEmpty()) {
      Problem problem = problemsOfFile().getFirst();
      return Transition.of(with(outlook.notStarted(problem.what() + " " + problem.remedy())));
    }
    return effect(
        List.of(),
        at(way.to(Page.INSTALL)).with(outlook.starting()),
        i -> new WizardEffect.StartRun(i, value(OwnField.PATH.key()), secrets));
  }

  /** What can only be done with an inventory that may be used; without one nothing happens. */
  private Transition<InstallWizard> effect(
      List<Effect> before, InstallWizard after, Function<Inventory, WizardEffect> effect) {
    Inventory inventory = draft.accepted();
    if (inventory == null) {
      return new Transition<>(this, before);
    }
    return Transition.of(after, effect.apply(inventory)).after(before);
  }

  // ---- for the shells ----------------------------------------------------------------------

  @Override
  public InstallWizard self() {
    return this;
  }

  /** The fields of the page. */
  public Form<InstallWizard> form() {
    return new InstallForm(this);
  }

  @Override
  public Object place() {
    return page();
  }

  @Override
  public String title() {
    return page().title();
  }

  @Override
  public int step() {
    return page().step();
  }

  @Override
  public int steps() {
    return goal().steps();
  }

  @Override
  public String purpose() {
    return goal().purpose(page());
  }

  @Override
  public boolean leavesByBack() {
    return page() == Page.ACCESS || outlook.hasStarted();
  }

  @Override
  public String leaving() {
    return outlook.hasStarted()
        ? "The run goes on without this screen; quorate attach shows it again."
        : "Nothing has been changed on any host. Your answers are kept, without passwords, and"
            + " are offered at the next start.";
  }

  @Override
  public String notice() {
    BackgroundStatus.Notice notice = outlook.notice();
    return notice != null && notice.bad() ? notice.text() : "";
  }

  @Override
  public Transition<InstallWizard> told(Object report) {
    return Transition.of(report instanceof WizardReport known ? heard(known) : this);
  }

  @Override
  public @Nullable Exit exit(Object report) {
    return switch (report) {
      case WizardReport.RunStarted started -> new Exit.Started(started.folder());
      case WizardReport.Written written when !goal().reachesHosts() ->
          new Exit.Written(written.path());
      default -> null;
    };
  }

  @Override
  public InstallWizard cancelled(Effect work) {
    return work instanceof WizardEffect known ? Cancellation.of(this, known) : this;
  }

  @Override
  public InstallWizard over(Effect work) {
    return work instanceof WizardEffect known ? Cancellation.over(this, known) : this;
  }

  @Override
  public boolean looksAgain() {
    return page() == Page.PREFLIGHT && outlook.preflight().isWorthRepeating();
  }

  @Override
  public Transition<InstallWizard> lookedAgain() {
    return recheckPreflight();
  }

  @Override
  public boolean isLook(Object report) {
    return report instanceof WizardReport.PreflightDone
        || report instanceof WizardReport.Failed failed
            && failed.work() == WizardReport.Work.PREFLIGHT;
  }

  @Override
  public List<Effect> keeping(InstallWizard before, @Nullable Exit exit) {
    boolean same =
        answers == before.answers() && page() == before.page() && outlook == before.outlook();
    if (same) {
      return List.of();
    }
    boolean used =
        outlook.isUnderWay() && !before.outlook().isUnderWay() || exit instanceof Exit.Written;
    if (used) {
      return List.of(new WizardEffect.ForgetAnswers());
    }
    SavedAnswers kept = SavedAnswers.of(this);
    return outlook.isUnderWay() || kept.equals(SavedAnswers.of(before))
        ? List.of()
        : List.of(new WizardEffect.SaveAnswers(kept));
  }

  // ---- the background ----------------------------------------------------------------------

  /** Tries all hosts again. */
  public Transition<InstallWizard> recheckHosts() {
    return checking(h -> true);
  }

  /** Tries one host again. */
  public Transition<InstallWizard> recheckHost(int index) {
    return checking(hosts().get(index)::equals);
  }

  /** Looks at all nodes again. */
  public Transition<InstallWizard> recheckPreflight() {
    return preflighting(List.of());
  }

  /** Works the plan out again. */
  public Transition<InstallWizard> replan() {
    return planning(List.of());
  }

  public InstallWizard acknowledge(Finding finding) {
    return with(outlook.with(outlook.preflight().acknowledging(finding)));
  }

  /** The hosts whose key nobody has decided on. */
  public List<HostEntry> unknownKeys() {
    return hosts().stream().filter(h -> h.check() instanceof HostCheck.KeyUnknown).toList();
  }

  /** Agrees to the shown keys of these hosts; they are tried again with them. */
  public Transition<InstallWizard> acceptKeys(List<HostEntry> agreed) {
    HostTrial trial =
        HostTrial.of(
            answers,
            attempts.last(),
            h -> h.check() instanceof HostCheck.KeyUnknown && agreed.contains(h));
    return trial.hosts().isEmpty()
        ? Transition.of(this)
        : Transition.of(
            found(trial.answers()).after(attempts.upTo(trial.lastTicket())),
            new WizardEffect.AcceptHostKeys(trial.keys(), draft.access(), secrets));
  }

  /** Takes in what the background reports; what is out of date changes nothing. */
  public InstallWizard heard(WizardReport report) {
    return switch (report) {
      case WizardReport.HostChecked checked -> found(answers.heard(checked));
      case WizardReport.FileLookedAt looked
          when page() == Page.PREFLIGHT
              && !looked.isFree()
              && looked.ticket() == outlook.file().ticket() ->
          with(
              outlook
                  .heard(looked)
                  .noticing(
                      new BackgroundStatus.Notice(looked.refusal() + " " + looked.remedy(), true)));
      case WizardReport other -> {
        InstallWizard wizard = with(outlook.heard(other));
        yield wizard.at(wizard.way.to(wizard.placeOfRun()));
      }
    };
  }

  /** A run that has ended is over with; one that could not start is still to be started. */
  private Page placeOfRun() {
    if (page() != Page.INSTALL) {
      return page();
    }
    return outlook.hasStarted() ? Page.INSTALL : Page.PREFLIGHT;
  }

  private Transition<InstallWizard> untried() {
    return goal().reachesHosts() ? checking(h -> h.ticket() == 0) : Transition.of(this);
  }

  private Transition<InstallWizard> checking(Predicate<HostEntry> which) {
    HostTrial trial = HostTrial.of(answers, attempts.last(), which);
    return trial.hosts().isEmpty()
        ? Transition.of(this)
        : Transition.of(
            found(trial.answers()).after(attempts.upTo(trial.lastTicket()).by(door())),
            new WizardEffect.CheckHosts(trial.hosts(), draft.access(), secrets));
  }

  private Attempts.Door door() {
    return new Attempts.Door(draft.access(), secrets);
  }

  private InstallWizard with(Answers others, AccessSecrets otherSecrets) {
    Draft judged =
        Draft.of(others, goal().reachesHosts() ? otherSecrets : null, goal().occasion(), today);
    return new InstallWizard(others, otherSecrets, way, outlook, judged, attempts, today);
  }

  /** What was found out about hosts changes no answer: the draft stays as it is. */
  private InstallWizard found(Answers others) {
    return new InstallWizard(others, secrets, way, outlook, draft, attempts, today);
  }

  private InstallWizard with(BackgroundStatus other) {
    return new InstallWizard(answers, secrets, way, other, draft, attempts, today);
  }

  private InstallWizard at(Navigation other) {
    return new InstallWizard(answers, secrets, other, outlook, draft, attempts, today);
  }

  private InstallWizard after(Attempts other) {
    return new InstallWizard(answers, secrets, way, outlook, draft, other, today);
  }
}
