package io.quorate.tui.panes;

import io.quorate.run.NodeState;
import io.quorate.run.RunEvent;
import io.quorate.run.StepState;
import io.quorate.run.StepStatus;
import io.quorate.tui.Glyphs;
import io.quorate.tui.Style;
import java.time.Duration;
import java.time.Instant;

/** The signs and short words of a run, the same in all its views. */
final class Wording {

  private Wording() {}

  /** {@code 0:07}, {@code 12:30}, {@code 1:02:03}. */
  static String duration(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    long hours = seconds / 3600;
    long minutes = seconds / 60 % 60;
    return hours > 0
        ? hours + ":" + twoDigits(minutes) + ":" + twoDigits(seconds % 60)
        : minutes + ":" + twoDigits(seconds % 60);
  }

  private static String twoDigits(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }

  /** How long the step's attempt has been running, or how soon the next one begins. */
  static String clock(StepState step, Instant now) {
    Instant retry = step.retryAt();
    if (retry != null) {
      return "again in " + duration(Duration.between(now, retry));
    }
    Instant started = step.startedAt();
    String time = started == null ? "" : duration(Duration.between(started, now));
    return step.attempt() > 1 ? time + ", attempt " + step.attempt() : time;
  }

  static String roles(RunEvent.NodeInfo node) {
    return node.master() && node.worker()
        ? "master+worker"
        : node.master() ? "master" : node.worker() ? "worker" : "";
  }

  /** Where a node stands. */
  static StepStatus status(NodeState node) {
    StepState current = node.current();
    if (node.counts().failed() > 0 || node.isCutOff() && current != null) {
      return StepStatus.FAILED;
    }
    if (node.isCutOff()) {
      return StepStatus.SKIPPED;
    }
    if (current != null) {
      return current.status();
    }
    if (node.checking()) {
      return StepStatus.RUNNING;
    }
    if (node.counts().waiting() > 0) {
      return StepStatus.WAITING;
    }
    if (node.counts().blocked() + node.counts().skipped() > 0) {
      return StepStatus.SKIPPED;
    }
    return node.counts().warned() > 0 ? StepStatus.WARNED : StepStatus.CHANGED;
  }

  /** How a run ended. */
  static String result(RunEvent.RunResult result) {
    return switch (result) {
      case DONE -> "done";
      case WARNINGS -> "done, with warnings";
      case FAILED -> "failed";
      case STOPPED -> "stopped";
      case REFUSED -> "not begun";
    };
  }

  static char sign(StepStatus status, Glyphs glyphs) {
    return switch (status) {
      case WAITING -> glyphs.waiting();
      case RUNNING -> glyphs.busy();
      case RETRYING, WARNED -> glyphs.warning();
      case UNCHANGED, CHANGED -> glyphs.good();
      case FAILED -> glyphs.bad();
      case BLOCKED, SKIPPED -> glyphs.skipped();
    };
  }

  static Style style(StepStatus status) {
    return switch (status) {
      case WAITING, BLOCKED, SKIPPED -> Style.DIM;
      case RUNNING -> Style.BUSY;
      case RETRYING, WARNED -> Style.WARNING;
      case UNCHANGED, CHANGED -> Style.GOOD;
      case FAILED -> Style.BAD;
    };
  }

  /** What a node does now, in a few words. */
  static String doing(NodeState node) {
    String lost = node.lost();
    StepState current = node.current();
    if (node.isCutOff()) {
      return current == null ? "cut off" : "cut off in: " + current.info().title();
    }
    if (lost != null) {
      return "not reachable: " + lost;
    }
    if (current != null) {
      return current.info().title();
    }
    if (node.checking()) {
      return "looking what differs, " + node.checked() + " of " + node.toCheck();
    }
    return DashboardModel.failed(node).map(s -> "failed: " + s.info().title()).orElse(rest(node));
  }

  private static String rest(NodeState node) {
    var counts = node.counts();
    if (counts.waiting() > 0) {
      return "waiting";
    }
    if (counts.blocked() + counts.skipped() > 0) {
      return "left out: " + (counts.blocked() + counts.skipped()) + " steps";
    }
    if (counts.changed() + counts.warned() == 0) {
      return "nothing to change";
    }
    return "done" + (counts.warned() > 0 ? ", with warnings" : "");
  }
}
