package io.quorate.wizard.journey;

import io.quorate.inventory.Problem;
import io.quorate.inventory.ansible.GroupRoles;
import io.quorate.plan.Finding;
import io.quorate.plan.facts.ClusterHealth;
import io.quorate.wizard.Effect;
import io.quorate.wizard.Exit;
import io.quorate.wizard.Form;
import io.quorate.wizard.Guided;
import io.quorate.wizard.Transition;
import io.quorate.wizard.journey.JourneyReport.PlanMade;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Any journey on a cluster that is there, as pure state: which cluster it is, what was said on its
 * pages, what is known of the nodes, and what would be done.
 *
 * @param pages with the page that asks which cluster it is, unless it was open from the start, and
 *     the one that asks for the roles of its groups, where their names do not say them
 * @param cluster null before it is open
 * @param page the index of the page the person is on; behind the last: there is nothing to run
 * @param insisted pages that were to be left in spite of errors
 * @param touched fields that were edited
 * @param refused what is wrong with the cluster as it was named
 * @param opening whether the cluster is being opened
 * @param looked the newest look; null before the first
 * @param looking whether an answer is awaited
 * @param paused whether no look begins by itself, since the person stopped one
 * @param review what would be done
 * @param answer what was asked, where that is all
 * @param asked what the person has to decide on; null: nothing
 * @param notes what has to be known of the cluster; mostly empty
 * @param notice what could not be done; may be empty
 * @param starting whether the run was told to start
 * @param folder of the run; empty until it has started
 * @param ticket of the newest work that has one
 */
public record JourneyWizard(
    Journey journey,
    List<JourneyPage> pages,
    @Nullable Cluster cluster,
    int page,
    Choices choices,
    Set<Integer> insisted,
    Set<String> touched,
    List<Problem> refused,
    boolean opening,
    @Nullable Looked looked,
    boolean looking,
    boolean paused,
    Review review,
    Answer answer,
    @Nullable Asked asked,
    List<String> notes,
    String notice,
    boolean starting,
    String folder,
    long ticket)
    implements Guided<JourneyWizard> {

  /**
   * What would be done.
   *
   * @param ticket of the newest request; 0: none
   * @param made null until it is
   * @param refusal why it is not; may be empty
   */
  public record Review(long ticket, boolean busy, @Nullable PlanMade made, String refusal) {

    static final Review NONE = new Review(0, false, null, "");

    /** Whether the plan is there and nothing forbids it. */
    boolean permits() {
      return made != null
          && !busy
          && made.findings().stream().noneMatch(f -> f.status() == Finding.Status.FAILED);
    }
  }

  /**
   * What the nodes answered.
   *
   * @param ticket of the newest request; 0: none
   * @param lines empty until they have
   */
  public record Answer(long ticket, boolean busy, List<String> lines) {

    static final Answer NONE = new Answer(0, false, List.of());

    public Answer {
      lines = List.copyOf(lines);
    }
  }

  /** What the person has to decide on. */
  public sealed interface Asked {

    /** Work under way waits for the answer. */
    record Of(Question question) implements Asked {}

    /** A plan needs it. */
    record ToDecide(ReviewPage.Decision decision) implements Asked {}
  }

  public JourneyWizard {
    pages = List.copyOf(pages);
    insisted = Set.copyOf(insisted);
    touched = Set.copyOf(touched);
    refused = List.copyOf(refused);
    notes = List.copyOf(notes);
  }

  /**
   * A journey that begins with the question which cluster it is about.
   *
   * @param known inventories that may be meant, the likeliest first
   * @param rehearsal whether the nodes are simulated
   */
  public static JourneyWizard of(Journey journey, List<String> known, boolean rehearsal) {
    List<JourneyPage> pages = new ArrayList<>(journey.pages());
    pages.addFirst(new ClusterPage(known, rehearsal));
    return of(journey, pages, null, Choices.none());
  }

  /**
   * A journey on a cluster that is open already.
   *
   * @param choices what was said before
   */
  public static JourneyWizard of(Journey journey, Cluster cluster, Choices choices) {
    return of(journey, journey.pages(), cluster, choices);
  }

  private static JourneyWizard of(
      Journey journey, List<JourneyPage> pages, @Nullable Cluster cluster, Choices choices) {
    return new JourneyWizard(
        journey,
        pages,
        cluster,
        0,
        choices,
        Set.of(),
        Set.of(),
        List.of(),
        false,
        null,
        false,
        false,
        Review.NONE,
        Answer.NONE,
        null,
        List.of(),
        "",
        false,
        "",
        0);
  }

  // ---- what is shown -------------------------------------------------------------------------

  /** The page; the last one where all were gone through. */
  public JourneyPage current() {
    return pages.get(Math.min(page, pages.size() - 1));
  }

  /**
   * The fields of the page.
   *
   * @throws IllegalStateException on a page without any
   */
  public Form<JourneyWizard> form() {
    return switch (current()) {
      case FieldsPage fields -> new JourneyForm(this, fields);
      case PicturePage picture -> new PictureForm(this, picture);
      case NodesPage _, AnswerPage _, ReviewPage _ ->
          throw new IllegalStateException(current().title() + " has no fields");
    };
  }

  /**
   * What the pages behind the first go by.
   *
   * @throws IllegalStateException before the cluster is open
   */
  public Moment moment() {
    Cluster open = cluster;
    if (open == null) {
      throw new IllegalStateException("no cluster is open");
    }
    return new Moment(open, choices, looked);
  }

  /** The journey's page on which it is agreed to. */
  public ReviewPage reviewing() {
    if (pages.getLast() instanceof ReviewPage last) {
      return last;
    }
    throw new IllegalStateException(journey.name() + " runs nothing");
  }

  /** Whether the run has started, or all pages were gone through. */
  public boolean isOver() {
    return !folder.isEmpty() || page >= pages.size();
  }

  /** Whether the page shows what the cluster is now. */
  private boolean isSeen() {
    return switch (current()) {
      case NodesPage _, PicturePage _ -> true;
      case FieldsPage _, AnswerPage _, ReviewPage _ -> false;
    };
  }

  boolean isInsisted() {
    return insisted.contains(page);
  }

  /** What the newest look came to; empty before the first. */
  public String found() {
    return looked == null ? "" : (looked.live().found() + " " + looked.live().remedy()).strip();
  }

  /** Whether all is well with the cluster. */
  public boolean isWell() {
    return looked != null && looked.live().health().verdict() == ClusterHealth.Verdict.HEALTHY;
  }

  /** What the guard says of the choice; without a look nothing is allowed. */
  public Judgement judgement() {
    return current() instanceof NodesPage nodes && looked != null
        ? nodes.judge(moment(), looked)
        : new Judgement(false, true, List.of());
  }

  /** Whether the person may be asked to go. */
  public boolean mayStart() {
    return current() instanceof ReviewPage && review.permits() && !starting;
  }

  /** What the cluster is once it is done, and what to do next. */
  public List<String> afterwards() {
    PlanMade made = review.made();
    return made == null ? List.of() : made.afterwards();
  }

  // ---- what is said --------------------------------------------------------------------------

  /** Types, chooses or turns something over. */
  public JourneyWizard chosen(String key, String text) {
    Set<String> fields = new HashSet<>(touched);
    fields.add(key);
    return new Change(this)
        .choices(choices.with(key, text))
        .touched(fields)
        .refused(List.of())
        .notice("")
        .done();
  }

  /** Chooses a node, or takes it back. */
  public JourneyWizard toggled(String node) {
    if (!(current() instanceof NodesPage nodes)) {
      return this;
    }
    return switch (nodes.pick()) {
      case NONE -> this;
      case ONE -> chosen(NodesPage.KEY, choices.list(NodesPage.KEY).contains(node) ? "" : node);
      case MANY -> chosen(NodesPage.KEY, choices.toggled(NodesPage.KEY, node).text(NodesPage.KEY));
    };
  }

  /** Turns a switch over. */
  public JourneyWizard turnedOver(NodesPage.Switch one) {
    return chosen(one.key(), choices.isOn(one.key()) ? "" : "true");
  }

  // ---- the way -------------------------------------------------------------------------------

  @Override
  public Transition<JourneyWizard> woken() {
    return cluster == null ? Transition.of(this) : arriving(page);
  }

  @Override
  public Transition<JourneyWizard> next() {
    long next = ticket + 1;
    return switch (current()) {
      case ClusterPage first when !first.problems(choices).isEmpty() -> Transition.of(insisting());
      case ClusterPage first ->
          opening(
              without(),
              new JourneyEffect.Open(
                  next,
                  first.file(choices),
                  first.master(choices),
                  GroupRoles.NONE,
                  "",
                  bearsSilence()));
      case GroupsPage groups when !groups.problems(choices).isEmpty() -> Transition.of(insisting());
      case GroupsPage groups ->
          opening(
              pages,
              new JourneyEffect.Open(
                  next,
                  groups.file(),
                  "",
                  groups.roles(choices),
                  groups.kept(choices),
                  bearsSilence()));
      case FieldsPage fields ->
          problems(fields).stream().anyMatch(Problem::isError)
              ? Transition.of(insisting())
              : arriving(page + 1);
      case PicturePage _ when looked == null -> Transition.of(this);
      case PicturePage _ ->
          form().problems().stream().anyMatch(Problem::isError)
              ? Transition.of(insisting())
              : arriving(page + 1);
      case NodesPage _ -> judgement().allowed() ? arriving(page + 1) : Transition.of(this);
      case AnswerPage _ -> answer.lines().isEmpty() ? Transition.of(this) : arriving(page + 1);
      case ReviewPage _ -> Transition.of(this);
    };
  }

  private boolean bearsSilence() {
    return pages.getLast() instanceof AnswerPage last && last.bearsSilence();
  }

  /** What is wrong on a page; before the cluster is known, by the answers alone. */
  List<Problem> problems(FieldsPage fields) {
    return cluster == null ? fields.problems(choices) : fields.problems(moment());
  }

  private JourneyWizard insisting() {
    Set<Integer> all = new HashSet<>(insisted);
    all.add(page);
    return new Change(this).insisted(all).done();
  }

  private Transition<JourneyWizard> opening(List<JourneyPage> way, JourneyEffect.Open work) {
    if (opening) {
      return Transition.of(this);
    }
    return Transition.of(
        new Change(this)
            .pages(way)
            .opening(true)
            .ticket(work.ticket())
            .refused(List.of())
            .notice("")
            .done(),
        work);
  }

  /** The pages without that of another file's groups. */
  private List<JourneyPage> without() {
    return pages.stream().filter(p -> !(p instanceof GroupsPage)).toList();
  }

  /** On the page where the groups of the file get their roles. */
  private JourneyWizard asking(JourneyReport.RolesWanted wanted) {
    List<JourneyPage> all = new ArrayList<>(without());
    all.add(1, new GroupsPage(wanted.file(), wanted.groups()));
    return new Change(this)
        .pages(all)
        .page(1)
        .insisted(Set.of())
        .opening(false)
        .notes(List.of())
        .done();
  }

  private Transition<JourneyWizard> arriving(int target) {
    JourneyWizard there = new Change(this).page(target).notice("").done();
    if (target >= pages.size()) {
      return Transition.of(there);
    }
    return switch (there.current()) {
      case NodesPage _, PicturePage _ -> there.look();
      case AnswerPage _ -> there.inquire();
      case ReviewPage _ -> there.plan();
      case FieldsPage _ -> Transition.of(there);
    };
  }

  /** To the page before; what was asked is declined. */
  @Override
  public JourneyWizard back() {
    return page == 0 || starting
        ? this
        : new Change(this)
            .page(page - 1)
            .review(new Review(ticket, false, null, ""))
            .answer(Answer.NONE)
            .asked(null)
            .notice("")
            .done();
  }

  @Override
  public boolean isWaiting() {
    return opening || starting;
  }

  @Override
  public boolean leavesByBack() {
    return page == 0;
  }

  /** Looks at the cluster. */
  public Transition<JourneyWizard> look() {
    return looking
        ? Transition.of(this)
        : Transition.of(
            new Change(this).looking(true).paused(false).notice("").done(),
            new JourneyEffect.Look(reviewing(), moment()));
  }

  /** Asks for what the page answers, or again. */
  public Transition<JourneyWizard> inquire() {
    long next = ticket + 1;
    return answer.busy() || !(current() instanceof AnswerPage asking)
        ? Transition.of(this)
        : Transition.of(
            new Change(this)
                .ticket(next)
                .answer(new Answer(next, true, List.of()))
                .notice("")
                .done(),
            new JourneyEffect.Inquire(next, asking, moment()));
  }

  /** Works the plan out, or out again. */
  public Transition<JourneyWizard> plan() {
    long next = ticket + 1;
    return Transition.of(
        new Change(this)
            .ticket(next)
            .review(new Review(next, true, null, ""))
            .asked(null)
            .notice("")
            .done(),
        new JourneyEffect.MakePlan(next, reviewing(), moment()));
  }

  public Transition<JourneyWizard> start() {
    return mayStart()
        ? Transition.of(
            new Change(this).starting(true).notice("").done(),
            new JourneyEffect.Start(reviewing(), moment()))
        : Transition.of(this);
  }

  /**
   * Answers what was asked.
   *
   * @param agreed whether the person goes along
   * @param answer to go on with where work waits for it; its secret is null where nothing was typed
   */
  public Transition<JourneyWizard> answered(boolean agreed, JourneyEffect.@Nullable Answer answer) {
    Asked before = asked;
    JourneyWizard free = new Change(this).asked(null).done();
    return switch (before) {
      case Asked.Of _ when answer != null -> Transition.of(free, answer);
      case Asked.ToDecide(ReviewPage.Decision decision) when agreed ->
          new Change(free).choices(decision.agreed()).done().plan();
      case Asked.ToDecide _ -> Transition.of(free.back());
      case null, default -> Transition.of(free);
    };
  }

  // ---- the background ------------------------------------------------------------------------

  @Override
  public Transition<JourneyWizard> told(Object report) {
    return report instanceof JourneyReport known ? heard(known) : Transition.of(this);
  }

  private Transition<JourneyWizard> heard(JourneyReport report) {
    return switch (report) {
      case JourneyReport.Opened opened when opening && opened.ticket() == ticket ->
          entering(opened.cluster()).notes(opened.notes()).done().arriving(page + 1);
      case JourneyReport.NotOpened failed when opening && failed.ticket() == ticket ->
          Transition.of(
              new Change(this).opening(false).refused(failed.problems()).done().insisting());
      case JourneyReport.RolesWanted wanted when opening && wanted.ticket() == ticket ->
          Transition.of(asking(wanted));
      case JourneyReport.Opened _, JourneyReport.NotOpened _, JourneyReport.RolesWanted _ ->
          Transition.of(this);
      case JourneyReport.Asked(Question question) ->
          Transition.of(new Change(this).asked(new Asked.Of(question)).done());
      case JourneyReport.Seen(Looked found) when isOfCluster(found) ->
          Transition.of(new Change(this).looked(found).looking(false).done());
      case JourneyReport.Seen _ -> Transition.of(this);
      case PlanMade made when made.ticket() == review.ticket() && isAskedElsewhere(made) ->
          Transition.of(askedElsewhere(made));
      case PlanMade made -> reviewed(made.ticket(), new Review(made.ticket(), false, made, ""));
      case JourneyReport.Answered answered when answered.ticket() == answer.ticket() ->
          Transition.of(
              new Change(this)
                  .answer(new Answer(answered.ticket(), false, answered.lines()))
                  .done());
      case JourneyReport.Answered _ -> Transition.of(this);
      case JourneyReport.Refused refusal when refusal.ticket() == answer.ticket() ->
          Transition.of(
              new Change(this)
                  .answer(new Answer(refusal.ticket(), false, List.of()))
                  .notice(refusal.reason())
                  .done());
      case JourneyReport.Refused refusal ->
          reviewed(refusal.ticket(), new Review(refusal.ticket(), false, null, refusal.reason()));
      case JourneyReport.Undecided undecided when undecided.ticket() == review.ticket() ->
          Transition.of(
              new Change(this)
                  .review(new Review(undecided.ticket(), false, null, ""))
                  .asked(new Asked.ToDecide(undecided.decision()))
                  .done());
      case JourneyReport.Undecided _ -> Transition.of(this);
      case JourneyReport.Started started ->
          Transition.of(new Change(this).folder(started.folder()).done());
      case JourneyReport.NotDone failure ->
          Transition.of(
              new Change(this)
                  .starting(false)
                  .looking(false)
                  .paused(isSeen())
                  .notice(failure.reason())
                  .done());
    };
  }

  private static List<Finding> refusing(PlanMade made) {
    return made.findings().stream().filter(f -> f.status() == Finding.Status.FAILED).toList();
  }

  /** Whether all that is refused was typed in a field of one page before. */
  private boolean isAskedElsewhere(PlanMade made) {
    List<Finding> refusing = refusing(made);
    Set<Integer> places = new HashSet<>();
    refusing.forEach(f -> places.add(pageOf(asking(f))));
    return !refusing.isEmpty() && places.size() == 1 && !places.contains(-1);
  }

  /** On the page where it was typed, with what is refused at its field. */
  private JourneyWizard askedElsewhere(PlanMade made) {
    List<Problem> problems =
        refusing(made).stream().map(f -> Problem.error(asking(f), f.found(), f.remedy())).toList();
    int there = pageOf(problems.getFirst().field());
    return new Change(this)
        .page(there)
        .review(new Review(ticket, false, null, ""))
        .refused(problems)
        .notice("")
        .done()
        .insisting();
  }

  private String asking(Finding refused) {
    return current() instanceof ReviewPage own ? own.asking(choices, refused) : "";
  }

  /** The page that has a field; -1 where none has. */
  private int pageOf(String field) {
    for (int i = 0; i < page && !field.isEmpty(); i++) {
      boolean has =
          switch (pages.get(i)) {
            case FieldsPage own ->
                own.fields(choices).stream().anyMatch(f -> f.key().equals(field));
            case PicturePage own when looked != null ->
                own.fields(moment(), looked).stream().anyMatch(f -> f.key().equals(field));
            default -> false;
          };
      if (has) {
        return i;
      }
    }
    return -1;
  }

  /** What was seen of another cluster, and chosen there, is none of this one's. */
  private Change entering(Cluster opened) {
    Change change = new Change(this).cluster(opened).opening(false);
    if (cluster == null || cluster.equals(opened)) {
      return change;
    }
    return change
        .choices(choices.only(ClusterPage.KEYS))
        .insisted(Set.of())
        .touched(Set.of())
        .looked(null)
        .looking(false);
  }

  private boolean isOfCluster(Looked found) {
    return cluster != null && found.inventory().equals(cluster.inventory());
  }

  /** Answers to older requests are out of date. */
  private Transition<JourneyWizard> reviewed(long of, Review answer) {
    return Transition.of(
        current() instanceof ReviewPage && of == review.ticket()
            ? new Change(this).review(answer).asked(null).done()
            : this);
  }

  @Override
  public @Nullable Exit exit(Object report) {
    return switch (report) {
      case JourneyReport.Started started -> new Exit.Started(started.folder());
      case JourneyReport.Opened opened
          when opening && opened.ticket() == ticket && page + 1 >= pages.size() ->
          new Exit.Answered();
      default -> null;
    };
  }

  @Override
  public JourneyWizard cancelled(Effect work) {
    return work instanceof JourneyEffect known ? cancelled(known) : this;
  }

  private JourneyWizard cancelled(JourneyEffect work) {
    return switch (work) {
      case JourneyEffect.Open _ ->
          new Change(this).opening(false).asked(null).notice("Opening was cancelled.").done();
      case JourneyEffect.Look _ ->
          new Change(this)
              .looking(false)
              .paused(true)
              .asked(null)
              .notice("The look was cancelled. F5 looks again.")
              .done();
      case JourneyEffect.Inquire _ ->
          new Change(page == 0 ? this : back())
              .answer(Answer.NONE)
              .asked(null)
              .notice("That was cancelled; nothing was changed on any node.")
              .done();
      case JourneyEffect.MakePlan _ -> {
        JourneyWizard before = page == 0 ? this : back();
        yield new Change(before)
            .review(new Review(ticket + 1, false, null, ""))
            .ticket(ticket + 1)
            .notice("The plan was cancelled.")
            .done();
      }
      case JourneyEffect.Start _, JourneyEffect.Answer _ -> this;
    };
  }

  @Override
  public JourneyWizard over(Effect work) {
    return work instanceof JourneyEffect.Start && starting && folder.isEmpty()
        ? new Change(this)
            .starting(false)
            .notice("The start was cancelled; nothing was changed on any node.")
            .done()
        : this;
  }

  @Override
  public boolean looksAgain() {
    return isSeen() && cluster != null && !looking && !paused;
  }

  @Override
  public Transition<JourneyWizard> lookedAgain() {
    return look();
  }

  @Override
  public boolean isLook(Object report) {
    return report instanceof JourneyReport.Seen || report instanceof JourneyReport.NotDone;
  }

  // ---- for the shells ------------------------------------------------------------------------

  @Override
  public JourneyWizard self() {
    return this;
  }

  @Override
  public Object place() {
    return page;
  }

  @Override
  public String title() {
    Cluster open = cluster;
    return open == null || current() instanceof ClusterPage || current() instanceof GroupsPage
        ? journey.title()
        : journey.title() + " (" + open.inventory().clusterName() + ")";
  }

  @Override
  public int step() {
    return Math.min(page, pages.size() - 1) + 1;
  }

  /** Where something is run, its panes are the last step. */
  @Override
  public int steps() {
    return pages.size() + (pages.getLast() instanceof ReviewPage ? 1 : 0);
  }

  @Override
  public String purpose() {
    return current().purpose();
  }

  @Override
  public String leaving() {
    return starting
        ? "The run goes on without this screen; quorate attach shows it again."
        : "Nothing has been changed on any node.";
  }

  /** A changed copy in the making. */
  private static final class Change {
    private final JourneyWizard before;
    private List<JourneyPage> pages;
    private @Nullable Cluster cluster;
    private int page;
    private Choices choices;
    private Set<Integer> insisted;
    private Set<String> touched;
    private List<Problem> refused;
    private boolean opening;
    private @Nullable Looked looked;
    private boolean looking;
    private boolean paused;
    private Review review;
    private Answer answer;
    private @Nullable Asked asked;
    private List<String> notes;
    private String notice;
    private boolean starting;
    private String folder;
    private long ticket;

    Change(JourneyWizard before) {
      this.before = before;
      this.pages = before.pages;
      this.cluster = before.cluster;
      this.page = before.page;
      this.choices = before.choices;
      this.insisted = before.insisted;
      this.touched = before.touched;
      this.refused = before.refused;
      this.opening = before.opening;
      this.looked = before.looked;
      this.looking = before.looking;
      this.paused = before.paused;
      this.review = before.review;
      this.answer = before.answer;
      this.asked = before.asked;
      this.notes = before.notes;
      this.notice = before.notice;
      this.starting = before.starting;
      this.folder = before.folder;
      this.ticket = before.ticket;
    }

    Change pages(List<JourneyPage> other) {
      pages = other;
      return this;
    }

    Change cluster(@Nullable Cluster other) {
      cluster = other;
      return this;
    }

    Change page(int other) {
      page = other;
      return this;
    }

    Change choices(Choices other) {
      choices = other;
      return this;
    }

    Change insisted(Set<Integer> other) {
      insisted = other;
      return this;
    }

    Change touched(Set<String> other) {
      touched = other;
      return this;
    }

    Change refused(List<Problem> other) {
      refused = other;
      return this;
    }

    Change opening(boolean other) {
      opening = other;
      return this;
    }

    Change looked(@Nullable Looked other) {
      looked = other;
      return this;
    }

    Change looking(boolean other) {
      looking = other;
      return this;
    }

    Change paused(boolean other) {
      paused = other;
      return this;
    }

    Change review(Review other) {
      review = other;
      return this;
    }

    Change answer(Answer other) {
      answer = other;
      return this;
    }

    Change asked(@Nullable Asked other) {
      asked = other;
      return this;
    }

    Change notes(List<String> other) {
      notes = other;
      return this;
    }

    Change notice(String other) {
      notice = other;
      return this;
    }

    Change starting(boolean other) {
      starting = other;
      return this;
    }

    Change folder(String other) {
      folder = other;
      return this;
    }

    Change ticket(long other) {
      ticket = other;
      return this;
    }

    JourneyWizard done() {
      return new JourneyWizard(
          before.journey,
          pages,
          cluster,
          page,
          choices,
          insisted,
          touched,
          refused,
          opening,
          looked,
          looking,
          paused,
          review,
          answer,
          asked,
          notes,
          notice,
          starting,
          folder,
          ticket);
    }
  }
}
