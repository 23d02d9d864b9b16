package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.plan.ClusterChange.AddLearner;
import io.quorate.plan.ClusterChange.LabelNodes;
import io.quorate.plan.ClusterChange.MarkNodes;
import io.quorate.plan.ClusterChange.SnapshotBefore;
import io.quorate.plan.Gate;
import io.quorate.plan.Operation;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Secret;
import io.quorate.plan.Step;
import io.quorate.run.RunEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HandOverJsonTest {
  private static final String SUM = "a".repeat(64);

  private static final List<Operation> EVERY_KIND =
      List.of(
          new Operation.Directory("/etc/x", "root:root", "0755"),
          new Operation.WriteFile("/k", Operation.Content.secret(" pin 1234\n"), "a:b", "0600"),
          new Operation.WriteFile("/p", Operation.Content.of("public\n"), "a:b", "0644"),
          new Operation.FileBlock("/etc/hosts", "quorate", "192.0.2.1 a\n"),
          new Operation.RemoveFile("/old"),
          new Operation.RemoveFolder("/var/lib/old"),
          new Operation.Unwrite(),
          new Operation.Fetch(
              "kubelet",
              "1.36.0",
              "https://example.org/kubelet",
              new Operation.Checksum.Published("https://example.org/sums", "kubelet"),
              List.of(new Operation.Target("", "/usr/bin/kubelet", "0755"))),
          new Operation.Fetch(
              "etcd", "3.6", "https://e/x", new Operation.Checksum.Pinned(SUM), List.of()),
          new Operation.FetchAhead(
              new Operation.Fetch(
                  "runc", "1.3", "https://e/r", new Operation.Checksum.Pinned(SUM), List.of())),
          new Operation.PutBack(
              new Operation.Fetch(
                  "runc", "1.3", "https://e/r", new Operation.Checksum.Pinned(SUM), List.of()),
              "/var/lib/kept"),
          new Operation.Upload("/tmp/a", "/tmp/b", SUM),
          new Operation.Packages(List.of("socat")),
          new Operation.Service("etcd.service", List.of("/etc/etcd"), true),
          new Operation.NoService("rpcbind.service"),
          new Operation.Script("title", "c", "a", Map.of("K", "v"), 3),
          new Operation.Script("change", "c", "a")
              .changing(new SnapshotBefore(new AddLearner("https://10.0.0.14:2380"))),
          new Operation.Script("labels", "c", "a")
              .changing(new LabelNodes(Map.of("node-1", "worker"))),
          new Operation.Script("marks", "c", "a")
              .changing(new MarkNodes(Map.of("node-1", Map.of("label disk", "ssd")))),
          new Operation.WaitFor("w", "true", Duration.ofSeconds(90), Duration.ofMillis(500)),
          new Operation.Verify("v", "true", Duration.ofMinutes(2)));

  private static HandOver handOver() {
    Step step = new Step("s", "1", Phase.ETCD, "t", EVERY_KIND, Set.of(), Duration.ofMinutes(5));
    return new HandOver(
        new Plan(List.of(step), List.of(Gate.of("all", List.of(step)))),
        "install",
        "test",
        "ada@laptop",
        List.of(new RunEvent.NodeInfo("1", "192.0.2.1", true, false)),
        true,
        true,
        HandOverJson.tree(Map.of("password", new Secret(" top secret\n"))),
        List.of(new Secret(" top secret\n"), new Secret("")));
  }

  @Test
  void everyOperationAndSecretComesBackAsItWas() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HandOverJson.write(handOver(), out);

    HandOver back = HandOverJson.read(new ByteArrayInputStream(out.toByteArray()));

    assertThat(back).isEqualTo(handOver());
    assertThat(back.connector().get("password").asText()).isEqualTo(" top secret\n");
    assertThat(EVERY_KIND.stream().map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(
            Arrays.stream(Operation.class.getPermittedSubclasses()).collect(Collectors.toSet()));
  }

  @Test
  void whatSeveralNodesDoAlikeIsSaidOnceAndIsOneObject() throws Exception {
    String text = "a line that all nodes have\n";
    List<Step> steps =
        List.of("1", "2", "3").stream()
            .map(
                node ->
                    new Step(
                        "s@" + node,
                        node,
                        Phase.ETCD,
                        "t",
                        List.of(new Operation.FileBlock("/etc/hosts", "quorate", text)),
                        Set.of(),
                        Duration.ofMinutes(5)))
            .toList();
    HandOver some = handOver();
    HandOver many =
        new HandOver(
            new Plan(steps),
            some.journey(),
            some.cluster(),
            some.holder(),
            some.nodes(),
            true,
            true,
            some.connector(),
            List.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HandOverJson.write(many, out);

    HandOver back = HandOverJson.read(new ByteArrayInputStream(out.toByteArray()));

    assertThat(back).isEqualTo(many);
    assertThat(out.toString(StandardCharsets.UTF_8)).containsOnlyOnce(text.strip());
    assertThat(back.plan().steps())
        .allSatisfy(
            s -> assertThat(s.operations()).isSameAs(back.plan().steps().getFirst().operations()));
  }

  @Test
  void anyOtherMapperShowsNoSecret() throws Exception {
    String plain =
        new ObjectMapper()
            .writeValueAsString(
                List.of(new Secret("top secret"), EVERY_KIND.get(1), EVERY_KIND.get(2)));

    assertThat(plain).contains("•••").contains("public").doesNotContain("top secret", "1234");
    assertThat(HandOverJson.write(new Secret("top secret"))).isEqualTo("\"•••\"");
    assertThat(handOver().toString()).doesNotContain("top secret");
  }

  @Test
  void keysInThePlanAreFoundInWhatIsPrinted() {
    String pem = "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n";
    String key = "fakeKEYfakeKEY1234567890fakeKEYfakeKEY1234567890";
    Operation written =
        new Operation.WriteFile(
            "/k", Operation.Content.secret(pem.formatted(key)), "root:root", "0600");
    Operation named =
        new Operation.WriteFile(
            "/e",
            Operation.Content.secret("kind: EncryptionConfiguration\n- secret: " + key + "2\n"),
            "root:root",
            "0600");
    Step step =
        new Step(
            "s", "1", Phase.ETCD, "t", List.of(written, named), Set.of(), Duration.ofMinutes(5));
    HandOver some = handOver();
    HandOver made =
        new HandOver(
            new Plan(List.of(step)),
            some.journey(),
            some.cluster(),
            some.holder(),
            some.nodes(),
            true,
            true,
            some.connector(),
            some.secrets());

    assertThat(made.redaction().redact("bad key " + key)).isEqualTo("bad key •••");
    assertThat(made.redaction().redact("no " + key + "2")).isEqualTo("no •••");
    assertThat(made.redaction().redact("kind: EncryptionConfiguration"))
        .isEqualTo("kind: EncryptionConfiguration");
    assertThat(made.redaction().redact("a top secret")).isEqualTo("a •••");
  }

  @Test
  void whatCannotBeReadIsNotQuoted() {
    byte[] broken = "{\"secrets\": [\"top secret\", }".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> HandOverJson.read(new ByteArrayInputStream(broken)))
        .isInstanceOf(IOException.class)
        .hasNoCause()
        .hasMessageNotContaining("top secret");
  }
}
