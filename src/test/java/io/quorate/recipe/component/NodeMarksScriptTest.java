package io.quorate.recipe.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.platform.Template;
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

/** What is changed of nodes' labels and taints, and what is left to others. */
class NodeMarksScriptTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BECAUSE = "q_because() { echo \"because $1\"; exit 1; }\n";
  private static final String LIBRARY = new Template("kubernetes/marks.lib.sh").text();
  private static final String CHECK =
      BECAUSE + LIBRARY + new Template("kubernetes/marks.check.sh").text();
  private static final String APPLY = LIBRARY + new Template("kubernetes/marks.apply.sh").text();

  /** As the script's template prints it. */
  private static final String NODES =
      """
      node|n1|77
      label|disk|hdd
      label|kept|mine
      label|kubernetes.io/hostname|n1
      label|number|1.0
      label|old|x
      quorate.io/labels|"disk=hdd,old=x,kept=ours,number=1.0"
      quorate.io/taints|"gpu=yes:NoSchedule,gone:NoExecute"
      taint|node-role.kubernetes.io/control-plane||NoSchedule|
      taint|gpu|no|NoSchedule|
      taint|gone||NoExecute|2026-12-02T05:00:00Z
      taint|theirs|v|NoExecute|2026-12-02T05:00:00Z
      node|n2|5
      node|n3|6
      label|a|b
      label|role|own
      taint|own||NoSchedule|
      """;

  private static final String PODS =
      """
      pod|default/leaves
      pod|kube-system/tolerates-all
      toleration||Exists|||
      pod|default/tolerates-it
      toleration|new||v|NoExecute|
      pod|default/for-a-while
      toleration|new|Exists||NoExecute|300
      pod|default/another-effect
      toleration|new|Exists||NoSchedule|
      pod|default/another-value
      toleration|new|Equal|w||
      """;

  @TempDir Path folder;

  private record Ran(int exit, String output) {}

  @BeforeEach
  void kubectl() throws IOException {
    Files.writeString(folder.resolve("pods"), PODS);
    Path file = folder.resolve("kubectl");
    Files.writeString(
        file,
        """
        #!/bin/sh
        case "$*" in
          *" get nodes "*) cat ROOT/nodes ;;
          *" get pods "*) cat ROOT/pods ;;
          *" patch node "*)
            if [ -e ROOT/conflicts ]; then
              rm ROOT/conflicts
              echo "the object has been modified" >&2
              exit 1
            fi
            for last; do :; done
            echo "$5 $last" >>ROOT/patches
            [ ! -e ROOT/after ] || mv ROOT/after ROOT/nodes
            ;;
          *) exit 9 ;;
        esac
        """
            .replace("ROOT", folder.toString()));
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void nodes(String text) throws IOException {
    Files.writeString(folder.resolve("nodes"), text);
  }

  private Ran run(String program, String... wanted) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", "-ec", program).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", folder + ":" + System.getenv("PATH"), "WANTED", String.join("\n", wanted)));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }

  private List<String> patches() throws IOException {
    Path file = folder.resolve("patches");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static final String[] WANTED = {
    "node|n1",
    "label|disk|ssd",
    "label|number|1",
    "label|zone.example.com/x|",
    "taint|gpu|yes|NoSchedule",
    "taint|new|v|NoExecute",
    "node|n2",
    "node|n3",
    "label|a|b"
  };

  @Test
  void whatDiffersIsNamedWithThePodsThatGo() throws Exception {
    nodes(NODES);
    Ran ran = run(CHECK, WANTED);
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.output())
        .isEqualTo(
            "because n1: disk=ssd instead of hdd, number=1 instead of 1.0, zone.example.com/x=,"
                + " remove old, gpu=yes:NoSchedule instead of gpu=no, new=v:NoExecute, remove"
                + " gone:NoExecute (new=v:NoExecute evicts 4 pods: default/leaves,"
                + " default/for-a-while, default/another-effect, ...)\n");
    assertThat(patches()).isEmpty();
  }

  @Test
  void ofManyNodesTheFirstAreNamedAndTheOthersCounted() throws Exception {
    StringBuilder found = new StringBuilder();
    List<String> wanted = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      found.append("node|n%d|1\nlabel|a|b\n".formatted(i));
      wanted.addAll(List.of("node|n" + i, "label|a|c"));
    }
    nodes(found.toString());
    assertThat(run(CHECK, wanted.subList(0, 8).toArray(String[]::new)).output())
        .endsWith("n3: a=c instead of b; and 1 more node\n");
    assertThat(run(CHECK, wanted.toArray(String[]::new)).output())
        .endsWith("n3: a=c instead of b; and 2 more nodes\n");
  }

  /** Pods that go are named, however many nodes change before in the order of the names. */
  @Test
  void nodesThatPodsLeaveComeFirst() throws Exception {
    StringBuilder found = new StringBuilder();
    List<String> wanted = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      found.append("node|n%d|1\n".formatted(i));
      wanted.addAll(List.of("node|n" + i, "label|a|b"));
      if (i > 4) {
        wanted.add("taint|new|v|NoExecute");
      }
    }
    nodes(found.toString());
    assertThat(run(CHECK, wanted.toArray(String[]::new)).output())
        .startsWith("because n5: a=b, new=v:NoExecute (new=v:NoExecute evicts 4 pods: ")
        .contains("; n6: ", "; n7: ")
        .endsWith("; and 6 more nodes, 2 of them with a new NoExecute\n");
  }

  @Test
  void onePatchChangesWhatIsOursAndLeavesTheRest() throws Exception {
    nodes(NODES);
    Files.writeString(
        folder.resolve("after"),
        """
        node|n1|78
        label|disk|ssd
        label|number|1
        label|zone.example.com/x|
        quorate.io/labels|"disk=ssd,number=1,zone.example.com/x="
        quorate.io/taints|"gpu=yes:NoSchedule,new=v:NoExecute"
        taint|gpu|yes|NoSchedule|
        taint|new|v|NoExecute|
        node|n3|6
        label|a|b
        """);
    Ran ran = run(APPLY, WANTED);
    assertThat(ran.exit()).as(ran.output()).isZero();
    assertThat(ran.output()).startsWith("n1: disk=ssd instead of hdd");
    assertThat(patches()).hasSize(1);
    assertThat(patches().getFirst()).startsWith("n1 {");
    JsonNode patch = JSON.readTree(patches().getFirst().substring("n1 ".length()));
    assertThat(patch)
        .isEqualTo(
            JSON.readTree(
                """
                {"metadata": {
                   "resourceVersion": "77",
                   "labels": {"disk": "ssd", "number": "1", "zone.example.com/x": "", "old": null},
                   "annotations": {
                     "quorate.io/labels": "disk=ssd,number=1,zone.example.com/x=",
                     "quorate.io/taints": "gpu=yes:NoSchedule,new=v:NoExecute"}},
                 "spec": {"taints": [
                   {"key": "node-role.kubernetes.io/control-plane", "value": "", "effect": "NoSchedule"},
                   {"key": "theirs", "value": "v", "effect": "NoExecute", "timeAdded": "2026-12-02T05:00:00Z"},
                   {"key": "gpu", "value": "yes", "effect": "NoSchedule"},
                   {"key": "new", "value": "v", "effect": "NoExecute"}]}}
                """));
  }

  @Test
  void nothingIsDoneWhereAllIsAsWanted() throws Exception {
    nodes(
        """
        node|n1|7
        label|disk|ssd
        label|theirs|x
        quorate.io/labels|"disk=ssd"
        taint|own||NoSchedule|
        node|n2|8
        """);
    assertThat(run(CHECK, "node|n1", "label|disk|ssd", "node|n2").exit()).isZero();
    assertThat(run(APPLY, "node|n1", "label|disk|ssd", "node|n2").exit()).isZero();
    assertThat(patches()).isEmpty();
  }

  /** What was there before it was asked for is not ours: it stays when it is asked for no more. */
  @Test
  void whatSomebodyElsePutThereStays() throws Exception {
    nodes("node|n1|7\nlabel|disk|ssd\ntaint|gpu||NoSchedule|\n");
    assertThat(run(CHECK, "node|n1", "label|disk|ssd", "taint|gpu||NoSchedule").exit()).isZero();
    assertThat(run(CHECK, "node|n1").exit()).isZero();
    nodes("node|n1|7\nlabel|disk|changed\nquorate.io/labels|\"disk=ssd\"\n");
    Ran ran = run(CHECK, "node|n1");
    assertThat(ran.output()).isEqualTo("because n1: the note of what Quorate put there\n");
    Files.writeString(folder.resolve("after"), "node|n1|8\nlabel|disk|changed\n");
    assertThat(run(APPLY, "node|n1").exit()).isZero();
    assertThat(patches())
        .containsExactly(
            "n1 {\"metadata\":{\"resourceVersion\":\"7\",\"annotations\":"
                + "{\"quorate.io/labels\":null}}}");
  }

  @Test
  void aNodeThatChangedMeanwhileIsReadAgain() throws Exception {
    nodes("node|n1|7\n");
    Files.createFile(folder.resolve("conflicts"));
    Files.writeString(folder.resolve("after"), "node|n1|8\nlabel|a|b\nquorate.io/labels|\"a=b\"\n");
    Ran ran = run(APPLY, "node|n1", "label|a|b");
    assertThat(ran.exit()).as(ran.output()).isZero();
    assertThat(patches()).hasSize(1);
  }

  @Test
  void whatDoesNotStayAndANodeThatIsNoneAreFailures() throws Exception {
    Path sleep = Files.writeString(folder.resolve("sleep"), "#!/bin/sh\n");
    assertThat(sleep.toFile().setExecutable(true)).isTrue();
    nodes("node|n1|7\n");
    Ran ran = run(APPLY, "node|n1", "label|a|b");
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.output()).contains("n1|a=b, which something takes back");
    ran = run(APPLY, "node|n2", "label|a|b");
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.output()).contains("n2: it is no node of the API");
  }

  /** A program's environment takes 128 KiB of one variable. */
  @Test
  void thousandsOfNodesAreNotTooMany() throws Exception {
    StringBuilder nodes = new StringBuilder();
    StringBuilder wanted = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      nodes.append("node|n").append(i).append("|1\nlabel|example.com/a-longer-label|value\n");
      wanted.append("node|n").append(i).append("\nlabel|example.com/a-longer-label|value\n");
    }
    nodes(nodes.toString());
    Path program =
        Files.writeString(
            folder.resolve("program"), "WANTED='" + wanted + "'\nexport WANTED\n" + CHECK);
    Process process =
        new ProcessBuilder(
                "env",
                "PATH=" + folder + ":" + System.getenv("PATH"),
                "sh",
                "-e",
                program.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
