package io.quorate.inventory.installer;

import io.quorate.inventory.Problem;
import io.quorate.inventory.setting.Draft;
import io.quorate.inventory.yaml.Written;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kinds of files that have a cluster with its hosts, and how each is known and read. */
public enum ClusterFile {
  K0SCTL(
      "a Cluster of k0sctl",
      "k0sctl's file",
      root -> root.text("apiVersion").startsWith("k0sctl."),
      K0sctlReader::read,
      "There is no Cluster of k0sctl in it.",
      "It begins with \"apiVersion: k0sctl.k0sproject.io/v1beta1\" and \"kind: Cluster\"."),
  RKE(
      "a cluster of RKE",
      "RKE's file",
      RkeReader::isCluster,
      RkeReader::read,
      "There is no cluster of RKE in it.",
      "It has nodes: with one node after each dash, each with its address: and role:."),
  KUBEONE(
      "a KubeOneCluster",
      "KubeOne's file",
      root -> root.text("apiVersion").startsWith("kubeone."),
      KubeOneReader::read,
      "There is no KubeOneCluster in it.",
      "It begins with \"apiVersion: kubeone.k8c.io/v1beta2\" and \"kind: KubeOneCluster\"."),
  KUBEKEY(
      "a Cluster of KubeKey",
      "KubeKey's file",
      KubeKeyReader::isCluster,
      KubeKeyReader::read,
      "There is no Cluster of KubeKey in it.",
      "It begins with \"apiVersion: kubekey.kubesphere.io/v1alpha2\" and \"kind: Cluster\"."),
  KUBEADM(
      "a list of nodes",
      "A list of nodes",
      root -> KubeadmReader.hasNodes(root) || KubeadmReader.isConfiguration(root),
      KubeadmReader::read,
      "There are no nodes in it; kubeadm's configuration names no hosts.",
      "Give what kubectl get nodes -o json prints, with or without the configuration:"
          + " -i nodes.json -i kubeadm.yaml.") {
    @Override
    boolean isCluster(Written.Mapping document) {
      return KubeadmReader.hasNodes(document);
    }

    @Override
    public boolean addsUp() {
      return true;
    }
  };

  /** How those begin that say whose they are. */
  public static final String VERSIONS =
      "k0sctl (k0sctl.k0sproject.io), KubeOne (kubeone.k8c.io), KubeKey 1 to 3"
          + " (kubekey.kubesphere.io/v1alpha2), RKE (nodes:), kubectl get nodes -o json";

  private final String what;
  private final String owner;
  private final Predicate<Written.Mapping> known;
  private final BiConsumer<List<Written.Mapping>, ClusterDraft> reader;
  private final String missing;
  private final String missingRemedy;

  ClusterFile(
      String what,
      String owner,
      Predicate<Written.Mapping> known,
      BiConsumer<List<Written.Mapping>, ClusterDraft> reader,
      String missing,
      String missingRemedy) {
    this.what = what;
    this.owner = owner;
    this.known = known;
    this.reader = reader;
    this.missing = missing;
    this.missingRemedy = missingRemedy;
  }

  /** What is in it, such as {@code a Cluster of k0sctl}. */
  public String what() {
    return what;
  }

  /** Whose file it is, such as {@code k0sctl's file}. */
  public String owner() {
    return owner;
  }

  /** A sentence for where a file has none. */
  public String missing() {
    return missing;
  }

  /** How one would know it. */
  public String missingRemedy() {
    return missingRemedy;
  }

  /** Whether several documents are one cluster, in one file or in several. */
  public boolean addsUp() {
    return false;
  }

  /** The kind that one of a file's documents is of; null: none is. */
  public static @Nullable ClusterFile of(List<Written> documents) {
    return Arrays.stream(values())
        .filter(kind -> mappings(documents).anyMatch(kind.known))
        .findFirst()
        .orElse(null);
  }

  /** The documents that have a cluster with its hosts. */
  public List<Written.Mapping> clusters(List<Written> documents) {
    return mappings(documents).filter(this::isCluster).toList();
  }

  /** Whether there are hosts in a document of the kind. */
  boolean isCluster(Written.Mapping document) {
    return known.test(document);
  }

  private static Stream<Written.Mapping> mappings(List<Written> documents) {
    return documents.stream()
        .filter(Written.Mapping.class::isInstance)
        .map(Written.Mapping.class::cast);
  }

  /**
   * Reads the cluster of a file: the first, unless they add up.
   *
   * @param documents all of the file, one cluster at least among them
   * @param problems what is wrong, and what is not taken over, is added
   */
  public Draft read(List<Written> documents, List<Problem> problems) {
    ClusterDraft draft = new ClusterDraft(problems);
    mappings(documents)
        .filter(known.negate())
        .forEach(other -> draft.notTaken("the document " + other.text("kind"), other.place()));
    reader.accept(mappings(documents).filter(known).toList(), draft);
    return draft.draft();
  }
}
