package io.quorate.inventory.installer;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.ShellWords;
import io.quorate.inventory.yaml.Written;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The flags that k0sctl gives to {@code k0s install} on a host (docs.k0sproject.io, "k0s install
 * controller" and "k0s install worker"), as far as they say something that is a setting here.
 *
 * <p>k0sctl puts the items of its list on one command line: an item is a flag, a flag and its value
 * behind a sign or a blank, with quotes or without, or the value of the flag in the item before.
 */
final class K0sInstallFlags {
  private static final String FIELD = "installFlags";
  private static final String LIST = "Write each flag behind a dash of its own, such as - %s.";
  private static final String EXAMPLE = "--labels=disk=ssd";
  private static final String ENABLE_WORKER = "--enable-worker";
  private static final String SINGLE = "--single";
  private static final String NO_TAINTS = "--no-taints";
  private static final String LABELS = "--labels";
  private static final String TAINTS = "--taints";
  private static final Set<String> SWITCHES = Set.of(ENABLE_WORKER, SINGLE, NO_TAINTS);

  /** What Go takes for a truth value. */
  private static final Set<String> ON = Set.of("1", "t", "T", "true", "TRUE", "True");

  private static final Set<String> OFF = Set.of("0", "f", "F", "false", "FALSE", "False");

  private static final Pattern SEPARATOR = Pattern.compile("[= ]");
  private static final Pattern SECOND_FLAG = Pattern.compile("(^|\\s)--[a-z].*");

  /**
   * A flag whose value may be the next item.
   *
   * @param place where it stands
   */
  private record Open(String name, @Nullable Place place) {}

  private final Fields host;
  private final ClusterDraft draft;
  private final HostMarks marks = new HostMarks();

  /** The switches that are on, and where. */
  private final Map<String, @Nullable Place> switches = new HashMap<>();

  private @Nullable Open open;

  private K0sInstallFlags(Fields host, ClusterDraft draft) {
    this.host = host;
    this.draft = draft;
  }

  /** Those of a host; what they say beside is not taken over. */
  static K0sInstallFlags of(Fields host, ClusterDraft draft) {
    K0sInstallFlags flags = new K0sInstallFlags(host, draft);
    flags.read();
    return flags;
  }

  /** Labels and taints. */
  HostMarks marks() {
    return marks;
  }

  /** The role that they give to a host, whatever its role says; null: they give none. */
  @Nullable String role() {
    return switches.containsKey(ENABLE_WORKER)
        ? "controller+worker"
        : switches.containsKey(SINGLE) ? "single" : null;
  }

  /** Whether the taint of the control plane is switched off. */
  boolean noTaints() {
    return switches.containsKey(NO_TAINTS);
  }

  /** Where that is said. */
  @Nullable Place noTaintsAt() {
    return switches.get(NO_TAINTS);
  }

  private void read() {
    if (!host.isList(FIELD) && host.isSaid(FIELD)) {
      host.spoken(FIELD);
      draft.refuse(host.placeOf(FIELD), "The flags are not a list.", LIST.formatted(EXAMPLE));
    }
    for (Written item : host.items(FIELD)) {
      switch (item) {
        case Written.Scalar scalar when !scalar.text().isBlank() ->
            item(scalar.text().strip(), item.place());
        case Written.Scalar blank -> {}
        case Written.Nothing nothing -> {}
        default -> draft.refuse(item.place(), "This is not a flag.", LIST.formatted(EXAMPLE));
      }
    }
    withoutValue();
  }

  private void item(String text, @Nullable Place place) {
    Open before = open;
    if (text.startsWith("-")) {
      withoutValue();
      flag(text, place);
    } else if (before == null) {
      draft.refuse(
          place,
          "\"" + Problem.shown(text) + "\" is the value of no flag.",
          "Write it behind its flag, such as " + EXAMPLE + ".");
    } else {
      open = null;
      flag(before.name(), text, before.name() + " " + text, place);
    }
  }

  /** A flag, with its value unless that comes next. */
  private void flag(String text, @Nullable Place place) {
    Matcher separator = SEPARATOR.matcher(text);
    String name = separator.find() ? text.substring(0, separator.start()) : text;
    String value =
        name.length() == text.length() ? "" : unquoted(text.substring(separator.end()), place);
    if (value == null) {
      return;
    }
    if (value.isEmpty() && !SWITCHES.contains(name)) {
      open = new Open(name, place);
    } else {
      flag(name, value, text, place);
    }
  }

  /** Null: it cannot be read, which is said. */
  private @Nullable String unquoted(String text, @Nullable Place place) {
    try {
      return ShellWords.arguments(text).stream()
          .map(ShellWords.Word::text)
          .collect(Collectors.joining(" "));
    } catch (ShellWords.UnfinishedException e) {
      draft.refuse(place, e.getMessage() + ".", "Write the value without quotes and backslashes.");
      return null;
    }
  }

  /** What is open stays without a value, which not all flags can do without. */
  private void withoutValue() {
    Open flag = open;
    open = null;
    if (flag == null) {
      return;
    }
    if (flag.name().equals(LABELS) || flag.name().equals(TAINTS)) {
      draft.refuse(
          flag.place(),
          flag.name() + " has no value.",
          "Write it behind a sign, such as " + EXAMPLE + ", or leave the flag out.");
    } else {
      host.left(FIELD, flag.name(), flag.place());
    }
  }

  private void flag(String name, String value, String text, @Nullable Place place) {
    boolean isSwitch = SWITCHES.contains(name);
    if (!isSwitch && !name.equals(LABELS) && !name.equals(TAINTS)) {
      host.left(FIELD, text, place);
    } else if (SECOND_FLAG.matcher(value).find()) {
      draft.refuse(
          place,
          "\"" + Problem.shown(text) + "\" is more than one flag.",
          LIST.formatted(name + (isSwitch ? "" : "=...")));
    } else if (isSwitch) {
      turn(name, value, place);
    } else if (name.equals(LABELS)) {
      parts(value).forEach(pair -> label(pair, place));
    } else {
      parts(value).forEach(taint -> marks.taint(taint, place));
    }
  }

  /** What is said last holds. */
  private void turn(String name, String value, @Nullable Place place) {
    if (value.isEmpty() || ON.contains(value)) {
      switches.put(name, place);
    } else if (OFF.contains(value)) {
      switches.remove(name);
    } else {
      draft.refuse(
          place,
          "\"" + Problem.shown(value) + "\" is neither true nor false.",
          "Write " + name + ", or leave it out.");
    }
  }

  private void label(String pair, @Nullable Place place) {
    int equals = pair.indexOf('=');
    String key = equals < 0 ? pair : pair.substring(0, equals);
    String value = equals < 0 ? "" : pair.substring(equals + 1);
    marks.label(key, new Written.Entry(place, new Written.Scalar(value, false, place)));
  }

  private static List<String> parts(String text) {
    return Pattern.compile(",")
        .splitAsStream(text)
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
