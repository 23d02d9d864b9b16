package io.quorate.inventory.setting;

import io.quorate.inventory.Inventory.Firewall.Port;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.yaml.PlainScalar;
import io.quorate.inventory.yaml.Written;
import io.quorate.plan.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns what was written into values, setting by setting. What cannot be understood becomes a
 * problem, and the default stands in for it.
 */
public final class SettingReader {
  private static final Pattern PORT = Pattern.compile("([^\\s:=]+)\\s*[:=\\s]\\s*(\\d{1,9})");

  private final Map<Setting, Written> given;
  private final String prefix;
  private final List<Problem> problems;

  /**
   * @param prefix what stands before a setting's name in a problem's field, such as {@code
   *     hosts.node-1.}
   */
  SettingReader(Map<Setting, Written> given, String prefix, List<Problem> problems) {
    this.given = given;
    this.prefix = prefix;
    this.problems = problems;
  }

  /** The given text without a look at the default; null when there is none. */
  @Nullable String givenText(Setting setting) {
    return given.get(setting) instanceof Written.Scalar s && !s.text().isBlank()
        ? clean(setting, s.text())
        : null;
  }

  String text(Setting setting) {
    Written value = valueOf(setting);
    if (value instanceof Written.Scalar scalar) {
      String text = clean(setting, scalar.text());
      if (legible(setting, text, scalar.place())) {
        return text;
      }
    } else if (!(value instanceof Written.Nothing)) {
      refuse(setting, value.place(), "A text is wanted here.", example(setting));
    }
    return setting.defaultText();
  }

  /** A text that is a secret, whichever way it stands. */
  Secret secret(Setting setting) {
    if (valueOf(setting) instanceof Written.Opened opened) {
      String text = opened.secret().reveal().strip();
      return legible(setting, text, opened.place())
          ? new Secret(text, opened.secret().sealed())
          : new Secret(setting.defaultText());
    }
    return new Secret(text(setting));
  }

  @Nullable String optionalText(Setting setting) {
    String text = text(setting);
    return text.isEmpty() ? null : text;
  }

  int number(Setting setting) {
    Integer number = optionalNumber(setting);
    return number == null ? Integer.parseInt(setting.defaultText()) : number;
  }

  @Nullable Integer optionalNumber(Setting setting) {
    Written value = valueOf(setting);
    if (value instanceof Written.Scalar scalar) {
      if (scalar.text().isBlank()) {
        return null;
      }
      try {
        return Integer.valueOf(scalar.text().strip());
      } catch (NumberFormatException e) {
        PlainScalar.Meaning read =
            scalar.plain() ? PlainScalar.readOtherwise(scalar.text().strip()) : null;
        PlainScalar.Meaning meaning = read != null && read.isWhole() ? read : null;
        boolean large = scalar.text().strip().matches("[-+]?[0-9]+");
        refuse(
            setting,
            scalar.place(),
            "\""
                + Problem.shown(scalar.text())
                + (large
                    ? "\" is out of range."
                    : meaning == null
                        ? "\" is not a whole number."
                        : "\" is not a plain whole number; Ansible reads " + meaning.text() + "."),
            large
                ? range(setting)
                : meaning == null
                    ? example(setting)
                    : "Write " + meaning.text() + " if that is meant.");
      }
    } else if (!(value instanceof Written.Nothing)) {
      refuse(setting, value.place(), "A whole number is wanted here.", example(setting));
    }
    return null;
  }

  public static String range(Setting setting) {
    return "Take a number from " + setting.least() + " to " + setting.most() + ".";
  }

  boolean flag(Setting setting) {
    Written value = valueOf(setting);
    if (value instanceof Written.Scalar scalar) {
      Boolean truth = PlainScalar.truth(scalar.text().strip());
      if (truth != null) {
        return truth;
      }
    }
    if (!(value instanceof Written.Nothing)) {
      String what =
          value instanceof Written.Scalar s ? "\"" + Problem.shown(s.text()) + "\" is" : "This is";
      refuse(setting, value.place(), what + " neither true nor false.", "Write true or false.");
    }
    return Boolean.parseBoolean(setting.defaultText());
  }

  <E extends Enum<E>> E choice(Setting setting, Class<E> type) {
    String text = text(setting);
    for (E option : type.getEnumConstants()) {
      if (option.name().equalsIgnoreCase(text)) {
        return option;
      }
    }
    Written value = valueOf(setting);
    refuse(
        setting,
        value.place(),
        "\"" + Problem.shown(text) + "\" is not one of the choices.",
        "Take one of: " + String.join(", ", setting.options()) + ".");
    return fallback(setting, type);
  }

  private static <E extends Enum<E>> E fallback(Setting setting, Class<E> type) {
    return setting.defaultText().isEmpty()
        ? type.getEnumConstants()[0]
        : Enum.valueOf(type, setting.defaultText().toUpperCase(Locale.ROOT));
  }

  List<String> list(Setting setting) {
    List<String> texts = new ArrayList<>();
    for (Written item : items(setting)) {
      if (item instanceof Written.Scalar scalar) {
        if (legible(setting, scalar.text(), scalar.place())) {
          texts.add(scalar.text().strip());
        }
      } else {
        refuse(setting, item.place(), "An entry of this list has to be a text.", example(setting));
      }
    }
    return List.copyOf(texts);
  }

  List<Port> ports(Setting setting) {
    List<Port> ports = new ArrayList<>();
    for (Written item : items(setting)) {
      String text =
          switch (item) {
            case Written.Scalar scalar -> scalar.text().strip();
            case Written.Mapping pair -> pair.text("name") + " " + pair.text("port");
            default -> "";
          };
      Matcher matcher = PORT.matcher(text);
      if (matcher.matches()) {
        ports.add(new Port(matcher.group(1), Integer.parseInt(matcher.group(2))));
      } else {
        refuse(
            setting,
            item.place(),
            "\"" + Problem.shown(text.strip()) + "\" is not a name and port.",
            "Write a name and a port number, such as kubelet 10250.");
      }
    }
    return List.copyOf(ports);
  }

  /** Texts by name, of which each may be a secret, in the order in which they were written. */
  Map<String, Secret> secrets(Setting setting) {
    Map<String, Secret> secrets = new LinkedHashMap<>();
    mapping(setting)
        .forEach(
            (name, entry) -> {
              Secret secret = secret(setting, name, entry);
              if (secret != null) {
                secrets.put(name, secret);
              }
            });
    return Collections.unmodifiableMap(secrets);
  }

  private @Nullable Secret secret(Setting setting, String name, Written.Entry entry) {
    return switch (entry.value()) {
      case Written.Scalar scalar ->
          legible(setting, name, entry.keyPlace())
                  && legible(setting, scalar.text(), scalar.place())
              ? new Secret(scalar.text())
              : null;
      case Written.Opened opened ->
          legible(setting, name, entry.keyPlace())
                  && legible(setting, opened.secret().reveal(), opened.place())
              ? opened.secret()
              : null;
      case Written.Nothing nothing -> new Secret("");
      default -> {
        refuse(
            setting,
            entry.value().place(),
            "\"" + Problem.shown(name) + "\" has to be a text.",
            example(setting));
        yield null;
      }
    };
  }

  /** Texts by name, in the order in which they were written. */
  Map<String, String> map(Setting setting) {
    Map<String, String> texts = new LinkedHashMap<>();
    mapping(setting)
        .forEach(
            (name, entry) -> {
              switch (entry.value()) {
                case Written.Scalar scalar -> {
                  if (legible(setting, name, entry.keyPlace())
                      && legible(setting, scalar.text(), scalar.place())) {
                    texts.put(name, scalar.text());
                  }
                }
                case Written.Nothing nothing -> texts.put(name, "");
                default ->
                    refuse(
                        setting,
                        entry.value().place(),
                        "\"" + Problem.shown(name) + "\" has to be a text.",
                        example(setting));
              }
            });
    return Collections.unmodifiableMap(texts);
  }

  Map<String, Object> tree(Setting setting) {
    return new TreeReader(this, setting).mapping(mapping(setting));
  }

  private List<Written> items(Setting setting) {
    Written value = valueOf(setting);
    if (value instanceof Written.Sequence sequence) {
      return sequence.items();
    }
    if (!(value instanceof Written.Nothing)) {
      refuse(
          setting,
          value.place(),
          "A list is wanted here.",
          "Write one entry a line, each after \"- \", or [a, b]; in an INI file ['a', 'b'].");
    }
    return List.of();
  }

  private Map<String, Written.Entry> mapping(Setting setting) {
    Written value = valueOf(setting);
    if (value instanceof Written.Mapping mapping) {
      return mapping.entries();
    }
    if (!(value instanceof Written.Nothing)) {
      refuse(
          setting,
          value.place(),
          "Names with values are wanted here.",
          "Write one \"name: value\" a line, indented below " + setting.key() + ".");
    }
    return Map.of();
  }

  /** What was given, else the default; nothing when it cannot be read at all. */
  private Written valueOf(Setting setting) {
    Written value = given.get(setting);
    if (value instanceof Written.Vault vault) {
      refuse(
          setting,
          vault.place(),
          "This is an Ansible Vault value, which cannot stand here.",
          "Write the value itself.");
      return new Written.Nothing(null);
    }
    if (value == null || value instanceof Written.Nothing) {
      return setting.defaultText().isEmpty()
          ? new Written.Nothing(null)
          : Typed.read(setting, setting.defaultText(), problems);
    }
    return value;
  }

  /** Whether a text holds what a field may hold: no templates, no control characters. */
  boolean legible(Setting setting, String text, @Nullable Place place) {
    if (text.contains("{{") || text.contains("{%")) {
      refuse(
          setting,
          place,
          "\"" + Problem.shown(text) + "\" is a template, and nothing here fills in templates.",
          "Write the value itself.");
      return false;
    }
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      refuse(
          setting,
          place,
          "There is a line break or another control character in it.",
          "Write it in one line, without control characters.");
      return false;
    }
    return true;
  }

  void refuse(Setting setting, @Nullable Place place, String what, String remedy) {
    problems.add(
        Problem.error(
                prefix + setting.key(),
                setting.mayHoldSecret() ? what.replaceAll("\".*\"", "This") : what,
                remedy)
            .at(place));
  }

  private static String clean(Setting setting, String text) {
    String stripped = text.strip();
    return setting.kind() == Setting.Kind.VERSION && stripped.matches("[vV]\\d.*")
        ? stripped.substring(1)
        : stripped;
  }

  private static String example(Setting setting) {
    return "For example: " + setting.example().strip() + ".";
  }
}
