package io.quorate.recipe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Operation.Script;
import io.quorate.platform.Template;
import io.quorate.recipe.lifecycle.ScriptSandbox.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every script of {@code assets/} is made to fail at each command that it calls: what that command
 * said has to be among the lines that a person is shown.
 */
class ScriptFailuresTest {

  /** As many lines of output as a failed step shows. */
  private static final int SHOWN = 20;

  @TempDir Path temp;
  private ScriptSandbox sandbox;
  private final AtomicInteger runs = new AtomicInteger();

  /**
   * A command whose failure is an answer.
   *
   * @param script regular expression of scripts
   * @param call regular expression, found in the call
   */
  private record Answer(String script, String call, String why) {
    boolean is(String name, String of) {
      return name.matches(script) && Pattern.compile(call).matcher(of).find();
    }
  }

  private static final List<Answer> ANSWERS =
      List.of(
          new Answer(
              "restore/data.apply.sh",
              "--help",
              "whether this etcdutl raises revisions; where it cannot, that is said"),
          new Answer(
              "backup/snapshot.apply.sh",
              "hashkv --help",
              "whether this etcd can hash; where it cannot, that is said"),
          new Answer(
              "common/component-version",
              "^(calicoctl|helm) version --client",
              "old versions of it do not know this flag; it is asked without it then"),
          new Answer(
              "(addons/manifest|network/(calico|manifests)).check.sh",
              " get -f - |^cat .*/applied/|^sha256sum",
              "whether the objects are those that were found right; they are compared in full"
                  + " then"),
          new Answer(
              "firewall/table.check.sh",
              "^(nft|unshare|sh) ",
              "a table that cannot be listed is loaded again, which tells"),
          new Answer(
              "etcd/snapshot.sh", "^systemctl reset-failed", "there may be none that failed"),
          new Answer("kubernetes/ready.sh", "^curl ", "the usual ones of a start, in our words"),
          new Answer(
              "common/modules.check.sh", "^modprobe -n -q", "whether the kernel has such a module"),
          new Answer(
              "common/timesync\\..*", "^systemctl cat", "whether there is such a unit at all"),
          new Answer(
              "destroy/(containers\\..*|left-p.*)",
              "^(tr|readlink|grep|find) ",
              "a process may end while it is looked at"),
          new Answer("upgrade/images.*", "^docker image inspect", "whether it has to be pulled"),
          new Answer("upgrade/look-node.sh", "^tr ", "a process may end while it is looked at"),
          new Answer(
              "upgrade/look-objects.sh",
              "^curl ",
              "whether another master tells; where it does not, this one does"),
          new Answer(
              "upgrade/look-downloads.sh",
              "^grep |^curl .* -I ",
              "whether this version is here; where HEAD has no answer, a part of the file is asked"
                  + " for, which tells"),
          new Answer(
              "destroy/(rules\\..*|left-network.sh)",
              "^ipset list",
              "a kernel without sets has none"),
          new Answer(
              "destroy/units.apply.sh",
              "^systemctl reset-failed",
              "a unit that is gone cannot have failed"),
          new Answer(
              "network/pod-network.sh", "-o name$", "a node that is not found is made; that tells"),
          new Answer("network/pod-network.sh", "^ip link show", "whether there is a bridge"),
          new Answer("network/pod-network.sh", " -C FORWARD", "whether there is such a rule"),
          new Answer(
              "(repair/keep|drill/begin).apply.sh",
              "^systemctl (stop|reset-failed)",
              "mostly there is no such timer"),
          new Answer(
              "shell: .*",
              "^(stat (-L|-c %N /proc/)|find -L|sha256sum|grep -|dpkg-query|rpm -q|systemctl"
                  + " show|cmp|rmdir) ?",
              "a look at what is there: what cannot be seen is done anew, which tells"),
          new Answer(
              "shell: Packages|common/timesync.apply.sh|runtime/docker.apply.sh",
              "^stat -c %i -- .*lock|/proc/locks$",
              "who holds the database of packages; what cannot be seen apt meets, and tells"),
          new Answer(".*", "^sleep ", "nothing is lost with a pause"),
          new Answer(
              "system/network-manager.check.sh",
              "^systemctl -q is-active|^systemctl is-active",
              "where it does not run, it does nothing to interfaces"),
          new Answer(
              "system/nginx-rights.apply.sh",
              "^semanage .* -a ",
              "what has a label already gets this one; that tells"),
          new Answer(
              "destroy/mounts.apply.sh",
              "^umount [^-]",
              "what is busy is unmounted lazily then, which tells"),
          new Answer(
              "etcd/leader-move.check.sh",
              "endpoint status",
              "a member that does not answer does not lead"),
          new Answer(
              "shell: (Fetch|PutBack).*",
              "^ln ",
              "where no link can be made it is copied, which tells"),
          new Answer(
              "upgrade/keep.apply.sh",
              "^ln ",
              "where no link can be made it is copied, which tells"),
          new Answer(
              "upgrade/(keep|kept).apply.sh",
              "^stat -L ",
              "what cannot be looked at is told from another by its sum"),
          new Answer("upgrade/(keep|kept).apply.sh", "^cmp ", "what differs is noted again"),
          new Answer("upgrade/look-kept.sh", "^stat -c %s ", "it is told as lost"),
          new Answer(
              "shell: Service", "^systemctl reset-failed", "mostly it has not failed before"),
          new Answer(
              "shell: FileBlock",
              "^mv ",
              "a mount cannot be renamed over; it is written into then"),
          new Answer(
              "runtime/image-import.apply.sh",
              "^tar ",
              "an archive has the list of Docker or that of OCI; a broken one fails to import"));

  private static List<ScriptScenario> scenarios() {
    return ScriptScenarios.all();
  }

  /**
   * Commands whose failure is told and yet no failure of the script. All others that ask the
   * machine or a cluster have to make it fail: what is not known is not in order.
   */
  private static final List<Answer> BORNE =
      List.of(
          new Answer("common/component-version", "", "a program that has no version is not wanted"),
          new Answer(
              "etcd/snapshot.sh", "^systemctl reset-failed", "there may be none that failed"),
          new Answer("common/modules.apply.sh", "^modprobe ", "built in, or what needs it tells"),
          new Answer(
              ".*\\.check.sh", "^systemctl (-q )?is-(active|failed)", "whether it runs, or failed"),
          new Answer(
              "destroy/images.apply.sh", " tasks rm ", "its container cannot be removed then"),
          new Answer("destroy/swap.apply.sh", "^swapon ", "swap comes back with the next boot"),
          new Answer(
              "etcd/first-data.apply.sh", "^curl ", "the start that follows waits, and tells"),
          new Answer(
              "(kubernetes|upgrade)/drain.apply.sh",
              "/proxy/healthz|quorate-check",
              "a kubelet that is gone has no pods to move; what is left is drained"),
          new Answer("repair/flush.apply.sh", " -S$", "the kernel may not have this table"),
          new Answer(
              "upgrade/(asking.apply|asked).sh",
              "^(kubectl|awk) ",
              "it is said that nobody knows how many pods began anew"),
          new Answer(
              "verify/pods.apply.sh", "", "what fails is the evidence, a warning of the run"),
          new Answer(
              "shell: Packages|common/timesync.apply.sh|runtime/docker.apply.sh",
              "^apt-config |--print-uris",
              "where apt keeps its locks, and which its sources are; apt itself tells then"),
          new Answer("shell: Unwrite", "^getent ", "whether there is such a user or group"),
          new Answer(
              "network/(calico|manifests).*",
              " get -f - | diff ",
              "applied they are; whether somebody changed them is told as unknown"),
          new Answer(
              "firewall/table.apply.sh|network/pod-network.sh",
              "^nft (-s list|-f <)",
              "where the table cannot be compared its listing is kept, and compared later"),
          new Answer("rescue/snapshot.apply.sh", "endpoint status", "its database is copied then"));

  private static boolean hides(ScriptScenario scenario, Ran ran, String call) {
    boolean library = scenario.script().startsWith("shell: ");
    boolean told = ran.lines().stream().anyMatch(l -> l.matches(".* (failed|late|warned) 0 .*"));
    return (library ? !told : ran.exitCode() == 0)
        && ScriptSandbox.PLAYED.contains(call.split(" ", 2)[0])
        && BORNE.stream().noneMatch(b -> b.is(scenario.script(), call));
  }

  @BeforeEach
  void sandbox() throws IOException {
    sandbox = new ScriptSandbox(Files.createDirectory(temp.resolve("bin")));
  }

  private Ran run(ScriptScenario scenario, String failing) throws Exception {
    return sandbox.run(
        Files.createDirectory(temp.resolve("run-" + runs.incrementAndGet())), scenario, failing);
  }

  /** What is swallowed, a line each. */
  private List<String> swallowed(ScriptScenario scenario) throws Exception {
    Ran good = run(scenario, "");
    List<String> bad = new ArrayList<>();
    for (String call : good.calls()) {
      if (ANSWERS.stream().anyMatch(a -> a.is(scenario.script(), call))) {
        continue;
      }
      Ran ran = run(scenario, call);
      if (!ran.failed() || !ran.tells(SHOWN) || hides(scenario, ran, call)) {
        bad.add(
            scenario.script()
                + ": "
                + call.replaceAll("\\s+", " ")
                + " -> exit code "
                + ran.exitCode()
                + (ran.failed() ? ", " + ran.lines() : ", was not called again"));
      }
    }
    return bad;
  }

  /** Scripts that are not walked. */
  private static final Map<String, String> NOT_WALKED =
      Map.of(
          "(node/probe|preflight/machine).sh",
              "a look: what it cannot see is missing in its answer",
          "readback/cluster.sh", "a look: what it cannot see is missing in its answer",
          "repair/summary.sh", "a look: what it cannot see is missing in its answer",
          "(cis|status)/.*", "a look: what it cannot see is missing in its answer",
          ".*\\.lib\\.sh", "functions of the scripts beside it, which are walked with it",
          "shell/.*", "the library: it is walked as the operations that it is there for");

  static List<String> scripts() throws IOException {
    return Stream.concat(NodeScriptsTest.scripts().stream(), Stream.of("common/component-version"))
        .filter(name -> NOT_WALKED.keySet().stream().noneMatch(name::matches))
        .toList();
  }

  @Test
  void everyScriptIsWalkedPastEachProgramThatItNames() throws Exception {
    Map<String, Set<String>> called = new TreeMap<>();
    for (ScriptScenario scenario : scenarios()) {
      Set<String> names = called.computeIfAbsent(scenario.script(), s -> new TreeSet<>());
      run(scenario, "").calls().forEach(call -> names.add(call.split(" ", 2)[0]));
    }
    List<String> missed = new ArrayList<>();
    for (String script : scripts()) {
      Set<String> names = called.get(script);
      if (names == null) {
        missed.add(script + " has no scenario in ScriptScenarios");
        continue;
      }
      named(new Template(script).text()).stream()
          .filter(name -> !names.contains(name))
          .forEach(name -> missed.add(script + ": no scenario comes past " + name));
    }
    assertThat(missed).isEmpty();
  }

  /** The programs that a script calls, as far as they stand where a command stands. */
  private static Set<String> named(String text) {
    String code =
        text.replaceAll("\\\\\n\\s*", " ")
            .replaceAll("(?m)^\\s*#.*", "")
            .replaceAll("(?s)'[^']*'", "''")
            // Patterns of a case.
            .replaceAll("(?m)^\\s*[^\\s(][^()\\n]*\\)", "");
    Set<String> names = new TreeSet<>();
    Matcher matcher = COMMAND.matcher(code);
    while (matcher.find()) {
      String name = matcher.group(1);
      if (ScriptSandbox.PLAYED.contains(name) && !UNTOLD.contains(name)) {
        names.add(name);
      }
    }
    return names;
  }

  /** Nothing is lost with them: a pause, and a note in a script that runs when all else failed. */
  private static final Set<String> UNTOLD = Set.of("kill", "sleep", "logger");

  private static final Pattern COMMAND =
      Pattern.compile(
          "(?m)(?:^|[|;&({]|\\b(?:if|while|until|then|do|else|!|exec))\\s*(?:/usr/local/bin/)?([a-z][a-z0-9.-]+)(?!\\S)");

  @Test
  void aScriptThatSwallowsIsFound() throws Exception {
    ScriptScenario swallows =
        ScriptScenario.of(
            new Script("planted", "false", "systemctl start etcd >/dev/null 2>&1 || exit 1"));
    assertThat(swallowed(swallows)).hasSize(1).first().asString().contains("systemctl start etcd");
    ScriptScenario content =
        ScriptScenario.of(new Script("planted", "false", "left=$(nft list tables | cat)"));
    assertThat(swallowed(content)).first().asString().contains("exit code 0");
    sandbox =
        new ScriptSandbox(Files.createDirectory(temp.resolve("hasty")), Duration.ofSeconds(3));
    ScriptScenario endless =
        ScriptScenario.of(new Script("planted", "false", "until nft list; do sleep 1; done"));
    assertThat(swallowed(endless)).first().asString().contains("NEVER ENDS");
  }

  @Test
  void whateverFailsIsToldInItsOwnWords() throws Exception {
    List<Callable<List<String>>> walks =
        scenarios().stream().<Callable<List<String>>>map(s -> () -> swallowed(s)).toList();
    List<String> bad = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<List<String>> walk : threads.invokeAll(walks)) {
        bad.addAll(walk.get());
      }
    }
    assertThat(bad).as(String.join("\n", bad)).isEmpty();
  }
}
