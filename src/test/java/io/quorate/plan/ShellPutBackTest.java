package io.quorate.plan;

import static io.quorate.plan.Outcome.CHANGED;
import static io.quorate.plan.Outcome.FAILED;
import static io.quorate.plan.Outcome.UNCHANGED;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Operation.Checksum;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.PutBack;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Target;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was installed is kept, replaced, and put back as if it had never been away. */
class ShellPutBackTest {

  @TempDir Path temp;
  private ShellBench bench;

  @BeforeEach
  void bench() throws Exception {
    bench = new ShellBench(temp);
  }

  private Fetch program(String version) throws Exception {
    String text = "program " + version;
    Path file = Files.writeString(temp.resolve("kubelet-" + version), text);
    return new Fetch(
        "kubelet",
        version,
        "file://" + file,
        new Checksum.Pinned(Digest.sha256(text)),
        List.of(new Target("", bench.path("bin2/kubelet"), "0755")));
  }

  /** Of a machine that has some file of Kubernetes. */
  private Script keep() {
    Script script = script();
    String any = "for path in ";
    assertThat(script.apply()).contains(any);
    return new Script(
        script.title(),
        script.check(),
        script.apply().replace(any, any + bench.path("bin2") + " "),
        script.environment(),
        1);
  }

  private Script script() {
    return AssetScript.using(
        new Template("upgrade/noted.lib.sh").text(),
        "kept",
        "upgrade/keep",
        Map.of(
            "RECORDS",
            bench.places.state() + "/artefacts",
            "KEPT",
            bench.path("kept"),
            "WANTED",
            "Kubernetes 2.0",
            "MASTER",
            ""));
  }

  private PutBack back(Fetch fetch) {
    return new PutBack(fetch, bench.path("kept"));
  }

  @Test
  void itIsInstalledAsByTheFetchItself() throws Exception {
    Fetch old = program("1.0");
    assertThat(bench.apply(old).outcome()).isEqualTo(CHANGED);
    var kept = bench.apply(keep());
    assertThat(kept.outcome()).as(kept.toString()).isEqualTo(CHANGED);
    // A link more changes the ctime, by which the record knows the file: it is noted again.
    assertThat(bench.apply(old).outcome()).isEqualTo(UNCHANGED);
    assertThat(bench.apply(old).detail()).isEmpty();
    assertThat(bench.apply(program("2.0")).outcome()).isEqualTo(CHANGED);
    assertThat(bench.read("bin2/kubelet")).isEqualTo("program 2.0");
    assertThat(bench.check(back(old)).outcome()).isEqualTo(CHANGED);
    assertThat(bench.read("bin2/kubelet")).isEqualTo("program 2.0");
    var done = bench.apply(back(old));
    assertThat(done.outcome()).as(done.toString()).isEqualTo(CHANGED);
    assertThat(bench.read("bin2/kubelet")).isEqualTo("program 1.0");
    assertThat(Files.isExecutable(temp.resolve("bin2/kubelet"))).isTrue();
    assertThat(bench.apply(back(old)).outcome()).isEqualTo(UNCHANGED);
    assertThat(bench.apply(old).outcome()).isEqualTo(UNCHANGED);
  }

  /** What comes behind it in the same program is done, and not only looked at. */
  @Test
  void whatFollowsIsDone() throws Exception {
    Fetch old = program("1.0");
    assertThat(bench.apply(old).outcome()).isEqualTo(CHANGED);
    assertThat(bench.apply(keep()).outcome()).isEqualTo(CHANGED);
    assertThat(bench.apply(program("2.0")).outcome()).isEqualTo(CHANGED);
    assertThat(bench.apply(back(old), bench.file("unit", "a unit\n")).all())
        .containsExactly(CHANGED, CHANGED);
    assertThat(bench.read("bin2/kubelet")).isEqualTo("program 1.0");
    assertThat(bench.read("unit")).isEqualTo("a unit\n");
  }

  @Test
  void whatIsNotWhatWasKeptIsNotPutBack() throws Exception {
    Fetch old = program("1.0");
    assertThat(bench.apply(old).outcome()).isEqualTo(CHANGED);
    assertThat(bench.apply(keep()).outcome()).isEqualTo(CHANGED);
    assertThat(bench.apply(program("2.0")).outcome()).isEqualTo(CHANGED);
    Files.writeString(
        Path.of(bench.path("kept") + "/programs" + bench.path("bin2/kubelet")), "program 1.X");
    var done = bench.apply(back(old));
    assertThat(done.outcome()).as(done.toString()).isEqualTo(FAILED);
    assertThat(done.detail()).contains("is not what was kept; what was installed stays");
    assertThat(bench.read("bin2/kubelet")).isEqualTo("program 2.0");
    var other = bench.apply(back(program("0.9")));
    assertThat(other.outcome()).isEqualTo(FAILED);
    assertThat(other.detail()).contains("kubelet 0.9 is not kept in");
  }
}
