package io.quorate.journey;

import io.quorate.engine.Invocation;
import io.quorate.engine.Preview;
import io.quorate.engine.RunFolder;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.ansible.GroupWithoutRole;
import io.quorate.inventory.form.Form;
import io.quorate.inventory.form.Forms;
import io.quorate.inventory.form.KeptSecrets;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.form.Texts;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.inventory.release.InventoryLoader.Loaded;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.secret.VaultException;
import io.quorate.inventory.yaml.WholeFile;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.FileFailure;
import io.quorate.plan.Finding;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.NamedCommands;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.recipe.cluster.LiveCluster;
import io.quorate.usecase.Absence;
import io.quorate.usecase.Caller;
import io.quorate.usecase.ClusterAddress;
import io.quorate.usecase.ClusterReading;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.Consent;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.Login;
import io.quorate.usecase.PlannedRun;
import io.quorate.usecase.Proposal;
import io.quorate.usecase.RehearsedCluster;
import io.quorate.usecase.Survey;
import io.quorate.usecase.Uninterruptible;
import io.quorate.usecase.UseCase;
import io.quorate.wizard.Effect;
import io.quorate.wizard.journey.Cluster;
import io.quorate.wizard.journey.ClusterPage;
import io.quorate.wizard.journey.GroupsPage;
import io.quorate.wizard.journey.JourneyEffect;
import io.quorate.wizard.journey.JourneyReport;
import io.quorate.wizard.journey.Looked;
import io.quorate.wizard.journey.Moment;
import io.quorate.wizard.journey.ReviewPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The background work of any journey on a cluster that is there. Each call runs on a thread of its
 * own, and by connections of its own: nodes come and go while one watches.
 */
public final class JourneyWork implements AutoCloseable {

  private final AskedPerson person = new AskedPerson();
  private final boolean rehearsal;
  private final Function<AskedPerson, Vault> vaults;
  private final List<String> program;
  private final boolean decides;
  private final Function<Path, Invocation> invocations;
  private Login login;

  /** Where the cluster was opened from that the login is for. */
  private String place = "";

  /** Those that did not answer at the newest look. */
  private volatile Map<String, NodeException> absent = Map.of();

  private final Map<String, Instant> silent = new ConcurrentHashMap<>();

  /** Connections to the nodes that the first look uses up. */
  private final AtomicReference<@Nullable ClusterSession> open = new AtomicReference<>();

  /**
   * @param rehearsal whether the nodes are simulated
   * @param vaults opens what is sealed in an inventory, by the password that the person types
   * @param program the words that start this program again, for the run's own process
   * @param decides whether the run is watched by a person who can decide about failures
   * @param invocations the command that does the same, by the inventory's file
   */
  public JourneyWork(
      boolean rehearsal,
      Function<AskedPerson, Vault> vaults,
      List<String> program,
      boolean decides,
      Function<Path, Invocation> invocations) {
    this.rehearsal = rehearsal;
    this.vaults = vaults;
    this.program = List.copyOf(program);
    this.decides = decides;
    this.invocations = invocations;
    this.login = new Login(person, rehearsal);
  }

  /** On a cluster that is open already; whoever opened it closes it. */
  public JourneyWork on(ClusterSession session) {
    login = new Login(person, session.reach());
    open.set(session);
    return this;
  }

  /**
   * The connections of a cluster that was opened, once; whoever takes them closes them.
   *
   * @throws IllegalStateException when there are none
   */
  public ClusterSession session() {
    ClusterSession taken = open.getAndSet(null);
    if (taken == null) {
      throw new IllegalStateException("no cluster was opened");
    }
    return taken;
  }

  /** Does what is wanted, and reports. An interrupt ends it without a report. */
  public void run(Effect effect, Consumer<Object> report) {
    if (!(effect instanceof JourneyEffect known)) {
      throw new IllegalArgumentException("no work of a journey: " + effect.words());
    }
    if (known instanceof JourneyEffect.Answer answer) {
      person.answered(answer);
      return;
    }
    try {
      report.accept(
          person.reportingTo(
              report,
              () ->
                  switch (known) {
                    case JourneyEffect.Open work -> open(work);
                    case JourneyEffect.Look work -> look(work);
                    case JourneyEffect.Inquire work -> inquire(work);
                    case JourneyEffect.MakePlan work -> plan(work);
                    case JourneyEffect.Start work -> start(work);
                    case JourneyEffect.Answer _ -> throw new IllegalStateException();
                  }));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- opening -------------------------------------------------------------------------------

  private JourneyReport open(JourneyEffect.Open work) throws InterruptedException {
    if (!work.place().equals(place)) {
      // What was typed for one cluster is no other's to know.
      place = work.place();
      login = new Login(person, rehearsal);
    }
    try {
      return work.file().isEmpty() ? readBack(work) : read(work);
    } catch (IOException | UncheckedIOException e) {
      String what = FileFailure.words(e);
      return refused(work, what.endsWith(".") ? what : what + ".", "");
    } catch (InvalidRequestException e) {
      return refused(work, String.valueOf(e.getMessage()), "");
    } catch (GuardRefused e) {
      return refused(work, String.valueOf(e.getMessage()), "");
    }
  }

  private JourneyReport read(JourneyEffect.Open work) throws IOException, InterruptedException {
    Path file;
    try {
      file = Path.of(work.file());
    } catch (InvalidPathException e) {
      return refused(work, "That is not a valid file name: " + e.getReason() + ".", "");
    }
    if (!Files.exists(file)) {
      return refused(
          work, "There is no file " + work.file() + ".", "Name the file of the cluster.");
    }
    if (Files.isDirectory(file)) {
      return refused(work, "This is a folder.", "Name the file in it that holds the hosts.");
    }
    Vault vault = vaults.apply(person);
    if (!work.roles().isEmpty()) {
      return readByRoles(work, file, vault);
    }
    Source source = Source.of(file);
    Loaded loaded = InventoryLoader.load(source, Occasion.EXISTING_CLUSTER, today(), vault);
    Inventory inventory = loaded.inventory();
    if (inventory != null && !loaded.refused()) {
      return enter(work, inventory, file, List.of());
    }
    List<GroupWithoutRole> groups = Forms.groupsWithoutRole(source, Catalogue.load(), vault);
    return groups.isEmpty()
        ? new JourneyReport.NotOpened(work.ticket(), errors(loaded.problems()))
        : new JourneyReport.RolesWanted(work.ticket(), work.file(), groups);
  }

  /** What comes next knows no roles of groups: the inventory is kept in a file of ours. */
  private JourneyReport readByRoles(JourneyEffect.Open work, Path file, Vault vault)
      throws IOException, InterruptedException {
    Path kept;
    try {
      kept = Path.of(work.kept());
    } catch (InvalidPathException e) {
      return notKept(work, "That is not a valid file name: " + e.getReason() + ".", "");
    }
    if (Files.exists(kept)) {
      return notKept(
          work,
          kept + " is there already, and is not written over.",
          "Name another file, or go back and open that one.");
    }
    Path folder = kept.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      return notKept(
          work,
          "No file can be written in " + (folder == null ? kept : folder) + ".",
          "Name a file in a folder that is there and yours to write to.");
    }
    Source source = new Source(List.of(file), null, null, true, null, work.roles());
    Loaded loaded = InventoryLoader.load(source, Occasion.EXISTING_CLUSTER, today(), vault);
    Inventory inventory = loaded.inventory();
    if (inventory == null || loaded.refused()) {
      return new JourneyReport.NotOpened(work.ticket(), errors(loaded.problems()));
    }
    KeptSecrets secrets;
    try {
      secrets =
          KeptSecrets.of(
              source, new Texts(null, vault), Form.NATIVE, inventory, loaded.sealed(), false);
    } catch (VaultException e) {
      return refused(work, String.valueOf(e.getMessage()), e.remedy());
    }
    List<String> notes = new ArrayList<>();
    loaded.problems().stream()
        .filter(p -> p.severity() == Problem.Severity.WARNING)
        .forEach(p -> notes.add(p.what() + " " + p.remedy()));
    notes.add("The cluster's inventory is in " + kept + " now; " + file + " stays as it is.");
    JourneyReport report = enter(work, inventory, kept, notes);
    if (report instanceof JourneyReport.Opened) {
      WholeFile.write(kept, secrets.rendering().text(), WholeFile.Readers.OWNER);
    }
    return report;
  }

  private JourneyReport readBack(JourneyEffect.Open work)
      throws IOException, InterruptedException, InvalidRequestException {
    ClusterReading reading = ClusterAddress.of(work.master()).read(login);
    Inventory inventory = reading.loaded().inventory();
    if (inventory == null || reading.loaded().refused()) {
      return new JourneyReport.NotOpened(work.ticket(), errors(reading.loaded().problems()));
    }
    Path file = ClusterAddress.keep(inventory, null);
    List<String> notes = new ArrayList<>(reading.notes());
    notes.add("The cluster's inventory is in " + file + " now.");
    return enter(work, inventory, file, notes);
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneId.systemDefault());
  }

  private static List<Problem> errors(List<Problem> problems) {
    return problems.stream()
        .filter(Problem::isError)
        .map(p -> Problem.error(ClusterPage.FILE, p.what(), p.remedy()))
        .toList();
  }

  private static JourneyReport notKept(JourneyEffect.Open work, String what, String remedy) {
    return new JourneyReport.NotOpened(
        work.ticket(), List.of(Problem.error(GroupsPage.KEPT, what, remedy)));
  }

  private static JourneyReport refused(JourneyEffect.Open work, String what, String remedy) {
    return new JourneyReport.NotOpened(
        work.ticket(),
        List.of(
            Problem.error(
                work.file().isEmpty() ? ClusterPage.MASTER : ClusterPage.FILE, what, remedy)));
  }

  private JourneyReport enter(
      JourneyEffect.Open work, Inventory inventory, Path file, List<String> notes)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(notes);
    if (rehearsal) {
      if (RehearsedCluster.ready(inventory)) {
        all.add("The inventory's cluster was put in place on simulated nodes, installed and idle.");
      } else {
        RehearsedCluster.note(inventory).ifPresent(all::add);
      }
    }
    ClusterSession session =
        login.enter(inventory, Map.of(), work.anyway() ? Absence::isOutOfReach : Absence::isGone);
    List<NodeException> failures =
        work.anyway() ? List.of() : Login.unbearable(session, Absence::isGone);
    boolean none = !work.anyway() && session.failures().size() == inventory.hosts().size();
    if (failures.isEmpty() && !none) {
      absent = Map.of();
      silent.clear();
      ClusterSession unused = open.getAndSet(session);
      if (unused != null) {
        unused.close();
      }
      return new JourneyReport.Opened(work.ticket(), new Cluster(inventory, file, rehearsal), all);
    }
    session.close();
    return new JourneyReport.NotOpened(
        work.ticket(),
        (none ? session.failures().values() : failures)
            .stream().map(f -> Problem.error(ClusterPage.FILE, f.getMessage() + ".", "")).toList());
  }

  // ---- looking -------------------------------------------------------------------------------

  private JourneyReport look(JourneyEffect.Look work) throws InterruptedException {
    Inventory inventory = work.at().inventory();
    UseCase useCase = work.page().useCase(work.at().cluster(), work.at().choices());
    ClusterSession first = open.getAndSet(null);
    try (ClusterSession session =
        first != null ? first : login.enter(inventory, Map.of(), failure -> true)) {
      absent = Map.copyOf(session.failures());
      ClusterFacts facts = useCase.watch(session).facts();
      return new JourneyReport.Seen(
          Looked.of(
              inventory,
              facts,
              LiveCluster.of(inventory, facts).silentSince(silent()),
              Instant.now()));
    } catch (IOException e) {
      return new JourneyReport.NotDone(FileFailure.words(e));
    }
  }

  private JourneyReport inquire(JourneyEffect.Inquire work) throws InterruptedException {
    Moment at = work.at();
    ClusterSession first = open.getAndSet(null);
    try (ClusterSession session =
        first != null ? first : login.enter(at.inventory(), Map.of(), failure -> true)) {
      List<String> lines = work.page().inquiry(at.choices()).answer(session);
      return new JourneyReport.Answered(work.ticket(), named(lines, naming(at)));
    } catch (IOException | InvalidRequestException e) {
      return new JourneyReport.Refused(work.ticket(), FileFailure.words(e));
    }
  }

  /** Since when each of those that do not answer is known not to. */
  private Map<String, Instant> silent() {
    Instant now = Instant.now();
    silent.keySet().retainAll(absent.keySet());
    absent.keySet().forEach(name -> silent.putIfAbsent(name, now));
    return Map.copyOf(silent);
  }

  // ---- planning ------------------------------------------------------------------------------

  /** The nodes of a plan, where whoever has to be reached is. */
  private ClusterSession enter(ReviewPage page, Moment at, UseCase useCase)
      throws IOException, InterruptedException {
    Inventory reached = page.reached(at.cluster(), at.choices());
    // A simulated machine fails only where the person said so.
    Predicate<NodeException> bearable = failure -> rehearsal || useCase.bears(failure);
    Map<String, NodeException> away = Map.of();
    if (reached.equals(at.inventory())) {
      away = absent;
    }
    ClusterSession session = login.enter(reached, away, bearable);
    List<NodeException> failures = Login.unbearable(session, bearable);
    if (failures.isEmpty()) {
      return session;
    }
    session.close();
    throw new GuardRefused(
        String.join("\n", failures.stream().map(f -> f.getMessage() + ".").toList()),
        useCase.reaching());
  }

  private JourneyReport plan(JourneyEffect.MakePlan work) throws InterruptedException {
    Moment at = work.at();
    UseCase useCase = work.page().useCase(at.cluster(), at.choices());
    try (ClusterSession session = enter(work.page(), at, useCase)) {
      Survey survey = useCase.look(session);
      ReviewPage.Decision decision = work.page().decision(at.cluster(), at.choices(), survey);
      return decision == null
          ? planned(work.ticket(), at, useCase, session, survey)
          : new JourneyReport.Undecided(work.ticket(), decision);
    } catch (GuardRefused e) {
      return new JourneyReport.Refused(work.ticket(), e.words(naming(at)));
    } catch (IOException | InvalidRequestException e) {
      return new JourneyReport.Refused(work.ticket(), FileFailure.words(e));
    }
  }

  private JourneyReport planned(
      long ticket, Moment at, UseCase useCase, ClusterSession session, Survey survey)
      throws IOException, InterruptedException, InvalidRequestException {
    List<String> naming = naming(at);
    List<String> words = new ArrayList<>();
    survey.problems().forEach(p -> words.add("warning: " + p.what() + " " + p.remedy()));
    List<Finding> findings =
        survey.findings().stream().filter(f -> f.status() != Finding.Status.OK).toList();
    if (!survey.failed().isEmpty()) {
      return new JourneyReport.PlanMade(
          ticket,
          named(words, naming),
          findings,
          PlanWords.none(),
          false,
          JourneyReport.Agreeing.byYes(),
          List.of());
    }
    Proposal proposal = useCase.propose(session, survey, Caller.quiet(naming));
    proposal.notes().forEach(n -> words.add(n.words()));
    Preview preview = session.preview(proposal.run().plan(), false);
    List<String> afterwards = new ArrayList<>(proposal.afterwards());
    if (!proposal.remains().isEmpty()) {
      afterwards.add("warning: " + proposal.remains());
    }
    return new JourneyReport.PlanMade(
        ticket,
        named(words, naming),
        findings,
        PlanWords.of(preview),
        preview.nothingToDo(),
        agreeing(proposal.consent(), naming),
        named(afterwards, naming));
  }

  private static JourneyReport.Agreeing agreeing(Consent consent, List<String> naming) {
    return consent instanceof Consent.TypedName typed
        ? new JourneyReport.Agreeing(typed.name(), named(typed.warning(), naming))
        : JourneyReport.Agreeing.byYes();
  }

  private static List<String> named(List<String> sentences, List<String> naming) {
    return sentences.stream().map(s -> NamedCommands.in(s, naming)).toList();
  }

  private List<String> naming(Moment at) {
    return invocations.apply(at.cluster().file()).naming(rehearsal);
  }

  private JourneyReport start(JourneyEffect.Start work) throws InterruptedException {
    Moment at = work.at();
    UseCase useCase = work.page().useCase(at.cluster(), at.choices());
    try (ClusterSession session = enter(work.page(), at, useCase)) {
      Survey survey = useCase.look(session);
      survey.refuseFailed();
      Proposal proposal = useCase.propose(session, survey, Caller.quiet(naming(at)));
      PlannedRun run = proposal.run().asked(asked(work));
      RunFolder folder = Uninterruptible.get(() -> run.start(program, decides));
      return new JourneyReport.Started(folder.path().toString());
    } catch (GuardRefused e) {
      return new JourneyReport.NotDone(e.words(naming(at)));
    } catch (IOException | InvalidRequestException e) {
      return new JourneyReport.NotDone(FileFailure.words(e));
    }
  }

  /** The command that does the same, which the one to resume it is made of. */
  private Invocation asked(JourneyEffect.Start work) {
    Invocation base = invocations.apply(work.at().cluster().file());
    List<String> again = new ArrayList<>(base.options());
    again.addAll(work.page().again(work.at().choices()));
    return base.withOptions(again);
  }

  @Override
  public void close() {
    ClusterSession left = open.getAndSet(null);
    if (left != null) {
      left.close();
    }
  }
}
