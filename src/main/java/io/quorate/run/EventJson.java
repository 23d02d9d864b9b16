package io.quorate.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;
import java.util.Locale;

/**
 * Events as JSON: one object a line, as {@code --json} prints them. The journal has a shorter form
 * for what comes often; earlier versions' journals have this one throughout.
 *
 * <p>The form is stable. {@code event} names the kind: {@code run-started}, {@code checking},
 * {@code step-started}, {@code operation-started}, {@code output}, {@code progress}, {@code
 * operation-finished}, {@code step-finished}, {@code step-retrying}, {@code step-reopened}, {@code
 * node-lost}, {@code node-back}, {@code command-received}, {@code run-finished}. The other fields
 * are those of the {@link RunEvent} of that name; {@code at} is ISO 8601 in UTC, enumerations are
 * upper case, what is absent is left out. Fields may be added; readers ignore those they do not
 * know. On standard output, after {@code run-finished}, there may be {@code next-step} with a
 * {@code text}: what to do next; in place of {@code run-finished}, {@code run-died} with a {@code
 * cause} and a {@code text} when the run's process is gone. {@code run-paused} and {@code
 * run-resumed}, with the {@code pid} and a {@code text}, tell that a signal stopped the run's
 * process, and that it goes on.
 */
public final class EventJson {
  private static final ObjectMapper MAPPER = mapper();

  private EventJson() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  private interface Kind {}

  private interface SparseStep {
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    String ifStopped();
  }

  private static ObjectMapper mapper() {
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .addMixIn(RunEvent.class, Kind.class)
            .addMixIn(RunEvent.StepInfo.class, SparseStep.class)
            .addModule(
                new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantReader()))
            .defaultPropertyInclusion(
                JsonInclude.Value.construct(
                    JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    for (Class<?> kind : RunEvent.class.getPermittedSubclasses()) {
      builder.registerSubtypes(new NamedType(kind, name(kind)));
    }
    return builder.build();
  }

  private static final class InstantReader extends FromStringDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    protected Instant _deserialize(String value, DeserializationContext context) {
      return Instant.parse(value);
    }
  }

  /** {@code StepStarted} is {@code step-started}. */
  private static String name(Class<?> kind) {
    return kind.getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** One line, without its end. */
  public static String write(RunEvent event) {
    try {
      return MAPPER.writerFor(RunEvent.class).writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event that JSON cannot hold: " + event, e);
    }
  }

  /** What to do next, a sentence, as a line of standard output; no event of the journal's. */
  public static String nextStep(String text) {
    return MAPPER.createObjectNode().put("event", "next-step").put("text", text).toString();
  }

  /** That the run's process is gone, as a line of standard output; no event of the journal's. */
  public static String died(Death death) {
    return MAPPER
        .createObjectNode()
        .put("event", "run-died")
        .put("at", death.seen().toString())
        .put("cause", death.why().headline())
        .put("text", death.why().sentence())
        .toString();
  }

  /** That the run's process stands still or goes on, as a line of standard output; no event. */
  public static String paused(ProcessPause pause) {
    return MAPPER
        .createObjectNode()
        .put("event", pause.over() ? "run-resumed" : "run-paused")
        .put("pid", pause.pid())
        .put("text", pause.sentence())
        .toString();
  }

  /**
   * @throws IllegalArgumentException when the line is no event
   */
  public static RunEvent read(String line) {
    try {
      return MAPPER.readValue(line, RunEvent.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no event: " + e.getOriginalMessage(), e);
    }
  }
}
