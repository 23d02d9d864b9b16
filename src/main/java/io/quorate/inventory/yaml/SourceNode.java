package io.quorate.inventory.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A YAML value as it stands in a text, aliases and anchors as they were written. Positions are
 * offsets into the text; ends are exclusive, and that of a block collection is its last child's.
 */
public sealed interface SourceNode {

  /** Where it begins, its anchor and tag included. */
  int start();

  /** Where it begins after its anchor and tag. */
  int content();

  int end();

  /** The name that aliases call it by; null when it has none. */
  @Nullable String anchor();

  /**
   * @param text what it means, quotes and folding undone
   * @param style as SnakeYAML names it: ' " | > or, for a plain one, a space
   * @param tag as written, such as !vault; empty when there is none
   */
  record Scalar(
      String text, char style, String tag, int start, int content, int end, @Nullable String anchor)
      implements SourceNode {

    public static final char PLAIN = ' ';

    /** Whether there is nothing: no text, or one of YAML's words for null. */
    public boolean isNothing() {
      return style == PLAIN && tag.isEmpty() && YamlReader.NULLS.contains(text);
    }

    public boolean isBlock() {
      return style == '|' || style == '>';
    }
  }

  record Sequence(
      List<SourceNode> items,
      boolean flow,
      int start,
      int content,
      int end,
      @Nullable String anchor)
      implements SourceNode {}

  record Mapping(
      List<Entry> entries, boolean flow, int start, int content, int end, @Nullable String anchor)
      implements SourceNode {

    /**
     * The entry that stands in this mapping itself, not merged into it; null when there is none.
     */
    public @Nullable Entry entry(String key) {
      for (Entry entry : entries) {
        if (entry.name().equals(key)) {
          return entry;
        }
      }
      return null;
    }
  }

  /**
   * {@code *name}.
   *
   * @param target what stands at the anchor
   */
  record Alias(SourceNode target, int start, int end) implements SourceNode {
    @Override
    public int content() {
      return start;
    }

    @Override
    public @Nullable String anchor() {
      return null;
    }
  }

  /** A key and what stands under it. */
  record Entry(SourceNode key, SourceNode value) {

    /** The key's text; empty when it is no word. */
    public String name() {
      return key instanceof Scalar scalar ? scalar.text() : "";
    }
  }
}
