package io.quorate.console;

import io.quorate.run.RunEvent;
import java.time.ZoneId;
import java.util.List;

/** All that a run tells of one node, as text for a pager. Feed it all events in their order. */
public final class NodeLog {

  private final RunLines lines;
  private final String node;

  public NodeLog(String node, ZoneId zone) {
    this.lines = new RunLines(true, zone);
    this.node = node;
  }

  /** The lines for one event; none when it is another node's. */
  public List<String> of(RunEvent event) {
    List<String> all = lines.of(event);
    String at =
        switch (event) {
          case RunEvent.RunStarted e -> node;
          case RunEvent.RunFinished e -> node;
          case RunEvent.CommandReceived e -> node;
          case RunEvent.Checking e -> e.node();
          case RunEvent.StepStarted e -> e.node();
          case RunEvent.OperationStarted e -> e.node();
          case RunEvent.Output e -> e.node();
          case RunEvent.Progress e -> e.node();
          case RunEvent.OperationFinished e -> e.node();
          case RunEvent.StepFinished e -> e.node();
          case RunEvent.StepRetrying e -> e.node();
          case RunEvent.StepReopened e -> e.node();
          case RunEvent.NodeLost e -> e.node();
          case RunEvent.NodeBack e -> e.node();
        };
    return at.equals(node) ? all : List.of();
  }
}
