package io.quorate.inventory.yaml;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * A YAML text with the nodes in it and where its lines begin and end. The text has to be one that
 * {@link YamlReader} has read: what it refuses is not looked for again.
 *
 * <p>SnakeYAML's composer puts an alias' target in the alias' place; this reads events, so that an
 * alias can be told from what it stands for.
 */
public final class SourceText {
  private final String text;
  private final int @Nullable [] offsets;
  private final Map<String, SourceNode> anchors = new HashMap<>();
  private final List<SourceNode.Alias> aliases = new ArrayList<>();
  private final Iterator<Event> events;
  private final @Nullable SourceNode root;

  public SourceText(String text) {
    this.text = text;
    this.offsets = text.length() == text.codePointCount(0, text.length()) ? null : offsets(text);
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(YamlReader.MAX_CHARACTERS);
    this.events = new Yaml(options).parse(new StringReader(text)).iterator();
    this.root = document();
  }

  /** Marks count code points; strings count characters. */
  private static int[] offsets(String text) {
    int[] offsets = new int[text.codePointCount(0, text.length()) + 1];
    int offset = 0;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = offset;
      offset += offset < text.length() ? Character.charCount(text.codePointAt(offset)) : 0;
    }
    return offsets;
  }

  public String text() {
    return text;
  }

  /** Null when the text has no value at all. */
  public @Nullable SourceNode root() {
    return root;
  }

  /** The aliases in the order in which they stand. */
  public List<SourceNode.Alias> aliases() {
    return aliases;
  }

  /** What an alias stands for, and any other node itself. */
  public static SourceNode resolved(SourceNode node) {
    return node instanceof SourceNode.Alias alias ? resolved(alias.target()) : node;
  }

  private @Nullable SourceNode document() {
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof NodeEvent node) {
        return node(node);
      }
      if (event instanceof DocumentEndEvent) {
        return null;
      }
    }
    return null;
  }

  private SourceNode node(NodeEvent event) {
    int start = at(event.getStartMark().getIndex());
    SourceNode node =
        switch (event) {
          case AliasEvent alias -> alias(alias, start);
          case ScalarEvent scalar -> scalar(scalar, start);
          case CollectionStartEvent collection -> collection(collection, start);
          default -> throw new IllegalStateException("no value: " + event);
        };
    if (node.anchor() instanceof String name) {
      anchors.put(name, node);
    }
    return node;
  }

  private SourceNode.Alias alias(AliasEvent event, int start) {
    SourceNode target = anchors.get(event.getAnchor());
    if (target == null) {
      throw new IllegalArgumentException("no text that was read: *" + event.getAnchor());
    }
    SourceNode.Alias alias = new SourceNode.Alias(target, start, at(event.getEndMark().getIndex()));
    aliases.add(alias);
    return alias;
  }

  private SourceNode.Scalar scalar(ScalarEvent event, int start) {
    int end = at(event.getEndMark().getIndex());
    boolean properties = event.getAnchor() != null || event.getTag() != null;
    int content = properties ? afterProperties(start, end) : start;
    String tag = event.getTag() == null ? "" : event.getTag();
    char style =
        event.getScalarStyle() == ScalarStyle.PLAIN
            ? SourceNode.Scalar.PLAIN
            : event.getScalarStyle().toString().charAt("Scalar style: '".length());
    if (event.getScalarStyle() == ScalarStyle.LITERAL
        || event.getScalarStyle() == ScalarStyle.FOLDED) {
      end = start + text.substring(start, end).stripTrailing().length();
    }
    return new SourceNode.Scalar(
        event.getValue(), style, tag, start, content, end, event.getAnchor());
  }

  private int afterProperties(int start, int end) {
    int at = start;
    while (at < end && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
      while (at < end && !Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      int word = at;
      while (word < end && Character.isWhitespace(text.charAt(word))) {
        word++;
      }
      at = word < end ? word : at;
    }
    return at;
  }

  private SourceNode collection(CollectionStartEvent event, int start) {
    boolean mapping = event instanceof MappingStartEvent;
    List<SourceNode> items = new ArrayList<>();
    List<SourceNode.Entry> entries = new ArrayList<>();
    Event next = events.next();
    while (!(next instanceof CollectionEndEvent)) {
      SourceNode item = node((NodeEvent) next);
      if (mapping) {
        entries.add(new SourceNode.Entry(item, node((NodeEvent) events.next())));
      } else {
        items.add(item);
      }
      next = events.next();
    }
    SourceNode last =
        mapping
            ? entries.isEmpty() ? null : entries.getLast().value()
            : items.isEmpty() ? null : items.getLast();
    boolean flow = event.isFlow();
    int end = flow || last == null ? at(next.getEndMark().getIndex()) : last.end();
    boolean properties = event.getAnchor() != null || event.getTag() != null;
    int content = properties ? afterProperties(start, end) : start;
    String anchor = event.getAnchor();
    return mapping
        ? new SourceNode.Mapping(List.copyOf(entries), flow, start, content, end, anchor)
        : new SourceNode.Sequence(List.copyOf(items), flow, start, content, end, anchor);
  }

  private int at(int codePoint) {
    return offsets == null ? codePoint : offsets[codePoint];
  }

  /** Where the line of a position begins. */
  public int lineStart(int position) {
    int at = position;
    while (at > 0 && !isBreak(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /** Where the line of a position ends, before its line break. */
  public int lineEnd(int position) {
    int at = position;
    while (at < text.length() && !isBreak(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Where the line after that of a position begins; the text's end when there is none. */
  public int nextLine(int position) {
    int end = lineEnd(position);
    if (text.startsWith("\r\n", end)) {
      return end + 2;
    }
    return Math.min(end + 1, text.length());
  }

  public int column(int position) {
    return position - lineStart(position);
  }

  /** Whether only spaces stand before it in its line. */
  public boolean beginsLine(int position) {
    return text.substring(lineStart(position), position).isBlank();
  }

  /** The line break that the text uses. */
  public String lineBreak() {
    int first = lineEnd(0);
    if (text.startsWith("\r\n", first)) {
      return "\r\n";
    }
    return text.startsWith("\r", first) ? "\r" : "\n";
  }

  /** The first position from here on that holds no space, line break or comment. */
  public int skipBlank(int position) {
    int at = position;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#' && (at == 0 || Character.isWhitespace(text.charAt(at - 1)))) {
        at = lineEnd(at);
      } else if (Character.isWhitespace(c)) {
        at++;
      } else {
        return at;
      }
    }
    return at;
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }
}
