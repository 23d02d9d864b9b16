package io.quorate.cli;

import io.quorate.console.Prompts;
import io.quorate.engine.ExitCode;
import io.quorate.engine.Invocation;
import io.quorate.engine.Preview;
import io.quorate.engine.RunFolder;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Validation.Occasion;
import io.quorate.inventory.Vault;
import io.quorate.inventory.form.Source;
import io.quorate.node.Node.NodeException;
import io.quorate.recipe.Finding;
import io.quorate.recipe.GuardRefused;
import io.quorate.release.InventoryLoader;
import io.quorate.release.InventoryLoader.Loaded;
import io.quorate.run.EventJson;
import io.quorate.usecase.ClusterSession;
import io.quorate.usecase.MembersRequest;
import io.quorate.usecase.PlannedRun;
import io.quorate.usecase.RehearsedCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What a command of a journey says to the person and asks of them; the same in all journeys. */
final class Conversation implements AutoCloseable {

  private final JourneyOptions options;
  private final PrintWriter out;
  private final PrintWriter err;
  private final @Nullable Prompts prompts;
  private final Vault vault;

  /** How the run that is resumed was asked for, where its inventory is not named anew. */
  private @Nullable Invocation before;

  private Conversation(
      JourneyOptions options, PrintWriter out, PrintWriter err, @Nullable Prompts prompts) {
    this.options = options;
    this.out = out;
    this.err = err;
    this.prompts = prompts;
    this.vault = options.vault.vault(prompts);
  }

  /** Nobody is asked where there is no terminal, or a program reads along. */
  static Conversation open(JourneyOptions options, @Nullable CommandSpec spec) throws IOException {
    PrintWriter out =
        spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    PrintWriter err =
        spec == null ? new PrintWriter(System.err, true) : spec.commandLine().getErr();
    Conversation conversation =
        new Conversation(options, out, err, options.json ? null : Prompts.open());
    if (options.rehearse) {
      conversation.say("REHEARSAL: the nodes are simulated. Nothing real is reached or changed.");
    }
    return conversation;
  }

  /** Null when nobody can be asked. */
  @Nullable Prompts prompts() {
    return prompts;
  }

  /** The inventory that was named, or that of the run to resume; null when the person erred. */
  @Nullable Path inventoryFile(String journey) throws IOException {
    Path named = options.inventory;
    if (named != null && (!options.resume || Files.exists(named))) {
      return named;
    }
    if (options.resume) {
      RunFolder unfinished = unfinished(journey);
      if (unfinished == null) {
        return null;
      }
      Invocation asked = unfinished.meta().asked();
      if (named != null && !asked.isOf(named)) {
        return named;
      }
      if (named != null) {
        say(named + " is not there any more: the run goes on with the inventory that it kept.");
      }
      before = asked;
      return unfinished.inventory();
    }
    say("error: name an inventory with -i FILE, or start `quorate` for the wizard.");
    return null;
  }

  /**
   * The file of a cluster whose members change: the one that was named, or one that is read back
   * from the cluster.
   *
   * @throws OpenedCluster.NotOpenedException when there is none
   */
  Path clusterFile(ClusterOptions cluster)
      throws IOException, InterruptedException, OpenedCluster.NotOpenedException {
    String stray = cluster.stray();
    if (stray != null) {
      throw new OpenedCluster.NotOpenedException(
          ExitCode.INVALID, stray + " goes with --from-cluster.");
    }
    if (cluster.fromCluster && options.rehearse) {
      throw new OpenedCluster.NotOpenedException(
          ExitCode.INVALID, "simulated nodes are opened by their inventory, with -i FILE.");
    }
    if (cluster.fromCluster) {
      Path kept = OpenedCluster.keep(cluster, options.inventory, this);
      options.inventory = kept;
      return kept;
    }
    Path named = options.inventory;
    if (named == null) {
      throw new OpenedCluster.NotOpenedException(
          ExitCode.INVALID,
          "name the cluster's inventory with -i FILE, or open it with --from-cluster.");
    }
    return named;
  }

  /** The newest run of the journey, if it was cut off; null when it was not, which is said. */
  private @Nullable RunFolder unfinished(String journey) throws IOException {
    RunFolder folder = PlannedRun.newestUnfinished(journey, options.rehearse).orElse(null);
    say(
        folder == null
            ? "error: no run was cut off. Name an inventory with -i FILE."
            : "Going on with run " + folder.id() + ".");
    return folder;
  }

  /**
   * A change of members that was cut off.
   *
   * @param inventory with all nodes that it speaks of
   */
  record CutOff(MembersRequest request, Path inventory) {}

  /**
   * Whether a cluster's file still says what it said when the run began, but for the hosts that the
   * run is about; otherwise going on would take back what was changed since, which is said.
   */
  boolean isUnchanged(Inventory there, Inventory begun, CutOff cut) {
    Set<String> hosts = begun.hosts().stream().map(Host::name).collect(Collectors.toSet());
    boolean same =
        there.withHosts(List.of()).equals(begun.withHosts(List.of()))
            && hosts.containsAll(there.hosts().stream().map(Host::name).toList());
    if (!same) {
      say("error: " + cut.request().file() + " was changed since that run began.");
      say("    Say the command as it was, without --resume: what is done is found done.");
    }
    return same;
  }

  /**
   * True: a run that is resumed has its cluster.
   *
   * @throws OpenedCluster.NotOpenedException when another one is named
   */
  boolean goesOn(ClusterOptions cluster) throws OpenedCluster.NotOpenedException {
    if (cluster.fromCluster || cluster.stray() != null) {
      throw new OpenedCluster.NotOpenedException(
          ExitCode.INVALID, "--resume goes on with the cluster of that run; leave the rest out.");
    }
    return true;
  }

  /** The one to resume; null when there is none, or it is of another inventory, which is said. */
  @Nullable CutOff cutOff(String journey) throws IOException {
    RunFolder folder = unfinished(journey);
    if (folder == null) {
      return null;
    }
    MembersRequest request = MembersRequest.of(folder);
    Path named = options.inventory;
    if (named != null && !request.isOf(named)) {
      say("error: the newest run that was cut off is of " + request.file() + ".");
      return null;
    }
    options.inventory = named == null ? Path.of(request.file()) : named;
    return new CutOff(request, folder.inventory());
  }

  /** That of a cluster that is there; null when it cannot be used, the reasons have been said. */
  @Nullable Inventory load(Path file) throws IOException {
    Loaded loaded = read(file, Occasion.EXISTING_CLUSTER);
    return loaded == null ? null : accept(loaded);
  }

  /** The same for those who only look: what is less than an error is not for now. */
  @Nullable Inventory loadToLook(Path file) throws IOException {
    Loaded loaded = read(file, Occasion.EXISTING_CLUSTER);
    if (loaded == null) {
      return null;
    }
    return loaded.refused() ? accept(loaded) : loaded.inventory();
  }

  /** Null when there is no such file, which has been said; of what is in it nothing is said. */
  @Nullable Loaded read(Path file, Occasion occasion) throws IOException {
    try {
      return InventoryLoader.load(
          Source.of(file), occasion, LocalDate.now(ZoneId.systemDefault()), vault);
    } catch (VaultOptions.NoPasswordException e) {
      say("error: " + e.getMessage());
      return null;
    } catch (NoSuchFileException e) {
      say("error: there is no file " + file + ".");
      return null;
    }
  }

  /** Opens what is sealed in the files that are read here. */
  Vault vault() {
    return vault;
  }

  /** Says what is wrong with it; null when it cannot be used. */
  @Nullable Inventory accept(Loaded loaded) {
    ProblemLines.of(loaded.problems()).forEach(this::say);
    if (loaded.refused()) {
      say("The inventory is not usable as it is; nothing was changed.");
    }
    return loaded.inventory();
  }

  /**
   * Gets the operator into the nodes of a cluster that is to be changed. In a rehearsal it is there
   * also when nobody has made it yet.
   *
   * @param there the cluster as it is
   * @param wanted with the nodes that join
   * @param bearable failures that are left to the journey
   * @return null when a node did not let us in; the reasons have been said
   */
  @Nullable ClusterSession enter(
      Inventory there, Inventory wanted, Predicate<NodeException> bearable)
      throws IOException, InterruptedException {
    if (options.rehearse && RehearsedCluster.ready(there)) {
      say("The inventory's cluster was put in place on them first, as installed and idle.");
    }
    return new Admission(wanted, options.rehearse, prompts, this::say).enter(bearable);
  }

  /** Says what was found amiss, and whether the journey may go on. */
  boolean permits(List<Finding> findings) {
    findings.stream().filter(f -> f.status() != Finding.Status.OK).forEach(this::say);
    long failed = findings.stream().filter(f -> f.status() == Finding.Status.FAILED).count();
    if (failed > 0) {
      say(
          "Refused: the preflight failed at "
              + (failed == 1 ? "1 point" : failed + " points")
              + "; nothing was changed.");
    }
    return failed == 0;
  }

  /** Says what a person has to know, and goes on. */
  void warn(List<String> sentences) {
    sentences.forEach(s -> say("warning: " + s));
  }

  private void say(Finding finding) {
    String kind = finding.status() == Finding.Status.FAILED ? "error: " : "warning: ";
    String node = finding.node().isEmpty() ? "cluster" : finding.node();
    say(kind + node + ": " + finding.title() + ": " + finding.found());
    if (!finding.remedy().isEmpty()) {
      say("    " + finding.remedy());
    }
  }

  /**
   * What is left once a journey is done, and what to do next; for programs as an object after the
   * run's events.
   */
  void conclude(List<String> words) {
    if (options.json) {
      words.forEach(w -> print(EventJson.nextStep(w)));
    } else {
      words.forEach(this::say);
    }
  }

  /** Says why nothing was done. */
  int refuse(String reason) {
    say(reason);
    say("Refused; nothing was changed.");
    return ExitCode.REFUSED;
  }

  /** Says what a guard found, and what to type. */
  int refuse(GuardRefused refused) {
    return refuse("error: " + refused.words(naming()));
  }

  /** The words by which the same person's next command gets at the same cluster. */
  List<String> naming() {
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
  int carryOut(ClusterSession journey, PlannedRun run) throws IOException, InterruptedException {
    return carryOut(journey, run, this::agreed);
  }

  /** The same for what changes something for certain: with --yes nobody needs the preview. */
  int carryOutChange(ClusterSession journey, PlannedRun run)
      throws IOException, InterruptedException {
    return options.yes && !options.dryRun ? start(run) : carryOut(journey, run);
  }

  /**
   * The same with an agreement of the journey's own.
   *
   * @param agreement asked only when something would be changed; null when the person agrees,
   *     otherwise the exit code
   */
  int carryOut(
      ClusterSession journey, PlannedRun run, Function<Preview, @Nullable Integer> agreement)
      throws IOException, InterruptedException {
    if (prompts != null) {
      say("Asking the nodes what would change …");
    }
    Preview preview = journey.preview(run.plan());
    if (options.dryRun) {
      PreviewLines.of(preview, options.verbose).forEach(this::print);
      return preview.unreachable().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
    if (preview.nothingToDo()) {
      return follow(run.asked(asked()).record(preview));
    }
    Integer refused = agreement.apply(preview);
    if (refused != null) {
      return refused;
    }
    return start(run);
  }

  /** This command, as far as a later one has to say it again. */
  private Invocation asked() {
    Invocation resumed = before;
    return resumed == null || options.inventory != null
        ? options.invocation()
        : options.invocation(Path.of(resumed.inventoryFromHere()));
  }

  private int start(PlannedRun run) throws IOException, InterruptedException {
    RunFollower follower = follower();
    return follower.follow(run.asked(asked()).start(Launch.self(), follower.decides()));
  }

  /** Shows a run as the options want it, until it ends; the exit code that its end means. */
  int follow(RunFolder folder) throws IOException, InterruptedException {
    return follower().follow(folder);
  }

  /** Whether somebody can decide about a failure of a run. */
  boolean decides() {
    return follower().decides();
  }

  private RunFollower follower() {
    return new RunFollower(options, out, prompts);
  }

  private @Nullable Integer agreed(Preview preview) {
    if (options.yes) {
      return null;
    }
    if (prompts == null) {
      say("error: nobody can be asked here before something is changed. Say --yes to go on.");
      return ExitCode.INVALID;
    }
    PreviewLines.summary(preview).forEach(this::say);
    return prompts.confirm("Go on?") ? null : leave();
  }

  /**
   * For what cannot be undone: the person types a name, or a program gives it by --confirm. --yes
   * is not enough.
   *
   * @param warning sentences before the question
   * @param name what has to be typed
   * @param given by --confirm; null when it was not
   * @return null when the person agrees, otherwise the exit code
   */
  @Nullable Integer typed(List<String> warning, String name, @Nullable String given) {
    if (given != null) {
      if (given.equals(name)) {
        return null;
      }
      say("error: --confirm says \"" + given + "\"; it has to be \"" + name + "\".");
      say("Nothing was changed.");
      return ExitCode.INVALID;
    }
    if (prompts == null) {
      say("error: nobody can be asked here, and --yes is not enough for what cannot be undone.");
      say("    Say --confirm " + name + ".");
      return ExitCode.INVALID;
    }
    warning.forEach(this::say);
    String answer = prompts.line("Type " + name + " to go on: ");
    if (answer.equals(name)) {
      return null;
    }
    say("That was not \"" + name + "\".");
    return leave();
  }

  private Integer leave() {
    say("Nothing was changed.");
    return ExitCode.INTERRUPTED;
  }

  private void print(String line) {
    out.println(line);
    out.flush();
  }

  /** What is not the result goes to standard error, so that --json stays JSON. */
  void say(String line) {
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
