package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.node.Node.NodeException;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.NodeFacts.EtcdMember;
import io.quorate.plan.facts.ProbeRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

class ProbeAnswerTest {
  private static final ProbeRequest ASKED =
      new ProbeRequest(
          Set.of("a.example"),
          Set.of("10.0.0.2:22", "10.0.0.3:22"),
          Set.of("/etc/kubernetes"),
          Set.of("etcd"),
          Set.of("b.service", "a.service", "c.service"),
          "etcdctl member list",
          Map.of("flags", "echo flags", "count", "echo 3"));

  private static final String ANSWER =
      """
      clock 1000500000000
      reach-tried
      hostname node-1
      kernel 5.10.0
      os PRETTY_NAME="Ubuntu 22.04 LTS"
      os ID=ubuntu
      os VERSION_ID='22.04'
      arch aarch64
      cpus 4
      memory MemTotal:        4039308 kB
      swap Filename				Type		Size		Used		Priority
      swap /swap.img                               file		2097148		0		-2
      machine-id 0123456789abcdef0123456789abcdef
      status CapBnd:	000001ffffffffff
      disk Filesystem     1048576-blocks  Used Available Capacity Mounted on
      disk /dev/vda1               38770  2771     36000       8%% /
      cgroup2
      container none
      timezone Europe/Vienna
      reach 10.0.0.2:22
      resolves a.example
      unit active
      unit inactive
      unit activating
      present /etc/kubernetes
      command etcd
      etcd
      script-0
      script-0 %s
      script-1
      pki
      pki Z29uZSBhIG1vbWVudCBsYXRlcg==
      %s
      pki-ended 0
      %s
      record-ended 1
      end
      """
          .formatted(
              base64("3\n"),
              tar("pki", Map.of("etc/kubernetes/pki/etcd/ca file.key", "abcdefg".repeat(900))),
              tar("record", Map.of("var/lib/quorate/applied", "", "var/lib/quorate/v", "1\n")));

  @Test
  void everyFactIsRead() throws NodeException {
    NodeFacts facts = facts(ANSWER);

    assertThat(facts.node()).isEqualTo("n");
    assertThat(facts.hostname()).isEqualTo("node-1");
    assertThat(facts.osId() + " " + facts.osVersion() + " " + facts.osName())
        .isEqualTo("ubuntu 22.04 Ubuntu 22.04 LTS");
    assertThat(facts.arch()).isEqualTo("arm64");
    assertThat(facts.cpus()).isEqualTo(4);
    assertThat(facts.memoryMiB()).isEqualTo(3944);
    assertThat(facts.diskFreeMiB()).isEqualTo(36000);
    assertThat(facts.cgroupV2()).isTrue();
    assertThat(facts.capSysResource()).isTrue();
    assertThat(facts.conntrackWritable()).isTrue();
    assertThat(facts.swapOn()).isTrue();
    assertThat(facts.reaches()).isEqualTo(Map.of("10.0.0.2:22", true, "10.0.0.3:22", false));
    assertThat(facts.resolves()).containsExactly("a.example");
    assertThat(facts.units()).containsExactly("a.service");
    assertThat(facts.present()).containsExactly("/etc/kubernetes");
    assertThat(facts.commands()).containsExactly("etcd");
    assertThat(facts.records())
        .isEqualTo(Map.of("count", "3\n", "flags", "", "applied", "", "v", "1\n"));
    assertThat(facts.pki().get("/etc/kubernetes/pki/etcd/ca file.key").reveal())
        .isEqualTo("abcdefg".repeat(900));
    assertThat(facts.toString()).doesNotContain("abcdefg");
  }

  @Test
  void theClockIsComparedWithTheMiddleOfTheRoundTrip() throws NodeException {
    ProbeAnswer answer = new ProbeAnswer("n", ASKED);
    ANSWER.lines().forEach(line -> answer.accept(line, 1_000_000, 1_000_200));

    // Read at 1,000,500 by the machine's clock, at 1,000,200 at the latest.
    assertThat(answer.facts().clockSkewMillis()).isEqualTo(300);
    ProbeAnswer slow = new ProbeAnswer("n", ASKED);
    ANSWER.lines().forEach(line -> slow.accept(line, 998_000, 1_002_000));
    assertThat(slow.facts().clockSkewMillis()).isZero();
    ProbeAnswer behind = new ProbeAnswer("n", ASKED);
    ANSWER.lines().forEach(line -> behind.accept(line, 1_003_000, 1_003_400));
    assertThat(behind.facts().clockSkewMillis()).isEqualTo(-2500);
  }

  @Test
  void withoutBashNothingIsSaidAboutReachability() throws NodeException {
    assertThat(facts(ANSWER.replace("reach-tried\n", "")).reaches()).isEmpty();
  }

  @Test
  void aContainerWithoutConntrackCannotWriteIt() throws NodeException {
    assertThat(facts(ANSWER.replace("container none", "container lxc")).conntrackWritable())
        .isFalse();
    assertThat(facts("conntrack no\n" + ANSWER).conntrackWritable()).isFalse();
  }

  @Test
  void etcdsMembersAreReadFromItsJson() throws NodeException {
    String json =
        """
        {"header":{"raft_term":2},"members":[
        {"ID":10276657743932975437,"name":"a","peerURLs":["https://10.0.0.1:2380"],"clientURLs":[]},
        {"ID":26,"peerURLs":["https://10.0.0.2:2380"],"isLearner":true}]}
        """;

    assertThat(facts("etcd " + base64(json) + "\n" + ANSWER).etcdMembers())
        .containsExactly(
            new EtcdMember("8e9e05c52164694d", "a", "https://10.0.0.1:2380", false),
            new EtcdMember("1a", "", "https://10.0.0.2:2380", true));
    assertThat(facts("etcd " + base64("Error: context deadline") + "\n" + ANSWER).etcdMembers())
        .isNull();
  }

  /**
   * A master that is asked for its view tells the members with it, once its own agreed to a read.
   */
  @Test
  void theMembersAreThoseOfAMastersOwnView() throws NodeException {
    String view =
        """
        status {"header":{"member_id":"26"}}
        read {"header":{"member_id":"%s"}}
        members [{"id":26,"name":"a","peerURLs":["https://10.0.0.1:2380"]}]
        """;
    assertThat(viewed(view.formatted("26")).etcdMembers())
        .containsExactly(new EtcdMember("1a", "a", "https://10.0.0.1:2380", false));
    assertThat(viewed(view.formatted("27")).etcdMembers()).isNull();
  }

  private static NodeFacts viewed(String view) throws NodeException {
    var asked = ProbeRequest.asking(Map.of(MasterView.Question.ETCD.script(), "true"));
    var answer = new ProbeAnswer("n", asked);
    String lines = "clock 1000500000000\nscript-0\nscript-0 " + base64(view) + "\nend\n";
    lines.lines().forEach(line -> answer.accept(line, 0, 0));
    return answer.facts();
  }

  @Test
  void whatCannotBeReadIsNotTakenForAbsent() {
    assertThatThrownBy(() -> facts(ANSWER + "unreadable /etc/kubernetes/pki\n"))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("/etc/kubernetes/pki")
        .hasMessageContaining("sudo");
    for (String ended : List.of("2", "127", "")) {
      assertThatThrownBy(() -> facts(ANSWER.replace("pki-ended 0", "pki-ended " + ended)))
          .isInstanceOf(NodeException.class)
          .hasMessage(
              "n: tar cannot read every file in /etc/kubernetes/pki. Check the node's disk");
    }
    assertThatThrownBy(() -> facts(ANSWER.replace("clock 1", "clock %N")))
        .isInstanceOf(NodeException.class);
  }

  private static NodeFacts facts(String answer) throws NodeException {
    ProbeAnswer gathered = new ProbeAnswer("n", ASKED);
    answer.lines().forEach(line -> gathered.accept(line, 0, 0));
    assertThat(gathered.complete()).isTrue();
    return gathered.facts();
  }

  /** As the probe has it: the key alone, then pieces. */
  private static String tar(String key, Map<String, String> files) {
    var bytes = new ByteArrayOutputStream();
    try (var archive = new TarArchiveOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(file.getKey());
        entry.setSize(content.length);
        archive.putArchiveEntry(entry);
        archive.write(content);
        archive.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    StringBuilder lines = new StringBuilder(key);
    String base64 = Base64.getEncoder().encodeToString(bytes.toByteArray());
    for (int from = 0; from < base64.length(); from += 3000) {
      lines.append('\n').append(key).append(' ');
      lines.append(base64, from, Math.min(base64.length(), from + 3000));
    }
    return lines.toString();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
