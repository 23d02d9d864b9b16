package io.quorate.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.quorate.plan.Outcome;
import io.quorate.run.EventJson;
import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.NodeInfo;
import io.quorate.run.RunEvent.RunStarted;
import io.quorate.run.RunEvent.StepInfo;
import io.quorate.run.RunEvent.StepResult;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a journal as events again, those of {@link JournalEncoder} and those of earlier
 * versions, in which each line is an object. Wants all lines in their order.
 */
final class JournalDecoder {
  private static final JsonFactory JSON = new JsonFactory();

  /** The most numbers that a line has: of progress. */
  private static final int MOST_NUMBERS = 4;

  private final Consumer<RunEvent> listener;
  private final JournalTexts texts = new JournalTexts();
  private final long[] numbers = new long[MOST_NUMBERS];
  private int count;
  private @Nullable String text;
  private List<NodeInfo> nodes = List.of();
  private List<StepInfo> steps = List.of();
  private final Map<String, Integer> places = new HashMap<>();
  private JournalTurns turns = new JournalTurns(0);
  private long clock;

  JournalDecoder(Consumer<RunEvent> listener) {
    this.listener = listener;
  }

  /** Whether a line means something only with those before it. */
  static boolean isCompact(String line) {
    return line.startsWith("[") || line.startsWith(JournalHeader.BEGIN);
  }

  /**
   * Passes on what the line tells.
   *
   * @throws IllegalArgumentException when it is no line of a journal
   */
  void read(String line) {
    if (line.startsWith("[")) {
      try {
        row(line);
      } catch (IOException | IndexOutOfBoundsException | ArithmeticException e) {
        throw new IllegalArgumentException("no event: " + line, e);
      }
    } else if (line.startsWith(JournalHeader.BEGIN)) {
      RunStarted started = JournalHeader.read(line);
      nodes = started.nodes();
      steps = started.steps();
      turns = new JournalTurns(steps.size());
      clock = started.at().toEpochMilli();
      listener.accept(started);
    } else {
      RunEvent event = EventJson.read(line);
      if (event instanceof RunEvent.StepFinished e) {
        over(e.step());
      }
      listener.accept(event);
    }
  }

  /** A step that failed has a line of the other form. */
  private void over(String id) {
    if (places.isEmpty()) {
      steps.forEach(s -> places.put(s.id(), places.size()));
    }
    Integer place = places.get(id);
    if (place != null) {
      turns.end(place);
    }
  }

  private void row(String line) throws IOException {
    String letter;
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      clock += json.nextLongValue(0);
      letter = String.valueOf(json.nextTextValue());
      count = 0;
      text = null;
      for (JsonToken token = json.nextToken();
          token != JsonToken.END_ARRAY;
          token = json.nextToken()) {
        if (token == JsonToken.VALUE_NUMBER_INT) {
          numbers[count++] = json.getLongValue();
        } else if (token == JsonToken.VALUE_STRING) {
          text = texts.take(json.getText());
        } else {
          throw new IOException("no number and no text");
        }
      }
    }
    tell(letter, Instant.ofEpochMilli(clock));
  }

  private void tell(String letter, Instant at) {
    if (letter.equals("k")) {
      String node = nodes.get(number(0)).name();
      listener.accept(new RunEvent.Checking(at, node, number(1), number(2)));
      return;
    }
    int place = number(0);
    StepInfo info = steps.get(place);
    String step = info.id();
    String node = info.node();
    int operations = info.operations().size();
    switch (letter) {
      case "b" -> {
        int attempt = count > 1 ? number(1) : 1;
        listener.accept(new RunEvent.StepStarted(at, step, node, attempt));
        if (turns.begin(place, operations)) {
          listener.accept(new RunEvent.OperationStarted(at, step, node, 0));
        }
      }
      case "g" ->
          listener.accept(new RunEvent.OperationStarted(at, step, node, operation(1, operations)));
      case "o" -> listener.accept(new RunEvent.Output(at, step, node, text(1)));
      case "p" ->
          listener.accept(
              new RunEvent.Progress(
                  at, step, node, operation(1, operations), numbers[2], numbers[3]));
      case "r" -> listener.accept(new RunEvent.StepReopened(at, step, node));
      default -> {
        int outcome = JournalEncoder.OUTCOMES.indexOf(letter);
        if (outcome < 0) {
          StepResult result = StepResult.values()[JournalEncoder.RESULTS.indexOf(letter)];
          turns.end(place);
          long millis = count > 1 ? numbers[1] : 0;
          listener.accept(new RunEvent.StepFinished(at, step, node, result, millis, null));
          return;
        }
        int operation = operation(1, operations);
        Outcome came = Outcome.values()[outcome];
        listener.accept(new RunEvent.OperationFinished(at, step, node, operation, came, text(2)));
        if (turns.finish(place, operation, came, operations)) {
          listener.accept(new RunEvent.OperationStarted(at, step, node, operation + 1));
        }
      }
    }
  }

  /** A place among the step's operations. */
  private int operation(int column, int operations) {
    return Objects.checkIndex(number(column), operations);
  }

  private int number(int column) {
    if (column >= count) {
      throw new IndexOutOfBoundsException(column);
    }
    return Math.toIntExact(numbers[column]);
  }

  /** The text, or the one whose number stands in the column; empty when there is none. */
  private String text(int column) {
    return text != null ? text : column < count ? texts.at(numbers[column]) : "";
  }
}
