package io.quorate.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Secrets inside of values made of maps, lists and texts. */
public final class Secrets {

  /** A key of many bytes after a name, as YAML has it. */
  private static final Pattern NAMED =
      Pattern.compile("(?m)^[- ]*[\\w-]+: *\"?([A-Za-z0-9+/=_-]{32,})\"?$");

  private Secrets() {}

  /**
   * The keys that a plan writes, made on the way or kept: those in files of which nothing may be
   * seen. What else stands in such files, such as the words of a kubeconfig, is none.
   */
  public static List<Secret> writtenBy(Plan plan) {
    Set<Secret> found = new LinkedHashSet<>();
    for (Step step : plan.steps()) {
      for (Operation operation : step.operations()) {
        if (operation instanceof Operation.WriteFile file && file.content().shown() == null) {
          found.addAll(keysOf(file.content().text()));
        }
      }
    }
    return List.copyOf(found);
  }

  /** The keys in a file of which nothing may be seen: all of it, or what stands under names. */
  public static List<Secret> keysOf(Secret file) {
    List<Secret> found = new ArrayList<>();
    String text = file.reveal();
    if (text.startsWith("-----BEGIN ")) {
      found.add(file);
    }
    NAMED.matcher(text).results().forEach(m -> found.add(new Secret(m.group(1))));
    return found;
  }

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
