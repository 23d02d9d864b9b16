package io.quorate.platform;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The operator's own settings, merged by key over a component's rendered configuration. */
public final class Overrides {

  private Overrides() {}

  /**
   * Maps merge key by key, all else replaces; null takes a key away. Keys of the operator's own
   * come in the order of the alphabet: the same inventory always gives the same file.
   */
  public static Map<String, Object> merged(Map<String, Object> rendered, Map<String, ?> overrides) {
    Map<String, Object> result = new LinkedHashMap<>(rendered);
    new TreeMap<>(overrides).forEach((key, value) -> put(result, key, value));
    return result;
  }

  private static void put(Map<String, Object> result, String key, @Nullable Object value) {
    if (value == null) {
      result.remove(key);
    } else if (value instanceof Map<?, ?> inner) {
      Object old = result.get(key);
      result.put(key, merged(old instanceof Map<?, ?> map ? texted(map) : Map.of(), texted(inner)));
    } else {
      result.put(key, value);
    }
  }

  private static Map<String, Object> texted(Map<?, ?> map) {
    Map<String, Object> texted = new LinkedHashMap<>();
    map.forEach((key, value) -> texted.put(String.valueOf(key), value));
    return texted;
  }
}
