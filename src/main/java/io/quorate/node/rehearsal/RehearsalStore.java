package io.quorate.node.rehearsal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.quorate.node.rehearsal.RehearsalState.Entry;
import io.quorate.plan.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Simulated machines in a folder: a file each, and the long texts that several of them have. */
final class RehearsalStore {

  private final Path folder;
  private final RehearsalTexts texts;
  private final ObjectMapper json;

  /** When and as what a file was there: another one has another. */
  record Stamp(@Nullable Object file, long time, long size) {

    /** Null when there is no file. */
    static @Nullable Stamp of(Path file) throws IOException {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(
            found.fileKey(), found.lastModifiedTime().to(TimeUnit.NANOSECONDS), found.size());
      } catch (NoSuchFileException e) {
        return null;
      }
    }
  }

  RehearsalStore(Path folder, RehearsalTexts texts) {
    this.folder = folder;
    this.texts = texts;
    this.json =
        new ObjectMapper()
            .registerModule(
                new SimpleModule()
                    .addSerializer(Entry.class, new EntryWriter(texts))
                    .addDeserializer(Entry.class, new EntryReader(texts)));
  }

  private Path file(String machine) {
    return folder.resolve(machine + ".json");
  }

  /** Null when the machine was not kept. */
  @Nullable Stamp stamp(String machine) throws IOException {
    return Stamp.of(file(machine));
  }

  RehearsalState load(String machine) throws IOException {
    RehearsalState state = json.readValue(file(machine).toFile(), RehearsalState.class);
    return state.with(texts::one);
  }

  /** Writes it whole or not at all, for its owner's eyes. */
  void save(String machine, RehearsalState state) throws IOException {
    PrivateFiles.makeFolder(folder);
    PrivateFiles.write(file(machine), json.writeValueAsBytes(state));
  }

  private static final class EntryWriter extends StdSerializer<Entry> {
    private static final long serialVersionUID = 1L;
    private final transient RehearsalTexts texts;

    EntryWriter(RehearsalTexts texts) {
      super(Entry.class);
      this.texts = texts;
    }

    @Override
    public void serialize(Entry entry, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeStartObject();
      if (RehearsalTexts.isLong(entry.text())) {
        json.writeStringField("shared", texts.write(entry.text()));
      } else {
        json.writeStringField("text", entry.text());
      }
      json.writeStringField("owner", entry.owner());
      json.writeStringField("mode", entry.mode());
      json.writeEndObject();
    }
  }

  private static final class EntryReader extends StdDeserializer<Entry> {
    private static final long serialVersionUID = 1L;
    private final transient RehearsalTexts texts;

    EntryReader(RehearsalTexts texts) {
      super(Entry.class);
      this.texts = texts;
    }

    @Override
    public Entry deserialize(JsonParser json, DeserializationContext context) throws IOException {
      String text = "";
      String owner = "";
      String mode = "";
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        String value = json.nextTextValue();
        switch (field) {
          case "shared" -> text = texts.read(value);
          case "text" -> text = value;
          case "owner" -> owner = value;
          case "mode" -> mode = value;
          default -> json.skipChildren();
        }
      }
      return new Entry(text, owner, mode);
    }
  }
}
