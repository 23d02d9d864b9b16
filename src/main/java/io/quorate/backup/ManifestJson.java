package io.quorate.backup;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/** A manifest as JSON. */
final class ManifestJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new InstantReader()))
          .build();

  private ManifestJson() {}

  /** The format is one that this program does not know yet. */
  static final class NewerFormatException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int format;

    NewerFormatException(int format) {
      this.format = format;
    }

    int format() {
      return format;
    }
  }

  static byte[] write(Manifest manifest) {
    try {
      return MAPPER.writeValueAsBytes(manifest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest is always JSON", e);
    }
  }

  /**
   * @throws IOException when it is not the JSON of a manifest
   */
  static Manifest read(byte[] json) throws IOException, NewerFormatException {
    JsonNode tree = MAPPER.readTree(json);
    JsonNode format = tree.path("format");
    if (!format.isInt() || format.intValue() < 1) {
      throw new IOException("it does not say its format");
    }
    if (format.intValue() > Manifest.FORMAT) {
      throw new NewerFormatException(format.intValue());
    }
    try {
      return MAPPER.treeToValue(tree, Manifest.class);
    } catch (NullPointerException | IllegalArgumentException e) {
      throw new IOException("it lacks what a manifest says", e);
    }
  }

  private static final class InstantReader extends FromStringDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    protected Instant _deserialize(String text, DeserializationContext context) throws IOException {
      try {
        return Instant.parse(text);
      } catch (DateTimeException e) {
        JsonParser parser = context.getParser();
        throw new com.fasterxml.jackson.core.JsonParseException(parser, "not a time: " + text, e);
      }
    }
  }
}
