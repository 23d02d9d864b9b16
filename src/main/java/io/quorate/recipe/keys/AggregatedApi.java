package io.quorate.recipe.keys;

import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ProbeRequest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API that a service of the cluster serves behind the API servers, such as that of metrics.
 *
 * @param name such as v1beta1.metrics.k8s.io
 * @param path where it answers
 * @param available whether it was so for the API server that was asked
 */
public record AggregatedApi(String name, String path, boolean available) {

  private static final Pattern LINE =
      Pattern.compile("api ([a-z0-9.-]+) ([a-z0-9.-]+) ([a-z0-9]+) ?(\\w*)");

  /** Those that a master told of; none where nobody tells. */
  public static List<AggregatedApi> of(ClusterFacts facts) {
    return facts.nodes().values().stream()
        .map(f -> f.records().getOrDefault(ProbeRequest.AGGREGATED, ""))
        .filter(t -> t.lines().anyMatch("end"::equals))
        .findFirst()
        .stream()
        .flatMap(String::lines)
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .map(
            m ->
                new AggregatedApi(
                    m.group(1),
                    "/apis/" + m.group(2) + "/" + m.group(3),
                    m.group(4).equals("True")))
        .toList();
  }
}
