package io.quorate.recipe.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.platform.PodNetwork;
import io.quorate.platform.Template;
import io.quorate.recipe.component.EtcdCluster;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether anybody uses what is on the nodes, or a first install was cut off before anybody could.
 * It is told by etcd's data, which a quorum has to agree on, and by the nodes; what cannot be known
 * counts as used.
 */
public enum ClusterUse {
  /** etcd stores nothing: no API server was ever started. */
  EMPTY,
  /**
   * etcd stores what an API server and Quorate put there by themselves: no kubelet ever reported.
   */
  NO_NODE_YET,
  /** Kubelets reported, or somebody stored something, or it is not known. */
  IN_USE;

  /** The record with the answer to {@code assets/status/use.sh}. */
  public static final String SCRIPT = ProbeRequest.USE;

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What is there before any kubelet or person comes: kinds that API servers fill by themselves,
   * what they and their controllers make in namespaces of their own, and what Quorate applies.
   * Nodes are among it, as Quorate registers them ahead; a kubelet that ran has a lease and a
   * CSINode.
   */
  private static final List<Pattern> OWN =
      List.of(
          Pattern.compile(
              "(apiregistration\\.k8s\\.io/apiservices|flowschemas|prioritylevelconfigurations"
                  + "|priorityclasses|ranges|masterleases|servicecidrs|ipaddresses|events|minions)/.*"),
          Pattern.compile("namespaces/(default|kube-system|kube-public|kube-node-lease)"),
          Pattern.compile("([a-z.0-9]+/)*[a-z]+/(kube-system|kube-public)/.*"),
          Pattern.compile(
              "([a-z.0-9]+/)*[a-z]+/(default|kube-node-lease)/"
                  + "(default|kubernetes|kube-root-ca\\.crt|default-token-[a-z0-9]+)"),
          Pattern.compile(
              "(clusterroles|clusterrolebindings)/((system|quorate|kubeadm):.*|admin|edit|view"
                  + "|cluster-admin)"));

  /** What the pods' network puts there. */
  private static final List<Pattern> OF_NETWORKS =
      PodNetwork.all().stream().flatMap(n -> n.ownKeys().stream()).map(Pattern::compile).toList();

  private static final String REGISTRY = "/registry/";

  /** Of its own health and of its compaction of etcd. */
  private static final Set<String> API_SERVER = Set.of("compact_rev_key", REGISTRY + "health");

  /** What each node is asked, by its name. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>();
    ProbeRequest request =
        ProbeRequest.asking(Map.of(SCRIPT, new Template("status/use.sh").text()));
    inventory.hosts().forEach(h -> requests.put(h.name(), request));
    return requests;
  }

  /**
   * @param facts with the answers to {@link #requests}; without them it counts as used
   */
  public static ClusterUse of(Inventory inventory, ClusterFacts facts) {
    ClusterUse use = EMPTY;
    for (Host host : inventory.hosts()) {
      NodeFacts found = facts.nodes().get(host.name());
      if (found == null || isUsed(found)) {
        return IN_USE;
      }
      if (host.isMaster()) {
        ClusterUse stored = stored(found);
        use = stored.compareTo(use) > 0 ? stored : use;
      }
    }
    // What runs without anything stored is of another time.
    return use == EMPTY && facts.nodes().values().stream().anyMatch(f -> has(f, "runs kube"))
        ? IN_USE
        : use;
  }

  /** Whether the machine says so by itself, or does not say what is on it. */
  private static boolean isUsed(NodeFacts found) {
    List<String> answer = found.records().getOrDefault(SCRIPT, "").lines().toList();
    boolean begun = has(found, "runs kubelet ") || has(found, "runs etcd ") || has(found, "data ");
    return !answer.contains("end") || answer.contains("pods") || begun && !found.isOurs();
  }

  private static boolean has(NodeFacts found, String versionLine) {
    return found
        .records()
        .getOrDefault(VersionProbe.SCRIPT, "")
        .lines()
        .anyMatch(l -> l.startsWith(versionLine));
  }

  /**
   * By this master. Quorate starts no API server before its record that etcd's members were healthy
   * together.
   */
  private static ClusterUse stored(NodeFacts master) {
    Optional<String> keys =
        master
            .records()
            .getOrDefault(SCRIPT, "")
            .lines()
            .filter(l -> l.startsWith("keys "))
            .findFirst();
    if (keys.isPresent()) {
      return stored(keys.get().substring("keys ".length()));
    }
    return master.records().containsKey(EtcdCluster.RECORD) ? IN_USE : EMPTY;
  }

  private static ClusterUse stored(String json) {
    try {
      JsonNode answer = JSON.readTree(json);
      // A member that agreed with nobody has no revision to tell.
      if (answer.path("header").path("revision").asLong() < 1 || answer.path("more").asBoolean()) {
        return IN_USE;
      }
      List<String> keys = new ArrayList<>();
      for (JsonNode pair : answer.path("kvs")) {
        byte[] key = Base64.getDecoder().decode(pair.path("key").asText());
        keys.add(new String(key, StandardCharsets.UTF_8));
      }
      if (keys.size() != answer.path("count").asLong()) {
        return IN_USE;
      }
      return keys.isEmpty()
          ? EMPTY
          : keys.stream().allMatch(ClusterUse::isOwn) ? NO_NODE_YET : IN_USE;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return IN_USE;
    }
  }

  private static boolean isOwn(String key) {
    return API_SERVER.contains(key)
        || key.startsWith(REGISTRY)
            && Stream.concat(OWN.stream(), OF_NETWORKS.stream())
                .anyMatch(p -> p.matcher(key.substring(REGISTRY.length())).matches());
  }
}
