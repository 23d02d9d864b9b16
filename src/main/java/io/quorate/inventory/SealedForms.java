package io.quorate.inventory;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Ansible Vault values that texts came as which are no secrets by their nature, such as the
 * name of a user: whoever keeps a copy of the inventory keeps them sealed. It says nothing about
 * the wanted cluster, so all are equal.
 */
public final class SealedForms {
  private static final SealedForms NONE = new SealedForms(Map.of());

  private final Map<String, Map<String, String>> byField;

  private SealedForms(Map<String, Map<String, String>> byField) {
    this.byField = byField;
  }

  public static SealedForms none() {
    return NONE;
  }

  /** The same with another text. */
  public SealedForms with(String field, String text, String sealed) {
    Map<String, Map<String, String>> all = new HashMap<>(byField);
    Map<String, String> ofField = new HashMap<>(all.getOrDefault(field, Map.of()));
    ofField.put(text, sealed);
    all.put(field, Map.copyOf(ofField));
    return new SealedForms(Map.copyOf(all));
  }

  /** What a value of a field came as; null: it stood in clear. */
  public @Nullable String of(String field, Object value) {
    return byField.getOrDefault(field, Map.of()).get(String.valueOf(value));
  }

  /** All texts that came so. */
  public Set<String> texts() {
    return byField.values().stream().flatMap(m -> m.keySet().stream()).collect(Collectors.toSet());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SealedForms;
  }

  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return byField.keySet().toString();
  }
}
