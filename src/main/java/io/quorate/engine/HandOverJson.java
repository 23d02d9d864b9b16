package io.quorate.engine;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.quorate.plan.ClusterChange;
import io.quorate.plan.Operation;
import io.quorate.plan.Plan;
import io.quorate.plan.Secret;
import io.quorate.run.ProcessDeath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * The hand-over as JSON. The only place where a {@link Secret} is written as it is: every other
 * mapper writes {@link Secret#SHOWN}.
 */
public final class HandOverJson {
  private static final ObjectMapper OPEN = mapper(true);
  private static final ObjectMapper CLOSED = mapper(false);

  private HandOverJson() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  private interface Kind {}

  @JsonSerialize(converter = PlanForm.Of.class)
  @JsonDeserialize(converter = PlanForm.Back.class)
  private interface SharedOperations {}

  private interface ContentFields {
    @JsonValue(false)
    String toString();
  }

  private static ObjectMapper mapper(boolean open) {
    SimpleModule types = new SimpleModule();
    add(types, Instant.class, Instant::parse);
    add(types, Duration.class, Duration::parse);
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .addMixIn(Operation.class, Kind.class)
            .addMixIn(Operation.Checksum.class, Kind.class)
            .addMixIn(ClusterChange.class, Kind.class)
            .addMixIn(ProcessDeath.class, Kind.class)
            .addMixIn(Plan.class, SharedOperations.class)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    register(builder, Operation.class);
    register(builder, Operation.Checksum.class);
    register(builder, ClusterChange.class);
    register(builder, ProcessDeath.class);
    if (open) {
      builder.addMixIn(Operation.Content.class, ContentFields.class);
      types.addSerializer(Secret.class, new Revealed());
      types.addDeserializer(Secret.class, new FromText<>(Secret.class, Secret::new));
    }
    return builder.addModule(types).build();
  }

  private static void register(JsonMapper.Builder builder, Class<?> sealed) {
    for (Class<?> kind : sealed.getPermittedSubclasses()) {
      builder.registerSubtypes(new NamedType(kind, kind.getSimpleName()));
    }
  }

  private static <T> void add(SimpleModule module, Class<T> type, Function<String, T> parse) {
    module.addSerializer(type, ToStringSerializer.instance);
    module.addDeserializer(type, new FromText<>(type, parse));
  }

  /** Takes the text as it is: spaces and line ends belong to a key. */
  private static final class FromText<T> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1L;
    private final transient Function<String, T> parse;

    FromText(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return parse.apply(_parseString(json, context, this));
    }
  }

  private static final class Revealed extends StdSerializer<Secret> {
    private static final long serialVersionUID = 1L;

    Revealed() {
      super(Secret.class);
    }

    @Override
    public void serialize(Secret secret, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(secret.reveal());
    }
  }

  static void write(HandOver handOver, OutputStream out) throws IOException {
    OPEN.writeValue(out, handOver);
  }

  /**
   * @throws IOException when it is no hand-over; its message holds nothing of the text
   */
  static HandOver read(InputStream in) throws IOException {
    try {
      return OPEN.readValue(in, HandOver.class);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "no hand-over on standard input, at " + e.getLocation().offsetDescription());
    }
  }

  /**
   * A value of the caller's own as the hand-over's connector part, secrets included.
   *
   * @throws IllegalArgumentException when JSON cannot hold it
   */
  public static JsonNode tree(Object value) {
    return OPEN.valueToTree(value);
  }

  /**
   * The connector part as a value again.
   *
   * @throws IOException when it does not fit; its message holds nothing of the text
   */
  public static <T> T value(JsonNode tree, Class<T> type) throws IOException {
    try {
      return OPEN.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IOException("the hand-over holds no " + type.getSimpleName());
    }
  }

  static String writeMeta(RunMeta meta) {
    return write(meta);
  }

  static RunMeta readMeta(String json) throws JsonProcessingException {
    return CLOSED.readValue(json, RunMeta.class);
  }

  /** One line, without secrets. */
  static String write(Object value) {
    try {
      return CLOSED.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON cannot hold " + value, e);
    }
  }

  static <T> T read(String json, Class<T> type) throws JsonProcessingException {
    return CLOSED.readValue(json, type);
  }
}
