package io.quorate.inventory.yaml;

import io.quorate.inventory.Problem.Place;
import io.quorate.plan.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value as a person wrote it, with its place, before anybody asks what it means. */
public sealed interface Written {

  /** Where it stands; null when it was typed into a form. */
  @Nullable Place place();

  /**
   * @param plain whether it stands without quotes, so that YAML may take it for a number or a truth
   *     value where any kind of value can stand
   */
  record Scalar(String text, boolean plain, @Nullable Place place) implements Written {}

  record Sequence(List<Written> items, @Nullable Place place) implements Written {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  record Mapping(Map<String, Entry> entries, @Nullable Place place) implements Written {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** The text under a key; empty when there is none. */
    public String text(String key) {
      Entry entry = entries.get(key);
      return entry != null && entry.value() instanceof Scalar s ? s.text() : "";
    }
  }

  /**
   * A key's place and what stands under it.
   *
   * @param plainKey whether the key stands without quotes, so that YAML may take it for a number
   */
  record Entry(@Nullable Place keyPlace, Written value, boolean plainKey) {
    public Entry(@Nullable Place keyPlace, Written value) {
      this(keyPlace, value, false);
    }
  }

  /**
   * An encrypted value of Ansible Vault.
   *
   * @param sealed the lines of it
   */
  record Vault(String sealed, @Nullable Place place) implements Written {}

  /** A value that came as one of Ansible Vault, or out of a file that is one as a whole. */
  record Opened(Secret secret, @Nullable Place place) implements Written {}

  /** A key with nothing behind it, or null. */
  record Nothing(@Nullable Place place) implements Written {}

  /** The same with its words in quotes: each is the text that it is written as. */
  static Written text(Written value) {
    return switch (value) {
      case Scalar scalar -> new Scalar(scalar.text(), false, scalar.place());
      case Sequence list ->
          new Sequence(list.items().stream().map(Written::text).toList(), list.place());
      case Mapping mapping -> {
        Map<String, Entry> texts = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach(
                (key, entry) -> texts.put(key, new Entry(entry.keyPlace(), text(entry.value()))));
        yield new Mapping(texts, mapping.place());
      }
      case Vault sealed -> sealed;
      case Opened opened -> opened;
      case Nothing nothing -> nothing;
    };
  }
}
