package io.quorate.recipe.component;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Taint;
import io.quorate.inventory.release.Version;
import io.quorate.plan.Operation.Script;
import io.quorate.platform.AssetScript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A node as the API is told of it before its kubelet runs: with all its taints, so that no pod
 * comes before they do. A kubelet that finds its node there leaves them as they are.
 */
final class NodeObject {

  /**
   * Nothing fits there until the kubelet has said what does. One of 1.20 panics when there is no
   * capacity at all, into which it wants to write its huge pages.
   */
  private static final Map<String, String> NO_ROOM = Map.of("pods", "0");

  private static final ObjectMapper JSON = new ObjectMapper();

  private NodeObject() {}

  /** In JSON, in one line. */
  static String text(Inventory inventory, Host host) {
    List<Taint> own = NodeMarks.taints(inventory, host);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", host.name());
    if (!own.isEmpty()) {
      metadata.put(
          "annotations",
          Map.of(
              NodeMarks.NOTED_TAINTS,
              own.stream().map(Taint::text).collect(Collectors.joining(","))));
    }
    List<Object> taints = new ArrayList<>();
    NodeRoles.taints(host, Version.line(inventory.versions().kubernetes()))
        .forEach(taint -> taints.add(taint.fields()));
    own.forEach(
        taint ->
            taints.add(
                Map.of("key", taint.key(), "value", taint.value(), "effect", taint.effect())));
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("apiVersion", "v1");
    node.put("kind", "Node");
    node.put("metadata", metadata);
    node.put("spec", Map.of("taints", taints));
    node.put("status", Map.of("capacity", NO_ROOM, "allocatable", NO_ROOM));
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells the API of it by the kubelet's own credentials, where it does not know the node yet. */
  static Script announced(Inventory inventory, Host host) {
    return AssetScript.of(
        "the API knows the node with its taints",
        "kubernetes/announce",
        Map.of("NODE", host.name(), "NODE_OBJECT", text(inventory, host)));
  }
}
