package io.quorate.tui.status;

import io.quorate.inventory.Membership;
import io.quorate.plan.facts.ClusterStatus;
import io.quorate.plan.facts.ClusterStatus.ApiServer;
import io.quorate.plan.facts.ClusterStatus.Certificate;
import io.quorate.plan.facts.ClusterStatus.Member;
import io.quorate.plan.facts.ClusterStatus.NodeLine;
import io.quorate.plan.facts.ClusterStatus.ProgramVersion;
import io.quorate.plan.facts.ClusterStatus.SnapshotAttempt;
import io.quorate.plan.facts.ClusterStatus.Snapshots;
import io.quorate.plan.facts.Vitals;
import io.quorate.tui.Columns;
import io.quorate.tui.Style;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A cluster's status as lines of text: sections with a headline, and a table where one helps. */
public final class StatusLines {

  /** What lines of a log may take. */
  public static final int LOG_WIDTH = 80;

  private static final String MEMBER = "  %-14s %-16s %-8s %-9s %5s %9s %8s";
  private static final String NODE = "  %-20s %-10s %8s  %-12s %s";

  /** A line, and what it means. */
  public record Row(String text, Style style) {}

  private final ClusterStatus status;
  private final ZoneId zone;
  private final int width;
  private final List<Row> rows = new ArrayList<>();

  private StatusLines(ClusterStatus status, ZoneId zone, int width) {
    this.status = status;
    this.zone = zone;
    this.width = width;
  }

  /**
   * @param width columns that a line may take
   */
  public static List<Row> of(ClusterStatus status, ZoneId zone, int width) {
    return new StatusLines(status, zone, width).rows();
  }

  private List<Row> rows() {
    etcd();
    apiServers();
    nodes();
    versions();
    certificates();
    snapshots();
    units();
    worries();
    return List.copyOf(rows);
  }

  /** Such as "Cluster home is healthy". */
  public static String headline(ClusterStatus status) {
    return "Cluster "
        + status.cluster()
        + " is "
        + status.state().name().toLowerCase(Locale.ROOT)
        + (status.worries().isEmpty()
            ? ""
            : status.worries().size() == 1
                ? ", with 1 worry"
                : ", with " + status.worries().size() + " worries");
  }

  public static Style style(ClusterStatus.State state) {
    return switch (state) {
      case HEALTHY -> Style.GOOD;
      case DEGRADED -> Style.WARNING;
      case DOWN -> Style.BAD;
    };
  }

  private void add(String text, Style style) {
    rows.add(new Row(Columns.cut(text.stripTrailing(), width, '…'), style));
  }

  private void section(String title, String text, Style style) {
    if (!rows.isEmpty()) {
      rows.add(new Row("", Style.NORMAL));
    }
    add("%-13s %s".formatted(title, text), style);
  }

  private void etcd() {
    List<Membership.Member> members =
        status.members().stream()
            .map(m -> new Membership.Member(m.id(), m.name(), m.learner(), m.healthy()))
            .toList();
    boolean voting = members.stream().anyMatch(m -> !m.learner());
    String words = voting ? new Membership(members).words() : "no voting member is known";
    boolean well = voting && status.members().stream().allMatch(Member::healthy);
    boolean quorum = voting && new Membership(members).hasQuorum();
    section("etcd", words, well ? Style.GOOD : quorum ? Style.WARNING : Style.BAD);
    add(MEMBER.formatted("MEMBER", "ID", "ROLE", "HEALTH", "TERM", "INDEX", "DATABASE"), Style.DIM);
    for (Member member : status.members()) {
      Vitals vitals = member.vitals();
      add(
          MEMBER.formatted(
              Columns.cut(member.name().isEmpty() ? "(not started)" : member.name(), 14, '…'),
              member.id().isEmpty() ? "-" : member.id(),
              member.learner() ? "learner" : member.leader() ? "leader" : "follower",
              member.healthy() ? "healthy" : vitals == null ? "no answer" : "not well",
              vitals == null ? "-" : Long.toString(vitals.term()),
              vitals == null ? "-" : Long.toString(vitals.index()),
              vitals == null ? "-" : size(vitals.databaseBytes())),
          member.healthy() ? Style.NORMAL : Style.BAD);
    }
    status.notes().stream()
        .flatMap(n -> Columns.wrap(n, width - 2).stream())
        .forEach(line -> add("  " + line, Style.DIM));
  }

  private void apiServers() {
    long ready = status.apiServers().stream().filter(ApiServer::ready).count();
    int all = status.apiServers().size();
    section(
        "API servers",
        ready + " of " + all + " ready",
        ready == all ? Style.GOOD : ready == 0 ? Style.BAD : Style.WARNING);
    for (ApiServer server : status.apiServers()) {
      if (!server.ready()) {
        String said = server.detail().lines().findFirst().orElse("no answer");
        add("  " + server.node() + ": " + said, Style.BAD);
      }
    }
  }

  private void nodes() {
    if (status.nodes().isEmpty()) {
      section("Nodes", "no API server tells them", Style.BAD);
      return;
    }
    long ready = status.nodes().stream().filter(NodeLine::ready).count();
    int all = status.nodes().size();
    section("Nodes", ready + " of " + all + " Ready", ready == all ? Style.GOOD : Style.WARNING);
    add(NODE.formatted("NODE", "READY", "SINCE", "KUBELET", "ROLES"), Style.DIM);
    for (NodeLine node : status.nodes()) {
      Instant since = node.since();
      add(
          NODE.formatted(
              Columns.cut(node.name(), 20, '…'),
              node.ready() ? node.cordoned() ? "cordoned" : "Ready" : "NotReady",
              since == null ? "-" : span(Duration.between(since, status.at())),
              node.version(),
              String.join(", ", node.roles())),
          node.ready() ? Style.NORMAL : Style.BAD);
    }
  }

  /** Where all nodes are alike, in one line; what differs, or awaits a restart, in lines. */
  private void versions() {
    if (status.versions().isEmpty()) {
      return;
    }
    Map<String, Map<String, List<String>>> byProgram = new LinkedHashMap<>();
    for (ProgramVersion v : status.versions()) {
      String version = v.runs().isEmpty() ? v.onDisk() : v.runs();
      byProgram
          .computeIfAbsent(v.program(), p -> new LinkedHashMap<>())
          .computeIfAbsent(version.isEmpty() ? "unknown" : version, n -> new ArrayList<>())
          .add(v.node());
    }
    Map<String, List<String>> alike = new LinkedHashMap<>();
    byProgram.forEach(
        (program, found) -> {
          if (found.size() == 1) {
            alike
                .computeIfAbsent(found.keySet().iterator().next(), v -> new ArrayList<>())
                .add(program);
          }
        });
    boolean mixed = alike.values().stream().mapToInt(List::size).sum() < byProgram.size();
    section(
        "Versions",
        mixed ? "not the same on all nodes" : "the same on all nodes",
        mixed ? Style.WARNING : Style.GOOD);
    alike.forEach(
        (version, programs) ->
            add("  %-12s %s".formatted(version, String.join(", ", programs)), Style.NORMAL));
    byProgram.forEach(
        (program, found) -> {
          if (found.size() > 1) {
            found.forEach(
                (version, nodes) ->
                    add(
                        "  %-12s %s on %s".formatted(version, program, String.join(", ", nodes)),
                        Style.WARNING));
          }
        });
    status.versions().stream()
        .filter(v -> !v.runs().isEmpty() && !v.onDisk().isEmpty() && !v.runs().equals(v.onDisk()))
        .forEach(
            v ->
                add(
                    "  %s on %s runs %s; a restart brings %s"
                        .formatted(v.program(), v.node(), v.runs(), v.onDisk()),
                    Style.WARNING));
  }

  private void certificates() {
    if (status.certificates().isEmpty()) {
      section("Certificates", "none could be read", Style.WARNING);
      return;
    }
    Certificate first = status.certificates().getFirst();
    long days = Duration.between(status.at(), first.end()).toDays();
    boolean worry = days < Certificate.WARNED;
    section(
        "Certificates",
        "the first %s: %s on %s (%s)"
            .formatted(
                first.end().isBefore(status.at()) ? "has ended" : "ends in " + days + " days",
                first.path(),
                first.node(),
                day(first.end())),
        worry ? Style.WARNING : Style.GOOD);
    status.certificates().stream()
        .skip(1)
        .filter(c -> Duration.between(status.at(), c.end()).toDays() < Certificate.WARNED)
        .limit(5)
        .forEach(
            c -> add("  %s  %s on %s".formatted(day(c.end()), c.path(), c.node()), Style.WARNING));
  }

  private void snapshots() {
    String text =
        status.snapshots().stream().map(this::snapshot).collect(Collectors.joining(" · "));
    boolean worry = status.snapshots().stream().anyMatch(s -> s.failed() || s.overdue());
    section(
        "Snapshots",
        text.isEmpty() ? "no master could be asked" : text,
        worry ? Style.WARNING : Style.NORMAL);
    for (Snapshots snapshots : status.snapshots()) {
      SnapshotAttempt attempt = snapshots.attempt();
      if (attempt != null && attempt.failed()) {
        String ago = span(Duration.ofSeconds(attempt.secondsAgo()));
        add(
            "  %s: the last one failed, %s ago: %s".formatted(snapshots.node(), ago, attempt.why()),
            Style.BAD);
      } else if (snapshots.overdue()) {
        add("  %s: two of the schedule are missing".formatted(snapshots.node()), Style.WARNING);
      }
    }
  }

  private String snapshot(Snapshots snapshots) {
    Long age = snapshots.ageSeconds();
    return snapshots.node()
        + ": "
        + (age == null
            ? "none yet"
            : span(Duration.ofSeconds(age)) + " old, " + snapshots.count() + " kept");
  }

  private void units() {
    if (status.units().isEmpty()) {
      section("Units", "all run, none failed", Style.GOOD);
      return;
    }
    int count = status.units().size();
    section("Units", count == 1 ? "1 does not run" : count + " do not run", Style.WARNING);
    status
        .units()
        .forEach(u -> add("  %s: %s %s".formatted(u.node(), u.unit(), u.state()), Style.BAD));
  }

  private void worries() {
    if (status.worries().isEmpty()) {
      return;
    }
    section("Worries", Integer.toString(status.worries().size()), Style.WARNING);
    for (String worry : status.worries()) {
      boolean first = true;
      for (String line : Columns.wrap(worry, width - 4)) {
        add((first ? "  ! " : "    ") + line, Style.WARNING);
        first = false;
      }
    }
  }

  private String day(Instant instant) {
    return DateTimeFormatter.ISO_LOCAL_DATE.format(instant.atZone(zone));
  }

  static String size(long bytes) {
    double mib = bytes / 1024.0 / 1024;
    return mib < 10
        ? String.format(Locale.ROOT, "%.1f MiB", mib)
        : String.format(Locale.ROOT, "%.0f MiB", mib);
  }

  /** In the largest unit of which there are at least two: 90 s, 5 min, 47 h, 12 d. */
  static String span(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 2 * 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }
}
