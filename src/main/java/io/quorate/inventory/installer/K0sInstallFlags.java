package io.quorate.inventory.installer;

import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.yaml.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The flags that k0sctl gives to {@code k0s install} on a host (docs.k0sproject.io, "k0s install
 * controller" and "k0s install worker"), as far as they say something that is a setting here.
 *
 * @param worker whether a controller is a worker, too, as it was said before there was a role
 * @param labels null: none are said
 * @param taints null: none are said
 */
record K0sInstallFlags(
    boolean worker, Written.@Nullable Mapping labels, Written.@Nullable Sequence taints) {
  private static final String FIELD = "installFlags";

  /** The value follows after a sign or a blank, in quotes or without. */
  private static final Pattern FLAG =
      Pattern.compile("(?<name>--[a-z-]+)(?:[=\\s]\\s*(?<quote>[\"']?)(?<value>.*)\\k<quote>)?");

  /** Those of a host; what they say beside is not taken over. */
  static K0sInstallFlags of(Fields host) {
    boolean worker = false;
    Map<String, Written.Entry> labels = new LinkedHashMap<>();
    List<Written> taints = new ArrayList<>();
    Place labelsAt = null;
    Place taintsAt = null;
    for (Written item : host.items(FIELD)) {
      String text = item instanceof Written.Scalar scalar ? scalar.text().strip() : "";
      Matcher flag = FLAG.matcher(text);
      String name = flag.matches() ? flag.group("name") : "";
      String value = name.isEmpty() || flag.group("value") == null ? "" : flag.group("value");
      boolean isOn = !value.equals("false");
      switch (name) {
        case "--enable-worker" -> worker |= isOn;
        // A host of both roles has no taint here, and one that is a master alone has it.
        case "--no-taints" -> {}
        case "--labels" -> {
          labelsAt = item.place();
          labels.putAll(labels(value, item.place()));
        }
        case "--taints" -> {
          taintsAt = item.place();
          parts(value).forEach(taint -> taints.add(scalar(taint, item.place())));
        }
        default -> host.left(FIELD, text, item.place());
      }
    }
    return new K0sInstallFlags(
        worker,
        labels.isEmpty() ? null : new Written.Mapping(labels, labelsAt),
        taints.isEmpty() ? null : new Written.Sequence(taints, taintsAt));
  }

  private static Map<String, Written.Entry> labels(String text, @Nullable Place place) {
    Map<String, Written.Entry> labels = new LinkedHashMap<>();
    for (String pair : parts(text)) {
      int equals = pair.indexOf('=');
      labels.put(
          equals < 0 ? pair : pair.substring(0, equals),
          new Written.Entry(place, scalar(equals < 0 ? "" : pair.substring(equals + 1), place)));
    }
    return labels;
  }

  private static List<String> parts(String text) {
    return Pattern.compile(",")
        .splitAsStream(text)
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static Written.Scalar scalar(String text, @Nullable Place place) {
    return new Written.Scalar(text, false, place);
  }
}
