package io.quorate.wizard;

import io.quorate.inventory.Access;
import io.quorate.inventory.EtcdToken;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Quorum;
import io.quorate.inventory.Role;
import io.quorate.inventory.Setting;
import io.quorate.plan.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The install journey as an immutable value: what was said, where the person is, what the
 * background has found, and what is wrong. Every transition gives a new value; what has to be done
 * outside comes along as {@link WizardEffect}s.
 *
 * @param secrets typed passwords; in memory only
 * @param draft the inventory that the answers give, and its problems
 * @param lastTicket the newest number that was given to background work
 * @param checkedWith how the hosts were reached when they were last tried; null: not yet
 */
public record InstallWizard(
    Answers answers,
    AccessSecrets secrets,
    Way way,
    Outlook outlook,
    Draft draft,
    long lastTicket,
    @Nullable Door checkedWith) {

  private static final String TOKEN = Setting.ETCD_INITIAL_TOKEN.key();

  /** How hosts are reached, and with what. */
  record Door(Access access, AccessSecrets secrets) {}

  /** A transition that also asks for background work. */
  public record Turn(InstallWizard wizard, List<WizardEffect> effects) {
    public Turn {
      effects = List.copyOf(effects);
    }

    static Turn of(InstallWizard wizard, WizardEffect... effects) {
      return new Turn(wizard, List.of(effects));
    }
  }

  /** A journey that begins, with a random etcd token. */
  public static InstallWizard fresh() {
    return of(Answers.none());
  }

  /** A journey that goes on where an earlier start was left, or at the first page with an error. */
  public static InstallWizard resumed(SavedAnswers saved) {
    InstallWizard wizard = of(saved.answers());
    while (wizard.page() != saved.page() && !wizard.hasErrors(wizard.page())) {
      wizard = wizard.at(wizard.way.to(wizard.page().following()));
    }
    return wizard;
  }

  /** The background work that a resumed journey begins with. */
  public Turn woken() {
    boolean hostsKnown = page().compareTo(Page.ACCESS) > 0 && checkedWith == null;
    Turn turn = hostsKnown && !outlook.hasStarted() ? checking(i -> true) : Turn.of(this);
    return page() == Page.REVIEW ? turn.wizard().planning(turn.effects()) : turn;
  }

  private static InstallWizard of(Answers answers) {
    Answers complete = withToken(answers);
    AccessSecrets none = AccessSecrets.none();
    return new InstallWizard(
        complete, none, Way.start(), Outlook.blank(), Draft.of(complete, none), 0, null);
  }

  private static Answers withToken(Answers answers) {
    return answers.settings().containsKey(TOKEN)
        ? answers
        : answers.with(TOKEN, EtcdToken.random());
  }

  // ---- what can be asked -------------------------------------------------------------------

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

  /** What F1 says of a field. */
  public Field.Help help(String field) {
    return PageFields.help(field);
  }

  /** Whether a field is the etcd token, which can be made anew. */
  public static boolean isToken(String field) {
    return field.equals(TOKEN);
  }

  /** The fields of a page that matter with these answers, in their order. */
  public List<Field> fields(Page page) {
    return PageFields.of(page, this::value);
  }

  /** All that is wrong on a page, errors first. */
  public List<Problem> problems(Page page) {
    List<Problem> found = new ArrayList<>();
    switch (page) {
      case REVIEW ->
          found.addAll(draft.problems().stream().filter(p -> Draft.pageOf(p).asks()).toList());
      case PREFLIGHT -> found.addAll(outlook.preflight().problems());
      default -> {}
    }
    draft.problems().stream().filter(p -> Draft.pageOf(p) == page).forEach(found::add);
    return found.stream().sorted((a, b) -> a.severity().compareTo(b.severity())).toList();
  }

  /** What is wrong at one field, to be shown beside it. Quiet before the person was there. */
  public List<Problem> problemsAt(String field) {
    return draft.problems().stream()
        .filter(p -> p.field().equals(field))
        .filter(p -> way.shows(Draft.pageOf(p), field))
        .toList();
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
    return AnswersReading.text(answers.with(TOKEN, "(hidden)"));
  }

  /** What the number of masters means, in words. */
  public String quorumInWords() {
    int masters = (int) hosts().stream().filter(HostEntry::isMaster).count();
    String advice = Quorum.advice(masters);
    return Quorum.words(masters) + "." + (advice.isEmpty() ? "" : " " + advice + ".");
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
    return with(withToken(answers.without(TOKEN)), secrets);
  }

  /** Reads a host list; what is understood joins the hosts and is tried at once. */
  public Turn addHosts(String text) {
    HostLines.Read read = HostLines.read(text, hosts());
    List<BadLine> bad = new ArrayList<>(answers.badLines());
    bad.addAll(read.bad());
    int before = hosts().size();
    return with(answers.adding(read.hosts()).withBadLines(bad), secrets).checking(i -> i >= before);
  }

  /** Reads one bad line again, after it was edited. */
  public Turn mendLine(int index, String text) {
    return removeBadLine(index).addHosts(text);
  }

  public InstallWizard removeBadLine(int index) {
    List<BadLine> others = new ArrayList<>(answers.badLines());
    others.remove(index);
    return with(answers.withBadLines(others), secrets);
  }

  public InstallWizard removeHost(int index) {
    return with(answers.removing(index), secrets);
  }

  public InstallWizard renameHost(int index, String name) {
    return with(answers.withHost(index, h -> h.named(name)), secrets);
  }

  /** Replaces a host by what a line says; its roles stay. Refused lines wait among the bad ones. */
  public Turn rewriteHost(int index, String line) {
    HostEntry old = hosts().get(index);
    List<HostEntry> others = new ArrayList<>(hosts());
    others.remove(index);
    HostLines.Read read = HostLines.read(line, others);
    if (read.hosts().size() != 1) {
      List<BadLine> bad = new ArrayList<>(answers.badLines());
      bad.add(
          read.bad().isEmpty()
              ? new BadLine(line, "one line gives one host here")
              : read.bad().getFirst());
      return Turn.of(with(answers.withHosts(others).withBadLines(bad), secrets));
    }
    HostEntry fresh = read.hosts().getFirst().withRoles(old.roles());
    return with(answers.withHost(index, h -> fresh), secrets).checking(i -> i == index);
  }

  public InstallWizard toggleRole(int index, Role role) {
    return with(answers.toggled(index, role), secrets);
  }

  // ---- the way -----------------------------------------------------------------------------

  /** One page on; refused while this page has errors, which then show beside their fields. */
  public Turn next() {
    if (hasErrors(page())) {
      return Turn.of(at(way.insisting(page())));
    }
    return switch (page()) {
      case PREFLIGHT -> starting();
      case INSTALL, DONE -> Turn.of(this);
      default -> arriving(page().following());
    };
  }

  /** One page back. A run that has begun is not taken back. */
  public InstallWizard back() {
    return outlook.hasStarted() ? this : at(way.to(page().preceding()));
  }

  /** To any page; forwards only as far as there is no error on the way. */
  public Turn goTo(Page target) {
    if (outlook.hasStarted() || target.compareTo(Page.PREFLIGHT) > 0) {
      return Turn.of(this);
    }
    if (target.compareTo(page()) <= 0) {
      return Turn.of(at(way.to(target)));
    }
    Turn turn = next();
    List<WizardEffect> effects = new ArrayList<>(turn.effects());
    while (turn.wizard().page() != target && turn.wizard().page() != page()) {
      Page before = turn.wizard().page();
      turn = turn.wizard().next();
      effects.addAll(turn.effects());
      if (turn.wizard().page() == before) {
        break;
      }
    }
    return new Turn(turn.wizard(), effects);
  }

  private Turn arriving(Page target) {
    InstallWizard there = at(way.to(target));
    boolean accessChanged = !there.door().equals(checkedWith) && !hosts().isEmpty();
    Turn turn = accessChanged ? there.checking(i -> true) : Turn.of(there);
    return switch (target) {
      case REVIEW -> turn.wizard().planning(turn.effects());
      case PREFLIGHT -> turn.wizard().preflighting(turn.effects());
      default -> turn;
    };
  }

  private Turn planning(List<WizardEffect> before) {
    Inventory inventory = draft.inventory();
    if (inventory == null) {
      return new Turn(this, before);
    }
    long ticket = lastTicket + 1;
    return new Turn(
        ticketed(ticket).with(outlook.planning(ticket)),
        plus(before, new WizardEffect.MakePlan(ticket, inventory, secrets)));
  }

  private Turn preflighting(List<WizardEffect> before) {
    Inventory inventory = draft.inventory();
    if (inventory == null) {
      return new Turn(this, before);
    }
    long ticket = lastTicket + 1;
    return new Turn(
        ticketed(ticket).with(outlook.preflighting(ticket)),
        plus(before, new WizardEffect.RunPreflight(ticket, inventory, secrets)));
  }

  private Turn starting() {
    Inventory inventory = draft.inventory();
    if (inventory == null) {
      return Turn.of(this);
    }
    return Turn.of(
        at(way.to(Page.INSTALL)).with(outlook.starting()),
        new WizardEffect.StartRun(inventory, value(OwnField.PATH.key()), secrets));
  }

  private static List<WizardEffect> plus(List<WizardEffect> before, WizardEffect effect) {
    List<WizardEffect> all = new ArrayList<>(before);
    all.add(effect);
    return all;
  }

  // ---- the background ----------------------------------------------------------------------

  /** Tries all hosts again. */
  public Turn recheckHosts() {
    return checking(i -> true);
  }

  /** Tries one host again. */
  public Turn recheckHost(int index) {
    return checking(i -> i == index);
  }

  /** Looks at all nodes again. */
  public Turn recheckPreflight() {
    return preflighting(List.of());
  }

  /** Works the plan out again. */
  public Turn replan() {
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
  public Turn acceptKeys(List<HostEntry> agreed) {
    List<WizardEffect.AcceptedKey> keys = new ArrayList<>();
    Answers changed = answers;
    long ticket = lastTicket;
    for (int i = 0; i < hosts().size(); i++) {
      HostEntry host = hosts().get(i);
      if (agreed.contains(host) && host.check() instanceof HostCheck.KeyUnknown key) {
        HostEntry checking = host.checking(++ticket);
        changed = changed.withHost(i, h -> checking);
        keys.add(new WizardEffect.AcceptedKey(toCheck(checking), key.type(), key.fingerprint()));
      }
    }
    if (keys.isEmpty()) {
      return Turn.of(this);
    }
    return Turn.of(
        with(changed, secrets).ticketed(ticket),
        new WizardEffect.AcceptHostKeys(keys, draft.access(), secrets));
  }

  /** Takes in what the background reports; what is out of date changes nothing. */
  public InstallWizard heard(WizardReport report) {
    return switch (report) {
      case WizardReport.HostChecked checked -> heard(checked);
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
    return outlook.hasEnded() ? Page.DONE : outlook.hasStarted() ? Page.INSTALL : Page.PREFLIGHT;
  }

  private InstallWizard heard(WizardReport.HostChecked checked) {
    for (int i = 0; i < hosts().size(); i++) {
      if (hosts().get(i).ticket() == checked.ticket()) {
        return with(answers.withHost(i, h -> h.checked(checked.check())), secrets);
      }
    }
    return this;
  }

  private Turn checking(IntPredicate which) {
    List<WizardEffect.HostToCheck> tried = new ArrayList<>();
    Answers changed = answers;
    long ticket = lastTicket;
    for (int i = 0; i < hosts().size(); i++) {
      if (which.test(i)) {
        HostEntry checking = hosts().get(i).checking(++ticket);
        changed = changed.withHost(i, h -> checking);
        tried.add(toCheck(checking));
      }
    }
    if (tried.isEmpty()) {
      return Turn.of(this);
    }
    InstallWizard wizard =
        new InstallWizard(changed, secrets, way, outlook, draft, ticket, door()).judged();
    return Turn.of(wizard, new WizardEffect.CheckHosts(tried, draft.access(), secrets));
  }

  private static WizardEffect.HostToCheck toCheck(HostEntry host) {
    int port = HostLines.isPort(host.port()) ? Integer.parseInt(host.port()) : 0;
    return new WizardEffect.HostToCheck(
        host.ticket(), host.name(), host.address(), host.user(), port);
  }

  private Door door() {
    return new Door(draft.access(), secrets);
  }

  // ---- new values --------------------------------------------------------------------------

  private InstallWizard with(Answers others, AccessSecrets otherSecrets) {
    return new InstallWizard(others, otherSecrets, way, outlook, draft, lastTicket, checkedWith)
        .judged();
  }

  private InstallWizard with(Outlook other) {
    return new InstallWizard(answers, secrets, way, other, draft, lastTicket, checkedWith);
  }

  private InstallWizard judged() {
    return new InstallWizard(
        answers, secrets, way, outlook, Draft.of(answers, secrets), lastTicket, checkedWith);
  }

  private InstallWizard at(Way other) {
    return new InstallWizard(answers, secrets, other, outlook, draft, lastTicket, checkedWith);
  }

  private InstallWizard ticketed(long ticket) {
    return new InstallWizard(answers, secrets, way, outlook, draft, ticket, checkedWith);
  }
}
