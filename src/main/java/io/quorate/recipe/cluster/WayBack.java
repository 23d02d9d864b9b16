package io.quorate.recipe.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What nodes keep on record of an upgrade that can be rolled back: where it leads, and what ran
 * before.
 *
 * @param to what the upgrade is known by, such as "Kubernetes 1.36.4, etcd 3.6.14"
 * @param before the versions of everything when it began
 */
public record WayBack(String to, Versions before) {

  /** The record's name. */
  public static final String NAME = "way-back";

  /** The record of an upgrade that has begun and not ended: where it leads. */
  public static final String UNDER_WAY = "upgrading";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether an upgrade, or the way back, has begun to change nodes, and has not ended. */
  public static boolean isUnderWay(ClusterFacts facts) {
    return facts.nodes().values().stream().anyMatch(WayBack::isUnderWay);
  }

  private static boolean isUnderWay(NodeFacts facts) {
    return facts.records().containsKey(UNDER_WAY);
  }

  /**
   * Of the upgrade that is under way, or of the last one. Records of an earlier one, on nodes that
   * it alone reached, do not count.
   */
  public static Optional<WayBack> of(ClusterFacts facts) {
    boolean underWay = isUnderWay(facts);
    Map<String, Long> texts =
        facts.nodes().values().stream()
            .filter(f -> !underWay || isUnderWay(f))
            .map(f -> f.records().get(NAME))
            .filter(Objects::nonNull)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return texts.entrySet().stream()
        .max(
            Map.Entry.<String, Long>comparingByValue()
                .thenComparing(Comparator.comparing(Map.Entry::getKey)))
        .flatMap(e -> Optional.ofNullable(parse(e.getKey())));
  }

  /** Whether this is what a node has on record. */
  public boolean isOf(@Nullable NodeFacts facts) {
    return facts != null && text().equals(facts.records().get(NAME));
  }

  /** As it is written. */
  public String text() {
    ObjectNode record = JSON.createObjectNode().put("to", to);
    record
        .putObject("before")
        .put("kubernetes", before.kubernetes())
        .put("etcd", before.etcd())
        .put("runtime", before.runtime().name())
        .put("containerd", before.containerd())
        .put("runc", before.runc())
        .put("docker", before.docker())
        .put("criDockerd", before.criDockerd())
        .put("cniPlugins", before.cniPlugins())
        .put("calico", before.calico())
        .put("coredns", before.coredns())
        .put("pauseImage", before.pauseImage());
    return record + "\n";
  }

  private static @Nullable WayBack parse(String text) {
    try {
      JsonNode record = JSON.readTree(text);
      JsonNode v = record.path("before");
      String runtime = v.path("runtime").asText();
      if (!runtime.equals(Runtime.CONTAINERD.name()) && !runtime.equals(Runtime.DOCKER.name())) {
        return null;
      }
      return new WayBack(
          record.path("to").asText(),
          new Versions(
              v.path("kubernetes").asText(),
              v.path("etcd").asText(),
              Runtime.valueOf(runtime),
              v.path("containerd").asText(),
              v.path("runc").asText(),
              v.path("docker").asText(),
              v.path("criDockerd").asText(),
              v.path("cniPlugins").asText(),
              v.path("calico").asText(),
              v.path("coredns").asText(),
              v.path("pauseImage").asText()));
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
