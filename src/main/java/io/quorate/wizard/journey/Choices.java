package io.quorate.wizard.journey;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the person has said on the pages of a journey.
 *
 * @param texts by the key of what was asked
 */
public record Choices(Map<String, String> texts) {

  public Choices {
    texts = Map.copyOf(texts);
  }

  public static Choices none() {
    return new Choices(Map.of());
  }

  /** Empty where nothing was said. */
  public String text(String key) {
    return texts.getOrDefault(key, "");
  }

  public boolean isOn(String key) {
    return text(key).equals("true");
  }

  /** Those that were chosen, in the order in which they were. */
  public List<String> list(String key) {
    return text(key).isEmpty() ? List.of() : List.of(text(key).split(","));
  }

  public Choices with(String key, String text) {
    Map<String, String> all = new HashMap<>(texts);
    if (text.isEmpty()) {
      all.remove(key);
    } else {
      all.put(key, text);
    }
    return new Choices(all);
  }

  public Choices with(String key, boolean on) {
    return with(key, on ? "true" : "");
  }

  public Choices with(String key, List<String> chosen) {
    return with(key, String.join(",", chosen));
  }

  /** Those alone whose keys begin so. */
  Choices only(String prefix) {
    Map<String, String> some = new HashMap<>(texts);
    some.keySet().removeIf(key -> !key.startsWith(prefix));
    return new Choices(some);
  }

  /** Chooses one, or takes it back. */
  Choices toggled(String key, String one) {
    List<String> all = new ArrayList<>(list(key));
    if (!all.remove(one)) {
      all.add(one);
    }
    return with(key, all);
  }
}
