package io.quorate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.plan.Fault;
import io.quorate.plan.Gate;
import io.quorate.plan.Outcome;
import io.quorate.plan.Phase;
import io.quorate.plan.Secret;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of event, as JSON and without secrets. */
class EventsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T23:15:00.123456Z");
  private static final String BAD = "swordfish-42";

  static Stream<RunEvent> everyKind() {
    RunEvent.Failure failure =
        RunEvent.Failure.of(
                Fault.ended(1, "m " + BAD),
                "d " + BAD,
                BAD,
                List.of("l " + BAD),
                "c " + BAD,
                "r " + BAD)
            .within(
                new Changes(List.of("s " + BAD), List.of("n " + BAD), 1, 1, true),
                new ClusterNow(ClusterNow.Quorum.HELD, "f " + BAD, List.of("n"), 3),
                List.of(new NextMove(NextMove.Kind.RESUME, "x " + BAD, "y " + BAD)));
    return Stream.of(
        new RunEvent.RunStarted(
            NOW,
            "id",
            "install",
            "test",
            true,
            List.of(new RunEvent.NodeInfo("n", "192.0.2.1", true, false)),
            List.of(
                new RunEvent.StepInfo(
                    "s", "n", Phase.ETCD, "t " + BAD, List.of("o " + BAD), Set.of("x"))),
            List.of(new Gate("x", Set.of("s")))),
        new RunEvent.Checking(NOW, "n", 1, 2),
        new RunEvent.StepStarted(NOW, "s", "n", 1),
        new RunEvent.OperationStarted(NOW, "s", "n", 0),
        new RunEvent.Output(NOW, "s", "n", "line " + BAD + " \u001b[31m \"quoted\""),
        new RunEvent.Progress(NOW, "s", "n", 0, 1, -1),
        new RunEvent.OperationFinished(NOW, "s", "n", 0, Outcome.WARNED, BAD),
        new RunEvent.StepFinished(NOW, "s", "n", RunEvent.StepResult.FAILED, 7, failure),
        new RunEvent.StepFinished(NOW, "s", "n", RunEvent.StepResult.CHANGED, 7, null),
        new RunEvent.StepRetrying(NOW, "s", "n", 2, 2_000),
        new RunEvent.StepReopened(NOW, "s", "n"),
        new RunEvent.NodeLost(NOW, "n", BAD),
        new RunEvent.NodeBack(NOW, "n"),
        new RunEvent.CommandReceived(NOW, "retry " + BAD, "ada " + BAD),
        new RunEvent.RunFinished(NOW, RunEvent.RunResult.WARNINGS, BAD));
  }

  @Test
  void everyKindIsHere() {
    assertThat(everyKind().map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(
            Arrays.stream(RunEvent.class.getPermittedSubclasses()).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void comesBackFromOneLineOfJson(RunEvent event) {
    String line = EventJson.write(event);
    assertThat(line).doesNotContain("\n").startsWith("{\"event\":\"");
    assertThat(EventJson.read(line)).isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void isToldWithoutSecrets(RunEvent event) {
    Redaction redaction = new Redaction(List.of(new Secret(BAD)));
    assertThat(EventJson.write(redaction.redact(event))).doesNotContain(BAD);
    assertThat(Redaction.none().redact(event)).isEqualTo(event);
  }

  @Test
  void theFormIsStable() {
    assertThat(EventJson.write(new RunEvent.StepRetrying(NOW, "etcd@n", "n", 2, 2_000)))
        .isEqualTo(
            "{\"event\":\"step-retrying\",\"at\":\"2026-11-22T23:15:00.123456Z\","
                + "\"step\":\"etcd@n\",\"node\":\"n\",\"attempt\":2,\"delayMillis\":2000}");
    assertThat(EventJson.write(everyKind().toList().get(8))).doesNotContain("failure");
  }

  @Test
  void fieldsOfLaterVersionsAreIgnoredAndRubbishIsRefused() {
    String later =
        "{\"event\":\"node-back\",\"at\":\"2026-11-22T23:15:00Z\",\"node\":\"n\",\"x\":1}";
    assertThat(EventJson.read(later)).isInstanceOf(RunEvent.NodeBack.class);
    assertThatThrownBy(() -> EventJson.read("{\"event\":\"no\"}"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EventJson.read("")).isInstanceOf(IllegalArgumentException.class);
  }
}
