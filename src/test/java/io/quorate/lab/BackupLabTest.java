package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backup is taken while somebody writes, all masters are lost with their disks, and the cluster
 * comes back from the file on the operator's machine. The tests build on one another.
 */
@Tag("lab")
@Tag("chain")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BackupLabTest {

  private static final int NODES = 4;
  private static final int REFUSED = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path home;
  @TempDir static Path backups;
  private static Program quorate;
  private static Path file;
  private static Path backup;
  private static Map<String, String> objects;

  @BeforeAll
  static void aClusterThatServes() {
    file = Standing.take(home, NODES);
    quorate = new Program(home);
    quorate.set("QUORATE_BACKUP_PASSPHRASE", "lab-tests-only-obviously-fake");
    Cluster.kubectl("create secret generic fake --from-literal=word=obviously-fake");
    Cluster.kubectl("create configmap kept --from-literal=word=kept");
    Cluster.kubectl(
        "create deployment site --image=docker.io/library/busybox:1.35 --replicas=2 -- sleep 1000000");
    Cluster.kubectl("rollout status deployment/site --timeout=180s");
  }

  /** What was made by hand, without what changes with each writing. */
  private static Map<String, String> objects() throws IOException {
    Map<String, String> found = new TreeMap<>();
    JsonNode list =
        JSON.readTree(
            Cluster.kubectl(
                "get secret/fake configmap/kept deployment/site service/kubernetes -o json"));
    for (JsonNode item : list.path("items")) {
      ObjectNode object = item.deepCopy();
      object.remove("status");
      ((ObjectNode) object.path("metadata")).remove(List.of("resourceVersion", "managedFields"));
      found.put(
          object.path("kind").asText() + "/" + object.at("/metadata/name").asText(),
          object.toString());
    }
    return found;
  }

  private static Commands.Result restore(Path inventory, Path from, String... more) {
    return quorate.run(
        Stream.concat(
                Stream.of(
                    "restore",
                    "-i",
                    inventory.toString(),
                    "--from",
                    from.toString(),
                    "--plain",
                    "--yes",
                    "--confirm",
                    "lab"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  @Order(1)
  void aBackupIsTakenWhileSomebodyWrites() throws Exception {
    objects = objects();
    try (Running writes =
        Lab.session(
            "node-2",
            "i=0; while [ $i -lt 2000 ]; do i=$((i + 1)); kubectl create configmap written-$i"
                + " --from-literal=a=b >/dev/null; done")) {
      var made =
          quorate.run(
              "backup", "-i", file.toString(), "--to", backups.toString(), "--plain", "--yes");
      assertThat(made.exitCode()).as(made.output()).isZero();
      assertThat(writes.isAlive()).as("somebody wrote all the while").isTrue();
    }
    try (Stream<Path> files = Files.list(backups)) {
      backup = files.filter(f -> f.toString().endsWith(".quorate")).findFirst().orElseThrow();
    }
    var proved = quorate.run("backup", "verify", backup.toString(), "-i", file.toString(), "--yes");
    assertThat(proved.exitCode()).as(proved.output()).isZero();
    assertThat(proved.output()).contains("brings the cluster back");
  }

  /** Nothing of it touches what runs. */
  @Test
  @Order(2)
  void whatCannotBeTrustedIsRefused() throws Exception {
    var healthy = restore(file, backup);
    assertThat(healthy.exitCode()).as(healthy.output()).isEqualTo(REFUSED);
    assertThat(healthy.output()).contains("etcd has its quorum", "--over-healthy");
    byte[] bytes = Files.readAllBytes(backup);
    bytes[bytes.length / 2] ^= 1;
    Path damaged = Files.write(home.resolve("damaged.quorate"), bytes);
    var refused = restore(file, damaged, "--over-healthy");
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(REFUSED);
    assertThat(objects()).isEqualTo(objects);
  }

  @Test
  @Order(3)
  void allMastersWithFreshDisksComeBack() throws Exception {
    Lab.lab("reset", "node-1", "node-2", "node-3");
    quorate.trustTheNodes();
    var done = restore(file, backup);
    System.out.println("figure: restore of three wiped masters: " + done.took());
    assertThat(done.exitCode()).as(done.output()).isZero();
    Cluster.assertReady(NODES);
    assertThat(objects()).isEqualTo(objects);
    Cluster.kubectl("rollout status deployment/site --timeout=180s");
    // Whoever watches is told of what comes now.
    Cluster.kubectl("scale deployment/site --replicas=3");
    Cluster.kubectl("rollout status deployment/site --timeout=180s");
    Cluster.assertServesPods(NODES);
  }

  /** Another machine, another number of masters: the old ones stay off. */
  @Test
  @Order(4)
  void itComesBackOnOneOtherMachine() throws Exception {
    Lab.lab("crash", "node-1", "node-2", "node-3");
    Lab.lab("reset", "node-4");
    quorate.trustTheNodes();
    String inventory =
        new LabInventory(1, 1)
            .as(file)
            .text()
            .replace("node-1:", "other:")
            .replace(Lab.address(1), Lab.address(4));
    Path other = quorate.inventory("other.yaml", inventory);
    var done = restore(other, backup);
    assertThat(done.exitCode()).as(done.output()).isZero();
    String nodes =
        Lab.ssh("node-4", "kubectl get nodes -o jsonpath={.items[*].metadata.name}")
            .orFail()
            .output();
    assertThat(nodes.strip()).isEqualTo("other");
    String word =
        Lab.ssh("node-4", "kubectl get secret fake -o jsonpath={.data.word} | base64 -d")
            .orFail()
            .output();
    assertThat(word).isEqualTo("obviously-fake");
  }
}
