package io.quorate.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text of {@code assets/} with places to fill in, written {@code {{name}}}. */
public record Template(String path) {
  /** Assets do not change while the program runs, and each node's plan reads forty of them. */
  private static final Map<String, String> READ = new ConcurrentHashMap<>();

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z][A-Za-z0-9]*)}}");

  /**
   * Fills the places in.
   *
   * @param values exactly one for each place
   * @throws IllegalArgumentException when a place has no value, or a value no place
   */
  public String fill(Map<String, String> values) {
    Set<String> used = new HashSet<>();
    String text = fill(path, text(), values, used);
    if (!used.containsAll(values.keySet())) {
      Set<String> rest = new HashSet<>(values.keySet());
      rest.removeAll(used);
      throw new IllegalArgumentException(path + ": no place for " + rest);
    }
    return text;
  }

  /** Fills in the places of a text that came from {@code path}; not every value needs a place. */
  public static String fillPlaces(String path, String text, Map<String, String> values) {
    return fill(path, text, values, new HashSet<>());
  }

  private static String fill(
      String path, String text, Map<String, String> values, Set<String> used) {
    return PLACE
        .matcher(text)
        .replaceAll(
            place -> {
              String value = values.get(place.group(1));
              if (value == null) {
                throw new IllegalArgumentException(path + ": no value for " + place.group());
              }
              used.add(place.group(1));
              return Matcher.quoteReplacement(value);
            });
  }

  /** The text as it is. */
  public String text() {
    return READ.computeIfAbsent(path, Template::read);
  }

  private static String read(String path) {
    try (InputStream in = Template.class.getResourceAsStream("/assets/" + path)) {
      if (in == null) {
        throw new IllegalArgumentException("no asset " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
