package io.quorate.inventory.setting;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.yaml.Written;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the items of lists and the names of maps stand, among the places of fields: what is wrong
 * with one of twenty lines is shown at that line.
 */
public final class ItemPlaces {
  /** Parts a field from an item's text; no key of YAML that is a setting has it. */
  private static final String OF = "\n";

  /** Those of longer lists are shown at the list. */
  private static final int MOST = 1000;

  private static final Pattern WORDS = Pattern.compile("[\\s:=]+");

  private ItemPlaces() {}

  public static void add(String field, Written value, Map<String, Place> places) {
    switch (value) {
      case Written.Sequence sequence -> {
        for (Written item : sequence.items().subList(0, Math.min(MOST, sequence.items().size()))) {
          if (item instanceof Written.Scalar text && text.place() != null) {
            places.put(field + OF + text.text().strip(), text.place());
          }
        }
      }
      case Written.Mapping mapping ->
          mapping.entries().entrySet().stream()
              .limit(MOST)
              .forEach(
                  entry -> {
                    Place place = entry.getValue().keyPlace();
                    if (place != null) {
                      places.put(field + OF + entry.getKey(), place);
                    }
                  });
      default -> {}
    }
  }

  public static boolean isOf(Setting setting, String key) {
    return key.startsWith(setting.key() + OF);
  }

  /** The place of the item that a problem quotes; null: it quotes none. */
  static @Nullable Place of(Problem problem, Map<String, Place> places) {
    String field = problem.field();
    Setting setting = Setting.ofKey(field.substring(field.lastIndexOf('.') + 1));
    boolean ports = setting != null && setting.kind() == Setting.Kind.PORTS;
    if (setting == null) {
      return null;
    }
    List<String> words = List.of(problem.what().split("[\\s\".]+"));
    Place found = null;
    for (Map.Entry<String, Place> entry : places.entrySet()) {
      String key = entry.getKey();
      if (!key.startsWith(field + OF)) {
        continue;
      }
      String item = key.substring(field.length() + 1);
      boolean quoted = problem.what().contains("\"" + Problem.shown(item) + "\"");
      boolean named = ports && WORDS.splitAsStream(item).anyMatch(words::contains);
      if ((quoted || named) && (found == null || isBehind(entry.getValue(), found))) {
        found = entry.getValue();
      }
    }
    return found;
  }

  /** Of two that are equal, the second is one too many. */
  private static boolean isBehind(Place place, Place other) {
    return place.line() > other.line()
        || place.line() == other.line() && place.column() > other.column();
  }
}
