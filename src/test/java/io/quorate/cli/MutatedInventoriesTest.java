package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.engine.ExitCode;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.form.Form;
import io.quorate.inventory.form.Forms;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.release.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Inventories as a slip of the hand, a bad merge or a broken disk leaves them: each is accepted, or
 * refused with what is wrong, where, and what to do, and none breaks the program. {@code -Dseed=N}
 * makes other mutations; a failure says which seed it had.
 */
class MutatedInventoriesTest {
  private static final int EACH = 300;
  private static final long SEED = Long.getLong("seed", 20_261_201L);
  private static final Path SAMPLE = Path.of("inventory-samples/three-masters-and-workers.yaml");

  /**
   * What breaks readers: signs of YAML, JSON, INI and Python, and letters of more than one unit.
   */
  private static final List<String> STRANGE =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ": ",
          ":",
          "- ",
          "\"",
          "'",
          "!vault |\n",
          "!!python/name:x ",
          "&a ",
          "*a",
          "<<: *a\n",
          "\t",
          "\r",
          "#",
          "=",
          ",",
          "|",
          "> ",
          "%",
          "\\",
          "\\u0000",
          "\u0000",
          "\u2028",
          "\uFEFF",
          "\uD83D\uDE00",
          "---\n",
          "...\n",
          "null",
          "0x7f",
          "1e999",
          "-1",
          "99999999999999999999",
          "[1:99999999]",
          "[a:zz]",
          "$ANSIBLE_VAULT;",
          "{{ x }}",
          "__meta");

  private static final String PRINTED =
      """
      {
        "_meta": {"hostvars": {
          "a": {"ansible_host": "10.9.0.1", "cni": "calico",
            "etcd_initial_token": "fake-token-7rq2x9c4k1m8v5t3"},
          "b": {"ansible_host": "10.9.0.2", "cni": "calico",
            "etcd_initial_token": "fake-token-7rq2x9c4k1m8v5t3"},
          "c": {"ansible_host": "10.9.0.3", "cni": "calico",
            "etcd_initial_token": "fake-token-7rq2x9c4k1m8v5t3"}
        }},
        "all": {"children": ["k8s_masters", "k8s_workers"]},
        "k8s_masters": {"hosts": ["a"], "vars": {"ansible_user": "root"}},
        "k8s_workers": {"hosts": ["b"], "children": ["more"]},
        "more": ["c"]
      }
      """;

  private static final String KUBESPRAY_INI =
      """
      # As its sample writes it.
      [all]
      node1 ansible_host=192.0.2.11 ip=10.3.0.1 access_ip=192.0.2.11 etcd_member_name=etcd1
      node2 ansible_host=192.0.2.12 ip=10.3.0.2 ansible_port=2022 node_labels="{'disk': 'ssd'}"
      node[3:4] ansible_user=ops
      node3 ansible_host=192.0.2.13
      node4 ansible_host=192.0.2.14

      [kube_control_plane]
      node1
      [etcd:children]
      kube_control_plane
      [kube_node]
      node[2:4]
      [k8s_cluster:children]
      kube_control_plane
      kube_node
      [k8s_cluster:vars]
      kube_version=1.36.4
      kube_pods_subnet=10.233.64.0/18
      node_taints=['gpu=yes:NoSchedule']
      """;

  static Stream<Arguments> texts() throws IOException {
    Inventory sample =
        Objects.requireNonNull(Forms.read(Source.of(SAMPLE), Catalogue.load()).inventory());
    Stream<Arguments> written =
        Arrays.stream(Form.values())
            .filter(form -> form.readable() && form.writable())
            .map(form -> Arguments.of(form.key(), Forms.write(sample, form).text()));
    Stream<Arguments> others =
        Stream.of(
            Arguments.of("k0sctl-full", of("full/k0sctl.yaml")),
            Arguments.of("rke", of("rke.yml")),
            Arguments.of("kubeone", of("kubeone.yaml")),
            Arguments.of("kubekey", of("kubekey.yaml")),
            Arguments.of("kubeadm", of("nodes.json") + "---\n" + of("kubeadm.yaml")),
            Arguments.of("printed", PRINTED),
            Arguments.of("kubespray-ini", KUBESPRAY_INI));
    return Stream.concat(written, others);
  }

  private static String of(String name) throws IOException {
    return Files.readString(Path.of("src/test/resources/inventory/installers", name));
  }

  @TempDir private Path folder;

  /** What {@code quorate inventory check --json} says. */
  private record Said(int code, List<JsonNode> problems) {

    /** The errors, without their places. */
    Set<String> errors() {
      Set<String> errors = new HashSet<>();
      problems.stream()
          .filter(p -> p.path("severity").asText().equals("error"))
          .forEach(p -> errors.add(p.path("what").asText()));
      return errors;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void isReadOrRefusedInWords(String form, String text) throws IOException {
    // Of forms that have no place for a token one is missing from the beginning.
    Set<String> before = check(text, form).errors();
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < EACH; i++) {
      String mutated = mutated(text, random);
      String which = "%s, seed %d, mutation %d:\n%s".formatted(form, SEED, i, mutated);
      Said said = check(mutated, which);
      refused += before.containsAll(said.errors()) ? 0 : 1;
      for (JsonNode problem : said.problems()) {
        assertThat(problem.path("what").asText()).as(which).isNotBlank();
        assertThat(problem.path("remedy").asText()).as(which).isNotBlank();
        // A note of what is not said has no place to be said at.
        if (!problem.path("severity").asText().equals("note")) {
          assertThat(problem.path("line").asInt()).as("%s in %s", problem, which).isPositive();
          assertThat(problem.path("column").asInt()).as("%s in %s", problem, which).isPositive();
        }
      }
    }
    // Else the mutations are none.
    assertThat(refused).as("seed %d", SEED).isBetween(EACH / 4, EACH);
  }

  /** As a shell calls it; what else than a document is said would be a trace. */
  private Said check(String text, String which) throws IOException {
    Path file = Files.writeString(folder.resolve("mutated"), text.replaceAll("\\p{Cs}", "?"));
    Called called = Called.with("inventory", "check", "--json", file.toString());
    assertThat(called.err()).as(which).isEmpty();
    JsonNode document = new ObjectMapper().readTree(called.out());
    Said said = new Said(called.code(), document.path("problems").valueStream().toList());
    boolean warned =
        said.problems().stream().anyMatch(p -> p.path("severity").asText().equals("warning"));
    assertThat(called.code())
        .as(which)
        .isEqualTo(
            !said.errors().isEmpty()
                ? ExitCode.INVALID
                : warned ? ExitCode.WARNINGS : ExitCode.DONE);
    return said;
  }

  /** Up to four slips. */
  private static String mutated(String text, Random random) {
    String now = text;
    for (int n = random.nextInt(4); n >= 0; n--) {
      now = slip(now, random);
    }
    return now;
  }

  private static String slip(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + random.nextInt(12));
    int line = text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
    int next = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at) + 1;
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, at) + text.substring(end);
      case 1 -> text.substring(0, line) + text.substring(Math.max(line, next));
      case 2 -> text.substring(0, next) + text.substring(line);
      case 3 -> text.substring(0, line) + " ".repeat(1 + random.nextInt(4)) + text.substring(line);
      case 4 -> text.substring(0, at) + text.substring(0, end) + text.substring(at);
      default ->
          text.substring(0, at) + STRANGE.get(random.nextInt(STRANGE.size())) + text.substring(at);
    };
  }
}
