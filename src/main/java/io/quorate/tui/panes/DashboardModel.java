package io.quorate.tui.panes;

import io.quorate.run.Durations;
import io.quorate.run.Estimate;
import io.quorate.run.NodeState;
import io.quorate.run.RunState;
import io.quorate.run.StepState;
import io.quorate.run.StepStatus;
import io.quorate.tui.widget.Dialog;
import io.quorate.tui.widget.Reader;
import io.quorate.tui.widget.TextField;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the dashboard shows. The run itself is changed in place by the screen's thread, since it
 * takes in thousands of lines a second; {@code version} tells that it changed.
 *
 * @param now the time that durations are counted to
 * @param earlier how long steps took in earlier runs
 * @param rest how long the run will still take; null when nobody knows
 * @param live whether there is somebody to decide for; false: it is a recording
 */
public record DashboardModel(
    RunState run,
    long version,
    Instant now,
    Durations earlier,
    @Nullable Duration rest,
    int width,
    int height,
    boolean live,
    PaneFocus eyes) {

  /** What a question is about. */
  public enum Topic {
    LEAVE,
    STOP,
    SKIP
  }

  /**
   * @param step of {@link Topic#SKIP}: which one
   */
  public record Question(Topic topic, Dialog dialog, @Nullable String step) {
    Question(Topic topic, Dialog dialog) {
      this(topic, dialog, null);
    }

    Question with(Dialog moved) {
      return new Question(topic, moved, step);
    }
  }

  /** Lines of output kept of each node; all of them are on disk. */
  private static final int OUTPUT_LINES = 1_000;

  /** Rows above the panes and below them. */
  static final int HEADER = 3;

  static final int FOOTER = 2;

  static DashboardModel begin(Instant now, boolean live) {
    RunState nothing = new RunState(OUTPUT_LINES);
    return new DashboardModel(
        nothing, 0, now, Durations.none(), null, 80, 24, live, PaneFocus.OPEN);
  }

  DashboardModel changed(long by) {
    return new DashboardModel(run, version + by, now, earlier, rest, width, height, live, eyes);
  }

  /** Estimates the rest anew, which is too much work for every frame. */
  DashboardModel at(Instant time) {
    Duration left = Estimate.rest(run, earlier, time).orElse(null);
    return new DashboardModel(run, version, time, earlier, left, width, height, live, eyes);
  }

  DashboardModel knowing(Durations recorded) {
    return new DashboardModel(run, version, now, recorded, rest, width, height, live, eyes);
  }

  DashboardModel sized(int columns, int rows) {
    return new DashboardModel(run, version, now, earlier, rest, columns, rows, live, eyes);
  }

  /** The same eyes on another state of the run, such as an earlier one of a recording. */
  DashboardModel of(RunState other) {
    return new DashboardModel(other, version + 1, now, earlier, rest, width, height, live, eyes);
  }

  DashboardModel showing(NodeChoice which) {
    return with(eyes.showing(which));
  }

  DashboardModel choose(String node) {
    return with(eyes.choose(node));
  }

  DashboardModel zoom(@Nullable Zoom on) {
    return with(eyes.zoom(on));
  }

  DashboardModel ask(@Nullable Question about) {
    return with(eyes.ask(about));
  }

  DashboardModel reading(@Nullable Reader text) {
    return with(eyes.reading(text));
  }

  DashboardModel summary(int top) {
    return with(eyes.summary(top));
  }

  DashboardModel panes() {
    return with(eyes.panes());
  }

  DashboardModel told(String news) {
    return with(eyes.told(news));
  }

  DashboardModel leave() {
    return with(eyes.closed(PaneFocus.Leaving.FOR_GOOD));
  }

  private DashboardModel with(PaneFocus other) {
    return new DashboardModel(run, version, now, earlier, rest, width, height, live, other);
  }

  @Nullable Zoom zoom() {
    return eyes.zoom();
  }

  @Nullable Reader help() {
    return eyes.help();
  }

  @Nullable Question question() {
    return eyes.question();
  }

  boolean left() {
    return eyes.left() != PaneFocus.Leaving.NOT;
  }

  DashboardModel resume() {
    return with(eyes.closed(PaneFocus.Leaving.TO_RESUME));
  }

  /** Whether the person left to go on with the run. */
  public boolean resumes() {
    return eyes.left() == PaneFocus.Leaving.TO_RESUME;
  }

  boolean showsSummary() {
    return run.finished() != null && !eyes.panesAgain();
  }

  Tiling tiling() {
    return tiling(eyes.nodes().among(run.nodes()).size());
  }

  private Tiling tiling(int nodes) {
    int room = height - HEADER - FOOTER;
    return eyes.nodes().map() ? Tiling.list(width, room) : Tiling.of(width, room, nodes);
  }

  /** The nodes as they are shown. */
  List<NodeState> shownNodes() {
    List<NodeState> nodes = eyes.nodes().among(run.nodes());
    return eyes.nodes().ordered(nodes, tiling(nodes.size()).compact());
  }

  /**
   * The node that keys are about: the one that was chosen, else the shown one that needs attention
   * most; empty when none is shown.
   */
  Optional<NodeState> selected() {
    List<NodeState> nodes =
        zoom() == null ? eyes.nodes().among(run.nodes()) : List.copyOf(run.nodes());
    return nodes.stream()
        .filter(n -> n.name().equals(eyes.chosen()))
        .findFirst()
        .or(() -> nodes.stream().min(Comparator.comparingInt(NodeChoice::rank)));
  }

  /** Whether keys are letters of a text that is typed. */
  boolean types() {
    Zoom zoom = zoom();
    return zoom == null ? typing() != null : zoom.typing() != null;
  }

  /** The name by which nodes are chosen while it is typed; null: it is not, or is not seen. */
  @Nullable TextField typing() {
    return zoom() == null && !showsSummary() ? eyes.nodes().typing() : null;
  }

  /** The step that failed on a node and waits for a decision, if one does. */
  static Optional<StepState> failed(NodeState node) {
    return node.steps().stream().filter(s -> s.status() == StepStatus.FAILED).findFirst();
  }
}
