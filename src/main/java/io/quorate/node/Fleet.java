package io.quorate.node;

import io.quorate.node.Node.NodeException;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The machines of a cluster, connected to side by side. */
public final class Fleet implements AutoCloseable {
  private final Map<String, Node> nodes;
  private final Map<String, NodeException> failures;

  private Fleet(Map<String, Node> nodes, Map<String, NodeException> failures) {
    this.nodes = Collections.unmodifiableMap(nodes);
    this.failures = Collections.unmodifiableMap(failures);
  }

  /** How one machine is connected to. */
  @FunctionalInterface
  public interface Source {
    Node connect(String name) throws NodeException, InterruptedException;
  }

  /** Tries all; those that fail do not keep the others. */
  public static Fleet connect(Collection<String> names, Source source) throws InterruptedException {
    Map<String, Node> nodes = new LinkedHashMap<>();
    Map<String, NodeException> failures = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, Future<Node>> attempts = new LinkedHashMap<>();
      for (String name : names) {
        attempts.put(name, threads.submit(() -> source.connect(name)));
      }
      try {
        for (var attempt : attempts.entrySet()) {
          try {
            nodes.put(attempt.getKey(), attempt.getValue().get());
          } catch (ExecutionException e) {
            if (!(e.getCause() instanceof NodeException failure)) {
              throw new IllegalStateException("connecting to " + attempt.getKey(), e.getCause());
            }
            failures.put(attempt.getKey(), failure);
          }
        }
      } catch (InterruptedException | RuntimeException e) {
        threads.shutdownNow();
        for (Future<Node> attempt : attempts.values()) {
          closeWhenDone(attempt);
        }
        throw e;
      }
    }
    return new Fleet(nodes, failures);
  }

  private static void closeWhenDone(Future<Node> attempt) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                attempt.get().close();
              } catch (InterruptedException | ExecutionException nothingToClose) {
                return;
              }
            });
  }

  /** The connected ones, in the order they were named. */
  public Map<String, Node> nodes() {
    return nodes;
  }

  /** The others, and why. */
  public Map<String, NodeException> failures() {
    return failures;
  }

  /**
   * Looks at all connected machines side by side.
   *
   * @param requests by node; those without one get {@link ProbeRequest#basic}
   */
  public ClusterFacts probe(Map<String, ProbeRequest> requests) throws InterruptedException {
    return probe(nodes, requests);
  }

  /** Looks at those of the connected machines that something is asked of, side by side. */
  public ClusterFacts ask(Map<String, ProbeRequest> requests) throws InterruptedException {
    Map<String, Node> asked = new LinkedHashMap<>(nodes);
    asked.keySet().retainAll(requests.keySet());
    return probe(asked, requests);
  }

  private ClusterFacts probe(Map<String, Node> asked, Map<String, ProbeRequest> requests)
      throws InterruptedException {
    Map<String, NodeFacts> facts = new HashMap<>();
    Map<String, String> unreachable = new HashMap<>();
    failures.forEach(
        (name, failure) -> unreachable.put(name, String.valueOf(failure.getMessage())));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, Future<NodeFacts>> looks = new LinkedHashMap<>();
      asked.forEach(
          (name, node) ->
              looks.put(
                  name,
                  threads.submit(
                      () -> node.probe(requests.getOrDefault(name, ProbeRequest.basic())))));
      try {
        for (var look : looks.entrySet()) {
          try {
            facts.put(look.getKey(), look.getValue().get());
          } catch (ExecutionException e) {
            if (!(e.getCause() instanceof NodeException failure)) {
              throw new IllegalStateException("looking at " + look.getKey(), e.getCause());
            }
            unreachable.put(look.getKey(), String.valueOf(failure.getMessage()));
          }
        }
      } catch (InterruptedException | RuntimeException e) {
        threads.shutdownNow();
        throw e;
      }
    }
    return new ClusterFacts(facts, unreachable);
  }

  @Override
  public void close() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      nodes.values().forEach(node -> threads.submit(node::close));
    }
  }
}
