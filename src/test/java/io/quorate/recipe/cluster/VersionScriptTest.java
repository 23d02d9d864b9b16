package io.quorate.recipe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory.Cni;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.platform.Template;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import io.quorate.recipe.cluster.VersionMatrix.NodeVersions;
import io.quorate.recipe.cluster.VersionMatrix.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that asks a machine for its versions, below a folder in place of the root. */
class VersionScriptTest {

  private static final String SUM = "0123456789abcdef".repeat(4);

  @TempDir Path root;
  private Process running;

  @BeforeEach
  void machine() throws Exception {
    for (String folder :
        List.of(
            "fake",
            "usr/local/bin",
            "usr/local/sbin",
            "usr/bin",
            "opt/cni/bin",
            "etc/cni/net.d",
            "var/lib/quorate/artefacts")) {
      Files.createDirectories(root.resolve(folder));
    }
    systemctl(0);
    for (String name : List.of("kubelet", "kube-proxy", "etcd")) {
      program("usr/local/bin/" + name, "echo " + name + " >>" + root + "/started; echo v1.2.3");
      note(name, "1.31.14", "usr/local/bin/" + name);
    }
    program("opt/cni/bin/bridge", "echo bridge >>" + root + "/started");
    note("cni-plugins", "1.5.1", "opt/cni/bin/bridge");
  }

  @AfterEach
  void end() {
    if (running != null) {
      running.destroyForcibly();
    }
  }

  private Path program(String path, String text) throws IOException {
    Path file = Files.writeString(root.resolve(path), "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  /** Only the proxy of services runs, if anything. */
  private void systemctl(long proxy) throws IOException {
    program(
        "fake/systemctl",
        """
        for unit; do
          case $unit in
            kube-proxy.service) printf 'MainPID=%d\\nId=%%s\\n\\n' $unit ;;
            *.service) printf 'MainPID=0\\nId=%%s\\n\\n' $unit ;;
          esac
        done"""
            .formatted(proxy));
  }

  private static String run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  /** As the operations that install a program keep it. */
  private void note(String name, String version, String path) throws Exception {
    Matcher format =
        Pattern.compile("q_stat_format='([^']+)'").matcher(new Template("shell/looking.sh").text());
    assertThat(format.find()).isTrue();
    String stat =
        run(Map.of(), "stat", "-L", "-c", format.group(1), root.resolve(path).toString()).strip();
    Files.writeString(
        root.resolve("var/lib/quorate/artefacts/" + name),
        "from https://mirror/%s\nsha256 %s\nversion %s\ntarget  to /%s 0755\nfile %s|%s\n"
            .formatted(name, SUM, version, path, stat, SUM));
  }

  private String answer() throws IOException, InterruptedException {
    String script =
        VersionProbe.script(Fixtures.WORKER)
            .replaceAll("(?<![\\w{}])/(usr|opt|etc|var)/", root + "/$1/");
    return run(
        Map.of("PATH", root.resolve("fake") + ":" + System.getenv("PATH")), "sh", "-c", script);
  }

  private NodeVersions versions() throws IOException, InterruptedException {
    Machine machine = Machine.like(Fixtures.WORKER);
    machine.records = Map.of(VersionProbe.SCRIPT, answer());
    return VersionMatrix.of(
            Fixtures.inventory(),
            new ClusterFacts(Map.of(Fixtures.WORKER.name(), machine.facts()), Map.of()))
        .nodes()
        .getFirst();
  }

  private String onDisk(Program program) throws IOException, InterruptedException {
    return String.valueOf(versions().cells().get(program).onDisk());
  }

  private boolean started() {
    return Files.exists(root.resolve("started"));
  }

  @Test
  void whatIsAsItWasInstalledIsNotStarted() throws Exception {
    assertThat(answer().lines())
        .contains(
            "record kubelet 1.31.14",
            "disk etcd 1.31.14",
            "disk kubelet 1.31.14",
            "disk kube-proxy 1.31.14",
            "disk cni-plugins 1.5.1");
    assertThat(started()).isFalse();
  }

  /** Same inode, size and mtime: only ctime cannot be put back. */
  @Test
  void aProgramThatWasTouchedTellsItself() throws Exception {
    Path kubelet = root.resolve("usr/local/bin/kubelet");
    var time = Files.getLastModifiedTime(kubelet);
    Files.writeString(kubelet, Files.readString(kubelet).replace("v1.2.3", "v1.9.9"));
    Files.setLastModifiedTime(kubelet, time);
    assertThat(onDisk(Program.KUBELET)).isEqualTo("1.9.9");
    assertThat(root.resolve("started")).hasContent("kubelet");
  }

  @Test
  void aProgramWithoutARecordTellsItself() throws Exception {
    Files.delete(root.resolve("var/lib/quorate/artefacts/etcd"));
    program("usr/local/sbin/runc", "echo runc version 1.1.15");
    assertThat(onDisk(Program.ETCD)).isEqualTo("1.2.3");
    assertThat(onDisk(Program.RUNC)).isEqualTo("1.1.15");
    assertThat(root.resolve("started").toFile()).content().contains("etcd").doesNotContain("kube");
  }

  @Test
  void aMachineWithoutAnyRecordTellsAll() throws Exception {
    run(Map.of(), "rm", "-r", root.resolve("var/lib/quorate").toString());
    assertThat(onDisk(Program.KUBELET)).isEqualTo("1.2.3");
    assertThat(onDisk(Program.KUBE_PROXY)).isEqualTo("1.2.3");
  }

  /** What runs is the process's own program, whatever lies at its place by now. */
  @Test
  void aProcessIsOfItsOwnFile() throws Exception {
    Path file = root.resolve("usr/local/bin/kube-proxy");
    Files.copy(Path.of("/bin/sleep"), file, StandardCopyOption.REPLACE_EXISTING);
    note("kube-proxy", "1.31.14", "usr/local/bin/kube-proxy");
    running = new ProcessBuilder(file.toString(), "60").start();
    systemctl(running.pid());
    assertThat(answer()).contains("runs kube-proxy 1.31.14");

    Path next = program("next", "echo started >>" + root + "/started");
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    note("kube-proxy", "1.32.1", "usr/local/bin/kube-proxy");
    assertThat(answer())
        .contains("disk kube-proxy 1.32.1", "runs kube-proxy sleep (GNU coreutils)");
    assertThat(started()).isFalse();
  }

  @Test
  void aStrangersNetworkIsSaidAndDoesNotHideOurs() throws Exception {
    for (String file : List.of("10-calico.conflist", "20-mine.conf", "00-cilium.json")) {
      Files.writeString(root.resolve("etc/cni/net.d/" + file), "{}");
    }
    assertThat(versions().network()).isEqualTo(Cni.CALICO);
    assertThat(versions().before()).containsExactly("00-cilium.json");
    Files.move(
        root.resolve("etc/cni/net.d/00-cilium.json"), root.resolve("etc/cni/net.d/00-multus.conf"));
    assertThat(versions().before()).isEmpty();
  }
}
