package io.quorate.recipe.cluster;

import io.quorate.plan.GuardRefused;
import io.quorate.recipe.cluster.VersionGuard.Difference;
import java.util.List;

/** The inventory wants other versions than those that run. */
public final class VersionsRefused extends GuardRefused {
  private static final long serialVersionUID = 1L;

  /** Where nobody knows how the inventory was named. */
  private static final List<String> ANY = List.of("-i", "FILE");

  private final transient List<Difference> differences;
  private final transient List<String> mixed;
  private final ClusterUse use;

  /**
   * @param mixed what differs from node to node, a sentence each
   * @param use whether anybody uses what runs
   */
  VersionsRefused(List<Difference> differences, List<String> mixed, ClusterUse use) {
    super(String.join("\n", VersionTable.refusal(differences, mixed, use, ANY)), "");
    this.differences = List.copyOf(differences);
    this.mixed = List.copyOf(mixed);
    this.use = use;
  }

  /**
   * What is refused and why, for a person: a sentence, a table, and what to do.
   *
   * @param options the words by which commands name the inventory, such as -i and home.yaml
   */
  public List<String> lines(List<String> options) {
    return VersionTable.refusal(differences, mixed, use, options);
  }

  @Override
  public String words(List<String> options) {
    return String.join("\n", lines(options));
  }

  @Override
  public String getMessage() {
    return words(ANY);
  }
}
