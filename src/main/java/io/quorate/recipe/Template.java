package io.quorate.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text below assets/ in which {@code {{name}}} stands for a value.
 *
 * @param path below assets/, such as {@code firewall/kube-firewall.service}
 */
record Template(String path) {

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-zA-Z0-9_]+)}}");

  /** The text as it is. */
  String text() {
    try (InputStream in = Template.class.getResourceAsStream("/assets/" + path)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no assets/" + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The text with its places filled in.
   *
   * @throws IllegalArgumentException when a place has no value, or a value no place
   */
  String fill(Map<String, String> values) {
    Set<String> filled = new HashSet<>();
    String result =
        PLACE
            .matcher(text())
            .replaceAll(
                place -> {
                  String value = values.get(place.group(1));
                  if (value == null) {
                    throw new IllegalArgumentException(path + " lacks " + place.group(1));
                  }
                  filled.add(place.group(1));
                  return Matcher.quoteReplacement(value);
                });
    if (!filled.equals(values.keySet())) {
      throw new IllegalArgumentException(path + " has no places for all of " + values.keySet());
    }
    return result;
  }
}
