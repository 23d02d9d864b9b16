package io.quorate.inventory.setting;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.secret.SecretNames;
import io.quorate.inventory.yaml.PlainScalar;
import io.quorate.inventory.yaml.PlainScalar.Meaning;
import io.quorate.inventory.yaml.Written;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses words without quotes that Ansible takes for something that reads otherwise: a name of
 * {@code yes}, a label of {@code 012}, a version of {@code 1.30}. One file would mean two things.
 */
final class PlainWords {
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+");

  /** Ansible takes the outer quotes of a host's line away before it looks at the value. */
  private static final String IN_INI = " On a host's line of INI both kinds are needed: \"'%s'\".";

  private final List<Problem> problems;

  /** A word that holds for many hosts is told once. */
  private final Set<Place> told = new HashSet<>();

  /**
   * @param problems what is refused is added
   */
  PlainWords(List<Problem> problems) {
    this.problems = problems;
  }

  /**
   * @param prefix what stands before a setting's name in a problem's field
   */
  void check(Map<Setting, Written> given, String prefix) {
    given.forEach((setting, value) -> check(setting, value, prefix + setting.key()));
  }

  private void check(Setting setting, Written value, String field) {
    switch (setting.kind()) {
      case FLAG -> {}
      case NUMBER -> number(field, value);
      case TEXT, CHOICE, VERSION -> text(field, setting.secret() ? setting.key() : "", value);
      case LIST -> {
        if (value instanceof Written.Sequence list) {
          list.items().forEach(item -> text(field, "", item));
        }
      }
      case MAP -> {
        if (value instanceof Written.Mapping mapping) {
          keys(field, mapping);
          mapping.entries().forEach((key, entry) -> text(field, key, entry.value()));
        }
      }
      case PORTS -> {
        if (value instanceof Written.Sequence ports) {
          ports.items().forEach(port -> port(field, port));
        }
      }
      case TREE -> tree(field, "", value);
    }
  }

  private void port(String field, Written port) {
    if (port instanceof Written.Mapping pair) {
      Written.Entry number = pair.entries().get("port");
      Written.Entry name = pair.entries().get("name");
      if (number != null) {
        number(field, number.value());
      }
      if (name != null) {
        text(field, "", name.value());
      }
    }
  }

  /** Numbers and truth values are welcome there, as everybody reads them. */
  private void tree(String field, String name, Written value) {
    switch (value) {
      case Written.Scalar scalar -> {
        if (TreeReader.isText(name, scalar.text(), scalar.plain())) {
          text(field, name, scalar);
        }
      }
      case Written.Sequence list -> list.items().forEach(item -> tree(field, name, item));
      case Written.Mapping mapping -> {
        keys(field, mapping);
        mapping.entries().forEach((key, entry) -> tree(field, key, entry.value()));
      }
      case Written.Vault sealed -> {}
      case Written.Opened opened -> {}
      case Written.Nothing nothing -> {}
    }
  }

  private void keys(String field, Written.Mapping mapping) {
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              Meaning meaning = entry.plainKey() ? PlainScalar.readOtherwise(key) : null;
              if (meaning != null) {
                refuse(field, key, meaning, entry.keyPlace());
              }
            });
  }

  /**
   * @param name by which a value is known to be a secret, which is not shown
   */
  private void text(String field, String name, Written value) {
    Meaning meaning =
        value instanceof Written.Scalar word && word.plain()
            ? PlainScalar.readOtherwise(word.text())
            : null;
    if (!(value instanceof Written.Scalar scalar) || meaning == null) {
      return;
    }
    if (SecretNames.isSecret(name, scalar.text())) {
      tell(
          field,
          "Ansible does not read this word without quotes as it is written.",
          "Write it in quotes.",
          scalar.place());
    } else {
      refuse(field, scalar.text(), meaning, scalar.place());
    }
  }

  /** What is no number here is told by the setting that wants one. */
  private void number(String field, Written value) {
    if (value instanceof Written.Scalar scalar
        && scalar.plain()
        && NUMBER.matcher(scalar.text()).matches()) {
      Meaning meaning = PlainScalar.readOtherwise(scalar.text());
      if (meaning != null && !meaning.text().equals(new BigInteger(scalar.text()).toString())) {
        refuse(field, scalar.text(), meaning, scalar.place());
      }
    }
  }

  private void refuse(String field, String word, Meaning meaning, @Nullable Place place) {
    String shown = Problem.shown(word);
    tell(
        field,
        "Ansible reads " + shown + " as " + meaning.what() + ".",
        "Write \""
            + shown
            + "\" in quotes"
            + (meaning.isNumber() && !Set.of("inf", "-inf", "nan").contains(meaning.text())
                ? ", or " + meaning.text() + " if that is meant."
                : ".")
            + (isMarked(place) ? "" : IN_INI.formatted(shown)),
        place);
  }

  /** Whether a file's name promises YAML or JSON; others may be INI. */
  private static boolean isMarked(@Nullable Place place) {
    return place == null || place.file().matches("(?i).*\\.(ya?ml|json)");
  }

  private void tell(String field, String what, String remedy, @Nullable Place place) {
    if (place == null || told.add(place)) {
      problems.add(Problem.error(field, what, remedy).at(place));
    }
  }
}
