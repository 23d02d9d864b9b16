package io.quorate.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Secrets inside of values made of maps, lists and texts. */
public final class Secrets {

  private Secrets() {}

  /** All that are in a value, in their order. */
  public static List<Secret> in(@Nullable Object value) {
    List<Secret> found = new ArrayList<>();
    switch (value) {
      case Secret secret -> found.add(secret);
      case Map<?, ?> map -> map.values().forEach(inner -> found.addAll(in(inner)));
      case Iterable<?> items -> items.forEach(inner -> found.addAll(in(inner)));
      case null, default -> {}
    }
    return found;
  }

  /** The map with plain texts, for what writes it to a node or to a file of its owner's. */
  public static Map<String, Object> revealed(Map<?, ?> map) {
    return mapped(map, Secret::reveal);
  }

  /** The map as it may be shown. */
  public static Map<String, Object> shown(Map<?, ?> map) {
    return mapped(map, Secret::toString);
  }

  /** A value of any kind with plain texts, as {@link #revealed(Map)}. */
  public static Object revealed(Object value) {
    return changed(value, Secret::reveal);
  }

  /** A value of any kind as it may be shown. */
  public static Object shown(Object value) {
    return changed(value, Secret::toString);
  }

  private static Map<String, Object> mapped(Map<?, ?> map, Function<Secret, String> change) {
    Map<String, Object> changed = new LinkedHashMap<>();
    map.forEach((key, inner) -> changed.put(String.valueOf(key), changed(inner, change)));
    return Collections.unmodifiableMap(changed);
  }

  private static Object changed(Object value, Function<Secret, String> change) {
    return switch (value) {
      case Secret secret -> change.apply(secret);
      case Map<?, ?> map -> mapped(map, change);
      case List<?> list -> list.stream().map(item -> changed(item, change)).toList();
      default -> value;
    };
  }
}
