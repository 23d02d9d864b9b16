package io.quorate.usecase.environment;

import io.quorate.node.rehearsal.RehearsalFaults;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What goes wrong on simulated machines, so that failures can be rehearsed too: {@code
 * QUORATE_REHEARSAL_FAIL} in the environment.
 */
public final class RehearsalFailures {

  private static final String VARIABLE = "QUORATE_REHEARSAL_FAIL";
  private static final Pattern ONE = Pattern.compile("([^:,\\s]+):([1-9]\\d{0,4})");

  private RehearsalFailures() {}

  /**
   * None unless some are wanted: {@code node-2:5} lets the fifth operation there fail, once. Where
   * that is one which is tried again by itself, such as a download, the first after it that is not.
   *
   * @throws InvalidEnvironment when what is wanted is nothing of the kind
   */
  public static RehearsalFaults wanted(Map<String, String> environment) {
    RehearsalFaults faults = RehearsalFaults.none();
    String text = environment.getOrDefault(VARIABLE, "").strip();
    if (text.isEmpty()) {
      return faults;
    }
    for (String part : text.split("\\s*,\\s*", -1)) {
      Matcher one = ONE.matcher(part);
      if (!one.matches()) {
        throw new InvalidEnvironment(
            VARIABLE,
            text,
            "a node and the number of an operation, such as node-2:5, more of them with commas"
                + " between");
      }
      faults.at(RehearsalFaults.Kind.FAIL_STEP, one.group(1), Integer.parseInt(one.group(2)));
    }
    return faults;
  }
}
