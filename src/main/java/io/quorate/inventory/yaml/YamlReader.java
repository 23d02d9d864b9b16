package io.quorate.inventory.yaml;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML as text and places. Nothing is turned into a number on the way: a version of 1.30 stays
 * 1.30, which YAML 1.1 would make 1.3, and 12:30 stays what it is.
 */
public final class YamlReader {
  /** A file of a thousand hosts has 0.2 MB. */
  public static final int MAX_CHARACTERS = 4 * 1024 * 1024;

  static final int MAX_DEPTH = 40;

  /** Aliases may make a small file large; this many values are more than any cluster has. */
  private static final int MAX_VALUES = 200_000;

  private static final Resolver YAML = new Resolver();
  private static final Tag UNSAFE = new Tag("!unsafe");

  /** What YAML itself makes of plain values, and Ansible's mark of a text that is no template. */
  private static final Set<Tag> KNOWN_TAGS =
      Set.of(
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.TIMESTAMP,
          Tag.MERGE,
          Tag.MAP,
          Tag.SEQ,
          UNSAFE,
          new Tag("!"));

  static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

  private final String file;
  private final List<Problem> problems;
  private int values;

  private YamlReader(String file, List<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Raised inside when the rest makes no sense any more; the problem is in the list already. */
  private static final class Hopeless extends RuntimeException {
    private Hopeless() {
      super(null, null, false, false);
    }
  }

  /** The document's value; null when it cannot be read, which the problems explain. */
  public static @Nullable Written read(String text, String file, List<Problem> problems) {
    List<Written> documents = documents(text, file, problems);
    if (documents.size() > 1) {
      problems.add(
          Problem.error(
                  "",
                  "A second document begins here.",
                  "An inventory is one document: take out the line --- above, or what is below it.")
              .at(documents.get(1).place()));
      return null;
    }
    return documents.isEmpty() ? null : documents.getFirst();
  }

  /**
   * The values of all documents of a file, which lines of three dashes part; none when it cannot be
   * read, which the problems explain.
   */
  public static List<Written> documents(String text, String file, List<Problem> problems) {
    YamlReader reader = new YamlReader(file, problems);
    if (text.length() > MAX_CHARACTERS) {
      reader.refuse(
          new Place(file, 1, 1),
          "The file is larger than " + MAX_CHARACTERS / 1024 / 1024 + " MiB.",
          "That is not an inventory: a thousand hosts take 0.2 MB. Check the file's name.");
      return List.of();
    }
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    List<Written> documents = new ArrayList<>();
    try {
      reader.count(text, options);
      for (Node root : new Yaml(options).composeAll(new StringReader(text))) {
        documents.add(reader.convert(root, 0));
      }
    } catch (Hopeless e) {
      return List.of();
    } catch (YAMLException e) {
      problems.add(YamlFaults.of(e, file, text));
      return List.of();
    }
    return documents.isEmpty() ? List.of(new Written.Nothing(new Place(file, 1, 1))) : documents;
  }

  /** Before they are all in memory; a short text cannot have too many. */
  private void count(String text, LoaderOptions options) {
    if (text.length() < 2 * MAX_VALUES) {
      return;
    }
    int count = 0;
    for (Event event : new Yaml(options).parse(new StringReader(text))) {
      if (event instanceof NodeEvent && ++count > MAX_VALUES) {
        refuse(
            place(event.getStartMark()),
            "The file has more than " + MAX_VALUES + " values.",
            "That is not an inventory: a thousand hosts have 5000. Check the file's name.");
        throw new Hopeless();
      }
    }
  }

  private Written convert(Node node, int depth) {
    Place place = place(node.getStartMark());
    if (depth > MAX_DEPTH) {
      problems.add(YamlFaults.tooDeep(place));
      throw new Hopeless();
    }
    if (++values > MAX_VALUES) {
      refuse(
          place,
          "With its aliases (*name) expanded, the file has more than " + MAX_VALUES + " values.",
          "Use fewer aliases.");
      throw new Hopeless();
    }
    if (node.getTag().equals(new Tag("!vault"))
        || node.getTag().equals(new Tag("!vault-encrypted"))) {
      return new Written.Vault(node instanceof ScalarNode s ? s.getValue() : "", place);
    }
    if (!KNOWN_TAGS.contains(node.getTag())) {
      problems.add(YamlFaults.tag(place, node.getTag()));
    }
    return switch (node) {
      case ScalarNode scalar -> {
        boolean plain = isPlain(scalar);
        yield plain && NULLS.contains(scalar.getValue())
            ? new Written.Nothing(place)
            : new Written.Scalar(scalar.getValue(), plain, place);
      }
      case SequenceNode sequence -> {
        List<Written> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          items.add(convert(item, depth + 1));
        }
        yield new Written.Sequence(items, place);
      }
      case MappingNode mapping -> new Written.Mapping(entries(mapping, depth), place);
      default -> {
        refuse(place, "This kind of value is not understood.", "Write text, a list or a mapping.");
        throw new Hopeless();
      }
    };
  }

  /** Whether a word may be something else than text: it has no quotes, and no tag says text. */
  private static boolean isPlain(ScalarNode scalar) {
    boolean isText =
        scalar.getTag().equals(UNSAFE)
            || scalar.getTag().equals(Tag.STR)
                && !YAML.resolve(NodeId.scalar, scalar.getValue(), true).equals(Tag.STR);
    return scalar.getScalarStyle() == ScalarStyle.PLAIN && !isText;
  }

  private Map<String, Written.Entry> entries(MappingNode mapping, int depth) {
    Map<String, Written.Entry> entries = new LinkedHashMap<>();
    Map<String, Written.Entry> merged = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Place place = place(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        refuse(place, "A key has to be a word.", "Put the key in quotes, or fix the indentation.");
        continue;
      }
      Written value = convert(tuple.getValueNode(), depth + 1);
      if (key.getTag().equals(Tag.MERGE)) {
        merge(value, merged);
        continue;
      }
      Written.Entry before =
          entries.putIfAbsent(key.getValue(), new Written.Entry(place, value, isPlain(key)));
      if (before != null) {
        String where = before.keyPlace() == null ? "" : " in line " + before.keyPlace().line();
        problems.add(
            Problem.error(
                    key.getValue(),
                    "\"" + key.getValue() + "\" is there twice: first" + where + ".",
                    "Keep one of the two.")
                .at(place));
      }
    }
    merged.forEach(entries::putIfAbsent);
    return entries;
  }

  /** YAML's merge key {@code <<}: keys of the mapping itself win, then those merged first. */
  private void merge(Written value, Map<String, Written.Entry> into) {
    switch (value) {
      case Written.Mapping m -> m.entries().forEach(into::putIfAbsent);
      case Written.Sequence s -> s.items().forEach(item -> merge(item, into));
      default ->
          refuse(value.place(), "\"<<\" takes a mapping.", "Write the name of one: <<: *name.");
    }
  }

  private void refuse(@Nullable Place place, String what, String remedy) {
    problems.add(Problem.error("", what, remedy).at(place));
  }

  private Place place(@Nullable Mark mark) {
    return mark == null
        ? new Place(file, 1, 1)
        : new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
