package io.quorate.wizard;

import io.quorate.recipe.preflight.Contact;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether one node reaches another.
 *
 * @param from the node that tries
 * @param to the node that has to answer
 * @param found what came of it, a sentence
 * @param remedy what to do; empty when nothing is to be done
 */
public record Pair(String from, String to, Status status, String found, String remedy) {

  /** How it came out. */
  public enum Status {
    REACHED,
    /** Kept out by the cluster's own rules until it joins. */
    LATER,
    /** Stops the journey. */
    SILENT,
    UNKNOWN,
    NOT_NEEDED
  }

  /** What the recipes found. */
  public static Pair of(Contact contact) {
    Status status =
        switch (contact.outcome()) {
          case ANSWERS -> Status.REACHED;
          case OPENS_LATER -> Status.LATER;
          case SILENT -> Status.SILENT;
          case UNTRIED -> Status.UNKNOWN;
          case NOT_NEEDED -> Status.NOT_NEEDED;
        };
    return new Pair(contact.from(), contact.to(), status, contact.found(), contact.remedy());
  }

  /** From a node, to each other. */
  static Map<String, Map<String, Pair>> byNodes(List<Pair> pairs) {
    return pairs.stream()
        .collect(Collectors.groupingBy(Pair::from, Collectors.toUnmodifiableMap(Pair::to, p -> p)));
  }
}
