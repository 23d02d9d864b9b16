package io.quorate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {
  private final Doctor doctor = Doctor.standard();

  private String nameOf(String line) {
    return doctor.signatures().stream()
        .filter(s -> s.pattern().matcher(line).find())
        .findFirst()
        .map(Doctor.Signature::name)
        .orElse("");
  }

  /** Lines as the programs print them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          dpkg-lock | E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1442 (unattended-upgr)
          dpkg-lock | E: Could not get lock /var/lib/dpkg/lock-frontend: unattended-upgr (process 1442) still holds it after 300 s
          apt-sources | E: Failed to fetch http://deb.debian.org/debian/dists/bookworm/InRelease  Temporary failure resolving 'deb.debian.org'
          apt-sources | E: Failed to fetch http://10.0.0.9/debian/dists/bookworm/InRelease  Could not connect to 10.0.0.9:80 (10.0.0.9), connection timed out
          apt-sources | E: Failed to fetch http://10.0.0.9/debian/dists/bookworm/InRelease  Connection failed [IP: 10.0.0.9 80]
          dpkg-interrupted | E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.
          no-space | write /var/lib/containerd/io.containerd.content.v1: no space left on device
          read-only | mkdir: cannot create directory '/etc/x': Read-only file system
          clock | x509: certificate has expired or is not yet valid: current time 2026-01-01T00:00:00Z is before 2026-11-22
          certificate-ended | x509: certificate has expired or is not yet valid: current time 2027-01-01T00:00:00Z is after 2026-11-22
          certificate-ended | curl: (60) SSL certificate problem: certificate has expired
          clock | curl: (60) SSL certificate problem: certificate is not yet valid
          checksum | checksum mismatch: wanted aa, got bb
          checksum | sha256sum: WARNING: 1 computed checksum did NOT match
          port-in-use | listen tcp 0.0.0.0:6443: bind: address already in use
          cgroup-v1 | kubelet is configured to not run on a host using cgroup v1. cgroup v1 support is in maintenance mode
          cgroup-driver | misconfiguration: kubelet cgroup driver: "systemd" is different from docker cgroup driver: "cgroupfs"
          etcd-cluster-id | request sent was ignored (cluster ID mismatch: peer[8e9e05c52164694d]=cdf818194e3a8c32, local=aa)
          etcd-cluster-id | member 8e9e05c52164694d has already been bootstrapped
          etcd-removed | the member has been permanently removed from the cluster
          etcd-peer-exists | Error: etcdserver: Peer URLs already exists
          etcd-unhealthy | etcdserver: unhealthy cluster
          etcd-no-leader | Error: etcdserver: no leader
          runc-child-pid | runc create failed: unable to start container process: error getting the final child's pid from pipe: EOF
          oom-score | write /proc/self/oom_score_adj: permission denied
          conntrack | open /proc/sys/net/netfilter/nf_conntrack_max: permission denied
          swap | running with swap on is not supported, please disable swap!
          kernel-module | modprobe: FATAL: Module br_netfilter not found in directory /lib/modules/6.1.0
          image-pull | Failed to pull image "registry.k8s.io/pause:3.10": dial tcp: lookup registry.k8s.io: no such host
          x509-authority | x509: certificate signed by unknown authority (possibly because of "crypto/rsa: verification error")
          x509-name | x509: certificate is valid for 10.0.0.1, not 10.0.0.2
          dns | curl: (6) Could not resolve host: dl.k8s.io
          dns | Temporary failure resolving 'deb.debian.org'
          architecture | /usr/bin/kubelet: cannot execute binary file: Exec format error
          sudo | sudo: a password is required
          sudo | ada is not in the sudoers file.
          no-route | connect: no route to host
          refused | The connection to the server 127.0.0.1:6443 was refused: connect: connection refused
          timed-out | dial tcp 10.0.0.1:2379: i/o timeout
          connection-lost | Connection reset by peer
          http-not-found | curl: (22) The requested URL returned error: 404
          http-forbidden | curl: (22) The requested URL returned error: 403
          package-missing | E: Unable to locate package nfs-comon
          dnf-package-missing | Error: Unable to find a match: nfs-comon
          dnf-package-missing | No match for argument: nfs-comon
          http-not-found | Status code: 404 for https://mirror.lan/BaseOS/repodata/repomd.xml (IP: 10.0.0.9)
          http-forbidden | Status code: 403 for https://mirror.lan/BaseOS/repodata/repomd.xml (IP: 10.0.0.9)
          timed-out | Curl error (28): Timeout was reached for https://mirror.lan/BaseOS/repodata/repomd.xml
          out-of-memory | fork: Cannot allocate memory
          dnf-lock | Waiting for process with pid 4711 to finish.
          dnf-lock | error: can't create transaction lock on /var/lib/rpm/.rpm.lock (Resource temporarily unavailable)
          """)
  void knowsFailuresByWhatProgramsPrint(String name, String line) {
    assertThat(nameOf(line)).isEqualTo(name);
  }

  @Test
  void everySignatureHasANameOfItsOwn() {
    Set<String> names = new HashSet<>();
    assertThat(doctor.signatures()).allMatch(s -> names.add(s.name())).hasSizeGreaterThan(30);
  }

  @Test
  void explainsFromTheMessageOrTheLastLinesAndFillsIn() {
    Doctor.Explanation found =
        doctor.explain(
            "exit code 1", List.of("modprobe: FATAL: Module br_netfilter not found", "stopped"));
    assertThat(found.cause()).isEqualTo("The node's kernel has no module br_netfilter.");
    assertThat(found.remedy()).isNotEmpty();
    assertThat(doctor.explain("no space left on device", List.of()).cause()).contains("full");
  }

  @Test
  void dnfThatWaitedForAnotherFailsOfWhatItSaysAfterwards() {
    String waited = "Waiting for process with pid 4711 to finish.";
    assertThat(
            doctor.explain(
                "cannot install tmx",
                List.of(
                    waited, "No match for argument: tmx", "Error: Unable to find a match: tmx")))
        .satisfies(e -> assertThat(e.cause()).endsWith("do not have the package tmx."))
        .satisfies(e -> assertThat(e.remedy()).contains("dnf repolist"));
    assertThat(
            doctor
                .explain(
                    "exit code 1", List.of(waited, "Curl error: Could not resolve host: a.lan"))
                .cause())
        .isEqualTo("A name could not be resolved.");
    assertThat(doctor.explain("did not finish within 20 min", List.of(waited)).cause())
        .startsWith("Another program");
  }

  @Test
  void bothClocksAreNamed() {
    assertThat(doctor.explain("certificate is not yet valid", List.of()).remedy())
        .contains("timedatectl timesync-status", "chronyc tracking");
  }

  @Test
  void whatItDoesNotKnowItDoesNotGuess() {
    assertThat(doctor.explain("exit code 1", List.of("something odd")))
        .isEqualTo(Doctor.Explanation.UNKNOWN);
  }

  @Test
  void aListThatCannotBeUsedIsRefused() {
    assertThatThrownBy(() -> Doctor.read(new StringReader("- name: x\n  signature: y\n")))
        .hasMessageContaining("cause");
  }
}
