package io.quorate.engine;

import io.quorate.plan.Operation;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Small plans for tests: a step {@code id} has one operation {@code id}. */
final class Plans {
  private Plans() {}

  static Step step(String id, String node, String... after) {
    return step(id, node, List.of(script(id)), Duration.ofSeconds(30), after);
  }

  static Step step(
      String id, String node, List<Operation> operations, Duration timeout, String... after) {
    return new Step(
        id,
        node,
        Phase.PREPARE,
        "does " + id,
        operations,
        Set.copyOf(Arrays.asList(after)),
        timeout);
  }

  static Step verify(String id, String node, String... after) {
    return new Step(
        id,
        node,
        Phase.VERIFY,
        "looks at " + id,
        List.of(new Operation.Verify(id, "true", Duration.ofSeconds(1))),
        Set.copyOf(Arrays.asList(after)),
        Duration.ofSeconds(30));
  }

  static Operation script(String title) {
    return new Operation.Script(title, "false", "true");
  }

  /** An operation whose failure may pass by itself. */
  static Operation download(String path) {
    return new Operation.Upload("/tmp/x", path, "0".repeat(64));
  }
}
