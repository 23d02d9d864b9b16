package io.quorate.recipe.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Kubernetes;
import io.quorate.recipe.Machine;
import io.quorate.recipe.lifecycle.InstallPlan;
import io.quorate.recipe.lifecycle.InstallProbe;
import io.quorate.recipe.lifecycle.LiveProbe;
import io.quorate.recipe.lifecycle.RescueGuard;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drop-ins of others that do not let our programs start are refused before anything is changed. */
class DropInGuardTest {

  @TempDir Path folder;
  private Path strong;
  private Path weak;

  @BeforeEach
  void folders() throws Exception {
    strong = Files.createDirectories(folder.resolve("etc"));
    weak = Files.createDirectories(folder.resolve("lib"));
    systemctl("yes", 0);
  }

  private void systemctl(String reload, long pid) throws Exception {
    Path file = folder.resolve("systemctl");
    Files.writeString(
        file, "#!/bin/sh\nprintf 'NeedDaemonReload=%s\\nMainPID=%d\\n'\n".formatted(reload, pid));
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Path dropIn(Path where, String unit, String name, String text) throws Exception {
    Path file = Files.createDirectories(where.resolve(unit + ".d")).resolve(name);
    return Files.writeString(file, text);
  }

  private String said() throws Exception {
    String script =
        DropInGuard.script(
            Set.of("etcd.service", "kubelet.service", "sleep.service"),
            Set.of(),
            strong + " " + weak);
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", script).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().merge("PATH", folder.toString(), (was, own) -> own + ":" + was);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  @Test
  void aWishIsLeftAlone() throws Exception {
    dropIn(strong, "etcd.service", "nice.conf", "[Service]\nNice=-5\n#ExecStart=/bin/x\n");
    dropIn(
        strong,
        "kubelet.service",
        "numa.conf",
        "[Service]\nExecStart=\nExecStart=/usr/bin/numactl --cpunodebind=0 \\\n"
            + "  /usr/local/bin/kubelet --v=4\n");
    dropIn(weak, "sleep.service", "pre.conf", "[Install]\nExecStart=/bin/x\n");
    assertThat(said()).isEmpty();
  }

  @Test
  void anotherProgramIsToldWithTheFileThatSaysSo() throws Exception {
    Path other =
        dropIn(
            strong,
            "kubelet.service",
            "20 mine.conf",
            "[Service]\r\nExecStart=\r\nExecStart=-/opt/wrapper --password=x\r\n");
    dropIn(weak, "kubelet.service", "10-first.conf", "[Service]\nExecStart=\nExecStart=/bin/a\n");
    assertThat(said()).isEqualTo("starts\tkubelet.service\t" + other + "\t/opt/wrapper\n");
    // Of those with one name the stronger folder's is the one that counts.
    dropIn(weak, "kubelet.service", "20 mine.conf", "[Service]\nExecStart=/bin/b\n");
    assertThat(said()).contains("\t" + other + "\t").doesNotContain("--password");
    Files.writeString(other, "");
    assertThat(said()).contains("10-first.conf\t/bin/a\n");
  }

  @Test
  void aCommandTooManyOrNoneIsTold() throws Exception {
    Path second = dropIn(strong, "etcd.service", "a.conf", "[Service]\nExecStart=/bin/etcd -x\n");
    assertThat(said()).isEqualTo("several\tetcd.service\t" + second + "\n");
    Files.writeString(second, "[Service]\nExecStart=\n");
    assertThat(said()).isEqualTo("nothing\tetcd.service\t" + second + "\n");
  }

  @Test
  void aScriptThatStartsOurProgramInTheEndIsAWish() throws Exception {
    Path file =
        dropIn(strong, "sleep.service", "a.conf", "[Service]\nExecStart=\nExecStart=/opt/run\n");
    Process process = new ProcessBuilder("/bin/sleep", "60").start();
    try {
      systemctl("no", process.pid());
      assertThat(said()).isEmpty();
      // Of what systemd has not read yet the process tells nothing.
      systemctl("yes", process.pid());
      assertThat(said()).isEqualTo("starts\tsleep.service\t" + file + "\t/opt/run\n");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** As in a rescue, where etcd is stopped first. */
  @Test
  void aScriptOfAUnitThatDoesNotRunHasTheBenefitOfTheDoubt() throws Exception {
    Path script = Files.writeString(folder.resolve("start"), "#!/bin/sh\nexec etcd\n");
    String text = "[Service]\nExecStart=\nExecStart=" + script + "\n";
    Path file = dropIn(strong, "etcd.service", "a.conf", text);
    systemctl("no", 0);
    assertThat(said()).isEmpty();

    Process other = new ProcessBuilder("/bin/sleep", "60").start();
    try {
      systemctl("no", other.pid());
      assertThat(said())
          .as("what runs")
          .isEqualTo("starts\tetcd.service\t" + file + "\t" + script + "\n");
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void ourProgramIsFoundAmongWordsInQuotes() throws Exception {
    for (String command :
        List.of("'/usr/local/bin/etcd' -x", "/bin/sh -c \"/bin/etcd;true\"", "/usr/local/bin/%N")) {
      dropIn(
          strong, "etcd.service", "a.conf", "[Service]\nExecStart=\nExecStart=" + command + "\n");
      assertThat(said()).as(command).isEmpty();
    }
  }

  private static final Inventory INVENTORY = Kubernetes.inventory("1.36.4", "3.6.14");

  private static Map<String, NodeFacts> nodes(String node, String record) {
    Map<String, NodeFacts> nodes = new HashMap<>();
    for (Host host : INVENTORY.hosts()) {
      Machine machine = Machine.like(host);
      machine.records = host.name().equals(node) ? Map.of(DropInGuard.SCRIPT, record) : Map.of();
      nodes.put(host.name(), machine.facts());
    }
    return nodes;
  }

  @Test
  void anInstallIsRefusedWithTheFilesName() {
    String file = "/etc/systemd/system/kubelet.service.d/x.conf";
    var facts = nodes("node-2", "starts\tkubelet.service\t" + file + "\t/opt/wrapper\n");
    assertThatThrownBy(() -> InstallPlan.of(Fixtures.context(INVENTORY, facts)))
        .isInstanceOf(GuardRefused.class)
        .hasMessageContaining(
            "On node-2 " + file + " has kubelet.service start /opt/wrapper, and not kubelet.")
        .hasMessageContaining("Nothing was changed.");
    assertThat(Preflight.judge(INVENTORY, new ClusterFacts(facts, Map.of())))
        .filteredOn(f -> f.kind() == Kind.DROP_INS)
        .singleElement()
        .satisfies(f -> assertThat(f.status()).isEqualTo(Finding.Status.FAILED))
        .satisfies(f -> assertThat(f.found()).contains(file));
  }

  @Test
  void aUnitThatNoStepStartsIsNobodysBusiness() {
    var worker = nodes("node-4", "nothing\tetcd.service\t/etc/x.conf\n");
    assertThatCode(() -> InstallPlan.of(Fixtures.context(INVENTORY, worker)))
        .doesNotThrowAnyException();
  }

  @Test
  void theProbeOfEveryJourneyThatStartsUnitsAsksForThem() {
    assertThat(
            List.of(
                InstallProbe.requests(INVENTORY),
                LiveProbe.requests(INVENTORY),
                LiveProbe.looks(INVENTORY),
                RescueGuard.requests(INVENTORY)))
        .allSatisfy(
            requests ->
                assertThat(requests.values())
                    .allSatisfy(r -> assertThat(r.scripts()).containsKey(DropInGuard.SCRIPT)));
  }
}
