package io.quorate.plan;

import static io.quorate.plan.Outcome.CHANGED;
import static io.quorate.plan.Outcome.FAILED;
import static io.quorate.plan.Outcome.UNCHANGED;
import static io.quorate.plan.Outcome.WARNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Verify;
import io.quorate.plan.Operation.WaitFor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts, waits and closing checks, by a real shell. */
class ShellScriptsTest {

  @TempDir Path temp;
  private ShellBench bench;

  @BeforeEach
  void bench() {
    bench = new ShellBench(temp);
  }

  private Script script(String check, String apply) {
    return new Script("a script", check, apply, Map.of("AT", temp.toString()), 1);
  }

  @Test
  void aScriptRunsWhenItsCheckDoesNotHold() throws Exception {
    Script script = script("[ -e \"$AT/done\" ]", "echo working; touch \"$AT/done\"");
    assertThat(bench.check(script).outcome()).isEqualTo(CHANGED);
    assertThat(temp.resolve("done")).doesNotExist();
    var result = bench.apply(script);
    assertThat(result.outcome()).isEqualTo(CHANGED);
    assertThat(result.output).containsExactly("working");
    assertThat(bench.apply(script).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void aCheckMaySayWhyItDoesNotHold() throws Exception {
    Script script =
        script(
            "echo noise; [ -e \"$AT/done\" ] || q_because 'nobody did it'", "touch \"$AT/done\"");
    assertThat(bench.check(script).detail()).isEqualTo("nobody did it");
    assertThat(bench.apply(script).detail()).isEqualTo("nobody did it");
    assertThat(bench.apply(script).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void theFirstCommandThatFailsEndsAScript() throws Exception {
    var result = bench.apply(script("false\ntrue", "echo one\n(exit 7)\necho two"));
    assertThat(result.outcome()).isEqualTo(FAILED);
    assertThat(result.detail()).isEqualTo("exit code 7");
    assertThat(result.output).containsExactly("one");
  }

  @Test
  void aScriptStaysInItsOwnShell() throws Exception {
    var result =
        bench.apply(
            script("exit 1", "cd /; q_index=9; set -- x; umask 077; exit 0"),
            script("exit 1", "echo $# $(umask); cat; set -f; IFS=x"),
            script("", "exit 9"),
            script("if", "exit 3"),
            bench.file("after", "never"));
    assertThat(result.all()).containsExactly(CHANGED, CHANGED, UNCHANGED, FAILED);
    assertThat(result.details.get(3)).isEqualTo("exit code 3");
    assertThat(result.output)
        .startsWith("0 0022", "the look before had said:")
        .last()
        .asString()
        .contains("yntax error");
    assertThat(result.ended).isTrue();
  }

  @Test
  void aScriptMayHoldAnything() throws Exception {
    String text =
        """
        cat <<'END' >"$AT/out"
        it's $HOME and `x` \\
        END
        for f in "$AT"/ou?; do echo "${f##*/}"; done
        printf 'no line end'
        """;
    var result = bench.apply(script("[ -e \"$AT/out\" ]", text));
    assertThat(result.outcome()).isEqualTo(CHANGED);
    assertThat(bench.read("out")).isEqualTo("it's $HOME and `x` \\\n");
    assertThat(result.output).containsExactly("out", "no line end");
  }

  @Test
  void valuesOfTheEnvironmentAreNotShell() throws Exception {
    String value = "it's $(touch " + temp + "/pwned) \"`id`\"\nsecond line";
    Script script =
        new Script(
            "x",
            "false",
            "printf '%s' \"$VALUE\" >OUT".replace("OUT", bench.path("out")),
            Map.of("VALUE", value),
            1);
    assertThat(bench.apply(script).outcome()).isEqualTo(CHANGED);
    assertThat(bench.read("out")).isEqualTo(value);
    assertThat(temp.resolve("pwned")).doesNotExist();
    assertThatThrownBy(() -> bench.apply(new Script("x", "", "", Map.of("A;B", "x"), 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aScriptIsTriedAgainWhereItStands() throws Exception {
    bench.command("sleep", "echo \"slept $1\" >>" + bench.path("slept") + "\n");
    String counting = "echo x >>\"$AT/tries\"; [ $(wc -l <\"$AT/tries\") -ge 3 ] || exit 5";
    var result = bench.apply(new Script("x", "false", counting, Map.of("AT", temp.toString()), 4));
    assertThat(result.outcome()).isEqualTo(CHANGED);
    assertThat(result.output)
        .containsExactly(
            "attempt 1 of 4 ended with exit code 5, again in 2 s",
            "attempt 2 of 4 ended with exit code 5, again in 4 s");
    assertThat(bench.read("slept")).isEqualTo("slept 2\nslept 4\n");
    Files.delete(temp.resolve("tries"));
    var twice = bench.apply(new Script("x", "false", counting, Map.of("AT", temp.toString()), 2));
    assertThat(twice.outcome()).isEqualTo(FAILED);
  }

  @Test
  void scriptsReadNothingOfTheProgram() throws Exception {
    var result = bench.apply(script("false", "cat; read -r x || echo none"), bench.file("f", "x"));
    assertThat(result.all()).containsExactly(CHANGED, CHANGED);
    assertThat(result.output).containsExactly("none");
  }

  @Test
  void whatHoldsNeedsNoWait() throws Exception {
    var wait = new WaitFor("x", "echo a; echo b", Duration.ofSeconds(5), Duration.ofMillis(100));
    assertThat(bench.apply(wait).outcome()).isEqualTo(UNCHANGED);
    assertThat(bench.apply(wait).detail()).isEqualTo("b");
    assertThat(bench.check(wait).outcome()).isEqualTo(UNCHANGED);
  }

  @Test
  void aWaitLooksUntilItHoldsAndTellsWhatIsNew() throws Exception {
    String condition =
        "cd %s; echo x >>tries; n=$(wc -l <tries); [ $n -ge 4 ] && echo ready || { echo \"at $((n/2))\"; exit 1; }"
            .formatted(temp);
    var wait = new WaitFor("x", condition, Duration.ofSeconds(20), Duration.ofMillis(60));
    assertThat(bench.check(wait).outcome()).isEqualTo(CHANGED);
    Files.delete(temp.resolve("tries"));
    var result = bench.apply(wait);
    assertThat(result.outcome()).isEqualTo(UNCHANGED);
    assertThat(result.detail()).isEqualTo("ready");
    assertThat(result.output).containsExactly("at 0", "at 1");
  }

  @Test
  void aWaitThatLastsTooLongFails() throws Exception {
    var wait =
        new WaitFor(
            "x", "echo 'still 2 of 3'; false", Duration.ofSeconds(1), Duration.ofMillis(200));
    var result = bench.apply(wait, bench.file("never", ""));
    assertThat(result.all()).containsExactly(FAILED);
    assertThat(result.detail()).isEqualTo("not within 1 s: still 2 of 3");
  }

  @Test
  void aClosingCheckGivesItsEvidenceOrWarns() throws Exception {
    var good = new Verify("x", "echo '3 members'; echo 'all * healthy'", Duration.ofSeconds(5));
    var bad = new Verify("y", "echo 'no answer' >&2; exit 4", Duration.ZERO);
    var result = bench.apply(bad, good);
    assertThat(result.all()).containsExactly(WARNED, UNCHANGED);
    assertThat(result.details).isEqualTo(Map.of(0, "no answer", 1, "3 members · all * healthy"));
    assertThat(bench.check(bad, good).all()).containsExactly(WARNED, UNCHANGED);
  }

  @Test
  void aCheckWaitsForNothing() throws Exception {
    var result =
        bench.check(
            new Verify("y", "false", Duration.ofMinutes(5)),
            new WaitFor("x", "false", Duration.ofMinutes(5), Duration.ofSeconds(1)),
            script("exit 1", "exit 1"),
            bench.file("f", "x"));
    assertThat(result.all()).containsExactly(WARNED, CHANGED, CHANGED, CHANGED);
    assertThat(Files.list(temp)).containsExactly(bench.bin);
  }

  @Test
  void aCheckDoesNotAskWhatIsStillToComeOfChanges() throws Exception {
    var asked = "echo asked >>" + temp.resolve("asked");
    var result =
        bench.check(
            new Verify("before", asked, Duration.ZERO),
            bench.file("f", "x"),
            new WaitFor("x", asked, Duration.ofMinutes(5), Duration.ofSeconds(1)),
            new Verify("y", asked, Duration.ofMinutes(5)));
    assertThat(result.all()).containsExactly(UNCHANGED, CHANGED, CHANGED, CHANGED);
    assertThat(result.details.get(3)).isEqualTo("looked at when the rest is done");
    assertThat(temp.resolve("asked")).hasContent("asked\n");
  }

  @Test
  void aProgramThatWasCutOffDoesNothing() throws Exception {
    String program =
        Shell.program(List.of(bench.file("f", "x")), Mode.APPLY, ShellBench.MARK, bench.places);
    int from = program.lastIndexOf("{ q_main");
    for (int end : new int[] {from / 2, from, from + 3, from + 8, program.length() - 3}) {
      Process process = new ProcessBuilder("sh").redirectErrorStream(true).start();
      try (var in = process.getOutputStream()) {
        in.write(program.substring(0, end).getBytes());
      }
      process.getInputStream().readAllBytes();
      process.waitFor();
      assertThat(temp.resolve("f")).doesNotExist();
    }
  }
}
