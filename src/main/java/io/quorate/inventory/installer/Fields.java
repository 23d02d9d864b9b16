package io.quorate.inventory.installer;

import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.yaml.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a mapping as they are read one by one; what nobody read is not taken over. A path
 * is the names of fields in fields, with dots between.
 */
final class Fields {
  private final Written.Mapping mapping;
  private final String path;
  private final NotTaken notTaken;
  private final Set<String> read = new HashSet<>();
  private final Map<String, List<Fields>> below = new HashMap<>();

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

  /** The names of the fields, in their order. */
  Set<String> names() {
    return mapping.entries().keySet();
  }

  /** Null when there is none, and when nothing is in it. */
  Written.@Nullable Scalar scalar(String fieldPath) {
    if (value(fieldPath) instanceof Written.Scalar scalar) {
      spoken(fieldPath);
      return scalar.text().isBlank() ? null : scalar;
    }
    return null;
  }

  /** Empty when there is none. */
  String text(String fieldPath) {
    Written.Scalar scalar = scalar(fieldPath);
    return scalar == null ? "" : scalar.text().strip();
  }

  /** The same fields however often they are asked for; null when there are none. */
  @Nullable Fields fields(String fieldPath) {
    Fields around = around(fieldPath);
    return around == null ? null : around.open(last(fieldPath));
  }

  private @Nullable Fields open(String name) {
    List<Fields> known = below.get(name);
    if (known != null) {
      return known.isEmpty() ? null : known.getFirst();
    }
    if (own(name) instanceof Written.Mapping part) {
      Fields fields = new Fields(part, path + name + ".", notTaken);
      below.put(name, List.of(fields));
      return fields;
    }
    return null;
  }

  List<Written> items(String fieldPath) {
    if (value(fieldPath) instanceof Written.Sequence sequence) {
      spoken(fieldPath);
      return sequence.items();
    }
    return List.of();
  }

  /** Reads the items of a list in their order: those that are mappings, and the others. */
  void each(String name, ObjIntConsumer<Fields> item, Consumer<Written> other) {
    List<Written> items = items(name);
    List<Fields> each = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Written.Mapping part) {
        Fields fields = new Fields(part, path + name + "[" + i + "].", notTaken);
        each.add(fields);
        item.accept(fields, i);
      } else {
        other.accept(items.get(i));
      }
    }
    if (isList(name)) {
      below.put(name, each);
    }
  }

  Map<String, Written.Entry> entries(String fieldPath) {
    if (value(fieldPath) instanceof Written.Mapping part) {
      spoken(fieldPath);
      return part.entries();
    }
    return Map.of();
  }

  boolean isList(String fieldPath) {
    return value(fieldPath) instanceof Written.Sequence;
  }

  /** Whether anything stands in a field. */
  boolean isSaid(String fieldPath) {
    Written value = value(fieldPath);
    return value != null && !saysNothing(value);
  }

  /** Notes that a field has been spoken of, whatever stands in it. */
  void spoken(String fieldPath) {
    Fields around = around(fieldPath);
    if (around != null) {
      around.read.add(last(fieldPath));
    }
  }

  /** Notes that a field was looked at and is not taken over. */
  void unread(String name) {
    read.remove(name);
  }

  /** Notes that a part of a field is not taken over. */
  void left(String name, String part, @Nullable Place at) {
    notTaken.add(path + name + ": " + part, at);
  }

  /**
   * Notes that a field may say what holds here anyway; with another value it is not taken over.
   *
   * @return whether it says that
   */
  boolean agrees(String fieldPath, String value) {
    boolean same =
        value(fieldPath) instanceof Written.Scalar scalar && scalar.text().strip().equals(value);
    if (same) {
      spoken(fieldPath);
    }
    return same;
  }

  private @Nullable Written value(String fieldPath) {
    Fields around = around(fieldPath);
    return around == null ? null : around.own(last(fieldPath));
  }

  private @Nullable Written own(String name) {
    Written.Entry entry = mapping.entries().get(name);
    return entry == null ? null : entry.value();
  }

  /** The fields that the last name of a path is one of; null when there are none. */
  private @Nullable Fields around(String fieldPath) {
    Fields around = this;
    int from = 0;
    for (int dot = fieldPath.indexOf('.'); dot >= 0; dot = fieldPath.indexOf('.', from)) {
      around = around.open(fieldPath.substring(from, dot));
      if (around == null) {
        return null;
      }
      from = dot + 1;
    }
    return around;
  }

  private static String last(String fieldPath) {
    return fieldPath.substring(fieldPath.lastIndexOf('.') + 1);
  }

  /** Tells what nobody asked for, here and in the fields that were opened. */
  void rest() {
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              List<Fields> opened = below.get(name);
              if (opened != null) {
                opened.forEach(Fields::rest);
              } else if (!read.contains(name) && !saysNothing(entry.value())) {
                notTaken.add(path + name, entry.keyPlace());
              }
            });
  }

  /** Whether nothing is in it, as where a generated file names all that could be said. */
  private static boolean saysNothing(Written value) {
    return switch (value) {
      case Written.Nothing nothing -> true;
      case Written.Scalar scalar -> scalar.text().isBlank();
      case Written.Sequence list -> list.items().isEmpty();
      case Written.Mapping part ->
          part.entries().values().stream().map(Written.Entry::value).allMatch(Fields::saysNothing);
      case Written.Vault sealed -> false;
      case Written.Opened opened -> false;
    };
  }
}
