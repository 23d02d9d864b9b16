package io.quorate.inventory.yaml;

import java.util.Locale;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** A new value in the words and quotes of the old one, as far as they can carry it. */
public final class ScalarWords {
  private static final Resolver YAML = new Resolver();

  /** What may stand without quotes in a flow and outside of one: words, paths, addresses, URLs. */
  private static final Pattern BARE =
      Pattern.compile(
          "[A-Za-z_/][A-Za-z0-9_./@+-]*(:[A-Za-z0-9_./@+-]+)*"
              + "|~/[A-Za-z0-9_./@+-]+"
              + "|[a-z]+://[A-Za-z0-9_./@:+-]*[A-Za-z0-9_/]"
              + "|[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]{1,2})?"
              + "|[0-9]{1,5}(\\.[0-9]{1,5}){2}"
              + "|[0-9]{1,5}-[0-9]{1,5}");

  private ScalarWords() {}

  /**
   * @param value a text, a number or a truth value
   */
  public static String like(SourceNode.Scalar old, Object value) {
    if (value instanceof Boolean truth && old.style() == SourceNode.Scalar.PLAIN) {
      return truth(old.text(), truth);
    }
    if (!(value instanceof String text)) {
      String number = YamlWriter.flow(value);
      return isQuote(old.style()) ? old.style() + number + old.style() : number;
    }
    if (old.style() == '\'' && text.codePoints().noneMatch(c -> c < ' ' || c >= 0x7f)) {
      return "'" + text.replace("'", "''") + "'";
    }
    if (old.style() == SourceNode.Scalar.PLAIN && (isBare(text) || bothNumbers(old.text(), text))) {
      return text;
    }
    String written = YamlWriter.text(text);
    return old.style() == '"' && !written.startsWith("\"") ? "\"" + written + "\"" : written;
  }

  private static boolean isQuote(char style) {
    return style == '\'' || style == '"';
  }

  /** Whether YAML takes the bare word for a text, whichever of its versions reads it. */
  public static boolean isBare(String text) {
    return BARE.matcher(text).matches()
        && YAML.resolve(NodeId.scalar, text, true).equals(Tag.STR)
        && PlainScalar.value(text) instanceof String
        && !YamlWriter.isWord(text);
  }

  /** Where numbers stood as texts, as an environment's do, another may stand. */
  private static boolean bothNumbers(String old, String text) {
    return PlainScalar.WHOLE.matcher(old).matches() && PlainScalar.WHOLE.matcher(text).matches();
  }

  private static String truth(String old, boolean value) {
    String lower = old.toLowerCase(Locale.ROOT);
    String word =
        switch (lower) {
          case "yes", "no" -> value ? "yes" : "no";
          case "on", "off" -> value ? "on" : "off";
          default -> value ? "true" : "false";
        };
    boolean capital = !old.isEmpty() && Character.isUpperCase(old.charAt(0));
    return capital ? Character.toUpperCase(word.charAt(0)) + word.substring(1) : word;
  }
}
