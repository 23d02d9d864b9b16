package io.quorate.recipe.cis;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.plan.facts.Benchmark;
import io.quorate.plan.facts.Benchmark.Found;
import io.quorate.plan.facts.Benchmark.Line;
import io.quorate.plan.facts.Benchmark.State;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.Fixtures;
import io.quorate.recipe.Machine;
import io.quorate.recipe.cluster.VersionProbe;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How what nodes tell is judged by the lines of the benchmark. */
class CisTableTest {

  private final Map<String, NodeFacts> nodes = new HashMap<>();
  private final Map<String, String> unreachable = new HashMap<>();
  private String container = "none";
  private String versions = "";
  private String objects = "";

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What a node tells, before its end. */
  private CisTableTest tells(Host host, String... records) {
    Machine machine = Machine.like(host);
    machine.container = container;
    Map<String, String> told = new HashMap<>();
    told.put(ProbeRequest.BENCHMARK, String.join("\n", records) + "\nend\n");
    told.put(VersionProbe.SCRIPT, versions);
    told.put(ProbeRequest.BENCHMARK_OBJECTS, host.equals(Fixtures.MASTER_1) ? objects : "");
    machine.records = told;
    nodes.put(host.name(), machine.facts());
    return this;
  }

  private Benchmark table() {
    return CisTable.of(Fixtures.inventory(), new ClusterFacts(nodes, unreachable), Instant.EPOCH);
  }

  private Line line(String number) {
    return table().lines().stream()
        .filter(l -> l.number().equals(number))
        .findFirst()
        .orElseThrow();
  }

  private CisTableTest kubelet(String settings) {
    return tells(
        Fixtures.WORKER,
        "runs\tkubelet",
        "word\tkubelet\t--config=/etc/kubernetes/kubelet.yaml",
        "text\tkubelet\t/etc/kubernetes/kubelet.yaml\t" + base64(settings));
  }

  @Test
  void hasEveryLineOnceInItsPart() {
    List<String> numbers = CisLines.rules().stream().map(Rule::number).toList();
    assertThat(numbers).doesNotHaveDuplicates();
    Map<String, Integer> parts = new HashMap<>();
    CisLines.rules().forEach(r -> parts.merge(r.section(), 1, Integer::sum));
    assertThat(parts)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("1.1", 21),
                Map.entry("1.2", 30),
                Map.entry("1.3", 7),
                Map.entry("1.4", 2),
                Map.entry("2", 7),
                Map.entry("3.1", 3),
                Map.entry("3.2", 2),
                Map.entry("4.1", 10),
                Map.entry("4.2", 14),
                Map.entry("4.3", 1),
                Map.entry("5.1", 13),
                Map.entry("5.2", 12),
                Map.entry("5.3", 2),
                Map.entry("5.4", 2),
                Map.entry("5.5", 1),
                Map.entry("5.6", 4)));
    assertThat(CisLines.rules())
        .filteredOn(r -> r.stand() == Rule.Stand.LEAVES)
        .allSatisfy(r -> assertThat(r.reason()).as(r.number()).isNotBlank());
  }

  @Test
  void judgesModesAndOwnersByEachNode() {
    String unit = "/etc/systemd/system/kube-apiserver.service";
    tells(Fixtures.MASTER_1, "file\t600\troot:root\t" + unit);
    tells(Fixtures.MASTER_2, "file\t644\troot:adm\t" + unit);
    tells(Fixtures.WORKER);
    assertThat(line("1.1.1").state()).isEqualTo(State.NOT_HELD);
    assertThat(line("1.1.1").found())
        .containsExactly(
            new Found("node-1", State.HELD, unit + " 600"),
            new Found("node-2", State.NOT_HELD, unit + " 644"));
    assertThat(line("1.1.1").remedy()).contains("`quorate install`");
    assertThat(line("1.1.2").found()).last().extracting(Found::found).isEqualTo(unit + " root:adm");
  }

  @Test
  void modesThatAreLessAreHeld() {
    tells(
        Fixtures.MASTER_1,
        "word\tetcd\t--data-dir=/data",
        "folder\t2700\tetcd:etcd\t/data",
        "file\t400\troot:root\t/etc/kubernetes/pki/sa.key",
        "file\t600\troot:root\t/etc/kubernetes/pki/encryption.yaml");
    assertThat(line("1.1.11").state()).isEqualTo(State.HELD);
    assertThat(line("1.1.12").state()).isEqualTo(State.HELD);
    assertThat(line("1.1.21").found()).extracting(Found::found).containsExactly("2 files");
  }

  @Test
  void theKeyOfSecretsIsAKey() {
    tells(Fixtures.MASTER_1, "file\t640\troot:root\t/etc/kubernetes/pki/encryption.yaml");
    assertThat(line("1.1.21").state()).isEqualTo(State.NOT_HELD);
  }

  @Test
  void ofAFlagThatIsGivenTwiceTheLastCounts() {
    tells(
        Fixtures.MASTER_1,
        "runs\tkube-apiserver",
        "word\tkube-apiserver\t--profiling=false",
        "word\tkube-apiserver\t--profiling",
        "word\tkube-apiserver\t--audit-log-maxage",
        "word\tkube-apiserver\t31",
        "word\tkube-apiserver\t--audit-log-maxsize=99");
    assertThat(line("1.2.15").state()).isEqualTo(State.NOT_HELD);
    assertThat(line("1.2.15").found()).extracting(Found::found).containsExactly("--profiling=true");
    assertThat(line("1.2.17").state()).isEqualTo(State.HELD);
    assertThat(line("1.2.19").state()).isEqualTo(State.NOT_HELD);
    assertThat(line("1.2.30").found())
        .extracting(Found::found)
        .containsExactly("--service-account-extend-token-expiration is not set");
  }

  @Test
  void whatIsLeftOnPurposeIsNotMissed() {
    tells(
        Fixtures.MASTER_1,
        "runs\tkube-apiserver",
        "word\tkube-apiserver\t--enable-admission-plugins=NodeRestriction");
    Line line = line("1.2.11");
    assertThat(line.state()).isEqualTo(State.NOT_HELD);
    assertThat(line.deliberate()).isTrue();
    assertThat(line.missed()).isFalse();
    assertThat(line.reason()).contains("registry");
    assertThat(line.remedy()).isEmpty();
    assertThat(line("1.2.14").state()).isEqualTo(State.HELD);
  }

  @Test
  void whatDoesNotRunIsJudgedByNobody() {
    tells(Fixtures.MASTER_1);
    assertThat(line("1.3.2").state()).isEqualTo(State.TO_JUDGE);
    assertThat(line("1.3.2").found())
        .extracting(Found::found)
        .containsExactly("kube-controller-manager does not run as a unit");
  }

  @Test
  void etcdTakesItsSettingsFromVariablesToo() {
    tells(
        Fixtures.MASTER_1,
        "runs\tetcd",
        "word\tetcd\t--client-cert-auth=true",
        "variable\tetcd\tETCD_CLIENT_CERT_AUTH=false",
        "variable\tetcd\tETCD_PEER_AUTO_TLS=true");
    assertThat(line("2.2").state()).isEqualTo(State.HELD);
    assertThat(line("2.3").state()).isEqualTo(State.HELD);
    assertThat(line("2.6").state()).isEqualTo(State.NOT_HELD);
  }

  @Test
  void anAuthorityOfItsOwnIsTakenByItsSum() {
    String[] flags = {
      "word\tetcd\t--trusted-ca-file=/a/ca.crt", "word\tkube-apiserver\t--client-ca-file=/b/ca.crt"
    };
    tells(Fixtures.MASTER_1, flags[0], flags[1], "sum\tAA\t/a/ca.crt", "sum\tAA\t/b/ca.crt");
    assertThat(line("2.7").state()).isEqualTo(State.NOT_HELD);
    tells(Fixtures.MASTER_1, flags[0], flags[1], "sum\tAA\t/a/ca.crt", "sum\tBB\t/b/ca.crt");
    assertThat(line("2.7").state()).isEqualTo(State.HELD);
  }

  @Test
  void theKubeletsSettingsComeFromItsFileAndFlagsCountMore() {
    kubelet("authentication: {anonymous: {enabled: false}}\nreadOnlyPort: 0\n");
    assertThat(line("4.2.1").state()).isEqualTo(State.HELD);
    assertThat(line("4.2.2").state()).isEqualTo(State.NOT_HELD);
    assertThat(line("4.2.4").state()).isEqualTo(State.HELD);
    assertThat(line("4.2.12").state()).isEqualTo(State.NOT_HELD);
    tells(
        Fixtures.WORKER,
        "word\tkubelet\t--anonymous-auth=true",
        "text\tkubelet\t/k\t" + base64("authentication: {anonymous: {enabled: false}}"));
    assertThat(line("4.2.1").state()).isEqualTo(State.NOT_HELD);
  }

  @Test
  void settingsThatCannotBeReadAreForAPerson() {
    kubelet("\tno: yaml");
    assertThat(line("4.2.1").state()).isEqualTo(State.TO_JUDGE);
    tells(
        Fixtures.WORKER,
        "word\tkubelet\t--config-dir=/etc/kubelet.d",
        "text\tkubelet\t/k\t" + base64("readOnlyPort: 0"));
    assertThat(line("4.2.4").state()).isEqualTo(State.TO_JUDGE);
  }

  @Test
  void limitsThatANodeCannotHaveDoNotApply() {
    kubelet("readOnlyPort: 0\n");
    assertThat(line("4.2.13").state()).isEqualTo(State.NOT_HELD);
    assertThat(line("4.2.14").state()).isEqualTo(State.NOT_HELD);
    container = "lxc";
    versions = "runs kubelet Kubernetes v1.26.15\n";
    kubelet("readOnlyPort: 0\n");
    assertThat(line("4.2.13").state()).isEqualTo(State.NOT_APPLICABLE);
    assertThat(line("4.2.14").state()).isEqualTo(State.NOT_APPLICABLE);
    kubelet("podPidsLimit: 4096\nseccompDefault: true\n");
    assertThat(line("4.2.13").state()).isEqualTo(State.HELD);
    assertThat(line("4.2.14").state()).isEqualTo(State.HELD);
  }

  @Test
  void theNetworkIsKnownByItsPlugins() {
    tells(Fixtures.WORKER, "network\t/n\t" + base64("{\"plugins\":[{\"type\":\"calico\"}]}"));
    assertThat(line("5.3.1").state()).isEqualTo(State.HELD);
    tells(Fixtures.WORKER, "network\t/n\t" + base64("{\"plugins\":[{\"type\":\"bridge\"}]}"));
    assertThat(line("5.3.1").state()).isEqualTo(State.NOT_HELD);
    tells(Fixtures.WORKER, "network\t/n\t" + base64("{\"type\":\"own\"}"));
    assertThat(line("5.3.1").state()).isEqualTo(State.TO_JUDGE);
  }

  @Test
  void everybodysRightsAreAFloor() {
    objects =
        "may\tget\tsecrets\ttrue\nmay\tlist\tsecrets\tfalse\nmay\twatch\tsecrets\tfalse\n"
            + "may\tcreate\tpods\tfalse\nasked\taccess\n";
    tells(Fixtures.MASTER_1);
    assertThat(line("5.1.2").missed()).isTrue();
    assertThat(line("5.1.2").found())
        .containsExactly(new Found("", State.NOT_HELD, "everybody who logs in may get secrets"));
    assertThat(line("5.1.4").state()).isEqualTo(State.TO_JUDGE);
    assertThat(line("5.1.9").found())
        .extracting(Found::found)
        .containsExactly("the API did not tell");
  }

  @Test
  void peoplesNamespacesAndPodsAreCounted() {
    objects =
        "namespace\tdefault\tbaseline\nnamespace\tkube-system\t\nnamespace\tshop\trestricted\n"
            + "asked\tnamespaces\npod\tkube-system/proxy\thostNetwork\nasked\tpods\n"
            + "policies\tshop\nasked\tpolicies\n";
    tells(Fixtures.MASTER_1);
    assertThat(line("5.2.5").state()).isEqualTo(State.HELD);
    assertThat(line("5.2.7").state()).isEqualTo(State.TO_JUDGE);
    assertThat(line("5.2.7").found())
        .extracting(Found::found)
        .containsExactly("not enforced by Pod Security in default");
    assertThat(line("5.3.2").found()).extracting(Found::found).containsExactly("none in default");
    assertThat(line("5.6.4").state()).isEqualTo(State.HELD);
  }

  @Test
  void whoDoesNotAnswerToItsEndIsSilent() {
    unreachable.put("node-3", "no route");
    tells(Fixtures.MASTER_1);
    Machine broken = Machine.like(Fixtures.MASTER_2);
    broken.records = Map.of(ProbeRequest.BENCHMARK, "runs\tetcd\n");
    nodes.put("node-2", broken.facts());
    Benchmark table = table();
    assertThat(table.silent()).containsOnlyKeys("node-2", "node-3");
    assertThat(table.good()).isFalse();
    assertThat(line("1.1.1").found()).extracting(Found::node).containsExactly("node-1");
  }
}
