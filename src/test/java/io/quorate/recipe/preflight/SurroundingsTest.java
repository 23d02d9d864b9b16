package io.quorate.recipe.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.Finding.Status;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.platform.Template;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What odd machines answer, by the script that asks them, below a folder in place of the root, and
 * what is made of it.
 */
class SurroundingsTest {

  @TempDir Path root;

  /** A machine on which nothing is amiss. */
  @BeforeEach
  void machine() throws IOException {
    file("etc/resolv.conf", "search lan\nnameserver 10.0.0.2\n");
    program("df", "echo Filesystem Inodes IUsed IFree; echo /dev/sda 6000000 100 5999900 1% /");
    program("findmnt", "case $3 in FSTYPE) echo ext4 ;; OPTIONS) echo rw,relatime ;; esac");
    program("systemctl", "echo inactive; exit 3");
    program("getenforce", "exit 1");
    program("apt-get", ":");
    program("dpkg-query", "printf 'ok\\tbash\\n'");
  }

  private Path file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private void program(String name, String text) throws IOException {
    Path file = file("fake/" + name, "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private String answer() throws IOException, InterruptedException {
    String script =
        new Template("preflight/machine.sh")
            .text()
            .replaceAll("(?<![\\w{}/.])/(etc|var|run)/", root + "/$1/")
            .replace("/proc/swaps", root + "/proc/swaps")
            // Mount points keep their names, as findmnt is played.
            .replaceAll("-T \"?" + root, "-T ");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", script).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("PATH", root.resolve("fake") + ":" + System.getenv("PATH"));
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output).endsWith("end\n");
    return output.replace(root.toString(), "");
  }

  private static List<Finding> judge(Map<String, String> answers, boolean ours) {
    Map<String, NodeFacts> nodes = new LinkedHashMap<>();
    Fixtures.inventory()
        .hosts()
        .forEach(
            host -> {
              Machine machine = Machine.like(host);
              machine.resolves = Set.of("dl.k8s.io", "github.com");
              machine.records = new LinkedHashMap<>();
              if (answers.containsKey(host.name())) {
                machine.records.put(Surroundings.SCRIPT, answers.get(host.name()));
              }
              if (ours) {
                machine.records.put("manifest", "");
              }
              nodes.put(host.name(), machine.facts());
            });
    return Preflight.judge(Fixtures.inventory(), new ClusterFacts(nodes, Map.of())).stream()
        .filter(f -> f.status() != Status.OK)
        .toList();
  }

  /** What is amiss with this machine as node-1. */
  private List<Finding> found() throws IOException, InterruptedException {
    return judge(Map.of("node-1", answer()), false);
  }

  private void isFound(Kind kind, Status status, String words)
      throws IOException, InterruptedException {
    assertThat(found())
        .singleElement()
        .satisfies(f -> assertThat(f.kind()).isEqualTo(kind))
        .satisfies(f -> assertThat(f.status()).isEqualTo(status))
        .satisfies(f -> assertThat(f.node()).isEqualTo("node-1"))
        .satisfies(f -> assertThat(f.found()).contains(words))
        .satisfies(f -> assertThat(f.remedy()).isNotEmpty());
  }

  @Test
  void onAnUsualMachineNothingIsAmiss() throws Exception {
    assertThat(answer())
        .contains("resolver\t/etc/resolv.conf\nnameserver\t10.0.0.2\ninodes\t5999900\n");
    assertThat(found()).isEmpty();
  }

  @Test
  void aResolvConfWithoutAServerIsRefusedWhereCoreDnsIsWanted() throws Exception {
    file("etc/resolv.conf", "# nobody\nsearch lan\n");
    isFound(Kind.RESOLVER, Status.FAILED, "/etc/resolv.conf names no server");
  }

  @Test
  void aResolvConfThatNamesTheMachineItselfIsRefused() throws Exception {
    file("etc/resolv.conf", "nameserver 127.0.0.1\n");
    isFound(Kind.RESOLVER, Status.FAILED, "127.0.0.1, which in a pod is the pod itself");
  }

  /** Its list is what the kubelet is told, and its stub on loopback does no harm. */
  @Test
  void theListOfSystemdResolvedIsTaken() throws Exception {
    file("etc/resolv.conf", "nameserver 127.0.0.53\n");
    file("run/systemd/resolve/resolv.conf", "nameserver 10.0.0.2\n");
    assertThat(answer()).startsWith("resolver\t/run/systemd/resolve/resolv.conf\n");
    assertThat(found()).isEmpty();
  }

  @Test
  void aDiskWithoutInodesIsRefused() throws Exception {
    program("df", "echo Filesystem Inodes IUsed IFree; echo /dev/sda 600000 599900 100 99% /");
    isFound(Kind.INODES, Status.FAILED, "100; it takes at least 20000.");
    program("df", "echo Filesystem Inodes IUsed IFree; echo /dev/sda 600000 500000 100000 9% /");
    isFound(Kind.INODES, Status.WARNING, "200000 are advised");
    program("df", "echo Filesystem Inodes IUsed IFree; echo /dev/sda 0 0 0 - /");
    assertThat(found()).isEmpty();
  }

  @Test
  void aRootThatCannotBeWrittenIsRefused() throws Exception {
    program("findmnt", "case $3 in FSTYPE) echo ext4 ;; OPTIONS) echo ro,relatime ;; esac");
    isFound(
        Kind.READ_ONLY,
        Status.FAILED,
        "/etc, /opt, /root, /usr/local, /var/lib cannot be written: mounted read-only.");
  }

  @Test
  void aFolderOfProgramsFromWhichNoneStartsIsRefused() throws Exception {
    program("findmnt", "case $3,$5 in OPTIONS,/opt) echo rw,noexec ;; *) echo rw ;; esac");
    isFound(Kind.NO_PROGRAMS, Status.FAILED, "No program starts from /opt: mounted noexec.");
  }

  @Test
  void xfsThatKeepsNoTypesIsRefused() throws Exception {
    program("findmnt", "case $3 in FSTYPE) echo xfs ;; OPTIONS) echo rw ;; esac");
    program("xfs_info", "echo 'naming =version 2  bsize=4096  ascii-ci=0, ftype=0'");
    isFound(Kind.OVERLAY, Status.FAILED, "/var/lib is XFS made with ftype=0");
    program("xfs_info", "echo 'naming =version 2  bsize=4096  ascii-ci=0, ftype=1'");
    assertThat(found()).isEmpty();
  }

  @Test
  void swapInMemoryThatComesBackIsRefused() throws Exception {
    file("proc/swaps", "Filename Type\n/swap.img file 2\n");
    assertThat(found()).isEmpty();
    file("proc/swaps", "Filename Type\n/dev/zram0 partition 2\n");
    isFound(Kind.ZRAM, Status.FAILED, "zram-generator makes swap at each boot");
    program("systemctl", "case $2 in zramswap.service) echo active ;; *) echo inactive ;; esac");
    isFound(Kind.ZRAM, Status.FAILED, "zramswap.service makes swap at each boot");
  }

  @Test
  void aFirewallThatDropsWhatPodsSendIsRefused() throws Exception {
    file("etc/ufw/ufw.conf", "ENABLED=no\n");
    assertThat(found()).isEmpty();
    file("etc/ufw/ufw.conf", "ENABLED=yes\nLOGLEVEL=low\n");
    file("etc/default/ufw", "DEFAULT_FORWARD_POLICY=\"DROP\"\n");
    isFound(Kind.OTHER_FIREWALL, Status.FAILED, "ufw is active, and drops what pods send");
    file("etc/default/ufw", "DEFAULT_FORWARD_POLICY=\"ACCEPT\"\n");
    isFound(Kind.OTHER_FIREWALL, Status.WARNING, "ufw is active");
  }

  @Test
  void firewalldIsRefusedWhereQuorateDoesNotEndIt() throws Exception {
    program("systemctl", "case $2 in firewalld.service) echo active ;; *) echo inactive ;; esac");
    isFound(Kind.OTHER_FIREWALL, Status.FAILED, "firewalld is active");
  }

  @Test
  void dockerThatRunsIsSaid() throws Exception {
    program("systemctl", "case $2 in docker.service) echo active ;; *) echo inactive ;; esac");
    program("docker", "echo 0a1b; echo 2c3d");
    isFound(Kind.OTHER_RUNTIME, Status.WARNING, "Docker runs here, with 2 containers");
  }

  @Test
  void selinuxIsSaidWhereNobodyGivesLabels() throws Exception {
    program("getenforce", "echo Enforcing");
    isFound(Kind.SELINUX, Status.WARNING, "It is enforcing");
  }

  @Test
  void whoHoldsThePackageDatabaseIsNamed() throws Exception {
    Path lock = file("var/lib/dpkg/lock-frontend", "");
    try (FileChannel held = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      FileLock taken = held.lock();
      isFound(
          Kind.PACKAGES_HELD,
          Status.WARNING,
          "(process "
              + ProcessHandle.current().pid()
              + ") holds /var/lib/dpkg/lock-frontend; a run waits for it");
      taken.release();
    }
    assertThat(found()).isEmpty();
  }

  @Test
  void aPackageThatWasLeftHalfInstalledIsRefused() throws Exception {
    program("dpkg-query", "printf 'ok\\tbash\\nreinstreq\\tcron\\n'");
    isFound(Kind.PACKAGES_BROKEN, Status.FAILED, "cron");
  }

  @Test
  void networkCardsOfClonesAreNamed() {
    String answer = "mac\t52:54:00:12:34:56\nend\n";
    assertThat(judge(Map.of("node-1", answer, "node-4", answer), false))
        .singleElement()
        .satisfies(f -> assertThat(f.kind()).isEqualTo(Kind.HARDWARE_ADDRESS))
        .satisfies(f -> assertThat(f.found()).contains("node-1, node-4 share"));
  }

  /** A run may be what mends it. */
  @Test
  void ofANodeThatRunsItIsOnlySaid() throws Exception {
    file("etc/resolv.conf", "");
    assertThat(judge(Map.of("node-1", answer()), true))
        .filteredOn(f -> f.kind() == Kind.RESOLVER)
        .singleElement()
        .satisfies(f -> assertThat(f.status()).isEqualTo(Status.WARNING));
  }
}
