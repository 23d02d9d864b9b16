package io.quorate.wizard;

import io.quorate.plan.Finding;
import io.quorate.recipe.cluster.LiveCluster;
import java.util.List;

/** What background work of a {@link MembersEffect} comes to. */
public sealed interface MembersReport {

  /** The cluster as it is now. */
  record Seen(LiveCluster live) implements MembersReport {}

  /**
   * What would be done.
   *
   * @param words what it means for the cluster, a sentence each
   * @param findings of the preflight that are not good
   */
  record PlanMade(long ticket, List<String> words, List<Finding> findings, PlanPreview plan)
      implements MembersReport {
    public PlanMade {
      words = List.copyOf(words);
      findings = List.copyOf(findings);
    }
  }

  /** It would do harm, or could not be worked out; the reason is for the person. */
  record Refused(long ticket, String reason) implements MembersReport {}

  /**
   * A node's host key that nobody has agreed to yet.
   *
   * @param fingerprint as OpenSSH prints it
   */
  record HostKey(String node, String address, String type, String fingerprint) {}

  /** Nodes that join were never met before. */
  record KeysUnknown(long ticket, List<HostKey> keys) implements MembersReport {
    public KeysUnknown {
      keys = List.copyOf(keys);
    }
  }

  /** The host keys are known now. */
  record KeysKept() implements MembersReport {}

  /** Data of etcd lies on nodes that join. */
  record OldData(long ticket, List<String> nodes) implements MembersReport {
    public OldData {
      nodes = List.copyOf(nodes);
    }
  }

  /** The run has its own process now. */
  record Started(String folder) implements MembersReport {}

  /** The run could not be started, or the keys not be kept. */
  record NotDone(String reason) implements MembersReport {}
}
