package io.quorate.recipe.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.Marks;
import io.quorate.plan.Operation;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Kubernetes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A node has its taints before a pod can come. */
class NodeObjectTest {
  private static final Inventory PLAIN = Kubernetes.inventory("1.23.0", "3.4.23");
  private static final Marks MARKS =
      new Marks(Map.of("disk", "ssd"), List.of("gpu=yes:NoExecute", "dedicated:NoSchedule"));

  @TempDir Path folder;

  private static JsonNode object(Host host) throws Exception {
    return new ObjectMapper().readTree(NodeObject.text(PLAIN, host));
  }

  private static List<String> taints(JsonNode node) {
    return node.at("/spec/taints")
        .valueStream()
        .map(
            t ->
                t.path("key").asText()
                    + "="
                    + t.path("value").asText()
                    + ":"
                    + t.path("effect").asText())
        .toList();
  }

  @Test
  void itsOwnTaintsAreThereAndNotedAsQuorates() throws Exception {
    JsonNode node = object(Fixtures.WORKER.withMarks(MARKS));
    assertThat(node.at("/metadata/name").asText()).isEqualTo(Fixtures.WORKER.name());
    assertThat(taints(node)).containsExactly("dedicated=:NoSchedule", "gpu=yes:NoExecute");
    assertThat(node.at("/metadata/annotations/quorate.io~1taints").asText())
        .isEqualTo("dedicated:NoSchedule,gpu=yes:NoExecute");
    // Nothing fits there until the kubelet has said what does.
    assertThat(node.at("/status/capacity/pods").asText()).isEqualTo("0");
    assertThat(node.at("/status/allocatable/pods").asText()).isEqualTo("0");
  }

  @Test
  void aMasterAlsoHasThoseOfItsRole() throws Exception {
    assertThat(taints(object(Fixtures.MASTER_2.withMarks(MARKS))))
        .containsExactly(
            "node-role.kubernetes.io/control-plane=:NoSchedule",
            "node-role.kubernetes.io/master=:NoSchedule",
            "dedicated=:NoSchedule",
            "gpu=yes:NoExecute");
  }

  @Test
  void aPlainWorkerHasNone() throws Exception {
    JsonNode node = object(Fixtures.WORKER);
    assertThat(taints(node)).isEmpty();
    assertThat(node.at("/metadata").has("annotations")).isFalse();
  }

  /** The titles of what is done on a worker until its kubelet runs. */
  private static List<String> before(Cni cni, Marks marks) {
    Host worker = Fixtures.WORKER.withMarks(marks);
    List<Host> hosts =
        PLAIN.hosts().stream().map(h -> h.name().equals(worker.name()) ? worker : h).toList();
    Inventory inventory = PLAIN.withNetwork(Fixtures.network(cni)).withHosts(hosts);
    return KubeletRecipe.operations(Kubernetes.context(inventory), worker).stream()
        .map(Operation::title)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Cni.class)
  void theApiLearnsOfANodeWithTaintsBeforeItsKubeletRuns(Cni cni) {
    List<String> operations = before(cni, MARKS);
    String told =
        cni == Cni.ROUTED
            ? "this node's share of the pods' network"
            : "the API knows the node with its taints";
    assertThat(operations).containsSubsequence("a master answers", told, "kubelet.service");
    assertThat(before(cni, Marks.NONE)).doesNotContain("the API knows the node with its taints");
  }

  /** Half of the operation, by an API that refuses a few times. */
  private int run(String half, int refusals) throws Exception {
    Path kubectl = folder.resolve("kubectl");
    Files.writeString(
        kubectl,
        """
        #!/bin/sh
        cd %s
        case "$*" in
          *" get node node-5 --ignore-not-found -o name") [ ! -e created ] || echo node/node-5 ;;
          *" create "*)
            echo >>tries
            [ "$(wc -l <tries)" -gt %d ] || { echo no etcd >&2; exit 1; }
            cat >created
            ;;
          *) exit 9 ;;
        esac
        """
            .formatted(folder, refusals));
    assertThat(kubectl.toFile().setExecutable(true)).isTrue();
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-eu", "assets/kubernetes/announce." + half + ".sh")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile());
    shell.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    shell.environment().put("NODE", "node-5");
    shell.environment().put("NODE_OBJECT", "{\"kind\": \"Node\"}");
    Process process = shell.start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  @Test
  void theApiIsToldOnce() throws Exception {
    assertThat(run("check", 0)).isNotZero();
    assertThat(run("apply", 2)).isZero();
    assertThat(Files.readString(folder.resolve("created"))).contains("\"kind\": \"Node\"");
    assertThat(Files.readAllLines(folder.resolve("tries"))).hasSize(3);
    assertThat(run("check", 0)).isZero();
    assertThat(run("apply", 0)).isZero();
    assertThat(Files.readAllLines(folder.resolve("tries"))).hasSize(3);
  }
}
