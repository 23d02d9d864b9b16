package io.quorate.plan.facts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every certificate of a cluster: what lies on its nodes, and what their processes show to whoever
 * connects.
 *
 * @param at when the nodes were asked, by the operator's clock
 * @param entries by node, in the inventory's order; the operator's own last
 * @param silent nodes that could not be asked, to the reason
 * @param worries what wants attention, a sentence each
 */
public record CertificateList(
    String cluster,
    Instant at,
    List<Entry> entries,
    Map<String, String> silent,
    List<String> worries) {

  public CertificateList {
    entries = List.copyOf(entries);
    silent = Map.copyOf(silent);
    worries = List.copyOf(worries);
  }

  /** The authority of what a process has made for itself as it started. */
  public static final String ITSELF = "itself";

  /** Where a certificate was found. */
  public enum Kind {
    /** An authority's, in a file. */
    AUTHORITY,
    /** In a file. */
    FILE,
    /** In a kubeconfig, or in the file that one names. */
    KUBECONFIG,
    /** Shown by a process. */
    PROCESS
  }

  /** How it is with it. */
  public enum State {
    GOOD,
    /** It ends within the time in which certificates are renewed. */
    ENDS_SOON,
    /** The process shows another one than its file has. */
    OLD,
    /** Nothing is shown, or it cannot be read. */
    MISSING,
    /** It begins later. */
    NOT_YET_VALID,
    ENDED
  }

  /**
   * One certificate.
   *
   * @param node whose it is; empty: the operator's own machine
   * @param place the path of its file, or the process and its port
   * @param subject its CN and its groups
   * @param names for which it is
   * @param authority by which it was signed, {@link #ITSELF} among others; empty when that is none
   *     of the cluster's
   * @param serial hexadecimal; empty when there is no certificate
   * @param begins null when there is no certificate
   * @param ends null when there is no certificate
   * @param note what else has to be known; mostly empty
   */
  public record Entry(
      String node,
      Kind kind,
      String place,
      String subject,
      List<String> names,
      String authority,
      String serial,
      @Nullable Instant begins,
      @Nullable Instant ends,
      State state,
      String note) {
    public Entry {
      names = List.copyOf(names);
    }

    /** Whole days until it ends, below zero when it has; 0 when there is none. */
    public long days(Instant from) {
      return ends == null ? 0 : Math.floorDiv(Duration.between(from, ends).toSeconds(), 86_400);
    }
  }

  /** The same where these nodes alone were asked; the operator's own stay. */
  public CertificateList only(Set<String> nodes) {
    return new CertificateList(
        cluster,
        at,
        entries.stream().filter(e -> e.node().isEmpty() || nodes.contains(e.node())).toList(),
        silent.entrySet().stream()
            .filter(e -> nodes.contains(e.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
        worries);
  }

  /** The first to end, but for those that processes make for themselves. */
  public Optional<Entry> first() {
    return entries.stream()
        .filter(e -> !e.authority().equals(ITSELF))
        .filter(e -> e.ends() != null)
        .min(Comparator.comparing(Entry::ends));
  }

  /** Those that have ended, or are not valid yet. */
  public List<Entry> unusable() {
    return entries.stream()
        .filter(e -> e.state() == State.ENDED || e.state() == State.NOT_YET_VALID)
        .toList();
  }

  /** Whether nothing wants attention. */
  @JsonProperty
  public boolean good() {
    return worries.isEmpty() && silent.isEmpty();
  }
}
