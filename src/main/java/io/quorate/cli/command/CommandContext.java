package io.quorate.cli.command;

import io.quorate.cli.option.EndedException;
import io.quorate.cli.option.JourneyOptions;
import io.quorate.cli.option.ProblemLines;
import io.quorate.cli.option.VaultOptions;
import io.quorate.cli.run.Launch;
import io.quorate.cli.run.RunFollower;
import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.engine.Invocation;
import io.quorate.engine.Preview;
import io.quorate.engine.RunFolder;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.file.Piped;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.inventory.release.InventoryLoader.Loaded;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.secret.Vault;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.Finding;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.NamedCommands;
import io.quorate.run.EventJson;
import io.quorate.tui.terminal.TerminalDisplay;
import io.quorate.usecase.Absence;
import io.quorate.usecase.Caller;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.Consent;
import io.quorate.usecase.InvalidRequestException;
import io.quorate.usecase.Login;
import io.quorate.usecase.MembersRequest;
import io.quorate.usecase.PlannedRun;
import io.quorate.usecase.Proposal;
import io.quorate.usecase.RehearsedCluster;
import io.quorate.usecase.Survey;
import io.quorate.usecase.UseCase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What a command of a journey says to the person and asks of them; the same in all journeys. */
public final class CommandContext implements AutoCloseable {

  private final JourneyOptions options;
  private final PrintWriter out;
  private final PrintWriter err;
  private final @Nullable Prompts prompts;
  private final Vault vault;
  private final Login login;

  /** How the run that is resumed was asked for, where its inventory is not named anew. */
  private @Nullable Invocation before;

  private CommandContext(
      JourneyOptions options, PrintWriter out, PrintWriter err, @Nullable Prompts prompts) {
    this.options = options;
    this.out = out;
    this.err = err;
    this.prompts = prompts;
    this.vault = options.vault.vault(prompts);
    this.login = new Login(new LoginPrompts(prompts, this::say), options.rehearse);
  }

  /** What a command does; the exit code. */
  @FunctionalInterface
  public interface Body {
    int with(CommandContext talk)
        throws IOException, InterruptedException, EndedException, InvalidRequestException;
  }

  /**
   * Has a command talk to the person, and says how it ended if it did not come to a run. Nobody is
   * asked where there is no terminal, or a program reads along.
   *
   * @return the exit code
   */
  public static int hold(JourneyOptions options, @Nullable CommandSpec spec, Body body)
      throws IOException, InterruptedException {
    try (CommandContext talk = open(options, spec)) {
      return talk.hold(body);
    } catch (Prompts.Interrupted e) {
      return ExitCode.INTERRUPTED;
    }
  }

  private static CommandContext open(JourneyOptions options, @Nullable CommandSpec spec)
      throws IOException {
    PrintWriter out =
        spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    PrintWriter err =
        spec == null ? new PrintWriter(System.err, true) : spec.commandLine().getErr();
    CommandContext conversation =
        new CommandContext(options, out, err, options.json ? null : Prompts.open());
    if (options.rehearse) {
      conversation.say("REHEARSAL: the nodes are simulated. Nothing real is reached or changed.");
    }
    return conversation;
  }

  private int hold(Body body) throws IOException, InterruptedException {
    try {
      return body.with(this);
    } catch (EndedException e) {
      e.lines().forEach(this::say);
      return e.exitCode();
    } catch (InvalidRequestException e) {
      if (!e.problems().isEmpty()) {
        ProblemLines.of(e.problems()).forEach(this::say);
        say(UNUSABLE);
      } else {
        say("error: " + e.getMessage());
        e.choices().forEach(c -> say("    " + c));
      }
      return ExitCode.INVALID;
    } catch (GuardRefused e) {
      say("error: " + e.words(naming()));
      say("Refused; nothing was changed.");
      return ExitCode.REFUSED;
    }
  }

  private static final String UNUSABLE =
      "The inventory is not usable as it is; nothing was changed.";

  /** Gets the person into the nodes. What was typed once holds for later logins. */
  public Login login() {
    return login;
  }

  /** Null when nobody can be asked. */
  public @Nullable Prompts prompts() {
    return prompts;
  }

  /** The inventory that was named, or that of the run to resume, for a journey that changes it. */
  public Path inventoryFile(String journey) throws IOException, EndedException {
    options.oneInventory();
    return inventoryFiles(journey).getFirst();
  }

  /** The same for a journey that only reads it: the files that are put together. */
  public List<Path> inventoryFiles(String journey) throws IOException, EndedException {
    List<Path> named = options.inventories;
    if (!named.isEmpty() && (!options.resume || named.stream().allMatch(Files::exists))) {
      return named;
    }
    if (options.resume) {
      RunFolder unfinished = unfinished(journey);
      Invocation asked = unfinished.meta().asked();
      if (!named.isEmpty() && !asked.isOf(named)) {
        return named;
      }
      named.stream()
          .filter(file -> !Files.exists(file))
          .map(f -> f + " is not there any more: the run goes on with the inventory that it kept.")
          .forEach(this::say);
      before = asked;
      return List.of(unfinished.inventory());
    }
    throw EndedException.invalid(
        "error: name an inventory with -i FILE, or start `quorate` for the wizard.");
  }

  /**
   * The file of a cluster whose members change: the one that was named, or one that is read back
   * from the cluster.
   */
  public Path clusterFile(ClusterOptions cluster)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    String stray = cluster.stray();
    if (stray != null) {
      throw EndedException.invalid("error: " + stray + " goes with --from-cluster.");
    }
    if (cluster.fromCluster && options.rehearse) {
      throw EndedException.invalid(
          "error: simulated nodes are opened by their inventory, with -i FILE.");
    }
    if (cluster.fromCluster) {
      Path kept = OpenedCluster.keep(cluster, options.oneInventory(), this);
      options.inventories = List.of(kept);
      return kept;
    }
    Path named = options.oneInventory();
    if (named == null) {
      throw EndedException.invalid(
          "error: name the cluster's inventory with -i FILE, or open it with --from-cluster.");
    }
    return named;
  }

  /** The newest run of the journey, if it was cut off. */
  private RunFolder unfinished(String journey) throws IOException, EndedException {
    RunFolder folder = PlannedRun.newestUnfinished(journey, options.rehearse).orElse(null);
    if (folder == null) {
      throw EndedException.invalid("error: no run was cut off. Name an inventory with -i FILE.");
    }
    say("Going on with run " + folder.id() + ".");
    return folder;
  }

  /**
   * A change of members that was cut off.
   *
   * @param inventory with all nodes that it speaks of
   */
  public record CutOff(MembersRequest request, Path inventory) {

    /** The cluster's, which is brought up to date at the end. */
    public Path file() {
      return Path.of(request.file());
    }
  }

  /**
   * Refuses where a cluster's file no longer says what it said when the run began, but for the
   * hosts that the run is about: going on would take back what was changed since.
   */
  public void refuseChanged(Inventory there, Inventory begun, CutOff cut) throws EndedException {
    Set<String> hosts = begun.hosts().stream().map(Host::name).collect(Collectors.toSet());
    boolean same =
        there.anchored().withHosts(List.of()).equals(begun.anchored().withHosts(List.of()))
            && hosts.containsAll(there.hosts().stream().map(Host::name).toList());
    if (!same) {
      throw EndedException.refused(
          "error: "
              + cut.file()
              + " was changed since that run began.\n"
              + "    Say the command as it was, without --resume: what is done is found done.");
    }
  }

  /** Refuses a cluster that is named beside a run to resume, which has its own. */
  public void refuseAnotherCluster(ClusterOptions cluster) throws EndedException {
    if (cluster.fromCluster || cluster.stray() != null) {
      throw EndedException.invalid(
          "error: --resume goes on with the cluster of that run; leave the rest out.");
    }
  }

  /** The one to resume. */
  public CutOff cutOff(String journey) throws IOException, EndedException {
    RunFolder folder = unfinished(journey);
    MembersRequest request = MembersRequest.of(folder);
    Path named = options.oneInventory();
    if (named != null && !request.isOf(named)) {
      throw EndedException.invalid(
          "error: the newest run that was cut off is of " + request.file() + ".");
    }
    options.inventories = List.of(named == null ? Path.of(request.file()) : named);
    return new CutOff(request, folder.inventory());
  }

  /** The inventory of a cluster that is there. */
  public Inventory load(Path file) throws IOException, EndedException {
    return load(List.of(file));
  }

  /** The same of several files that are put together. */
  public Inventory load(List<Path> files) throws IOException, EndedException {
    return accept(read(files, Occasion.EXISTING_CLUSTER));
  }

  /** The same for those who only look: what is less than an error is not for now. */
  public Inventory loadToLook(Path file) throws IOException, EndedException {
    return loadToLook(List.of(file));
  }

  /** The same of several files that are put together. */
  public Inventory loadToLook(List<Path> files) throws IOException, EndedException {
    Loaded loaded = read(files, Occasion.EXISTING_CLUSTER);
    Inventory inventory = loaded.inventory();
    return inventory == null || loaded.refused() ? accept(loaded) : inventory;
  }

  /** Reads files, and says nothing of what is in them. */
  public Loaded read(List<Path> files, Occasion occasion) throws IOException, EndedException {
    try {
      return InventoryLoader.load(
          Source.of(files), occasion, LocalDate.now(ZoneId.systemDefault()), vault);
    } catch (VaultOptions.NoPasswordException e) {
      throw EndedException.invalid("error: " + e.getMessage());
    } catch (NoSuchFileException e) {
      throw EndedException.invalid(
          files.contains(Piped.NAME)
              ? "error: this command needs the inventory as a file, for what it leaves behind; inventory"
                  + " check, convert and diff read standard input."
              : "error: there is no file " + e.getFile() + ".");
    }
  }

  /** Opens what is sealed in the files that are read here. */
  public Vault vault() {
    return vault;
  }

  /** Says what is wrong with an inventory that can be used. */
  public Inventory accept(Loaded loaded) throws EndedException {
    Inventory inventory = loaded.inventory();
    List<String> problems = ProblemLines.of(loaded.problems());
    if (inventory == null || loaded.refused()) {
      List<String> lines = new ArrayList<>(problems);
      lines.add(UNUSABLE);
      throw EndedException.invalid(lines);
    }
    problems.forEach(this::say);
    return inventory;
  }

  /**
   * Gets the operator into the nodes of a cluster that is to be changed. In a rehearsal it is there
   * also when nobody has made it yet.
   *
   * @param there the cluster as it is
   * @param wanted with the nodes that join
   * @param bearable failures that are left to the journey
   */
  public ClusterSession enter(Inventory there, Inventory wanted, Predicate<NodeException> bearable)
      throws IOException, InterruptedException, EndedException {
    makeReady(there);
    return enter(wanted, bearable);
  }

  /**
   * The same for a cluster that is only looked at.
   *
   * @param leftOut nodes that nobody connects to, with the reason, which is borne
   */
  ClusterSession enter(
      Inventory there, Map<String, NodeException> leftOut, Predicate<NodeException> bearable)
      throws IOException, InterruptedException, EndedException {
    makeReady(there);
    return connect(there, leftOut, bearable);
  }

  /**
   * The same for those who take what they get: whoever does not let the operator in is left to
   * them, and nothing is refused.
   */
  public ClusterSession enterAnyway(Inventory there) throws IOException, InterruptedException {
    makeReady(there);
    return login().enter(there, Map.of(), Absence::isOutOfReach);
  }

  private void makeReady(Inventory there) throws IOException, InterruptedException {
    if (options.rehearse) {
      if (RehearsedCluster.ready(there)) {
        say("The inventory's cluster was put in place on them first, as installed and idle.");
      } else {
        RehearsedCluster.note(there).ifPresent(this::say);
      }
    }
  }

  /** The same for machines that need not be a cluster yet. */
  public ClusterSession enter(Inventory wanted, Predicate<NodeException> bearable)
      throws IOException, InterruptedException, EndedException {
    return connect(wanted, Map.of(), bearable);
  }

  private ClusterSession connect(
      Inventory wanted, Map<String, NodeException> leftOut, Predicate<NodeException> bearable)
      throws IOException, InterruptedException, EndedException {
    ClusterSession session = login().enter(wanted, leftOut, bearable);
    List<NodeException> failures = Login.unbearable(session, bearable);
    if (!failures.isEmpty()) {
      session.close();
      List<String> lines = new ArrayList<>();
      // All nodes behind a jump host fail for the same reason.
      failures.stream().map(f -> "error: " + f.getMessage()).distinct().forEach(lines::add);
      lines.add("Refused; nothing was changed.");
      throw EndedException.refusedAlready(lines);
    }
    return session;
  }

  /**
   * A use case from its look to its end: what is found is said, the person agrees, the run is
   * shown.
   *
   * @return the exit code
   */
  public int perform(UseCase useCase, ClusterSession session)
      throws IOException, InterruptedException, EndedException, InvalidRequestException {
    Survey survey = useCase.look(session);
    survey.picture().forEach(line -> say(NamedCommands.in(line, naming())));
    ProblemLines.of(survey.problems()).forEach(this::say);
    refuseFailed(survey);
    Proposal proposal = useCase.propose(session, survey, new Caller(naming(), this::say));
    proposal.notes().forEach(n -> say(NamedCommands.in(n.words(), naming())));
    int code = carryOut(session, proposal.run(), proposal.consent());
    boolean done = !options.dryRun && (code == ExitCode.DONE || code == ExitCode.WARNINGS);
    if (!done) {
      return code;
    }
    conclude(proposal.afterwards());
    if (proposal.remains().isEmpty()) {
      return code;
    }
    say("warning: " + proposal.remains());
    return ExitCode.WARNINGS;
  }

  /** Says what was found amiss, and refuses where the journey may not go on. */
  private void refuseFailed(Survey survey) throws EndedException {
    survey.findings().stream().filter(f -> f.status() != Finding.Status.OK).forEach(this::say);
    int failed = survey.failed().size();
    if (failed > 0) {
      throw EndedException.refusedAlready(
          "Refused: the preflight failed at "
              + (failed == 1 ? "1 point" : failed + " points")
              + "; nothing was changed.");
    }
  }

  /** Says problems of hosts that were typed, and refuses errors among them. */
  public void refuseErrors(List<Problem> problems) throws EndedException {
    List<String> lines = ProblemLines.of(problems);
    if (problems.stream().anyMatch(Problem::isError)) {
      throw EndedException.invalid(lines);
    }
    lines.forEach(this::say);
  }

  /** Says what a person has to know, and goes on. */
  public void warn(List<String> sentences) {
    sentences.forEach(s -> say("warning: " + s));
  }

  private void say(Finding finding) {
    String kind = finding.status() == Finding.Status.FAILED ? "error: " : "warning: ";
    String node = finding.node().isEmpty() ? "cluster" : finding.node();
    say(kind + node + ": " + finding.title() + ": " + finding.found());
    if (!finding.remedy().isEmpty()) {
      say("    " + NamedCommands.in(finding.remedy(), naming()));
    }
  }

  /**
   * What is left once a journey is done, and what to do next; for programs as an object after the
   * run's events.
   */
  public void conclude(List<String> sentences) {
    List<String> words = sentences.stream().map(w -> NamedCommands.in(w, naming())).toList();
    if (options.json) {
      words.forEach(w -> print(EventJson.nextStep(w)));
    } else {
      words.forEach(this::say);
    }
  }

  /** The words by which the same person's next command gets at the same cluster. */
  private List<String> naming() {
    List<String> words = new ArrayList<>(asked().naming(options.rehearse));
    words.addAll(options.vault.unkept());
    return words;
  }

  /**
   * The plan's way from a preview to its end: a dry run, a record that nothing was to do, or a run
   * that the person agreed to.
   *
   * @return the exit code
   */
  private int carryOut(ClusterSession session, PlannedRun run, Consent consent)
      throws IOException, InterruptedException, EndedException {
    if (consent instanceof Consent.Certain && options.yes && !options.dryRun) {
      return start(run);
    }
    if (prompts != null) {
      say("Asking the nodes what would change …");
    }
    Preview preview = session.preview(run.plan(), options.dryRun);
    if (options.dryRun) {
      PreviewLines.of(preview, options.verbose).forEach(this::print);
      return preview.unreachable().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
    if (preview.nothingToDo()) {
      return follow(run.asked(asked()).record(preview));
    }
    switch (consent) {
      case Consent.TypedName typed -> confirm(typed);
      case Consent.Agreement _, Consent.Certain _ -> agree(preview);
    }
    return start(run);
  }

  /** This command, as far as a later one has to say it again. */
  private Invocation asked() {
    Invocation resumed = before;
    return resumed == null || !options.inventories.isEmpty()
        ? options.invocation()
        : options.invocation(resumed.inventoriesFromHere().stream().map(Path::of).toList());
  }

  private int start(PlannedRun run) throws IOException, InterruptedException {
    RunFollower follower = follower();
    return follower.follow(run.asked(asked()).start(Launch.self(), follower.decides()));
  }

  /** Shows a run as the options want it, until it ends; the exit code that its end means. */
  public int follow(RunFolder folder) throws IOException, InterruptedException {
    return follower().follow(folder);
  }

  /** The same on a screen that is there already, which is closed at the end. */
  public int follow(RunFolder folder, TerminalDisplay display)
      throws IOException, InterruptedException {
    return follower().follow(folder, display);
  }

  /** Whether somebody can decide about a failure of a run. */
  public boolean decides() {
    return follower().decides();
  }

  private RunFollower follower() {
    return new RunFollower(options, out, prompts);
  }

  private void agree(Preview preview) throws EndedException {
    if (options.yes) {
      return;
    }
    if (prompts == null) {
      throw EndedException.invalid(
          "error: nobody can be asked here before something is changed. Say --yes to go on.");
    }
    PreviewLines.summary(preview).forEach(this::say);
    if (!prompts.confirm("Go on?")) {
      throw EndedException.left("Nothing was changed.");
    }
  }

  /**
   * For what cannot be undone: the person types a name, or a program gives it by --confirm. --yes
   * is not enough.
   */
  private void confirm(Consent.TypedName asked) throws EndedException {
    String name = asked.name();
    String given = options.confirm;
    if (given != null) {
      if (!given.equals(name)) {
        throw EndedException.invalid(
            "error: --confirm says \"" + given + "\"; it has to be \"" + name + "\".",
            "Nothing was changed.");
      }
      return;
    }
    if (prompts == null) {
      throw EndedException.invalid(
          "error: nobody can be asked here, and --yes is not enough for what cannot be undone.",
          "    Say --confirm " + name + ".");
    }
    asked.warning().forEach(this::say);
    if (!prompts.line("Type " + name + " to go on: ").equals(name)) {
      throw EndedException.left("That was not \"" + name + "\".", "Nothing was changed.");
    }
  }

  /** The result, to standard output. */
  public void print(String line) {
    out.println(line);
    out.flush();
  }

  /** The result, where its sentences tell commands that name the cluster. */
  public void printNamed(List<String> lines) {
    lines.forEach(l -> print(NamedCommands.in(l, naming())));
  }

  /** What is not the result goes to standard error, so that --json stays JSON. */
  public void say(String line) {
    err.println(line);
    err.flush();
  }

  @Override
  public void close() throws IOException {
    if (prompts != null) {
      prompts.close();
    }
  }
}
