package io.quorate.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.Benchmark;
import io.quorate.plan.facts.Benchmark.Found;
import io.quorate.plan.facts.Benchmark.Line;
import io.quorate.plan.facts.Benchmark.State;
import io.quorate.plan.facts.CertificateList;
import io.quorate.plan.facts.StatusJson;
import io.quorate.recipe.Fixtures;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that was just installed, on simulated nodes, beside the benchmark. */
class BenchmarkTest {

  private static final Inventory INVENTORY =
      Fixtures.inventory().withNetwork(Fixtures.network(Inventory.Cni.ROUTED));

  @TempDir Path folder;

  private Benchmark look(Inventory inventory) throws Exception {
    SimulatedCluster cluster = new SimulatedCluster(inventory, folder).installed();
    try (ClusterSession session = cluster.open()) {
      return BenchmarkLook.of(session);
    }
  }

  @Test
  void saysWhatAnInstallHolds() throws Exception {
    Benchmark benchmark = look(INVENTORY);
    assertThat(benchmark.silent()).isEmpty();
    assertThat(benchmark.missed()).extracting(Line::number).isEmpty();
    assertThat(benchmark.lines())
        .filteredOn(Line::deliberate)
        .extracting(Line::number)
        .containsExactly("1.2.3", "1.2.9", "1.2.11", "4.2.7");
    assertThat(benchmark.lines())
        .filteredOn(l -> l.state() == State.TO_JUDGE)
        .extracting(Line::number)
        .allMatch(n -> n.startsWith("5.") || n.startsWith("3.1."));

    List<String> lines = BenchmarkLines.of(benchmark, false);
    assertThat(lines.getFirst()).startsWith("CIS Kubernetes Benchmark 1.12, 131 lines: ");
    assertThat(lines)
        .contains(
            "1.2 API server",
            "  1.2.15  held      No profiling",
            "  1.2.11  left      Admission: AlwaysPullImages",
            "                    node-4: --hostname-override=node-4")
        .noneMatch(l -> l.contains("--profiling"));
    assertThat(BenchmarkLines.of(benchmark, true)).anyMatch(l -> l.contains("--profiling=false"));

    JsonNode json = new ObjectMapper().readTree(StatusJson.write(benchmark));
    assertThat(json.path("version").asText()).isEqualTo("1.12");
    JsonNode profiling = json.path("lines").get(35);
    assertThat(profiling.path("number").asText()).isEqualTo("1.2.15");
    assertThat(profiling.path("state").asText()).isEqualTo("HELD");
    assertThat(profiling.path("found").get(2).path("node").asText()).isEqualTo("node-3");
    assertThat(profiling.path("found").get(2).path("found").asText())
        .isEqualTo("--profiling=false");
    assertThat(json.toString()).doesNotContain("PRIVATE KEY");
  }

  /** Lines of masters and of the cluster's objects are not told where nobody asked for them. */
  @Test
  void tellsOfSomeNodesAlone() throws Exception {
    SimulatedCluster cluster = new SimulatedCluster(INVENTORY, folder).installed();
    try (ClusterSession session = cluster.openWithout(Set.of("node-1", "node-2", "node-3"))) {
      Benchmark worker = BenchmarkLook.of(session).only(Set.of("node-4"));

      assertThat(worker.silent()).isEmpty();
      assertThat(worker.good()).isTrue();
      assertThat(worker.lines()).extracting(Line::number).contains("4.1.1", "4.2.7");
      assertThat(worker.lines()).noneMatch(l -> l.number().matches("[123]\\..*|5\\.[12]\\..*"));
      assertThat(worker.lines())
          .flatExtracting(Line::found)
          .extracting(Found::node)
          .containsOnly("node-4");

      CertificateList list = CertificateLook.of(session).only(Set.of("node-4"));
      assertThat(list.entries()).isNotEmpty().allMatch(e -> e.node().equals("node-4"));
      assertThat(list.good()).as(list.worries() + "" + list.silent()).isTrue();
    }
  }
}
