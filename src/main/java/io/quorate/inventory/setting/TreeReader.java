package io.quorate.inventory.setting;

import io.quorate.inventory.Problem;
import io.quorate.inventory.secret.SecretNames;
import io.quorate.inventory.yaml.PlainScalar;
import io.quorate.inventory.yaml.Written;
import io.quorate.plan.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values of any kind, for configuration that is passed on: plain words become numbers and truth
 * values as YAML says, quoted ones stay text.
 */
public final class TreeReader {
  private final SettingReader reader;
  private final Setting setting;

  TreeReader(SettingReader reader, Setting setting) {
    this.reader = reader;
    this.setting = setting;
  }

  Map<String, Object> mapping(Map<String, Written.Entry> entries) {
    Map<String, Object> values = new LinkedHashMap<>();
    entries.forEach(
        (name, entry) -> {
          Object value = value(entry.value(), name);
          if (value != null) {
            values.put(name, value);
          }
        });
    return Collections.unmodifiableMap(values);
  }

  private @Nullable Object value(Written written, String name) {
    return switch (written) {
      case Written.Scalar scalar -> scalar(scalar, name);
      case Written.Opened opened -> opened.secret();
      case Written.Mapping mapping -> mapping(mapping.entries());
      case Written.Sequence sequence -> {
        List<Object> items = new ArrayList<>();
        for (Written item : sequence.items()) {
          Object value = value(item, name);
          if (value != null) {
            items.add(value);
          }
        }
        yield Collections.unmodifiableList(items);
      }
      case Written.Vault vault -> {
        reader.refuse(
            setting,
            vault.place(),
            "\"" + name + "\" is an Ansible Vault value, which cannot stand here.",
            "Write the value itself.");
        yield null;
      }
      case Written.Nothing nothing -> {
        reader.refuse(
            setting,
            nothing.place(),
            "\"" + Problem.shown(name) + "\" has no value.",
            "Give it one, or take the line out.");
        yield null;
      }
    };
  }

  private static Object scalar(Written.Scalar scalar, String name) {
    return isText(name, scalar.text(), scalar.plain())
        ? SecretNames.isSecret(name, scalar.text()) ? new Secret(scalar.text()) : scalar.text()
        : PlainScalar.value(scalar.text());
  }

  /**
   * Whether a value is a text: in quotes, or no other thing; under a name such as password a number
   * is one as well, as whoever reads it wants it in quotes.
   *
   * @param plain whether it stands without quotes
   */
  public static boolean isText(String name, String text, boolean plain) {
    return !plain
        || switch (PlainScalar.value(text)) {
          case String word -> true;
          case Number number -> SecretNames.before(name);
          default -> false;
        };
  }
}
