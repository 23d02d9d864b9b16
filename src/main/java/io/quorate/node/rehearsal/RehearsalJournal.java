package io.quorate.node.rehearsal;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the log of a simulated machine has, told as {@code assets/support/journal.sh} tells it: that
 * a unit was started, and with which flags, as programs of Kubernetes log them.
 */
final class RehearsalJournal {

  private static final Pattern FLAG = Pattern.compile("(?m)^ +\"?(--[^\"\\s]+)\"?(?: \\\\)?$");

  private final RehearsalState state;

  RehearsalJournal(RehearsalState state) {
    this.state = state;
  }

  String answer() {
    StringBuilder lines = new StringBuilder();
    StringBuilder states = new StringBuilder("state\n");
    Set<String> units = new TreeSet<>(state.started.keySet());
    units.removeAll(state.system.units());
    for (String unit : units) {
      lines.append("unit ").append(unit).append("\n systemd[1]: Started ").append(unit);
      lines.append(" (simulated).\n");
      String text = Objects.requireNonNullElse(state.text("/etc/systemd/system/" + unit), "");
      FLAG.matcher(text)
          .results()
          .forEach(flag -> lines.append(" FLAG: ").append(flag.group(1)).append('\n'));
      states.append(" Id=").append(unit).append("\n ActiveState=active\n");
    }
    return lines.append(states).append("failed\nmemory\nend\n").toString();
  }
}
