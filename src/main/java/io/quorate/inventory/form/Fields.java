package io.quorate.inventory.form;

import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.yaml.Written;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a mapping as they are read one by one; what nobody read is not taken over. */
final class Fields {
  private final Written.Mapping mapping;
  private final String path;
  private final NotTaken notTaken;
  private final Set<String> read = new HashSet<>();

  /**
   * @param path what stands before a field's name when it is told, such as {@code spec.}
   */
  Fields(Written.Mapping mapping, String path, NotTaken notTaken) {
    this.mapping = mapping;
    this.path = path;
    this.notTaken = notTaken;
  }

  @Nullable Place place() {
    return mapping.place();
  }

  /** Where a field stands; the mapping's place when there is none. */
  @Nullable Place placeOf(String name) {
    Written.Entry entry = mapping.entries().get(name);
    return entry == null ? mapping.place() : entry.keyPlace();
  }

  /** How a field is called where it is told. */
  String pathOf(String name) {
    return path + name;
  }

  Written.@Nullable Scalar scalar(String name) {
    if (value(name) instanceof Written.Scalar scalar) {
      read.add(name);
      return scalar;
    }
    return null;
  }

  /** Empty when there is none. */
  String text(String name) {
    Written.Scalar scalar = scalar(name);
    return scalar == null ? "" : scalar.text().strip();
  }

  @Nullable Fields fields(String name) {
    if (value(name) instanceof Written.Mapping below) {
      read.add(name);
      return new Fields(below, path + name + ".", notTaken);
    }
    return null;
  }

  List<Written> items(String name) {
    if (value(name) instanceof Written.Sequence sequence) {
      read.add(name);
      return sequence.items();
    }
    return List.of();
  }

  Map<String, Written.Entry> entries(String name) {
    if (value(name) instanceof Written.Mapping below) {
      read.add(name);
      return below.entries();
    }
    return Map.of();
  }

  private @Nullable Written value(String name) {
    Written.Entry entry = mapping.entries().get(name);
    return entry == null ? null : entry.value();
  }

  /** Notes that a field has been spoken of, whatever stands in it. */
  void spoken(String name) {
    read.add(name);
  }

  /** Tells what nobody asked for; a field with nothing behind it says nothing. */
  void rest() {
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              if (!read.contains(name) && !(entry.value() instanceof Written.Nothing)) {
                notTaken.add(path + name, entry.keyPlace());
              }
            });
  }
}
