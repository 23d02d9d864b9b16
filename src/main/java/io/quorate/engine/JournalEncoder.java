package io.quorate.engine;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.quorate.plan.Outcome;
import io.quorate.run.EventJson;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.RunStarted;
import io.quorate.run.RunEvent.StepInfo;
import io.quorate.run.RunEvent.StepResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events as the lines of a journal. What thousands of lines would repeat is said once: names stand
 * in the first line, texts where they come first, and times are milliseconds since the line before.
 *
 * <p>After the {@link JournalHeader} a line is an array: the time, a letter, places and numbers,
 * and for some a text or its number in {@link JournalTexts}.
 *
 * <pre>
 * k node done total        it is being looked at
 * b step [attempt]         a step begins, and with it its first operation
 * g step operation         an operation begins, where that is not told by the one before it
 * o step text              output
 * p step operation done total
 * u c w f step operation [text]   an operation is finished: unchanged, changed, warned, failed;
 *                          of a step that was begun, the next operation begins
 * U C W F B S step [ms]    a step is finished: the same, or blocked, or skipped
 * r step                   a step waits again
 * </pre>
 *
 * <p>Everything else, and all of a run that is made otherwise than plans are, is an object as
 * {@link EventJson} has it. {@link JournalDecoder} reads both. Confined to the journal's lock.
 */
final class JournalEncoder {

  /** In the order of {@link Outcome}. */
  static final String OUTCOMES = "ucwf";

  /** In the order of {@link StepResult}. */
  static final String RESULTS = "UCWFBS";

  private record Place(int number, StepInfo info) {}

  private final Map<String, Integer> nodes = new HashMap<>();
  private final Map<String, Place> steps = new HashMap<>();
  private final JournalTexts texts = new JournalTexts();
  private JournalTurns turns = new JournalTurns(0);
  private long clock;

  /** The event's line, without its end; empty when the lines before it have told it. */
  String line(RunEvent event) {
    if (event instanceof RunStarted started && steps.isEmpty()) {
      JournalHeader header = JournalHeader.of(started);
      return header == null ? EventJson.write(event) : begin(started, header);
    }
    Row row = row(event);
    return row == null ? EventJson.write(event) : row.text();
  }

  private String begin(RunStarted started, JournalHeader header) {
    started.nodes().forEach(n -> nodes.put(n.name(), nodes.size()));
    started.steps().forEach(s -> steps.put(s.id(), new Place(steps.size(), s)));
    turns = new JournalTurns(steps.size());
    clock = started.at().toEpochMilli();
    return header.write();
  }

  private @Nullable Row row(RunEvent event) {
    return switch (event) {
      case RunEvent.Checking e -> {
        Integer node = nodes.get(e.node());
        yield node == null ? null : new Row(e, "k", node, e.done(), e.total());
      }
      case RunEvent.StepStarted e -> {
        Place step = step(e.step(), e.node());
        if (step != null) {
          turns.begin(step.number(), step.info().operations().size());
        }
        yield step == null
            ? null
            : e.attempt() == 1
                ? new Row(e, "b", step.number())
                : new Row(e, "b", step.number(), e.attempt());
      }
      case RunEvent.OperationStarted e -> {
        Place step = step(e.step(), e.node());
        yield step == null
            ? null
            : turns.isNext(step.number(), e.operation())
                ? new Row()
                : new Row(e, "g", step.number(), e.operation());
      }
      case RunEvent.Output e -> {
        Place step = step(e.step(), e.node());
        yield step == null ? null : new Row(e, "o", step.number()).with(e.line());
      }
      case RunEvent.Progress e -> {
        Place step = step(e.step(), e.node());
        yield step == null
            ? null
            : new Row(e, "p", step.number(), e.operation(), e.done(), e.total());
      }
      case RunEvent.OperationFinished e -> {
        Place step = step(e.step(), e.node());
        if (step != null) {
          turns.finish(step.number(), e.operation(), e.outcome(), step.info().operations().size());
        }
        yield step == null
            ? null
            : new Row(e, letter(e.outcome()), step.number(), e.operation()).with(e.detail());
      }
      case RunEvent.StepFinished e -> {
        Place step = step(e.step(), e.node());
        if (step != null) {
          turns.end(step.number());
        }
        yield step == null || e.failure() != null
            ? null
            : e.millis() == 0
                ? new Row(e, letter(e.result()), step.number())
                : new Row(e, letter(e.result()), step.number(), e.millis());
      }
      case RunEvent.StepReopened e -> {
        Place step = step(e.step(), e.node());
        yield step == null ? null : new Row(e, "r", step.number());
      }
      case RunStarted e -> null;
      case RunEvent.StepRetrying e -> null;
      case RunEvent.NodeLost e -> null;
      case RunEvent.NodeBack e -> null;
      case RunEvent.CommandReceived e -> null;
      case RunEvent.RunFinished e -> null;
    };
  }

  /**
   * As UTF-8 brings it back: half a character becomes another one, and texts are numbered alike.
   */
  private static String asRead(String text) {
    return text.chars().anyMatch(c -> Character.isSurrogate((char) c))
        ? new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        : text;
  }

  private @Nullable Place step(String id, String node) {
    Place place = steps.get(id);
    return place == null || !place.info().node().equals(node) ? null : place;
  }

  private static String letter(Outcome outcome) {
    return OUTCOMES.substring(outcome.ordinal(), outcome.ordinal() + 1);
  }

  private static String letter(StepResult result) {
    return RESULTS.substring(result.ordinal(), result.ordinal() + 1);
  }

  /** A line in the making. */
  private final class Row {
    private final StringBuilder line = new StringBuilder();

    /** Nothing is to be written. */
    Row() {}

    Row(RunEvent event, String letter, long... numbers) {
      long now = event.at().toEpochMilli();
      line.append('[').append(now - clock).append(",\"").append(letter).append('"');
      clock = now;
      Arrays.stream(numbers).forEach(n -> line.append(',').append(n));
    }

    Row with(String said) {
      String text = asRead(said);
      if (!text.isEmpty()) {
        Integer place = texts.place(text);
        line.append(',');
        if (place == null) {
          line.append('"');
          JsonStringEncoder.getInstance().quoteAsString(text, line);
          line.append('"');
        } else {
          line.append(place);
        }
      }
      return this;
    }

    String text() {
      return line.isEmpty() ? "" : line.append(']').toString();
    }
  }
}
