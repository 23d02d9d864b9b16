package io.quorate.tui.panes;

import io.quorate.run.Counts;
import io.quorate.run.NodeState;
import io.quorate.run.RunState;
import io.quorate.run.StepState;
import io.quorate.run.StepStatus;
import io.quorate.tui.widget.Dialog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the dashboard shows. The run itself is changed in place by the screen's thread, since it
 * takes in thousands of lines a second; {@code version} tells that it changed.
 *
 * @param now the time that durations are counted to
 * @param chosen the node that the person chose; null: whichever needs attention most
 * @param zoom one node on the whole screen; null: all of them
 * @param question what is asked over the screen; null: nothing
 * @param summaryTop the first line of the summary in view
 * @param panesAgain whether the person looks at the panes of a finished run
 * @param left whether the person left the screen
 */
public record DashboardModel(
    RunState run,
    long version,
    Instant now,
    int width,
    int height,
    @Nullable String chosen,
    @Nullable Zoom zoom,
    @Nullable Question question,
    int summaryTop,
    boolean panesAgain,
    boolean left) {

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

  /** Rows above the panes and below them. */
  static final int HEADER = 3;

  static final int FOOTER = 2;

  static DashboardModel begin(Instant now) {
    return new DashboardModel(
        new RunState(1_000), 0, now, 80, 24, null, null, null, 0, false, false);
  }

  DashboardModel changed(long by) {
    return new DashboardModel(
        run,
        version + by,
        now,
        width,
        height,
        chosen,
        zoom,
        question,
        summaryTop,
        panesAgain,
        left);
  }

  DashboardModel at(Instant time) {
    return new DashboardModel(
        run, version, time, width, height, chosen, zoom, question, summaryTop, panesAgain, left);
  }

  DashboardModel sized(int columns, int rows) {
    return new DashboardModel(
        run, version, now, columns, rows, chosen, zoom, question, summaryTop, panesAgain, left);
  }

  DashboardModel choose(String node) {
    return new DashboardModel(
        run, version, now, width, height, node, zoom, question, summaryTop, panesAgain, left);
  }

  DashboardModel zoom(@Nullable Zoom on) {
    return new DashboardModel(
        run, version, now, width, height, chosen, on, question, summaryTop, panesAgain, left);
  }

  DashboardModel ask(@Nullable Question about) {
    return new DashboardModel(
        run, version, now, width, height, chosen, zoom, about, summaryTop, panesAgain, left);
  }

  DashboardModel summary(int top) {
    return new DashboardModel(
        run, version, now, width, height, chosen, zoom, question, top, false, left);
  }

  DashboardModel panes() {
    return new DashboardModel(
        run, version, now, width, height, chosen, zoom, question, summaryTop, true, left);
  }

  DashboardModel leave() {
    return new DashboardModel(
        run, version, now, width, height, chosen, zoom, question, summaryTop, panesAgain, true);
  }

  boolean showsSummary() {
    return run.finished() != null && !panesAgain;
  }

  Tiling tiling() {
    return Tiling.of(width, height - HEADER - FOOTER, run.nodes().size());
  }

  /**
   * The nodes as they are shown: in the run's order while all have a pane, else with those first
   * that need attention.
   */
  List<NodeState> shownNodes() {
    List<NodeState> nodes = new ArrayList<>(run.nodes());
    if (tiling().compact()) {
      nodes.sort(Comparator.comparingInt(DashboardModel::rank));
    }
    return nodes;
  }

  /** The node that keys are about; empty before the run began. */
  Optional<NodeState> selected() {
    List<NodeState> nodes = new ArrayList<>(run.nodes());
    return nodes.stream()
        .filter(n -> n.name().equals(chosen))
        .findFirst()
        .or(() -> nodes.stream().min(Comparator.comparingInt(DashboardModel::rank)));
  }

  private static int rank(NodeState node) {
    Counts counts = node.counts();
    if (counts.failed() > 0) {
      return 0;
    }
    if (node.lost() != null) {
      return 1;
    }
    if (node.current() != null) {
      return 2;
    }
    return counts.waiting() > 0 ? 3 : 4;
  }

  /** The step that failed on a node and waits for a decision, if one does. */
  static Optional<StepState> failed(NodeState node) {
    return node.steps().stream().filter(s -> s.status() == StepStatus.FAILED).findFirst();
  }
}
