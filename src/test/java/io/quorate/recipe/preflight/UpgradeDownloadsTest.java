package io.quorate.recipe.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Distribute;
import io.quorate.inventory.Inventory.Downloads;
import io.quorate.inventory.Inventory.Versions;
import io.quorate.inventory.release.UpgradePath;
import io.quorate.inventory.release.UpgradePath.Part;
import io.quorate.inventory.release.UpgradePath.Stage;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.UpgradeQuestion;
import io.quorate.recipe.Context;
import io.quorate.recipe.Fixtures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether an upgrade's downloads are there, as a node's curl finds it at a mirror. */
class UpgradeDownloadsTest {

  private HttpServer mirror;

  /** What is answered to GET, by the file's name; others are there. */
  private final Map<String, Integer> status = new ConcurrentHashMap<>();

  private boolean answersHead = true;

  @BeforeEach
  void start() throws IOException {
    mirror = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    mirror.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          boolean head = exchange.getRequestMethod().equals("HEAD");
          int code = status.getOrDefault(path.substring(path.lastIndexOf('/') + 1), 200);
          try (exchange) {
            exchange.sendResponseHeaders(head && !answersHead ? 405 : code, -1);
          }
        });
    mirror.start();
  }

  @AfterEach
  void stop() {
    mirror.stop(0);
  }

  private Inventory inventory(Distribute distribute) {
    String url = "http://127.0.0.1:" + mirror.getAddress().getPort();
    return Fixtures.with(new Downloads(url, distribute, List.of(), Map.of()));
  }

  private UpgradeDownloads downloads(Distribute distribute) {
    Inventory inventory = inventory(distribute);
    Versions now = inventory.versions();
    Versions passed = now.with("1.35.9", now.etcd(), now.containerd());
    Versions end = now.with("1.36.3", "3.6.13", now.containerd());
    UpgradePath path =
        new UpgradePath(
            List.of(
                new Stage(Part.CONTROL_PLANE, passed, List.of()),
                new Stage(Part.ETCD, end, List.of()),
                new Stage(Part.CONTROL_PLANE, end, List.of()),
                new Stage(Part.NODES, end, List.of("2.2.0", now.containerd()))),
            List.of(),
            end);
    return UpgradeDownloads.of(Fixtures.context(inventory), path);
  }

  /** By a node's own shell and curl. */
  private List<Finding> found(UpgradeDownloads downloads) throws IOException, InterruptedException {
    Context context = Fixtures.context(inventory(Distribute.NODES));
    Map<String, NodeFacts> nodes = new HashMap<>(context.facts().nodes());
    for (var request : downloads.requests().entrySet()) {
      String script =
          String.valueOf(request.getValue().scripts().get(UpgradeQuestion.DOWNLOADS.script()));
      Process process =
          new ProcessBuilder("sh", "-c", script)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      // As with every look, that something was not told ends it so.
      assertThat(process.waitFor()).isEqualTo(answer.contains("unknown ") ? 1 : 0);
      nodes.computeIfPresent(
          request.getKey(),
          (n, f) -> f.withRecords(Map.of(UpgradeQuestion.DOWNLOADS.script(), answer)));
    }
    return downloads.findings(new ClusterFacts(nodes, Map.of()));
  }

  @Test
  void oneNodeIsAskedForAllThatIsThere() throws Exception {
    UpgradeDownloads downloads = downloads(Distribute.NODES);
    assertThat(downloads.requests()).containsOnlyKeys("node-1");
    assertThat(downloads.sent()).isEmpty();
    assertThat(found(downloads)).isEmpty();
    answersHead = false;
    assertThat(found(downloads)).isEmpty();
  }

  @Test
  void aVersionThatIsNotThereIsNamedWithItsOption() throws Exception {
    status.put("kube-apiserver", 404);
    status.put("etcd-v3.6.13-linux-amd64.tar.gz", 410);
    List<Finding> found = found(downloads(Distribute.NODES));
    assertThat(found).allMatch(f -> f.status() == Finding.Status.FAILED);
    assertThat(found).extracting(Finding::kind).containsOnly(Kind.DOWNLOADS);
    assertThat(found.stream().map(f -> f.found() + " " + f.remedy()).toList())
        .hasSize(3)
        .anyMatch(w -> w.startsWith("Kubernetes 1.35.9 is not there") && w.contains("`--through`"))
        .anyMatch(w -> w.startsWith("Kubernetes 1.36.3 is not there") && w.contains("`--to`"))
        .anyMatch(w -> w.contains("etcd 3.6.13 is not") && w.contains("`--with etcd=VERSION`"));
  }

  @Test
  void whatIsNotToldIsNotTakenForMissing() throws Exception {
    status.put("kubelet", 503);
    assertThat(found(downloads(Distribute.NODES)))
        .singleElement()
        .matches(f -> f.kind() == Kind.UNSEEN && f.found().contains("kubelet: status 503"));
    mirror.stop(0);
    assertThat(found(downloads(Distribute.NODES)))
        .singleElement()
        .matches(f -> f.kind() == Kind.UNSEEN && f.found().contains("curl: (7)"));
  }

  @Test
  void aNodeThatDoesNotAnswerIsNotTakenForContent() {
    UpgradeDownloads downloads = downloads(Distribute.NODES);
    assertThat(downloads.findings(Fixtures.context(inventory(Distribute.NODES)).facts()))
        .extracting(Finding::kind)
        .containsExactly(Kind.UNSEEN);
  }

  @Test
  void whatTheOperatorsMachineSendsIsNotAskedOfNodes() {
    UpgradeDownloads downloads = downloads(Distribute.OPERATOR);
    assertThat(downloads.requests()).isEmpty();
    assertThat(downloads.sent().stream().map(f -> f.name()).collect(Collectors.toSet()))
        .isEqualTo(
            Set.of(
                "kube-apiserver",
                "kube-controller-manager",
                "kube-scheduler",
                "kubelet",
                "kube-proxy",
                "kubectl",
                "etcd",
                "containerd",
                "runc",
                "cni-plugins"));
  }
}
