package io.quorate.inventory;

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
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * YAML as text and places. Nothing is turned into a number on the way: a version of 1.30 stays
 * 1.30, which YAML 1.1 would make 1.3, and 12:30 stays what it is.
 */
public final class YamlReader {
  /** A file of a thousand hosts has 0.2 MB. */
  static final int MAX_CHARACTERS = 4 * 1024 * 1024;

  private static final int MAX_DEPTH = 40;

  /** Aliases may make a small file large; this many values are more than any cluster has. */
  private static final int MAX_VALUES = 300_000;

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
    YamlReader reader = new YamlReader(file, problems);
    if (text.length() > MAX_CHARACTERS) {
      reader.refuse(
          new Place(file, 1, 1),
          "The file is larger than " + MAX_CHARACTERS / 1024 / 1024 + " MiB.",
          "That is no inventory: a thousand hosts take 0.2 MB. Check the file's name.");
      return null;
    }
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    try {
      Node root = new Yaml(options).compose(new StringReader(text));
      return root == null ? new Written.Nothing(new Place(file, 1, 1)) : reader.convert(root, 0);
    } catch (Hopeless e) {
      return null;
    } catch (YAMLException e) {
      reader.refuse(e, text);
      return null;
    }
  }

  private Written convert(Node node, int depth) {
    Place place = place(node.getStartMark());
    if (depth > MAX_DEPTH) {
      refuse(place, "Values are nested deeper than " + MAX_DEPTH + " levels.", "Nest less.");
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
    return switch (node) {
      case ScalarNode scalar -> {
        boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
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

  private Map<String, Written.Entry> entries(MappingNode mapping, int depth) {
    Map<String, Written.Entry> entries = new LinkedHashMap<>();
    Map<String, Written.Entry> merged = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Place place = place(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        refuse(place, "A key has to be a word.", "Put the key in quotes, or mend the indentation.");
        continue;
      }
      Written value = convert(tuple.getValueNode(), depth + 1);
      if (key.getTag().equals(Tag.MERGE)) {
        merge(value, merged);
        continue;
      }
      Written.Entry before = entries.putIfAbsent(key.getValue(), new Written.Entry(place, value));
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

  private void refuse(YAMLException e, String text) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    if (e instanceof ReaderException unreadable) {
      Place place = placeOf(text, unreadable.getPosition());
      refuse(
          place,
          String.format(
              "There is a character that YAML does not allow: U+%04X.", unreadable.getCodePoint()),
          "Take it out; a text editor may not show it.");
    } else if (e instanceof MarkedYAMLException marked) {
      String what = marked.getProblem() == null ? "" : marked.getProblem();
      refuse(place(marked.getProblemMark()), "This is not YAML: " + what + ".", advice(what));
    } else if (message.contains("aliases")) {
      refuse(new Place(file, 1, 1), "Too many aliases (*name): more than 50.", "Use fewer.");
    } else {
      refuse(new Place(file, 1, 1), "This cannot be read: " + message + ".", advice(message));
    }
  }

  private static String advice(String what) {
    if (what.contains("TAB")) {
      return "Indent with spaces; YAML allows no tabs there.";
    }
    if (what.contains("undefined alias")) {
      return "Define the alias (&name) before it is used, or put a text that begins with * in quotes.";
    }
    return "Mend the line: look for a missing colon, quote or bracket, or a wrong indentation.";
  }

  private void refuse(@Nullable Place place, String what, String remedy) {
    problems.add(Problem.error("", what, remedy).at(place));
  }

  private Place place(@Nullable Mark mark) {
    return mark == null
        ? new Place(file, 1, 1)
        : new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private Place placeOf(String text, int position) {
    int end = Math.clamp(position, 0, text.length());
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new Place(file, line, end - lineStart + 1);
  }
}
