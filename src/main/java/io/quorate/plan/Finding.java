package io.quorate.plan;

/**
 * What one check found on one node.
 *
 * @param node the node's name; empty when it concerns the cluster as a whole
 * @param check a stable id, such as {@code memory} or {@code port-6443}
 * @param title what was looked at, a few words
 * @param status how bad it is
 * @param found what was found, a sentence or a few words
 * @param remedy what to do; empty where nothing has to be done
 */
public record Finding(
    String node, String check, String title, Status status, String found, String remedy) {

  /** How bad a finding is, the worst last. */
  public enum Status {
    /** As it should be, or adapted to. */
    OK,
    /** It will work, but the person should know. */
    WARNING,
    /** An installation would fail or do harm: it does not start. */
    FAILED
  }

  public static Finding ok(String node, String check, String title, String found) {
    return new Finding(node, check, title, Status.OK, found, "");
  }

  public static Finding warning(
      String node, String check, String title, String found, String remedy) {
    return new Finding(node, check, title, Status.WARNING, found, remedy);
  }

  public static Finding failed(
      String node, String check, String title, String found, String remedy) {
    return new Finding(node, check, title, Status.FAILED, found, remedy);
  }

  /** The node's name, or what stands for the cluster as a whole. */
  public String where() {
    return node.isEmpty() ? "cluster" : node;
  }
}
