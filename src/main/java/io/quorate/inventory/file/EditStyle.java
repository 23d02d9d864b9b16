package io.quorate.inventory.file;

import io.quorate.inventory.Cidr;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.ScalarWords;
import io.quorate.inventory.yaml.SourceNode;
import io.quorate.inventory.yaml.SourceNode.Entry;
import io.quorate.inventory.yaml.SourceNode.Mapping;
import io.quorate.inventory.yaml.SourceNode.Scalar;
import io.quorate.inventory.yaml.SourceText;
import io.quorate.inventory.yaml.YamlWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the person who keeps a file writes: what is put in is to look the same.
 *
 * @param step by how many spaces a level is indented
 * @param bare whether addresses and versions stand without quotes
 */
record EditStyle(int step, boolean bare) {

  /** A text that stands as it is. */
  record Bare(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  static EditStyle of(SourceText source) {
    return new EditStyle(step(source), bare(source.root()));
  }

  private static int step(SourceText source) {
    if (source.root() instanceof Mapping root && !root.flow()) {
      for (Entry group : root.entries()) {
        if (group.value() instanceof Mapping parts && !parts.flow()) {
          int step =
              source.column(parts.entries().getFirst().key().start())
                  - source.column(group.key().start());
          return Math.max(1, step);
        }
      }
    }
    return 2;
  }

  /** Whether an address stands without quotes. */
  private static boolean bare(@Nullable SourceNode node) {
    return node instanceof Mapping mapping
        && mapping.entries().stream()
            .anyMatch(
                entry ->
                    bare(entry.value())
                        || entry.value() instanceof Scalar scalar
                            && scalar.style() == Scalar.PLAIN
                            && Cidr.parseAddressOrNetwork(scalar.text()) != null);
  }

  /** A value to be put in. */
  Object of(Object value) {
    return switch (value) {
      case String text when bare && ScalarWords.isBare(text) -> new Bare(text);
      case List<?> list -> list.stream().map(this::of).toList();
      default -> value;
    };
  }

  /** The entry that a setting's line comes after; null: it comes first. */
  @Nullable Entry before(Mapping mapping, Setting setting) {
    Entry last = null;
    for (Entry entry : mapping.entries()) {
      Setting other = Setting.ofKey(entry.name());
      boolean companion = last != null && other == null;
      if (companion || other != null && other.compareTo(setting) <= 0) {
        last = entry;
      }
    }
    return last;
  }

  /** A host's variables as its siblings write theirs: in one line, or one a line. */
  Object host(Map<String, Object> variables, Mapping siblings) {
    if (variables.isEmpty()) {
      return YamlWriter.NOTHING;
    }
    boolean inLine =
        siblings.entries().reversed().stream()
            .map(Entry::value)
            .filter(Mapping.class::isInstance)
            .map(Mapping.class::cast)
            .findFirst()
            .map(Mapping::flow)
            .orElse(false);
    return inLine ? new Bare(YamlWriter.flow(variables)) : variables;
  }
}
