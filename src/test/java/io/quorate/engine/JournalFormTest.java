package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.plan.Fault;
import io.quorate.plan.Gate;
import io.quorate.plan.Outcome;
import io.quorate.plan.Phase;
import io.quorate.run.EventJson;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.StepResult;
import io.quorate.run.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the journal leaves out is there again when it is read. */
class JournalFormTest {
  private static final Instant NOW = Instant.parse("2026-11-22T23:15:00.123Z");

  /** Of an earlier version: each line is an object with all names. */
  private static final Path EARLIER = Path.of("src/test/resources/rehearsal/events.jsonl");

  private static RunEvent started() {
    return new RunEvent.RunStarted(
        NOW,
        "id",
        "install",
        "test",
        true,
        List.of(node("a"), node("b")),
        List.of(
            step("first@a", "a", Set.of()),
            step("first@b", "b", Set.of()),
            step("then@a", "a", Set.of("first@a", "all")),
            step("alone", "b", Set.of("then@a"))),
        List.of(
            new Gate("all", Set.of("first@a", "first@b", "other")), new Gate("other", Set.of())));
  }

  private static RunEvent.NodeInfo node(String name) {
    return new RunEvent.NodeInfo(name, "192.0.2.1", true, false);
  }

  private static RunEvent.StepInfo step(String id, String node, Set<String> after) {
    return new RunEvent.StepInfo(id, node, Phase.ETCD, "Title", List.of("one", "two"), after);
  }

  private static RunEvent finished(int operation, Outcome outcome, String detail) {
    return new RunEvent.OperationFinished(NOW, "first@a", "a", operation, outcome, detail);
  }

  private static RunEvent begun(int operation) {
    return new RunEvent.OperationStarted(NOW, "first@a", "a", operation);
  }

  private static List<String> written(List<RunEvent> events) {
    JournalEncoder encoder = new JournalEncoder();
    return events.stream().map(encoder::line).filter(line -> !line.isEmpty()).toList();
  }

  private static List<RunEvent> read(List<String> lines) {
    List<RunEvent> events = new ArrayList<>();
    JournalDecoder decoder = new JournalDecoder(events::add);
    lines.forEach(decoder::read);
    return events;
  }

  @Test
  void halfACharacterLeavesTheNumbersOfTextsAlike() throws Exception {
    List<RunEvent> events = new ArrayList<>(List.of(started()));
    for (String text :
        List.of("lone \uD83D end", "lone ? end", "lone \uDE00 end", "as before", "as before")) {
      events.add(new RunEvent.Output(NOW, "first@a", "a", text));
    }
    String file = String.join("\n", written(events));
    List<String> lines =
        new String(file.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).lines().toList();
    assertThat(read(lines))
        .filteredOn(RunEvent.Output.class::isInstance)
        .extracting(e -> ((RunEvent.Output) e).line())
        .containsExactly("lone ? end", "lone ? end", "lone ? end", "as before", "as before");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"journal\":2}",
        "{\"journal\":2,\"at\":\"now\",\"nodes\":[],\"kinds\":[],\"steps\":[],\"gates\":[],\"waits\":[]}",
        "[0,\"b\",99999999999]",
        "[0,\"b\",99]",
        "[0,\"g\",0,77]",
        "[0,\"u\",0,77]",
        "[0,\"?\",0]"
      })
  void whatIsDamagedIsNoJournal(String line) {
    List<String> lines = new ArrayList<>(written(List.of(started())));
    lines.add(line);
    assertThatThrownBy(() -> read(line.startsWith("{") ? List.of(line) : lines))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyKindOfEventComesBack() {
    List<RunEvent> events =
        List.of(
            started(),
            new RunEvent.Checking(NOW, "b", 1, 2),
            new RunEvent.StepStarted(NOW, "first@a", "a", 1),
            begun(0),
            new RunEvent.Output(NOW.plusMillis(7), "first@a", "a", "a \"long\" line \u001b[31m ü"),
            new RunEvent.Output(NOW, "first@a", "a", "a \"long\" line \u001b[31m ü"),
            new RunEvent.Output(NOW, "first@a", "a", ""),
            new RunEvent.Progress(NOW, "first@a", "a", 0, 1, -1),
            finished(0, Outcome.CHANGED, "evidence"),
            begun(1),
            finished(1, Outcome.FAILED, "evidence"),
            new RunEvent.StepRetrying(NOW, "first@a", "a", 2, 2_000),
            new RunEvent.StepStarted(NOW, "first@a", "a", 2),
            begun(0),
            finished(0, Outcome.UNCHANGED, ""),
            begun(1),
            finished(1, Outcome.WARNED, "it"),
            new RunEvent.StepFinished(NOW, "first@a", "a", StepResult.WARNED, 7, null),
            new RunEvent.StepFinished(
                NOW,
                "first@b",
                "b",
                StepResult.FAILED,
                7,
                RunEvent.Failure.of(Fault.ended(1, "m"), "d", "o", List.of("l"), "c", "r")),
            new RunEvent.StepFinished(NOW, "alone", "b", StepResult.BLOCKED, 0, null),
            new RunEvent.StepReopened(NOW, "alone", "b"),
            new RunEvent.StepFinished(NOW, "then@a", "a", StepResult.SKIPPED, 0, null),
            new RunEvent.NodeLost(NOW, "b", "gone"),
            new RunEvent.NodeBack(NOW, "b"),
            new RunEvent.CommandReceived(NOW, "retry first@b", "ada"),
            new RunEvent.RunFinished(NOW, RunEvent.RunResult.WARNINGS, "w"));
    assertThat(read(written(events))).isEqualTo(events);
  }

  @Test
  void whatFollowsFromAnotherLineHasNone() {
    List<String> lines =
        written(
            List.of(
                started(),
                new RunEvent.StepStarted(NOW, "first@a", "a", 1),
                begun(0),
                finished(0, Outcome.CHANGED, "evidence"),
                begun(1),
                finished(1, Outcome.CHANGED, "evidence")));
    assertThat(lines.subList(1, lines.size()))
        .containsExactly("[0,\"b\",0]", "[0,\"c\",0,0,\"evidence\"]", "[0,\"c\",0,1,0]");
  }

  @Test
  void aRunThatIsMadeOtherwiseIsWrittenInFull() {
    RunEvent odd =
        new RunEvent.RunStarted(
            NOW, "id", "x", "c", false, List.of(), List.of(step("s", "x", Set.of())), List.of());
    RunEvent output = new RunEvent.Output(NOW, "s", "x", "line");
    List<RunEvent> events = List.of(odd, output);
    assertThat(written(events)).isEqualTo(events.stream().map(EventJson::write).toList());
    assertThat(read(written(events))).isEqualTo(events);
  }

  @Test
  void rubbishAndLaterFormsAreRefused() {
    String header = written(List.of(started())).getFirst();
    for (String line :
        List.of(
            "",
            "[",
            "[]",
            "[0,\"b\"",
            "[0,\"b\",4]",
            "[0,\"x\",0]",
            "[0,\"o\",0,7]",
            "[0,\"k\",0]",
            "[0,\"b\",0,{}]",
            header.replace("\"journal\":2", "\"journal\":3"))) {
      assertThatThrownBy(() -> read(List.of(header, line)))
          .as(line)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aRecordingOfAnEarlierVersionSaysTheSameInAThirdOfItsLength() throws Exception {
    List<RunEvent> earlier = JournalReader.read(EARLIER);
    List<String> lines = written(earlier);
    List<RunEvent> now = read(lines);

    assertThat(now.getFirst()).isEqualTo(earlier.getFirst());
    assertThat(told(now)).isEqualTo(told(earlier));
    assertThat(state(now)).isEqualTo(state(earlier));
    long length = lines.stream().mapToLong(String::length).sum();
    assertThat(length).isLessThan(Files.size(EARLIER) / 3);
  }

  /** Beginnings of operations may be told a moment earlier; all else is the same, in its order. */
  private static List<String> told(List<RunEvent> events) {
    return events.stream()
        .skip(1)
        .filter(e -> !(e instanceof RunEvent.OperationStarted))
        .map(e -> EventJson.write(e).replace(e.at().toString(), millis(e.at())))
        .toList();
  }

  private static String millis(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static List<String> state(List<RunEvent> events) {
    RunState state = new RunState();
    events.forEach(state::apply);
    return state.steps().stream()
        .map(s -> s.id() + s.status() + s.operation() + s.operations() + s.attempt())
        .toList();
  }
}
