package io.quorate.cli.look;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.cli.Called;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {

  @TempDir Path folder;

  /** Behind a jump host at whose port nobody listens. */
  private Path outOfReach() throws Exception {
    int port;
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = nobody.getLocalPort();
    }
    return Files.writeString(
        folder.resolve("away.yaml"),
        """
        all:
          vars:
            ansible_ssh_common_args: "-o ProxyJump=root@127.0.0.1:%d"
            etcd_initial_token: obviously-fake-3kq8zt2v9x4m7w1c
          children:
            k8s_masters:
              hosts:
                node-1: {ansible_host: 192.0.2.11}
                node-2: {ansible_host: 192.0.2.12}
                node-3: {ansible_host: 192.0.2.13}
        """
            .formatted(port));
  }

  @Test
  void aClusterOutOfReachIsUnknownAndNoGuardRefused() throws Exception {
    String file = outOfReach().toString();
    for (String more : new String[] {"--plain", "--json", "--watch"}) {
      Called called = Called.with("status", "-i", file, more);
      assertThat(called.code()).as(called.err()).isEqualTo(1);
      assertThat(called.err())
          .contains(
              "error: The state of the cluster is unknown: SSH does not reach any of its 3 nodes.")
          .contains("    the jump host (root@127.0.0.1:");
    }
  }

  @Test
  void certificatesAndBenchmarkOutOfReachFailToo() throws Exception {
    String file = outOfReach().toString();
    assertThat(Called.with("certificates", "-i", file, "--plain").code()).isEqualTo(1);
    assertThat(Called.with("cis", "-i", file, "--plain").code()).isEqualTo(1);
  }
}
