package io.quorate.tui.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.facts.ClusterHealth;
import io.quorate.plan.facts.ClusterHealth.Verdict;
import io.quorate.plan.facts.ClusterStatus;
import io.quorate.plan.facts.ClusterStatus.ApiServer;
import io.quorate.plan.facts.ClusterStatus.Certificate;
import io.quorate.plan.facts.ClusterStatus.Member;
import io.quorate.plan.facts.ClusterStatus.NodeLine;
import io.quorate.plan.facts.ClusterStatus.ProgramVersion;
import io.quorate.plan.facts.ClusterStatus.SnapshotAttempt;
import io.quorate.plan.facts.ClusterStatus.Snapshots;
import io.quorate.plan.facts.ClusterStatus.State;
import io.quorate.plan.facts.ClusterStatus.Unit;
import io.quorate.plan.facts.Vitals;
import io.quorate.tui.Columns;
import io.quorate.tui.Glyphs;
import io.quorate.tui.KeyPress;
import io.quorate.tui.KeyPress.Key;
import io.quorate.tui.Message;
import io.quorate.tui.Pictures;
import io.quorate.tui.TextCanvas;
import io.quorate.tui.status.StatusDashboard.Look;
import io.quorate.tui.status.StatusDashboard.Model;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pictures are made anew by {@code -Dformat=write}. */
class StatusDashboardTest {

  private static final Pictures PICTURES =
      new Pictures(Path.of("src/test/resources/golden/status"));
  private static final Instant NOW = Instant.parse("2026-10-01T12:00:00Z");
  private static final ZoneId UTC = ZoneId.of("UTC");

  private final StatusDashboard dashboard =
      new StatusDashboard(Duration.ofSeconds(5), () -> NOW.plusSeconds(3), UTC);
  private Model model = dashboard.start();

  private static ClusterStatus healthy() {
    return new ClusterStatus(
        "home",
        NOW,
        State.HEALTHY,
        new ClusterHealth(Verdict.HEALTHY, true, "Everything answers.", "", List.of()),
        List.of(),
        List.of(
            member("node-1", "8e9e05c52164694d", true),
            member("node-2", "91bc3c398fb3c146", false),
            member("node-3", "fd422379fda50e48", false)),
        List.of(
            new ApiServer("node-1", true, ""),
            new ApiServer("node-2", true, ""),
            new ApiServer("node-3", true, "")),
        List.of(
            node("node-1", true, "control-plane", "worker"),
            node("node-2", true, "control-plane"),
            node("node-3", true, "control-plane"),
            node("a-worker-with-a-long-name", true, "worker")),
        List.of(
            new Certificate("node-2", "apiserver.crt", NOW.plus(Duration.ofDays(364))),
            new Certificate("node-1", "ca.crt", NOW.plus(Duration.ofDays(3649)))),
        List.of(
            taken("node-1", Duration.ofHours(3)),
            taken("node-2", Duration.ofMinutes(181)),
            new Snapshots("node-3", null, null, 0, null, false)),
        List.of(),
        Map.of(),
        List.of());
  }

  private static Snapshots taken(String node, Duration ago) {
    Instant at = NOW.minus(ago);
    SnapshotAttempt attempt = new SnapshotAttempt(at, ago.toSeconds(), false, "");
    return new Snapshots(node, at, ago.toSeconds(), 20, attempt, false);
  }

  /** On one the disk is full, on the other nothing takes them any more. */
  private static List<Snapshots> missing() {
    Snapshots s = taken("node-1", Duration.ofHours(9));
    SnapshotAttempt full =
        new SnapshotAttempt(
            NOW.minus(Duration.ofHours(3)), 10_800, true, "write: no space left on device");
    return List.of(
        new Snapshots(s.node(), s.newest(), s.ageSeconds(), 20, full, false),
        new Snapshots("node-2", s.newest(), s.ageSeconds(), 20, s.attempt(), true));
  }

  private static Member member(String name, String id, boolean leader) {
    return new Member(
        name, id, false, true, new Vitals("3.6.14", leader, 4, 123_456, 21_135_360, 9_000_000));
  }

  private static NodeLine node(String name, boolean ready, String... roles) {
    return new NodeLine(
        name, ready, NOW.minus(Duration.ofDays(12)), "v1.36.4", false, List.of(roles));
  }

  private static ClusterStatus degraded() {
    ClusterStatus h = healthy();
    return new ClusterStatus(
        "home",
        NOW,
        State.DEGRADED,
        new ClusterHealth(Verdict.DEGRADED, true, "Not all is well.", "", List.of()),
        List.of(
            "node-3 could not be asked: node-3 (192.0.2.13) does not answer within 10 s. Check that"
                + " it is switched on.",
            "etcd's member node-3 is not healthy."),
        List.of(
            h.members().get(0),
            h.members().get(1),
            new Member("node-3", "fd422379fda50e48", false, false, null)),
        List.of(
            h.apiServers().get(0),
            h.apiServers().get(1),
            new ApiServer("node-3", false, "the node could not be asked")),
        List.of(h.nodes().get(0), node("node-3", false, "control-plane")),
        List.of(
            new Certificate("node-2", "apiserver.crt", NOW.plus(Duration.ofDays(12))),
            new Certificate("node-1", "apiserver.crt", NOW.plus(Duration.ofDays(13)))),
        missing(),
        List.of(new Unit("node-1", "smartd.service", "failed")),
        Map.of("node-3", "off"),
        List.of());
  }

  private List<Look> tell(Message message) {
    var update = dashboard.update(model, message);
    model = update.model();
    return update.effects();
  }

  private void press(KeyPress key) {
    tell(new Message.Pressed(key));
  }

  private TextCanvas drawn(int width, int height) {
    tell(new Message.Resized(width, height));
    TextCanvas grid = new TextCanvas(width, height, Glyphs.UNICODE);
    dashboard.view(model, grid.canvas());
    return grid;
  }

  private String draw(int width, int height) {
    return drawn(width, height).toText();
  }

  @ParameterizedTest
  @CsvSource({"60, 18", "80, 24", "132, 43"})
  void pictures(int width, int height) throws Exception {
    tell(new Message.Tick(0));
    tell(new Message.Reported(healthy()));
    PICTURES.compare("healthy-" + width + "x" + height + ".txt", drawn(width, height));
    tell(new Message.Reported(degraded()));
    press(KeyPress.of(Key.F1));
    PICTURES.compare("help-" + width + "x" + height + ".txt", drawn(width, height));
    press(KeyPress.of(Key.ESCAPE));
    PICTURES.compare("degraded-" + width + "x" + height + ".txt", drawn(width, height));
  }

  @Test
  void aLogHasNoLineAboveEightyColumns() throws Exception {
    String text =
        StatusLines.of(degraded(), UTC, StatusLines.LOG_WIDTH).stream()
            .map(StatusLines.Row::text)
            .collect(Collectors.joining("\n", StatusLines.headline(degraded()) + "\n\n", "\n"));
    assertThat(text.lines()).allMatch(l -> Columns.width(l) <= 80);
    PICTURES.compare("degraded-log.txt", text);
  }

  @Test
  void itLooksAgainAfterAnAnswerAndWhenAsked() {
    assertThat(tell(new Message.Tick(0))).hasSize(1);
    assertThat(tell(new Message.Tick(9_000))).as("one at a time").isEmpty();
    tell(new Message.Reported(healthy()));
    assertThat(tell(new Message.Tick(13_000))).isEmpty();
    assertThat(tell(new Message.Tick(14_000))).hasSize(1);
    tell(new Message.Reported(healthy()));
    assertThat(tell(new Message.Pressed(KeyPress.of('r')))).hasSize(1);
    assertThat(tell(new Message.Pressed(KeyPress.of('r')))).isEmpty();
  }

  @Test
  void aLookIsCancelledAndNoOtherBeginsByItself() {
    tell(new Message.Tick(0));
    tell(new Message.Tick(200));
    assertThat(draw(80, 24)).contains("asking all nodes", "^X cancels");
    KeyPress cancel = new KeyPress(Key.CHARACTER, 'x', true, false, false);
    var update = dashboard.update(model, new Message.Pressed(cancel));
    assertThat(update.stops()).containsExactly(new Look());
    model = update.model();
    tell(new Message.Ended(new Look()));
    assertThat(tell(new Message.Tick(600_000))).isEmpty();
    assertThat(draw(80, 24)).contains("Nobody was asked; r asks.").doesNotContain("^X");
    assertThat(tell(new Message.Pressed(KeyPress.of('r')))).hasSize(1);
    tell(new Message.Reported(healthy()));
    assertThat(tell(new Message.Tick(605_000))).hasSize(1);
  }

  @Test
  void itScrollsWithinWhatThereIs() {
    tell(new Message.Resized(80, 18));
    tell(new Message.Tick(0));
    tell(new Message.Reported(degraded()));
    press(KeyPress.of(Key.UP));
    assertThat(draw(80, 18)).contains("etcd  ").contains("more lines below");
    for (int i = 0; i < 100; i++) {
      press(KeyPress.of(Key.DOWN));
    }
    assertThat(draw(80, 18)).contains("etcd's member node-3").doesNotContain("more lines below");
    press(KeyPress.of(Key.HOME));
    assertThat(draw(80, 18)).contains("MEMBER");
  }

  @Test
  void helpTakesTheKeysWhileItIsRead() {
    press(KeyPress.of('?'));
    assertThat(draw(60, 18)).contains("─ Help ─", "again 5 s after");
    press(KeyPress.of(Key.END));
    assertThat(draw(60, 18)).contains("Source: ").doesNotContain("r looks now");
    tell(new Message.Tick(0));
    tell(new Message.Reported(healthy()));
    assertThat(draw(60, 18)).as("a look goes on meanwhile").contains("Source: ");
    press(KeyPress.of('q'));
    assertThat(draw(60, 18)).doesNotContain("─ Help ─");
    assertThat(dashboard.finished(model)).isFalse();
    press(KeyPress.of(Key.F1));
    tell(new Message.Clicked(1, 1));
    assertThat(draw(60, 18)).doesNotContain("─ Help ─");
  }

  @Test
  void qLeaves() {
    assertThat(dashboard.finished(model)).isFalse();
    press(KeyPress.of('q'));
    assertThat(dashboard.finished(model)).isTrue();
  }

  @Test
  void versionsAreSaidOnceWhereAllNodesHaveThem() {
    ClusterStatus h = healthy();
    ClusterStatus mixed =
        new ClusterStatus(
            h.cluster(),
            h.at(),
            h.state(),
            h.health(),
            h.worries(),
            h.members(),
            h.apiServers(),
            h.nodes(),
            h.certificates(),
            h.snapshots(),
            h.units(),
            h.silent(),
            List.of(
                new ProgramVersion("kubelet", "node-1", "1.36.4", "1.36.4"),
                new ProgramVersion("kubelet", "node-2", "1.37.0", "1.37.0"),
                new ProgramVersion("etcd", "node-1", "3.6.14", "3.7.1"),
                new ProgramVersion("etcd", "node-2", "3.6.14", "3.6.14"),
                new ProgramVersion("runc", "node-1", "", "1.4.3"),
                new ProgramVersion("containerd", "node-2", "", "")));
    assertThat(StatusLines.of(mixed, UTC, StatusLines.LOG_WIDTH))
        .extracting(StatusLines.Row::text)
        .containsSubsequence(
            "Versions      not the same on all nodes",
            "  3.6.14       etcd",
            "  1.4.3        runc",
            "  unknown      containerd",
            "  1.36.4       kubelet on node-1",
            "  1.37.0       kubelet on node-2",
            "  etcd on node-1 runs 3.6.14; a restart brings 3.7.1");
  }
}
