package io.quorate.node.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.node.Fleet;
import io.quorate.node.ssh.ConnectFailure.AuthenticationFailed;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.ClusterFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FleetTest {
  @TempDir Path folder;

  @Test
  void thoseThatFailDoNotKeepTheOthers() throws Exception {
    try (Sshd sshd = new Sshd().start();
        Sshd closed = new Sshd()) {
      closed.server.setPasswordAuthenticator((user, password, session) -> false);
      closed.start();
      HostKeys keys = HostKeys.pinned(List.of(sshd.line(), closed.line()));
      SshConnector connector = new SshConnector(null, folder, folder.toString());
      Credentials credentials = Credentials.none().withPassword(new Secret(Sshd.PASSWORD));
      List<String> names = new ArrayList<>(List.of("bad"));
      for (int i = 1; i <= 12; i++) {
        names.add("node-" + i);
      }

      try (Fleet fleet =
          Fleet.connect(
              names,
              name ->
                  connector.connect(
                      (name.equals("bad") ? closed : sshd).endpoint(), credentials, keys))) {
        assertThat(fleet.nodes().keySet()).containsExactlyElementsOf(names.subList(1, 13));
        assertThat(fleet.failures()).containsOnlyKeys("bad");
        assertThat(fleet.failures().get("bad")).isInstanceOf(AuthenticationFailed.class);

        ClusterFacts facts = fleet.probe(Map.of());
        assertThat(facts.nodes()).as(facts.unreachable().toString()).hasSize(12);
        assertThat(facts.unreachable().get("bad")).contains("SSH refused root");
      }
      // The server hears of it a moment later.
      for (int i = 0; i < 100 && !sshd.server.getActiveSessions().isEmpty(); i++) {
        Thread.sleep(50);
      }
      assertThat(sshd.server.getActiveSessions()).isEmpty();
    }
  }

  @Test
  void aConnectionLostMeanwhileIsAReason() throws Exception {
    try (Sshd sshd = new Sshd().start()) {
      SshConnector connector = new SshConnector(null, folder, folder.toString());
      Credentials credentials = Credentials.none().withPassword(new Secret(Sshd.PASSWORD));
      try (Fleet fleet =
          Fleet.connect(
              List.of("node-1"),
              name -> connector.connect(sshd.endpoint(), credentials, sshd.hostKeys()))) {
        sshd.drop();

        assertThat(fleet.probe(Map.of()).unreachable()).containsOnlyKeys("node-1");
        assertThat(fleet.failures()).isEmpty();
      }
    }
  }
}
