package io.quorate.inventory.yaml;

import java.util.stream.Collectors;

/** A node of a text as a copy in one line, without anchors and aliases. */
public final class FlowText {
  private FlowText() {}

  public static String of(SourceNode node, SourceText source) {
    return switch (node) {
      case SourceNode.Alias alias -> of(alias.target(), source);
      case SourceNode.Scalar scalar -> scalar(scalar, source);
      case SourceNode.Sequence sequence ->
          sequence.items().stream()
              .map(item -> of(item, source))
              .collect(Collectors.joining(", ", "[", "]"));
      case SourceNode.Mapping mapping ->
          mapping.entries().stream()
              .map(e -> of(e.key(), source) + ": " + of(e.value(), source))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  private static String scalar(SourceNode.Scalar scalar, SourceText source) {
    String written = source.text().substring(scalar.content(), scalar.end());
    String tag = scalar.tag().startsWith("!") ? scalar.tag() + " " : "";
    boolean fits =
        !scalar.isBlock()
            && written.codePoints().noneMatch(c -> c < ' ' || ",[]{}".indexOf(c) >= 0);
    return tag + (fits ? written : YamlWriter.text(scalar.text()));
  }
}
