package io.quorate.node.rehearsal;

import static io.quorate.plan.Outcome.CHANGED;
import static io.quorate.plan.Outcome.FAILED;
import static io.quorate.plan.Outcome.UNCHANGED;
import static io.quorate.plan.Outcome.WARNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.node.Node;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.Mode;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Checksum;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.FileBlock;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.Packages;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.Target;
import io.quorate.plan.Operation.Upload;
import io.quorate.plan.Operation.Verify;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Outcome;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.ProbeRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operations do to simulated machines, and what goes wrong there when told to. */
class RehearsalNodeTest {

  private static final Map<String, List<String>> MACHINES =
      Map.of("node-1", List.of("10.0.0.11"), "node-2", List.of("10.0.0.12"));

  private final RehearsalFaults faults = RehearsalFaults.none();
  private RehearsalFleet fleet = RehearsalFleet.swift(MACHINES, faults);

  /** Writes down what it hears. */
  static final class Heard implements Node.Listener {
    final List<Outcome> outcomes = new ArrayList<>();
    final List<String> details = new ArrayList<>();
    final List<String> output = new ArrayList<>();
    final List<String> diff = new ArrayList<>();
    final List<Long> done = new ArrayList<>();

    @Override
    public void started(int operation) {}

    @Override
    public void output(int operation, String line) {
      output.add(line);
    }

    @Override
    public void progress(int operation, long bytes, long total) {
      done.add(bytes);
    }

    @Override
    public void diff(int operation, String line) {
      diff.add(line);
    }

    @Override
    public void finished(int operation, Outcome outcome, String detail) {
      outcomes.add(outcome);
      details.add(detail);
    }
  }

  private Heard run(Mode mode, List<Operation> operations) throws Exception {
    Heard heard = new Heard();
    try (Node node = fleet.connect("node-1")) {
      node.execute(operations, mode, heard);
    }
    return heard;
  }

  /** One of each kind. */
  private static List<Operation> everything(String version) {
    return List.of(
        new Directory("/etc/etcd", "etcd:etcd", "0700"),
        new WriteFile("/etc/kubernetes/pki/ca.key", Content.secret("hush\n"), "root:root", "0600"),
        new WriteFile(
            "/etc/systemd/system/etcd.service",
            Content.of(
                "ExecStart=/usr/local/bin/etcd --initial-cluster=node-1=https://10.0.0.11:2380,"
                    + "node-2=https://10.0.0.12:2380 --version="
                    + version
                    + "\n"),
            "root:root",
            "0644"),
        new FileBlock("/etc/hosts", "quorate", "10.0.0.11 node-1\n"),
        new RemoveFile("/etc/hosts.not"),
        new Fetch(
            "etcd",
            version,
            "https://example.org/etcd.tar.gz",
            new Checksum.Pinned("0".repeat(64)),
            List.of(
                new Target("etcd", "/usr/local/bin/etcd", "0755"),
                new Target("plugins/", "/opt/cni/bin", "0755"))),
        new Upload("/home/me/image.tar", "/var/lib/image.tar", "1".repeat(64)),
        new Packages(List.of("curl", "socat")),
        new Service(
            "etcd.service",
            List.of("/etc/systemd/system/etcd.service", "/usr/local/bin/etcd"),
            false),
        new NoService("rpcbind.service"),
        new Script("swap off", "! swapon", "swapoff -a"),
        new WaitFor("etcd answers", "etcdctl health", Duration.ofMinutes(1), Duration.ofSeconds(1)),
        new Verify("members vote", "etcdctl member list", Duration.ZERO));
  }

  @Test
  void itConverges() throws Exception {
    Heard first = run(Mode.APPLY, everything("3.6.1"));
    assertThat(first.outcomes)
        .containsExactly(
            CHANGED, CHANGED, CHANGED, CHANGED, UNCHANGED, CHANGED, CHANGED, CHANGED, CHANGED,
            CHANGED, CHANGED, UNCHANGED, UNCHANGED);
    assertThat(first.details).last().asString().contains("simulated");
    assertThat(first.done).isNotEmpty();
    assertThat(first.output).anyMatch(l -> l.startsWith("Setting up socat"));
    assertThat(first.output).noneMatch(l -> l.contains("curl"));
    String after = fleet.machine("node-1").fingerprint();
    assertThat(run(Mode.APPLY, everything("3.6.1")).outcomes).containsOnly(UNCHANGED);
    assertThat(run(Mode.CHECK, everything("3.6.1")).outcomes).containsOnly(UNCHANGED);
    assertThat(fleet.machine("node-1").fingerprint()).isEqualTo(after);
  }

  @Test
  void aCheckChangesNothingAndSeesWhatEarlierOperationsWouldDo() throws Exception {
    String before = fleet.machine("node-1").fingerprint();
    Heard looked = run(Mode.CHECK, everything("3.6.1"));
    assertThat(looked.outcomes).contains(CHANGED, WARNED).doesNotContain(FAILED);
    assertThat(looked.diff).contains("•••", "+10.0.0.11 node-1");
    assertThat(looked.toString() + looked.diff + looked.output).doesNotContain("hush");
    assertThat(looked.output).isEmpty();
    assertThat(fleet.machine("node-1").fingerprint()).isEqualTo(before);

    run(Mode.APPLY, everything("3.6.1"));
    Heard newer = run(Mode.CHECK, everything("3.6.2"));
    assertThat(newer.outcomes.get(8)).as("the unit's files would change").isEqualTo(CHANGED);
    assertThat(newer.details.get(8)).isEqualTo("restarted");
    assertThat(fleet.machine("node-2").isActive("etcd.service")).isFalse();
  }

  @Test
  void theSameSeedGivesTheSameRehearsal() throws Exception {
    Heard one = run(Mode.APPLY, everything("3.6.1"));
    fleet = RehearsalFleet.swift(MACHINES, RehearsalFaults.none());
    Heard two = run(Mode.APPLY, everything("3.6.1"));
    assertThat(two.output).isEqualTo(one.output);
    assertThat(two.done).isEqualTo(one.done);
  }

  @Test
  void aProbeSeesWhatWasDone() throws Exception {
    ProbeRequest request =
        new ProbeRequest(
            Set.of("dl.k8s.io"),
            Set.of("10.0.0.12:2379"),
            Set.of("/var/lib/etcd/member", "/var/lib/k0s"),
            Set.of("systemctl", "k3s"),
            Set.of("etcd.service", "kubelet.service"),
            "etcdctl member list -w json",
            Map.of());
    try (Node node = fleet.connect("node-1")) {
      var fresh = node.probe(request);
      assertThat(fresh.osVersion()).isEqualTo("12");
      assertThat(fresh.memoryMiB()).isEqualTo(8192);
      assertThat(fresh.units()).isEmpty();
      assertThat(fresh.pki()).isEmpty();
      assertThat(fresh.records()).isEmpty();
      assertThat(fresh.etcdMembers()).isNull();
      assertThat(fresh.commands()).containsExactly("systemctl");
      assertThat(fresh.reaches()).containsEntry("10.0.0.12:2379", true);
      assertThat(fresh.machineId()).isNotEqualTo(probe("node-2", request).machineId());
    }
    run(Mode.APPLY, everything("3.6.1"));
    var found = probe("node-1", request);
    assertThat(found.units()).containsExactly("etcd.service");
    assertThat(found.present()).containsExactly("/var/lib/etcd/member");
    assertThat(found.pki())
        .containsOnly(Map.entry("/etc/kubernetes/pki/ca.key", new Secret("hush\n")));
    assertThat(found.listening()).containsEntry(2379, "etcd").doesNotContainKey(111);
    assertThat(found.records()).containsKey("manifest");
    assertThat(found.etcdMembers()).as("one of two is no quorum").isNull();
    try (Node other = fleet.connect("node-2")) {
      other.execute(everything("3.6.1"), Mode.APPLY, new Heard());
    }
    var members = probe("node-1", request).etcdMembers();
    assertThat(members)
        .extracting(m -> m.name() + " " + m.peerUrl())
        .containsExactly("node-1 https://10.0.0.11:2380", "node-2 https://10.0.0.12:2380");
    assertThat(probe("node-2", request).etcdMembers()).isEqualTo(members);
  }

  private io.quorate.plan.facts.NodeFacts probe(String name, ProbeRequest request)
      throws Exception {
    try (Node node = fleet.connect(name)) {
      return node.probe(request);
    }
  }

  @Test
  void whatWasWrittenIsTakenBack() throws Exception {
    run(
        Mode.APPLY,
        List.of(
            new WriteFile("/etc/daemon.json", Content.of("theirs"), "root:root", "0644"),
            new Operation.RemoveFolder("/var/lib/quorate")));
    String before = fleet.machine("node-1").file("/etc/hosts");
    List<Operation> written = everything("3.6.1").subList(0, 7);
    run(Mode.APPLY, written);
    run(
        Mode.APPLY,
        List.of(new WriteFile("/etc/daemon.json", Content.of("ours"), "root:root", "0644")));
    assertThat(run(Mode.CHECK, List.of(new Operation.Unwrite())).diff)
        .contains("-/etc/kubernetes/pki/ca.key", "-block quorate /etc/hosts");
    assertThat(run(Mode.APPLY, List.of(new Operation.Unwrite())).outcomes).containsOnly(CHANGED);
    assertThat(run(Mode.APPLY, List.of(new Operation.Unwrite())).outcomes).containsOnly(UNCHANGED);
    RehearsalMachine machine = fleet.machine("node-1");
    assertThat(machine.file("/etc/hosts")).isEqualTo(before);
    assertThat(machine.file("/etc/daemon.json")).isEqualTo("theirs");
    assertThat(machine.file("/etc/kubernetes/pki/ca.key")).isNull();
    assertThat(machine.file("/usr/local/bin/etcd")).isNull();
    assertThat(machine.file("/var/lib/quorate/manifest")).isNull();
  }

  @Test
  void anOperationFailsWhereItIsTold() throws Exception {
    faults.at(RehearsalFaults.Kind.FAIL, "node-1", 3);
    Heard heard = run(Mode.APPLY, everything("3.6.1"));
    assertThat(heard.outcomes).containsExactly(CHANGED, CHANGED, FAILED);
    assertThat(heard.details).last().isEqualTo("exit code 1: simulated failure");
    assertThat(run(Mode.APPLY, everything("3.6.1")).outcomes).doesNotContain(FAILED).hasSize(13);
  }

  @Test
  void aConnectionBreaksWhereItIsTold() throws Exception {
    faults.at(RehearsalFaults.Kind.LOSE, "node-1", 2);
    Node node = fleet.connect("node-1");
    AutoCloseable lock = node.lock("me");
    Heard heard = new Heard();
    assertThatThrownBy(() -> node.execute(everything("3.6.1"), Mode.APPLY, heard))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("lost");
    assertThat(heard.outcomes).containsExactly(CHANGED);
    assertThatThrownBy(() -> node.probe(ProbeRequest.basic())).isInstanceOf(NodeException.class);
    Node again = fleet.connect("node-1");
    again.lock("a later one").close();
    lock.close();
    assertThat(run(Mode.APPLY, everything("3.6.1")).outcomes).hasSize(13);
  }

  @Test
  void aRunThatIsKilledAnywhereConverges() throws Exception {
    run(Mode.APPLY, everything("3.6.1"));
    String undisturbed = fleet.machine("node-1").fingerprint();
    for (int at = 1; at <= 13; at++) {
      RehearsalFaults deadly = RehearsalFaults.none().at(RehearsalFaults.Kind.KILL, "node-1", at);
      fleet = RehearsalFleet.swift(MACHINES, deadly);
      Heard heard = new Heard();
      Node node = fleet.connect("node-1");
      assertThatThrownBy(() -> node.execute(everything("3.6.1"), Mode.APPLY, heard))
          .isInstanceOf(RehearsalFaults.Killed.class);
      assertThat(heard.outcomes).as("nobody hears of the last").hasSize(at - 1);
      assertThatThrownBy(() -> fleet.connect("node-2")).isInstanceOf(RehearsalFaults.Killed.class);
      assertThat(deadly.begun("node-1")).isEqualTo(at);
      deadly.revive();
      assertThat(run(Mode.APPLY, everything("3.6.1")).outcomes).hasSize(13);
      assertThat(fleet.machine("node-1").fingerprint()).isEqualTo(undisturbed);
    }
  }

  @Test
  void theLockIsHeldByOneConnection() throws Exception {
    Node one = fleet.connect("node-1");
    Node two = fleet.connect("node-1");
    AutoCloseable lock = one.lock("alice, run 7");
    assertThatThrownBy(() -> two.lock("bob"))
        .isInstanceOf(Node.LockHeldException.class)
        .hasMessage("node-1 is being changed by alice, run 7");
    lock.close();
    two.lock("bob");
    two.close();
    one.lock("alice").close();
  }

  @Test
  void machinesOutliveTheProcessInAFolder(@TempDir Path temp) throws Exception {
    Path folder = temp.resolve("rehearsal");
    fleet = new RehearsalFleet(MACHINES, 0, 1, RehearsalFaults.none(), folder);
    run(Mode.APPLY, everything("3.6.1"));
    String before = fleet.machine("node-1").fingerprint();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("node-1.json"))))
        .isEqualTo("rw-------");
    fleet = new RehearsalFleet(MACHINES, 0, 1, RehearsalFaults.none(), folder);
    assertThat(run(Mode.APPLY, everything("3.6.1")).outcomes).containsOnly(UNCHANGED);
    assertThat(fleet.machine("node-1").fingerprint()).isEqualTo(before);
  }

  @Test
  void anInterruptEndsAnOperationBeforeItDidAnything() throws Exception {
    fleet = new RehearsalFleet(MACHINES, 1, 1, RehearsalFaults.none(), null);
    Node node = fleet.connect("node-1");
    String before = fleet.machine("node-1").fingerprint();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> node.execute(everything("3.6.1"), Mode.APPLY, new Heard()))
        .isInstanceOf(InterruptedException.class);
    assertThat(fleet.machine("node-1").fingerprint()).isEqualTo(before);
  }
}
