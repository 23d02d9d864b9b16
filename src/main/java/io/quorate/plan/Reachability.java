package io.quorate.plan;

import java.util.List;

/**
 * Whether one node reaches another on the ports that it will need there.
 *
 * @param from the node that tries
 * @param to the node that has to answer
 * @param ports those that the outcome is about
 * @param found what came of it, a sentence
 * @param remedy what to do; empty where nothing has to be done
 */
public record Reachability(
    String from, String to, Outcome outcome, List<Integer> ports, String found, String remedy) {

  /** What came of trying. */
  public enum Outcome {
    ANSWERS,
    /** Kept out by our own rules, which name it once it joins. */
    OPENS_LATER,
    /** No answer on at least one port: the cluster would not work. */
    SILENT,
    /** Nobody could try it. */
    UNTRIED,
    /** The one needs nothing of the other. */
    NOT_NEEDED
  }

  public Reachability {
    ports = List.copyOf(ports);
  }
}
