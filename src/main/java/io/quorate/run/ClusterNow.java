package io.quorate.run;

import java.util.List;

/**
 * What the cluster was seen to be right after a step had failed.
 *
 * @param found in a sentence what etcd's members are, or why nothing is known
 * @param serving names of the masters whose API servers said that they are ready
 * @param masters how many masters were asked
 */
public record ClusterNow(Quorum quorum, String found, List<String> serving, int masters) {

  /** Whether etcd can decide anything. */
  public enum Quorum {
    HELD,
    LOST,
    /** There is no cluster yet. */
    NONE,
    UNKNOWN
  }

  public ClusterNow {
    serving = List.copyOf(serving);
  }

  /**
   * @param why a sentence
   */
  public static ClusterNow unknown(String why) {
    return new ClusterNow(Quorum.UNKNOWN, why, List.of(), 0);
  }

  /** In words, a line each; at least one. */
  public List<String> words() {
    return switch (quorum) {
      case UNKNOWN -> List.of("unknown: " + found);
      case NONE -> List.of("no cluster yet");
      case HELD -> List.of("etcd has its quorum: " + found, api());
      case LOST -> List.of("etcd has no quorum: " + found, api());
    };
  }

  private String api() {
    return serving.isEmpty()
        ? "no API server is ready: nothing can be changed by kubectl; pods that run go on"
        : "API servers ready: "
            + serving.size()
            + " of "
            + masters
            + " ("
            + String.join(", ", serving)
            + ")";
  }
}
