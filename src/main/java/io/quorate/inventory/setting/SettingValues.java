package io.quorate.inventory.setting;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Firewall.Port;
import io.quorate.inventory.secret.SecretNames;
import io.quorate.plan.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** An inventory taken apart into its settings again: for writing it, editing it, checking it. */
public final class SettingValues {
  private SettingValues() {}

  /**
   * The secrets to look for in what programs print: those under a secret's name, and those that no
   * ordinary word is. A variable such as {@code GOMAXPROCS: 2} stays a secret where it is written,
   * but not every 2 of a run is one.
   */
  public static List<Secret> telling(Inventory inventory) {
    List<Secret> found = new ArrayList<>();
    of(inventory).forEach((setting, value) -> telling(setting.key(), value, found));
    return found;
  }

  private static void telling(String name, Object value, List<Secret> found) {
    switch (value) {
      case Secret secret -> {
        String text = secret.reveal().strip();
        boolean word = text.length() < 10 || text.chars().allMatch(Character::isLetter);
        if (SecretNames.isSecret(name, text) || !word) {
          found.add(secret);
        }
      }
      case Map<?, ?> map -> map.forEach((key, inner) -> telling(String.valueOf(key), inner, found));
      case Iterable<?> items -> items.forEach(inner -> telling(name, inner, found));
      default -> {}
    }
  }

  /**
   * The values of the whole cluster's settings: String, Integer, Boolean, Secret, List of String or
   * Port, or Map, by the setting's kind; choices as lower-case text. What has no value is left out.
   */
  public static Map<Setting, Object> of(Inventory inventory) {
    EnumMap<Setting, Object> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      Object value = setting.valueIn(inventory);
      if (value != null) {
        values.put(setting, value instanceof Enum<?> choice ? word(choice) : value);
      }
    }
    return Collections.unmodifiableMap(values);
  }

  /**
   * The settings in which a secret stands in clear: a password by its name, or a login in a URL.
   */
  public static Set<Setting> secretsInClear(Inventory inventory) {
    Set<Setting> found = EnumSet.noneOf(Setting.class);
    of(inventory)
        .forEach(
            (setting, value) -> {
              if (setting.mayHoldSecret()
                  && inClear(setting.secret() ? setting.key() : "", value)) {
                found.add(setting);
              }
            });
    return found;
  }

  private static boolean inClear(String name, Object value) {
    return switch (value) {
      case Secret secret -> secret.sealed() == null && SecretNames.isSecret(name, secret.reveal());
      case Map<?, ?> map ->
          map.entrySet().stream().anyMatch(e -> inClear(String.valueOf(e.getKey()), e.getValue()));
      case List<?> list -> list.stream().anyMatch(item -> inClear(name, item));
      default -> false;
    };
  }

  /** A value as one would type it into a single field. */
  public static String typed(Object value) {
    return switch (value) {
      case Port port -> port.name() + " " + port.port();
      case List<?> list ->
          list.stream().map(SettingValues::typed).collect(Collectors.joining("\n"));
      case Map<?, ?> map when isFlat(map) ->
          map.entrySet().stream()
              .map(entry -> entry.getKey() + "=" + entry.getValue())
              .collect(Collectors.joining("\n"));
      default -> String.valueOf(value);
    };
  }

  private static boolean isFlat(Map<?, ?> map) {
    return map.values().stream().allMatch(String.class::isInstance);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** The texts anywhere in a value, keys of mappings among them. */
  public static List<String> textsIn(Object value) {
    List<String> texts = new ArrayList<>();
    switch (value) {
      case String text -> texts.add(text);
      case Secret secret -> texts.add(secret.reveal());
      case Port port -> texts.add(port.name());
      case List<?> list -> list.forEach(item -> texts.addAll(textsIn(item)));
      case Map<?, ?> map ->
          map.forEach(
              (key, item) -> {
                texts.add(String.valueOf(key));
                texts.addAll(textsIn(item));
              });
      default -> {}
    }
    return texts;
  }
}
