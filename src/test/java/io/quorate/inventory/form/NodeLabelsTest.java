package io.quorate.inventory.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Marks;
import io.quorate.inventory.Problem;
import io.quorate.inventory.file.InventoryEdit;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.inventory.release.InventoryLoader.Loaded;
import io.quorate.inventory.rule.Validation.Occasion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels and taints of all, of groups and of hosts, as Ansible puts variables together. */
class NodeLabelsTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  private static final String YAML =
      """
      all:
        vars:
          etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n
          node_labels: {rack: r1, example.com/tier: "1.10"}
        hosts:
          m1: {ansible_host: 192.168.88.11}
          w1: {ansible_host: 192.168.88.12}
          w2: {ansible_host: 192.168.88.13, node_labels: {disk: hdd}}
          w3: {ansible_host: 192.168.88.14, node_labels: , node_taints: []}
        children:
          k8s_masters: {hosts: {m1: }}
          k8s_workers:
            hosts: {"w[1:3]": }
          fast: # said of hosts, and no part of the cluster by itself
            hosts: {w1: , w2: , w3: }
            vars:
              node_labels: {disk: ssd}
              node_taints: [dedicated=db:NoSchedule]
      """;

  private static final String INI =
      """
      m1 ansible_host=192.168.88.11
      w1 ansible_host=192.168.88.12
      w2 ansible_host=192.168.88.13 node_labels="{'disk': 'hdd'}"
      w3 ansible_host=192.168.88.14 node_labels={} node_taints=[]
      [k8s_masters]
      m1
      [k8s_workers]
      w[1:3]
      [fast]
      w[1:3]
      [fast:vars]
      node_labels={'disk': 'ssd'}
      node_taints=['dedicated=db:NoSchedule']
      [all:vars]
      etcd_initial_token=sample-only-7f3k9q2m5x8w1z4v6b0n
      node_labels={'rack': 'r1', 'example.com/tier': '1.10'}
      """;

  private static final Map<String, Map<String, String>> LABELS =
      Map.of(
          "m1", Map.of("rack", "r1", "example.com/tier", "1.10"),
          "w1", Map.of("disk", "ssd"),
          "w2", Map.of("disk", "hdd"),
          "w3", Map.of());

  private static final Map<String, List<String>> TAINTS =
      Map.of(
          "m1", List.of(),
          "w1", List.of("dedicated=db:NoSchedule"),
          "w2", List.of("dedicated=db:NoSchedule"),
          "w3", List.of());

  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Loaded load(String name, String text) throws IOException {
    return InventoryLoader.load(write(name, text), Occasion.FIRST_INSTALL, TODAY);
  }

  private Inventory inventory(String name, String text) throws IOException {
    Loaded loaded = load(name, text);
    assertThat(loaded.problems()).isEmpty();
    return Objects.requireNonNull(loaded.inventory());
  }

  private static Map<String, Map<String, String>> labels(Inventory inventory) {
    Map<String, Map<String, String>> labels = new LinkedHashMap<>();
    inventory.hosts().forEach(host -> labels.put(host.name(), inventory.labelsOf(host)));
    return labels;
  }

  private static Map<String, List<String>> taints(Inventory inventory) {
    Map<String, List<String>> taints = new LinkedHashMap<>();
    inventory.hosts().forEach(host -> taints.put(host.name(), inventory.taintsOf(host)));
    return taints;
  }

  @Test
  void theNearestSayingHoldsWhole() throws Exception {
    for (Inventory read : List.of(inventory("a.yaml", YAML), inventory("b.ini", INI))) {
      assertThat(labels(read)).isEqualTo(LABELS);
      assertThat(taints(read)).isEqualTo(TAINTS);
    }
  }

  @Test
  void soDoesAnsible() throws Exception {
    for (Path file : List.of(write("a.yaml", YAML), write("b.ini", INI))) {
      AnsibleCommand theirs = AnsibleCommand.of(file);
      ObjectMapper json = new ObjectMapper();
      for (String host : LABELS.keySet()) {
        JsonNode own = theirs.root().path("_meta").path("hostvars").path(host);
        JsonNode labels = own.path("node_labels");
        assertThat(labels.isNull() ? json.createObjectNode() : labels)
            .as(file + " " + host)
            .isEqualTo(json.valueToTree(LABELS.get(host)));
        JsonNode taints = own.path("node_taints");
        assertThat(taints.isMissingNode() ? json.createArrayNode() : taints)
            .as(file + " " + host)
            .isEqualTo(json.valueToTree(TAINTS.get(host)));
      }
      Inventory piped =
          Objects.requireNonNull(
              load("list.json", AnsibleCommand.list(List.of(), file)).inventory());
      assertThat(labels(piped)).isEqualTo(LABELS);
      assertThat(taints(piped)).isEqualTo(TAINTS);
    }
  }

  @Test
  void everyFormOfOursHoldsThem() throws Exception {
    Inventory read = inventory("a.yaml", YAML);
    Inventory again = inventory("c.yaml", InventoryFile.write(read));
    Inventory ini = inventory("c.ini", Forms.write(read, Form.INI).text());
    for (Inventory other : List.of(again, ini)) {
      assertThat(labels(other)).isEqualTo(LABELS);
      assertThat(taints(other)).isEqualTo(TAINTS);
    }
    assertThat(InventoryFile.record(read, false)).contains("disk: hdd", "dedicated=db:NoSchedule");
    JsonNode json = new ObjectMapper().readTree(Forms.write(read, Form.JSON).text());
    assertThat(json.path("hosts").path("w1").path("labels").path("disk").asText()).isEqualTo("ssd");
    assertThat(Forms.write(read, Form.MARKDOWN).text())
        .contains("| disk=ssd<br>dedicated=db:NoSchedule |");
    assertThat(Forms.write(read, Form.SSH_CONFIG).leftOut())
        .contains("node_labels of w2: disk=hdd", "node_labels of w3: none");
  }

  @Test
  void aFileIsChangedWhereAHostSaysIt() throws Exception {
    Inventory read = inventory("a.yaml", YAML);
    List<Host> hosts = new ArrayList<>(read.hosts());
    hosts.replaceAll(
        host ->
            host.name().equals("w2")
                ? host.withMarks(new Marks(Map.of("disk", "nvme"), host.marks().taints()))
                : host);
    String edited = InventoryEdit.update(YAML, read.withHosts(hosts), Catalogue.load());
    assertThat(edited).contains("disk: nvme").doesNotContain("hdd").contains("{disk: ssd}");
    Inventory then = inventory("a.yaml", edited);
    assertThat(labels(then)).containsEntry("w2", Map.of("disk", "nvme"));
    assertThat(InventoryEdit.update(YAML, read, Catalogue.load())).isEqualTo(YAML);
  }

  /** A mistake of a group is one, and stands where it was typed. */
  @Test
  void aMistakeIsToldAtItsPlace() throws Exception {
    Loaded loaded =
        load(
            "a.yaml",
            YAML.replace("{disk: ssd}", "{ok: a, kubernetes.io/arch: amd64}")
                .replace("dedicated=db:NoSchedule", "dedicated=db:Never"));
    assertThat(loaded.problems())
        .filteredOn(Problem::isError)
        .extracting(
            p ->
                Objects.requireNonNull(p.place()).line()
                    + ":"
                    + p.place().column()
                    + " "
                    + p.what())
        .containsExactly(
            "17:30 The label \"kubernetes.io/arch\" is kept for Kubernetes: the kubelet, or a"
                + " cloud, sets what is in kubernetes.io.",
            "18:23 \"dedicated=db:Never\" has no effect that Kubernetes knows.");
  }

  @Test
  void someNodeHasToTakePods() throws Exception {
    String tainted =
        YAML.replace("node_labels: , node_taints: []", "node_labels: ")
            .replace("example.com/tier: \"1.10\"}", "a: b}");
    assertThat(load("a.yaml", tainted).problems())
        .extracting(Problem::what)
        .containsExactly(
            "Every worker has a taint that keeps pods away: only those that tolerate it find a"
                + " place.");
    String all =
        tainted.replace("rack: r1, a: b}", "rack: r1}\n    node_taints: [\"x:NoExecute\"]");
    assertThat(load("a.yaml", all).problems())
        .extracting(Problem::what)
        .contains(
            "Every node has a taint that keeps pods away, CoreDNS among them: the cluster will have"
                + " no DNS.");
    assertThat(load("a.yaml", tainted.replace("db:NoSchedule", "db:PreferNoSchedule")).problems())
        .isEmpty();
  }
}
