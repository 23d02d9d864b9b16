package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.facts.MasterView;
import io.quorate.facts.MasterView.ApiNode;
import io.quorate.facts.MasterView.Question;
import io.quorate.facts.NodeFacts.EtcdMember;
import io.quorate.facts.Vitals;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MasterAnswerTest {

  private static final String STATUS =
      """
      [{"Endpoint":"https://127.0.0.1:2379","Status":{"header":{"cluster_id":14841639068965178418,
      "member_id":10276657743932975437,"revision":4,"raft_term":2},"version":"3.5.16","dbSize":20480,
      "leader":26,"raftIndex":9,"raftTerm":2}}]
      """;

  private static MasterView read(Map<Question, String> answers) {
    Map<String, String> byName = new HashMap<>();
    answers.forEach((question, text) -> byName.put(question.script(), text));
    return MasterAnswer.read(byName);
  }

  @Test
  void aMasterThatAnswersEverything() {
    MasterView view =
        read(
            Map.of(
                Question.STATUS,
                STATUS,
                Question.MEMBERS,
                """
                {"header":{},"members":[{"ID":10276657743932975437,"name":"node-1",
                "peerURLs":["https://10.0.0.11:2380"],"clientURLs":["https://10.0.0.11:2379"]},
                {"ID":26,"peerURLs":["https://10.0.0.12:2380"],"isLearner":true}]}
                """,
                Question.HEALTH,
                """
                [{"endpoint":"https://10.0.0.11:2379","health":true,"took":"9ms"},
                {"endpoint":"https://10.0.0.12:2379","health":false,"took":"2s","error":"context"}]
                """,
                Question.API,
                "ok\n",
                Question.NODES,
                """
                node-1|True 2026-10-01T08:00:00Z|v1.36.4|<no value>|10.0.0.11 |a node-role.kubernetes.io/control-plane node-role.kubernetes.io/worker\s
                node-2|Unknown 2026-10-01T09:00:00Z|v1.36.4|true|10.0.0.12 |b\s
                node-3||v1.36.4|<no value>||
                end
                """));
    assertThat(view.memberId()).isEqualTo("8e9e05c52164694d");
    assertThat(view.clusterId()).isEqualTo("cdf818194e3a8c32");
    assertThat(view.leaderId()).isEqualTo("1a");
    assertThat(view.vitals()).isEqualTo(new Vitals("3.5.16", false, 2, 9, 20480, 0));
    assertThat(view.members())
        .containsExactly(
            new EtcdMember("8e9e05c52164694d", "node-1", "https://10.0.0.11:2380", false),
            new EtcdMember("1a", "", "https://10.0.0.12:2380", true));
    assertThat(view.healthy()).containsExactly("https://10.0.0.11:2379");
    assertThat(view.api()).isEqualTo("ok");
    assertThat(view.nodes())
        .containsExactly(
            new ApiNode(
                "node-1",
                "True",
                Instant.parse("2026-10-01T08:00:00Z"),
                "v1.36.4",
                true,
                "10.0.0.11",
                Set.of("master", "worker")),
            new ApiNode(
                "node-2",
                "Unknown",
                Instant.parse("2026-10-01T09:00:00Z"),
                "v1.36.4",
                false,
                "10.0.0.12",
                Set.of()),
            new ApiNode("node-3", "Unknown", null, "v1.36.4", true, "", Set.of()));
  }

  /** Without a quorum only the own member tells whom it knows, in the peers' spelling. */
  @Test
  void aMasterWithoutAQuorum() {
    MasterView view =
        read(
            Map.of(
                Question.STATUS,
                STATUS.replace("\"leader\":26", "\"leader\":0"),
                Question.MEMBERS,
                "Error: context deadline exceeded",
                Question.OWN_MEMBERS,
                """
                [{"id":26,"peerURLs":["https://10.0.0.12:2380"],"name":"node-2","clientURLs":[]}]
                """,
                Question.HEALTH,
                "[{\"endpoint\":\"https://10.0.0.11:2379\",\"health\":false}]",
                Question.NODES,
                "Unable to connect to the server"));
    assertThat(view.leaderId()).isEmpty();
    assertThat(view.members())
        .containsExactly(new EtcdMember("1a", "node-2", "https://10.0.0.12:2380", false));
    assertThat(view.healthy()).isEmpty();
    assertThat(view.nodes()).isNull();
  }

  @Test
  void aHostThatIsNoMasterYet() {
    MasterView view = read(Map.of());
    assertThat(view).isEqualTo(new MasterView("", "", "", null, List.of(), Set.of(), "", null));
  }
}
