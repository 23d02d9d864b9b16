package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.plan.facts.ApiAnswer;
import io.quorate.plan.facts.DataHash;
import io.quorate.plan.facts.EtcdAlarm;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.MasterView.ApiNode;
import io.quorate.plan.facts.MasterView.Question;
import io.quorate.plan.facts.NodeFacts.EtcdMember;
import io.quorate.plan.facts.Vitals;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MasterAnswerTest {

  private static final String STATUS =
      """
      status [{"Endpoint":"https://127.0.0.1:2379","Status":{"header":{"cluster_id":14841639068965178418,"member_id":10276657743932975437,"revision":4,"raft_term":2},"version":"3.5.16","dbSize":20480,"leader":26,"raftIndex":9,"raftTerm":2}}]
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
                Question.ETCD,
                STATUS
                    + """
                members [{"id":10276657743932975437,"name":"node-1","peerURLs":["https://10.0.0.11:2380"],"clientURLs":["https://10.0.0.11:2379"]},{"id":26,"peerURLs":["https://10.0.0.12:2380"],"isLearner":true}]
                read {"header":{"cluster_id":14841639068965178418,"member_id":10276657743932975437,"revision":4,"raft_term":2}}
                alarms {"alarms":[{"memberID":26,"alarm":1},{"memberID":26,"alarm":2},{"memberID":26,"alarm":7}]}
                hashes [{"Endpoint":"https://10.0.0.11:2379","HashKV":{"header":{"member_id":10276657743932975437},"hash":1084519789,"compact_revision":-1}},{"Endpoint":"https://10.0.0.12:2379","HashKV":{"header":{"member_id":26},"hash":7}}]
                """,
                Question.API,
                "ok\nexit 0\n",
                Question.NODES,
                """
                node-1|True 2026-10-01T08:00:00Z|v1.36.4|<no value>|10.0.0.11 |a node-role.kubernetes.io/control-plane node-role.kubernetes.io/worker |north-1
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
    assertThat(view.reads()).containsExactly("8e9e05c52164694d");
    assertThat(view.alarms())
        .containsExactly(
            new EtcdAlarm("1a", EtcdAlarm.Kind.NOSPACE),
            new EtcdAlarm("1a", EtcdAlarm.Kind.CORRUPT),
            new EtcdAlarm("1a", EtcdAlarm.Kind.OTHER));
    assertThat(view.hashes())
        .containsExactly(
            new DataHash("8e9e05c52164694d", 1_084_519_789, -1), new DataHash("1a", 7, 0));
    assertThat(view.api()).isEqualTo(ApiAnswer.ready());
    assertThat(view.nodes())
        .containsExactly(
            new ApiNode(
                "node-1",
                "True",
                Instant.parse("2026-10-01T08:00:00Z"),
                "v1.36.4",
                true,
                "10.0.0.11",
                Set.of("master", "worker"),
                "north-1"),
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
                Question.ETCD,
                STATUS.replace("\"leader\":26", "\"leader\":0")
                    + """
                members [{"id":26,"peerURLs":["https://10.0.0.12:2380"],"name":"node-2","clientURLs":[]}]
                """,
                Question.API,
                "\nverify 10\ncurl: (60) SSL certificate problem\n\nexit 60\n",
                Question.NODES,
                "Unable to connect to the server"));
    assertThat(view.leaderId()).isEmpty();
    assertThat(view.members())
        .containsExactly(new EtcdMember("1a", "node-2", "https://10.0.0.12:2380", false));
    assertThat(view.reads()).isEmpty();
    assertThat(view.api().isReady()).isFalse();
    assertThat(view.api().certificate()).isEqualTo(ApiAnswer.Certificate.EXPIRED);
    assertThat(view.api().said()).isEqualTo("curl: (60) SSL certificate problem");
    assertThat(view.nodes()).isNull();
  }

  @Test
  void aHostThatIsNoMasterYet() {
    MasterView view = read(Map.of());
    assertThat(view).isEqualTo(MasterView.nothing());
  }

  /** As a member of etcd 3.4.23 answers whose two peers were killed: it lists them all the same. */
  @Test
  void aMemberOfAnOldSeriesWithoutAQuorum() {
    MasterView view =
        read(
            Map.of(
                Question.ETCD,
                """
                status [{"Endpoint":"https://127.0.0.1:2379","Status":{"header":{"cluster_id":9278182283448278836,"member_id":5301533541543375701,"revision":26,"raft_term":2},"version":"3.4.23","dbSize":30040064,"raftIndex":38,"raftTerm":2,"raftAppliedIndex":38,"errors":["etcdserver: no leader","memberID:7176519093366161373 alarm:NOSPACE "],"dbSizeInUse":29061120}}]
                members [{"id":5301533541543375701,"peerURLs":["http://127.0.0.1:33111"],"name":"n1","clientURLs":["http://127.0.0.1:33110"]},{"id":7176519093366161373,"peerURLs":["http://127.0.0.1:33121"],"name":"n2","clientURLs":["http://127.0.0.1:33120"]}]
                """));
    assertThat(view.members()).hasSize(2);
    assertThat(view.leaderId()).isEmpty();
    assertThat(view.reads()).isEmpty();
    assertThat(view.own().errors())
        .containsExactly("etcdserver: no leader", "memberID:7176519093366161373 alarm:NOSPACE");
  }

  /** Over HTTP a member writes what has 64 bits as text, and alarms by their names. */
  @Test
  void aMemberThatAnswersOverHttp() {
    MasterView view =
        read(
            Map.of(
                Question.ETCD,
                """
                status {"header":{"cluster_id":"14841639068965178418","member_id":"10276657743932975437","revision":"4","raft_term":"2"},"version":"3.5.30","dbSize":"20480","leader":"10276657743932975437","raftIndex":"9","raftTerm":"2","raftAppliedIndex":"8","dbSizeInUse":"16384"}
                read {"header":{"cluster_id":"14841639068965178418","member_id":"10276657743932975437","revision":"4","raft_term":"2"}}
                alarms {"header":{"revision":"4"},"alarms":[{"memberID":"26","alarm":"NOSPACE"}]}
                """));
    assertThat(view.memberId()).isEqualTo("8e9e05c52164694d");
    assertThat(view.clusterId()).isEqualTo("cdf818194e3a8c32");
    assertThat(view.vitals()).isEqualTo(new Vitals("3.5.30", true, 2, 8, 20480, 16384));
    assertThat(view.reads()).containsExactly("8e9e05c52164694d");
    assertThat(view.alarms()).containsExactly(new EtcdAlarm("1a", EtcdAlarm.Kind.NOSPACE));
  }

  /** Without alarms etcd 3.4 answers an empty object, later series a header. */
  @Test
  void noAlarms() {
    assertThat(read(Map.of(Question.ETCD, "alarms {}\n")).alarms()).isEmpty();
    assertThat(read(Map.of(Question.ETCD, "alarms {\"header\":{\"revision\":1}}\n")).alarms())
        .isEmpty();
  }
}
