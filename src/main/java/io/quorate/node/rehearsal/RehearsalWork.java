package io.quorate.node.rehearsal;

import io.quorate.node.Node.Listener;
import io.quorate.node.Node.NodeException;
import io.quorate.node.rehearsal.RehearsalState.Entry;
import io.quorate.plan.ClusterChange;
import io.quorate.plan.Digest;
import io.quorate.plan.Mode;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.FetchAhead;
import io.quorate.plan.Operation.FileBlock;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.Packages;
import io.quorate.plan.Operation.PutBack;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.RemoveFolder;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.Target;
import io.quorate.plan.Operation.Unwrite;
import io.quorate.plan.Operation.Upload;
import io.quorate.plan.Operation.Verify;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Outcome;
import io.quorate.plan.Secret;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One operation on a simulated machine: changes the state it is given, and talks about it as a real
 * one would. In a check the state is a copy, so that operations see what those before would do.
 */
final class RehearsalWork {

  /** What became of an operation. */
  record Result(Outcome outcome, String detail) {
    static final Result UNCHANGED = new Result(Outcome.UNCHANGED, "");

    static Result changed(String detail) {
      return new Result(Outcome.CHANGED, detail);
    }
  }

  private static final String ROOT = "root:root";
  private static final String AHEAD = "ahead/";

  /** What a later rehearsal reads of its machines, which made it. */
  private static final String PKI = "/etc/kubernetes/pki/";

  /** Before the digest of a line that is a secret, or has one in it. */
  private static final String SUM = " sha256:";

  private static final Pattern KEY =
      Pattern.compile("^\\s*(\"[^\"]*\"|'[^']*'|[\\w.-]+)\\s*[=:]\\s");

  /** Whose work it is, and what all share. */
  record Here(
      String machine,
      RehearsalEtcd etcd,
      RehearsalTexts texts,
      RehearsalSkew skew,
      RehearsalTrust trust,
      RehearsalAuthorities authorities) {}

  private final RehearsalState state;
  private final Here here;
  private final Mode mode;
  private final RehearsalPace pace;
  private final Listener listener;
  private final int index;
  private final RehearsalManifest manifest;

  RehearsalWork(
      RehearsalState state,
      Here here,
      Mode mode,
      RehearsalPace pace,
      Listener listener,
      int index) {
    this.state = state;
    this.here = here;
    this.mode = mode;
    this.pace = pace;
    this.listener = listener;
    this.index = index;
    this.manifest = new RehearsalManifest(state);
  }

  Result perform(Operation operation) throws NodeException, InterruptedException {
    return switch (operation) {
      case Directory d -> directory(d);
      case WriteFile f -> writeFile(f);
      case FileBlock b -> fileBlock(b);
      case RemoveFile r -> removeFile(r);
      case RemoveFolder r -> removeFolder(r);
      case Unwrite u -> unwrite();
      case Fetch f -> fetch(f);
      case FetchAhead f -> fetchAhead(f.fetch());
      case PutBack p -> putBack(p);
      case Upload u -> upload(u);
      case Packages p -> packages(p);
      case Service s -> service(s);
      case NoService s -> noService(s);
      case Script s -> script(s);
      case WaitFor w -> waitFor(w);
      case Verify v -> verify(v);
    };
  }

  private boolean applying() {
    return mode == Mode.APPLY;
  }

  private void take(long millis) throws InterruptedException {
    if (applying()) {
      pace.take(millis);
    }
  }

  private void say(String line) {
    if (applying()) {
      listener.output(index, line);
    }
  }

  /** As stat prints it: no zeros in front. */
  private static String octal(String mode) {
    return Integer.toOctalString(Integer.parseInt(mode, 8));
  }

  private Result directory(Directory directory) {
    String wanted = directory.owner() + " " + octal(directory.mode());
    String found = state.folders.put(directory.path(), wanted);
    if (wanted.equals(found)) {
      return Result.UNCHANGED;
    }
    if (found == null) {
      manifest.note(directory.path() + "/");
    }
    return Result.changed(found == null ? "missing" : "was " + found);
  }

  private Result writeFile(WriteFile file) throws InterruptedException {
    Entry wanted = new Entry(kept(file), file.owner(), octal(file.mode()));
    Entry found = state.files.get(file.path());
    if (wanted.equals(found)) {
      return Result.UNCHANGED;
    }
    take(5);
    manifest.claim(file.path());
    state.files.put(file.path(), wanted);
    boolean sameText = found != null && found.text().equals(wanted.text());
    if (!applying() && !sameText && listener.wantsDiffs()) {
      preview(file, found);
    }
    return Result.changed(found == null ? "missing" : sameText ? "owner or mode" : "content");
  }

  /** A person's secrets are not kept with simulated machines: digests tell whether they differ. */
  private static String kept(WriteFile file) {
    String text = file.content().text().reveal();
    String shown = file.content().shown();
    if (!file.content().guarded() || file.path().startsWith(PKI)) {
      return text;
    }
    if (shown == null) {
      return Secret.SHOWN + SUM + Digest.sha256(text) + "\n";
    }
    StringBuilder kept = new StringBuilder();
    List<String> real = text.lines().toList();
    List<String> seen = shown.lines().toList();
    for (int i = 0; i < real.size(); i++) {
      boolean secret = !real.get(i).equals(seen.get(i));
      kept.append(seen.get(i)).append(secret ? SUM + Digest.sha256(real.get(i)) : "").append('\n');
    }
    return kept.toString();
  }

  /** As the shell does: of what is secret, or was for its owner's eyes, nothing is shown. */
  private void preview(WriteFile file, @Nullable Entry found) {
    String shown = file.content().shown();
    String before = found == null ? "" : found.text();
    if (shown == null) {
      listener.diff(index, Secret.SHOWN);
    } else if (file.content().guarded() || (found != null && held(found, octal(file.mode())))) {
      guarded(file, before);
    } else {
      diff(file.path(), before, shown);
    }
  }

  /** Whether a file that has no secret now had one: its owner alone could read it. */
  private static boolean held(Entry found, String wanted) {
    return found.mode().equals("400") || (found.mode().endsWith("00") && !wanted.endsWith("00"));
  }

  private void guarded(WriteFile file, String before) {
    Set<String> old = before.lines().collect(Collectors.toCollection(LinkedHashSet::new));
    Set<String> wanted = kept(file).lines().collect(Collectors.toCollection(LinkedHashSet::new));
    listener.diff(index, "--- " + file.path());
    listener.diff(index, "+++ " + file.path() + " (wanted)");
    old.stream()
        .filter(l -> !wanted.contains(l))
        .forEach(l -> listener.diff(index, "-" + hidden(l)));
    wanted.stream()
        .filter(l -> !old.contains(l))
        .forEach(l -> listener.diff(index, "+" + l.replaceFirst(SUM + ".*", "")));
  }

  /** A line up to its key. */
  private static String hidden(String line) {
    var key = KEY.matcher(line);
    return (key.find() ? key.group() : "") + Secret.SHOWN;
  }

  /** Lines that are in one text only: enough to see what changes, though no patch. */
  private void diff(String path, String before, String after) {
    listener.diff(index, "--- " + path);
    listener.diff(index, "+++ " + path + " (wanted)");
    Set<String> old = before.lines().collect(Collectors.toCollection(LinkedHashSet::new));
    Set<String> wanted = after.lines().collect(Collectors.toCollection(LinkedHashSet::new));
    old.stream().filter(l -> !wanted.contains(l)).forEach(l -> listener.diff(index, "-" + l));
    wanted.stream().filter(l -> !old.contains(l)).forEach(l -> listener.diff(index, "+" + l));
  }

  private Result fileBlock(FileBlock block) {
    Entry found = state.files.get(block.path());
    String before = found == null ? "" : found.text();
    String after = here.texts().edited(before, block, RehearsalWork::edited);
    if (after.equals(before)) {
      return Result.UNCHANGED;
    }
    if (!applying() && listener.wantsDiffs()) {
      diff(block.path(), before, after);
    }
    manifest.note("block " + block.name() + " " + block.path());
    String owner = found == null ? ROOT : found.owner();
    state.files.put(block.path(), new Entry(after, owner, found == null ? "644" : found.mode()));
    return Result.changed("block " + block.name());
  }

  /** The text with the block in the place of an older one, or at its end. */
  private static String edited(String before, FileBlock block) {
    String body =
        "# BEGIN %s\n%s\n# END %s\n"
            .formatted(block.name(), block.text().stripTrailing(), block.name());
    RehearsalManifest.Block old = RehearsalManifest.Block.of(block.name(), before);
    int at = old == null ? before.length() : old.from();
    String rest = RehearsalManifest.Block.removed(block.name(), before);
    return rest.substring(0, at) + body + rest.substring(at);
  }

  private Result removeFile(RemoveFile file) {
    boolean sent = state.uploads.remove(file.path()) != null;
    return state.files.remove(file.path()) == null && !sent ? Result.UNCHANGED : Result.changed("");
  }

  private Result removeFolder(RemoveFolder folder) throws InterruptedException {
    if (!state.removeFolder(folder.path())) {
      return Result.UNCHANGED;
    }
    take(50);
    return Result.changed("");
  }

  private Result unwrite() throws InterruptedException {
    if (!manifest.exists()) {
      return Result.UNCHANGED;
    }
    take(200);
    List<String> lines = manifest.takeBack();
    if (!applying()) {
      lines.forEach(l -> listener.diff(index, "-" + l));
    }
    return Result.changed(lines.size() + " things of the manifest");
  }

  private Result fetchAhead(Fetch fetch) throws InterruptedException {
    String wanted = wanted(fetch);
    if (isInstalled(fetch) || wanted.equals(state.artefacts.get(ahead(fetch)))) {
      return Result.UNCHANGED;
    }
    if (applying()) {
      transfer(pace.sizeOf(fetch));
    }
    state.artefacts.put(ahead(fetch), wanted);
    return Result.changed(why(fetch));
  }

  private Result fetch(Fetch fetch) throws InterruptedException {
    if (isInstalled(fetch)) {
      return Result.UNCHANGED;
    }
    String why = why(fetch);
    String ahead = state.artefacts.remove(ahead(fetch));
    if (applying() && !wanted(fetch).equals(ahead)) {
      transfer(pace.sizeOf(fetch));
    }
    install(fetch);
    return Result.changed(why);
  }

  private void install(Fetch fetch) {
    for (Target target : fetch.targets()) {
      String text = fetch.title() + " " + target.entry() + "\n";
      manifest.claim(place(target));
      state.files.put(place(target), new Entry(text, ROOT, octal(target.mode())));
    }
    state.artefacts.put(fetch.name(), wanted(fetch));
  }

  private Result putBack(PutBack back) throws InterruptedException {
    Fetch fetch = back.fetch();
    if (isInstalled(fetch)) {
      return Result.UNCHANGED;
    }
    String why = why(fetch);
    if (applying()
        && !wanted(fetch).equals(new RehearsalKept(state).artefact(back.kept(), fetch.name()))) {
      return new Result(Outcome.FAILED, fetch.title() + " is not kept in " + back.kept());
    }
    take(300);
    install(fetch);
    return Result.changed(why);
  }

  private static String ahead(Fetch fetch) {
    return AHEAD + fetch.name() + "-" + fetch.version();
  }

  private static String wanted(Fetch fetch) {
    return fetch.version() + " " + fetch.targets();
  }

  private boolean isInstalled(Fetch fetch) {
    return wanted(fetch).equals(state.artefacts.get(fetch.name()))
        && fetch.targets().stream().allMatch(t -> state.files.containsKey(place(t)));
  }

  private String why(Fetch fetch) {
    String found = state.artefacts.get(fetch.name());
    return found == null
        ? ""
        : found.startsWith(fetch.version() + " ")
            ? "a file is missing or was altered"
            : "another version is there";
  }

  /** A folder is stood for by one file in it. */
  private static String place(Target target) {
    String path = target.path();
    return target.entry().endsWith("/") ? (path.endsWith("/") ? path : path + "/") + "all" : path;
  }

  private void transfer(long size) throws InterruptedException {
    int ticks = pace.ticks(size);
    for (int i = 1; i <= ticks; i++) {
      pace.take(500);
      listener.progress(index, i == ticks ? size : size / ticks * i, size);
    }
  }

  private Result upload(Upload upload) throws InterruptedException {
    if (upload.sha256().equals(state.uploads.put(upload.path(), upload.sha256()))) {
      return Result.UNCHANGED;
    }
    if (applying()) {
      transfer(30L << 20);
    }
    return Result.changed("received and verified");
  }

  private Result packages(Packages packages) throws InterruptedException {
    List<String> missing = new ArrayList<>(packages.names());
    missing.removeAll(state.packages);
    if (missing.isEmpty()) {
      return Result.UNCHANGED;
    }
    take(1500);
    for (String name : missing) {
      take(600);
      RehearsalPace.packageLines(name, packages.manager()).forEach(this::say);
    }
    state.packages.addAll(missing);
    return Result.changed(String.join(", ", missing));
  }

  private Result service(Service service) throws NodeException, InterruptedException {
    TreeMap<String, String> inputs = new TreeMap<>();
    for (String input : service.inputs()) {
      for (String path : state.filesAt(input)) {
        String text = Objects.requireNonNullElse(state.text(path), "");
        inputs.put(path, RehearsalTexts.isLong(text) ? here.texts().sum(text) : text);
      }
      // A program of an archive whose folder one file stands for.
      String program = state.artefacts.get(input.substring(input.lastIndexOf('/') + 1));
      if (program != null) {
        inputs.put(input, program);
      }
    }
    TreeMap<String, String> held = new TreeMap<>(inputs);
    held.keySet().removeAll(service.rereads());
    String kept = Digest.sha256(held.toString());
    String digest =
        service.rereads().isEmpty() ? kept : kept + " " + Digest.sha256(inputs.toString());
    String found = state.started.get(service.unit());
    if (digest.equals(found)) {
      return Result.UNCHANGED;
    }
    if (found != null && !service.rereads().isEmpty() && found.startsWith(kept + " ")) {
      state.started.put(service.unit(), digest);
      return Result.changed("it reads its certificates again by itself");
    }
    take(900);
    if (found != null && service.reload()) {
      state.started.put(service.unit(), digest);
      return Result.changed("reloaded");
    }
    String refusal = applying() ? refusal(service.unit()) : null;
    if (refusal != null) {
      state.stop(service.unit());
      return new Result(Outcome.FAILED, service.unit() + " does not start: " + refusal);
    }
    if (applying() && service.unit().equals("kubelet.service")) {
      here.etcd().register(here.machine());
    }
    state.start(service.unit(), digest);
    if (applying()) {
      here.etcd().serves(state);
    }
    return Result.changed(found == null ? "started" : "restarted");
  }

  /** Why a unit does not start; null when it does. */
  private @Nullable String refusal(String unit) throws NodeException {
    if (unit.equals("etcd.service")) {
      return here.etcd().start(here.machine(), state);
    }
    return here.skew()
        .refusal(
            unit.substring(0, unit.lastIndexOf('.')),
            here.machine(),
            state,
            here.etcd().masters(),
            here.etcd().nodeNames());
  }

  private Result noService(NoService service) throws InterruptedException {
    if (state.stop(service.unit()) == null) {
      return Result.UNCHANGED;
    }
    take(300);
    return Result.changed("stopped");
  }

  private Result shared(ClusterChange change) throws NodeException, InterruptedException {
    if (here.etcd().isDone(change, state)) {
      return Result.UNCHANGED;
    }
    String reason = here.etcd().reason(change);
    take(250);
    String refusal = applying() ? here.etcd().apply(change, state) : null;
    return refusal == null ? Result.changed(reason) : new Result(Outcome.FAILED, refusal);
  }

  private Result script(Script script) throws NodeException, InterruptedException {
    if (script.change() != null) {
      return shared(script.change());
    }
    if (!state.done.add(here.texts().key(script, RehearsalWork::key))) {
      return Result.UNCHANGED;
    }
    take(250);
    say(script.title() + ": done (simulated)");
    return Result.changed("");
  }

  /** Why a condition does not come true; null when nothing keeps it from that. */
  private @Nullable String refusalOf(String condition) throws NodeException {
    String refusal = here.trust().refusal(condition, state, here.machine());
    return refusal != null ? refusal : here.authorities().refusal(condition, state, here.machine());
  }

  private Result waitFor(WaitFor wait) throws NodeException, InterruptedException {
    String refusal = refusalOf(wait.condition());
    if (refusal != null) {
      take(400);
      return applying()
          ? new Result(Outcome.FAILED, "simulated: not in time: " + refusal)
          : Result.changed("simulated: not yet");
    }
    if (!state.done.add(here.texts().key(wait, RehearsalWork::key))) {
      return new Result(Outcome.UNCHANGED, "simulated: " + wait.title());
    }
    if (!applying()) {
      return Result.changed("simulated: not yet");
    }
    take(400);
    say("simulated: not yet");
    take(800);
    return new Result(Outcome.UNCHANGED, "simulated: " + wait.title());
  }

  private Result verify(Verify verify) throws NodeException, InterruptedException {
    String refusal = refusalOf(verify.condition());
    if (refusal != null) {
      return new Result(Outcome.WARNED, "simulated: " + refusal);
    }
    boolean held = !state.done.add(here.texts().key(verify, RehearsalWork::key));
    if (!applying() && !held) {
      return new Result(Outcome.WARNED, "simulated: not yet");
    }
    take(200);
    return new Result(Outcome.UNCHANGED, "simulated: " + verify.title());
  }

  /** By what it is known that an operation was done, title and digest. */
  private static String key(Operation operation) {
    String text =
        switch (operation) {
          case Script s -> s.check() + "\0" + s.apply() + "\0" + new TreeMap<>(s.environment());
          case WaitFor w -> w.condition();
          case Verify v -> v.condition();
          default -> throw new IllegalArgumentException(operation.title());
        };
    return operation.title() + " " + Digest.sha256(text);
  }
}
