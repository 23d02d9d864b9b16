package io.quorate.recipe.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.inventory.Inventory;
import io.quorate.plan.facts.UpgradeQuestion;
import io.quorate.recipe.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The looks before an upgrade, by a kubectl and a curl that say what a test has them say. */
class UpgradeScriptsTest {

  private static final Inventory INVENTORY = Fixtures.inventory();

  /** As many pods as a large cluster has; what is told of them has to stay small. */
  private static final int MANY = 5_000;

  private static final int LONGEST = 20_000;

  /** What the API server is asked by curl it answers as it does kubectl, path by path. */
  private static final String RAW =
      """
      api=https://127.0.0.1:6443 asked=''
      for url; do
        case $url in
        $api/metrics | "$api") ;;
        $api/*) asked=yes && ./kubectl --raw "${url#"$api"}" || exit 22 ;;
        esac
      done
      [ -z "$asked" ] || exit 0
      """;

  @TempDir Path folder;

  private record Ran(int exit, String output) {
    List<String> lines() {
      return output.lines().toList();
    }
  }

  @BeforeEach
  void nothingThere() throws IOException {
    answers("kubectl", "");
    answers("curl", "*) exit 7 ;;");
  }

  /**
   * @param branches of a shell's {@code case}, by how the program is called
   */
  private void answers(String program, String branches) throws IOException {
    String text =
        "#!/bin/sh\necho \"$*\" >>calls\n"
            + (program.equals("curl") ? RAW : "")
            + "case \"$*\" in\n"
            + branches
            + "\n*--raw*) echo '{\"metadata\":{},\"items\":[]}' ;;\nesac\n";
    Path file = Files.writeString(folder.resolve(program), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Ran run(String node, UpgradeQuestion question) throws IOException, InterruptedException {
    String script =
        String.valueOf(UpgradeProbe.requests(INVENTORY).get(node).scripts().get(question.script()));
    Path program = Files.writeString(folder.resolve("program"), script);
    ProcessBuilder builder =
        new ProcessBuilder("sh", program.toString())
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }

  private Ran objects() throws IOException, InterruptedException {
    return run("node-1", UpgradeQuestion.OBJECTS);
  }

  private static Map<String, Object> pod(
      String name, String node, Map<String, Object> metadata, List<Object> volumes) {
    Map<String, Object> all = new java.util.LinkedHashMap<>(metadata);
    all.put("namespace", "fake");
    all.put("name", name);
    all.put("managedFields", List.of(Map.of("f:metadata", Map.of("f:name", Map.of()))));
    return Map.of(
        "metadata",
        all,
        "spec",
        Map.of("volumes", volumes, "nodeName", node, "containers", List.of()),
        "status",
        Map.of("phase", "Running", "nodeName", "nowhere"));
  }

  private static Map<String, Object> ownedBy(String kind) {
    return Map.of(
        "ownerReferences",
        List.of(
            Map.of("kind", "Fake", "controller", false),
            Map.of("kind", kind, "name", "fake", "controller", true)));
  }

  private void pods(String file, String next, List<?> items) throws IOException {
    new ObjectMapper()
        .writeValue(
            folder.resolve(file).toFile(),
            Map.of("items", items, "metadata", Map.of("continue", next), "kind", "PodList"));
  }

  private static final List<Object> SCRATCH = List.of(Map.of("name", "v", "emptyDir", Map.of()));

  @Test
  void nothingIsToldOfAClusterWithNothing() throws Exception {
    assertThat(objects()).isEqualTo(new Ran(0, "end\n"));
  }

  @Test
  void podsAreReadPageByPage() throws Exception {
    String odd = "a quote \" a backslash \\ both \\\" and }],{[: null";
    pods(
        "first",
        "fake-token",
        List.of(
            pod("bare", "node-4", Map.of("annotations", Map.of("odd", odd, odd, "x")), SCRATCH),
            pod("daemon", "node-4", ownedBy("DaemonSet"), SCRATCH),
            pod("owned", "node-4", ownedBy("ReplicaSet"), SCRATCH),
            pod("waiting", "", Map.of(), SCRATCH)));
    pods(
        "second",
        "",
        List.of(
            pod(
                "static",
                "node-1",
                Map.of("annotations", Map.of("kubernetes.io/config.mirror", "1")),
                SCRATCH),
            pod(
                "in-memory",
                "node-1",
                ownedBy("Job"),
                List.of(
                    Map.of("name", "v", "emptyDir", Map.of("medium", "Memory")),
                    Map.of("name", "w", "hostPath", Map.of("path", "/fake")))),
            pod(
                "both",
                "node-1",
                ownedBy("StatefulSet"),
                List.of(
                    Map.of("name", "v", "emptyDir", Map.of("medium", "Memory")),
                    SCRATCH.getFirst()))));
    answers("kubectl", "*continue=fake-token*) cat second ;;\n*/api/v1/pods*) cat first ;;");
    assertThat(objects().lines())
        .containsExactlyInAnyOrder(
            "bare fake bare node-4",
            "local node-4 2 fake/bare fake/owned",
            "local node-1 1 fake/both",
            "end");
    // What comes before what fails is kept, and that it failed.
    answers(
        "kubectl",
        "*continue=fake-token*) echo 'it fails: fake' >&2; exit 1 ;;\n"
            + "*/api/v1/pods*) cat first ;;");
    assertThat(objects().lines()).contains("bare fake bare node-4", "failed pods it fails: fake");
    assertThat(objects().exit()).isEqualTo(1);
  }

  @Test
  void anAnswerThatIsCutOffIsNoAnswer() throws Exception {
    pods("whole", "", List.of(pod("bare", "node-4", Map.of(), SCRATCH)));
    answers("kubectl", "*/api/v1/pods*) head -c 100 whole ;;");
    assertThat(objects().lines()).anyMatch(l -> l.startsWith("failed pods"));
    answers("kubectl", "*/api/v1/pods*) : ;;");
    assertThat(objects().lines()).anyMatch(l -> l.startsWith("failed pods"));
  }

  /** Each with data on its node, as where every pod has a sidecar. */
  @Test
  void fiveThousandPodsMakeAShortAnswer() throws Exception {
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      all.add(
          pod(
              "fake-workload-with-a-long-name-" + i,
              "node-" + i % 100,
              i % 2 == 0 ? Map.of() : ownedBy("ReplicaSet"),
              SCRATCH));
    }
    pods("all", "", all);
    answers("kubectl", "*/api/v1/pods*) cat all ;;");
    Ran ran = objects();
    assertThat(ran.output().length()).isLessThan(LONGEST + 300 * 60);
    assertThat(ran.lines()).contains("more bare " + MANY / 2, "end");
    assertThat(ran.lines().stream().filter(l -> l.startsWith("local "))).hasSize(100);
    pods(
        "all",
        "",
        all.stream().map(p -> ((Map<?, ?>) p)).filter(UpgradeScriptsTest::owned).toList());
    ran = objects();
    assertThat(ran.lines()).contains("end").noneMatch(l -> l.startsWith("bare "));
    assertThat(ran.output().length()).isLessThan(LONGEST);
  }

  private static boolean owned(Map<?, ?> pod) {
    return pod.get("metadata") instanceof Map<?, ?> metadata
        && metadata.containsKey("ownerReferences");
  }

  @Test
  void podsOfABudgetAreAskedByItsSelector() throws Exception {
    pods("held", "more-of-them", List.of(pod("web-a", "node-4", Map.of(), List.of())));
    answers(
        "kubectl",
        """
        *poddisruptionbudgets*)
          echo '1 1 fake calm 1 3 2 3 app=calm,'
          echo '1 1 fake nobody 0 0 1 0 app=nobody,'
          echo '2 2 fake web 0 2 2 2 app=web,tier in (a,b),'
          echo '1 1 fake all 0 2 2 2 '
          ;;
        *"/namespaces/fake/pods"*labelSelector=app=web,tier%20in%20"(a,b)") cat held ;;
        """);
    assertThat(objects().lines())
        .containsExactly(
            "budget fake web 0 2 2 2 app=web,tier in (a,b)",
            "budget fake all 0 2 2 2 ",
            "held fake web web-a node-4",
            "more held fake web",
            "end");
  }

  /** A budget that is new allows what nobody has worked out yet. */
  @Test
  void aBudgetThatNobodyHasLookedAtIsWaitedFor() throws Exception {
    answers(
        "kubectl",
        """
        *poddisruptionbudgets*)
          if [ -e looked ]; then echo '2 2 fake web 0 2 2 2 app=web,'; else echo '2 1 fake web 1 2 1 2 app=web,'; fi
          : >looked
          ;;
        """);
    assertThat(objects().lines()).contains("budget fake web 0 2 2 2 app=web");
  }

  @Test
  void aServiceOfManyWebhooksIsAskedOnce() throws Exception {
    answers(
        "kubectl",
        """
        *webhookconfigurations*)
          echo 'MutatingWebhookConfiguration a one fake hook pods,'
          echo 'MutatingWebhookConfiguration a two fake hook pods,'
          ;;
        *endpoints*) printf '%s\\n' node-4 node-4 ;;
        """);
    assertThat(objects().lines())
        .containsExactly(
            "webhook MutatingWebhookConfiguration a one fake hook pods",
            "webhook MutatingWebhookConfiguration a two fake hook pods",
            "endpoints fake hook node-4",
            "end");
    answers(
        "kubectl",
        """
        *webhookconfigurations*) echo 'MutatingWebhookConfiguration a one fake hook pods,' ;;
        *endpoints*) echo 'no answer: fake' >&2; exit 1 ;;
        """);
    assertThat(objects().lines()).contains("failed webhooks no answer: fake");
  }

  @Test
  void storedVersionsAreComparedWithTheServedOnes() throws Exception {
    new ObjectMapper()
        .writeValue(
            folder.resolve("definitions").toFile(),
            Map.of(
                "items",
                List.of(
                    definition("things.fake.test", List.of("v1", "v1alpha1", "v0")),
                    definition("others.fake.test", List.of("v1")))));
    answers("kubectl", "*customresourcedefinitions*) cat definitions ;;");
    assertThat(objects().lines())
        .containsExactlyInAnyOrder(
            "stored things.fake.test v1alpha1", "stored things.fake.test v0", "end");
  }

  /**
   * The API notes who wrote an object in which version; what it does not serve is not asked for.
   */
  @Test
  void whoWroteInAVersionThatGoesIsTold() throws Exception {
    new ObjectMapper()
        .writeValue(
            folder.resolve("budgets").toFile(),
            Map.of(
                "items",
                List.of(
                    written("a", Map.of("helm", "policy/v1beta1", "kubectl", "policy/v1")),
                    written("b", Map.of("helm", "policy/v1beta1", "my tool", "policy/v1beta1")),
                    written("c", Map.of("kube-controller-manager", "policy/v1beta1")))));
    answers(
        "kubectl",
        """
        *"--raw /apis")
          echo '{"groups":[{"versions":[{"groupVersion":"policy/v1","version":"v1"},'
          echo '{"groupVersion": "policy/v1beta1", "version": "v1beta1"}]}]}'
          ;;
        *"--raw /apis/policy/v1beta1") echo '{"groupVersion": "policy/v1beta1","resources":[{"name": "poddisruptionbudgets"}]}' ;;
        */apis/policy/v1beta1/poddisruptionbudgets?*) cat budgets ;;
        */apis/*beta*) exit 9 ;;
        """);
    assertThat(objects().lines())
        .containsExactlyInAnyOrder(
            "written policy/v1beta1 poddisruptionbudgets helm 2 fake/a fake/b",
            "written policy/v1beta1 poddisruptionbudgets my_tool 1 fake/b",
            "end");
    answers(
        "kubectl",
        """
        *"--raw /apis") echo '{"groups":[{"versions":[{"groupVersion":"policy/v1beta1"}]}]}' ;;
        *"--raw /apis/policy/v1beta1") echo '{"groupVersion":"policy/v1beta1","resources":[{"name":"poddisruptionbudgets"}]}' ;;
        */apis/policy/v1beta1/*) echo 'no list: fake' >&2; exit 1 ;;
        """);
    assertThat(objects().lines()).contains("failed written no list: fake");
  }

  /** All first pages are asked for at once, and only the rest of a long list by itself. */
  @Test
  void ofSeveralKindsEachIsReadToItsEnd() throws Exception {
    listed("jobs", "fake-token", "batch/v1beta1");
    listed("more", "", "batch/v1beta1");
    listed("budgets", "", "policy/v1beta1");
    answers(
        "kubectl",
        """
        *"--raw /apis")
          echo '{"groups":[{"groupVersion":"batch/v1beta1"},{"groupVersion":"policy/v1beta1"}]}' ;;
        *"--raw /apis/batch/v1beta1") echo '{"groupVersion":"batch/v1beta1","resources":[{"name":"cronjobs"}]}' ;;
        *"--raw /apis/policy/v1beta1") echo '{"groupVersion":"policy/v1beta1","resources":[{"name":"poddisruptionbudgets"}]}' ;;
        */cronjobs*continue=fake-token) cat more ;;
        */cronjobs*) cat jobs ;;
        */poddisruptionbudgets*) cat budgets ;;
        """);
    assertThat(objects().lines())
        .containsExactlyInAnyOrder(
            "written batch/v1beta1 cronjobs helm 2 fake/jobs fake/more",
            "written policy/v1beta1 poddisruptionbudgets helm 1 fake/budgets",
            "end");
    answers(
        "kubectl",
        """
        *"--raw /apis") echo '{"groups":[{"groupVersion":"policy/v1beta1"}]}' ;;
        *"--raw /apis/policy/v1beta1") echo '{"groupVersion":"policy/v1beta1","resources":[{"name":"poddisruptionbudgets"}]}' ;;
        */poddisruptionbudgets*) echo ;;
        """);
    assertThat(objects().lines()).anyMatch(l -> l.startsWith("failed written"));
  }

  private void listed(String name, String next, String version) throws IOException {
    pods(name, next, List.of(written(name, Map.of("helm", version))));
  }

  private static Map<String, Object> written(String name, Map<String, String> by) {
    return Map.of(
        "metadata",
        Map.of(
            "name",
            name,
            "namespace",
            "fake",
            "managedFields",
            by.entrySet().stream()
                .map(
                    e ->
                        Map.of(
                            "manager",
                            e.getKey(),
                            "apiVersion",
                            e.getValue(),
                            "fieldsV1",
                            Map.of("f:metadata", Map.of("name", Map.of("apiVersion", "x")))))
                .toList()));
  }

  private static Map<String, Object> definition(String name, List<String> stored) {
    return Map.of(
        "metadata",
        Map.of("name", name),
        "spec",
        Map.of(
            "versions",
            List.of(
                Map.of("name", "v1", "served", true, "schema", Map.of("served", false)),
                Map.of("name", "v1alpha1", "served", false))),
        "status",
        Map.of("storedVersions", stored));
  }

  /** A cluster's objects are looked at once, and not by every master. */
  @Test
  void aMasterLeavesItToOneThatComesBefore() throws Exception {
    answers("curl", "*10.0.0.11:6443/readyz*) echo ok ;;\n*) exit 7 ;;");
    Ran ran = run("node-2", UpgradeQuestion.OBJECTS);
    assertThat(ran).isEqualTo(new Ran(0, "left-to https://10.0.0.11:6443/readyz\nend\n"));
    assertThat(Files.readString(folder.resolve("calls"))).doesNotContain("get ");
    answers("curl", "*) exit 7 ;;");
    assertThat(run("node-2", UpgradeQuestion.OBJECTS)).isEqualTo(new Ran(0, "end\n"));
  }

  @Test
  void whatAnApiServerWasAskedForIsReadFromItsMetrics() throws Exception {
    answers(
        "curl",
        """
        *) cat <<'E'
        # HELP apiserver_longrunning_gauge fake
        apiserver_longrunning_gauge{component="apiserver",group="extensions",resource="ingresses",scope="cluster",subresource="",verb="WATCH",version="v1beta1"} 1
        apiserver_longrunning_gauge{component="apiserver",group="",resource="pods",scope="cluster",subresource="",verb="WATCH",version="v1"} 9
        apiserver_request_total{code="200",group="extensions",resource="ingresses",verb="LIST",version="v1beta1"} 2
        apiserver_request_total{code="500",group="extensions",resource="ingresses",verb="LIST",version="v1beta1"} 2
        apiserver_request_total{code="0",group="extensions",resource="ingresses",verb="WATCH",version="v1beta1"} 4
        apiserver_requested_deprecated_apis{group="extensions",removed_release="1.22",resource="ingresses",subresource="",version="v1beta1"} 1
        apiserver_requested_deprecated_apis{group="",removed_release="",resource="componentstatuses",subresource="",version="v1"} 1
        E
        exit 0 ;;
        """);
    assertThat(run("node-3", UpgradeQuestion.API_SERVER))
        .isEqualTo(
            new Ran(0, "removed\textensions\tv1beta1\tingresses\t\t1.22\tLIST,WATCH\t1\nend\n"));
    answers("curl", "*) echo 'curl: (7) fake' >&2; exit 7 ;;");
    assertThat(run("node-3", UpgradeQuestion.API_SERVER))
        .isEqualTo(new Ran(1, "failed curl: (7) fake\n"));
    answers("curl", "*) echo '<html>' ;;");
    assertThat(run("node-3", UpgradeQuestion.API_SERVER).lines())
        .containsExactly("failed it tells no apiserver_request_total");
  }

  @Test
  void aMachineTellsItsRoomAndTheFlagsOfItsPrograms() throws Exception {
    long own = ProcessHandle.current().pid();
    answers(
        "systemctl",
        "*) printf 'MainPID=0\\nId=kubelet.service\\n\\nMainPID=%s\\nId=kube-proxy.service\\n' ;;"
            .formatted(own));
    Ran ran = run("node-4", UpgradeQuestion.NODE);
    assertThat(ran.exit()).isZero();
    assertThat(ran.lines())
        .anyMatch(l -> l.matches("room /usr/local/bin /\\S* \\d+"))
        .anyMatch(l -> l.matches("room /var/lib/containerd /\\S* \\d+"))
        .anyMatch(l -> l.startsWith("flag kube-proxy -"))
        .noneMatch(l -> l.startsWith("flag kubelet"))
        .noneMatch(l -> l.startsWith("flag") && l.contains("="))
        .endsWith("end");
    answers("systemctl", "*) echo 'no bus: fake'; exit 1 ;;");
    assertThat(run("node-4", UpgradeQuestion.NODE).lines()).contains("failed flags no bus: fake");
  }
}
