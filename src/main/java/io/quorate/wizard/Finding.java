package io.quorate.wizard;

/**
 * What a preflight check found on a node.
 *
 * @param node the node's name; empty when it concerns the cluster as a whole
 * @param check names the check, the same on every node: a column of the matrix
 * @param title the check in a few words
 * @param found what was found, a sentence
 * @param remedy what to do; empty when nothing is to be done
 */
public record Finding(
    String node, String check, String title, Status status, String found, String remedy) {

  /** How it came out. */
  public enum Status {
    GOOD,
    /** Allowed once a person has acknowledged it. */
    WARNING,
    /** Stops the journey. */
    BAD
  }

  /** A finding of the recipes' preflight. */
  public static Finding of(io.quorate.plan.Finding found) {
    Status status =
        switch (found.status()) {
          case OK -> Status.GOOD;
          case WARNING -> Status.WARNING;
          case FAILED -> Status.BAD;
        };
    return new Finding(
        found.node(), found.check(), found.title(), status, found.found(), found.remedy());
  }

  /** The node's name, or what stands for the cluster as a whole. */
  public String where() {
    return node.isEmpty() ? "cluster" : node;
  }

  /** Tells findings apart: a changed text is news that has to be acknowledged again. */
  String fingerprint() {
    return node + "|" + check + "|" + found;
  }
}
