package io.quorate.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.release.Catalogue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with the writing of a file: place and words. */
class BadInventoriesTest {

  private static final String GOOD =
      """
      all:
        vars:
          cluster_name: lab
        hosts:
          a: {ansible_host: 10.9.0.1}
        children:
          k8s_masters: {hosts: {a: }}
          k8s_workers: {hosts: {a: }}
      """;

  private static Reading parse(String text) {
    return InventoryFile.parse(text, "f", Catalogue.load());
  }

  private static Arguments bad(String text, String place, String what, String remedy) {
    return Arguments.of(text, place, what, remedy);
  }

  private static Arguments vars(String line, int column, String what, String remedy) {
    return bad("all:\n  vars:\n    " + line + "\n", "3:" + column, what, remedy);
  }

  static Stream<Arguments> files() {
    return Stream.of(
        bad("", "1:1", "The file is empty.", "begins with \"all:\""),
        bad("# nothing\n", "1:1", "The file is empty.", "inventory-samples/"),
        bad("just words", "1:1", "This is no inventory.", "begins with \"all:\""),
        bad("- a\n- b\n", "1:1", "This is no inventory.", "begins with \"all:\""),
        bad("all:\n\tvars:\n", "2:1", "This is not YAML", "Indent with spaces"),
        bad("all:\n  vars:\n   a: 1\n  b: 2\n c: 3\n", "5:2", "This is not YAML", "indentation"),
        bad("all: {vars: {cni: calico}\n", "2:1", "This is not YAML", "bracket"),
        bad("all: &x [*x2]\n", "1:10", "This is not YAML", "Define the alias"),
        bad(
            "all: \"a\u0001\"\n",
            "1:8",
            "There is a character that YAML does not allow: U+0001.",
            "Take it out"),
        bad(
            "all:\n  vars: {cni: calico}\n  vars: {cni: routed}\n",
            "3:3",
            "\"vars\" is there twice: first in line 2.",
            "Keep one"),
        bad(
            "all:\n  vars:\n    cni: calico\n    cni: routed\n",
            "4:5",
            "\"cni\" is there twice: first in line 3.",
            "Keep one"),
        bad(
            "all: 5\n",
            "1:6",
            "The group \"all\" has to be a mapping.",
            "hosts, vars and children"),
        bad(
            "all:\n  cluster_cidr: 10.0.0.0/16\n",
            "2:3",
            "\"cluster_cidr\" cannot stand in the group all.",
            "below vars"),
        bad(
            "all:\n  hosts: [a, b]\n",
            "2:10",
            "Below \"hosts\" names are wanted",
            "indented below hosts"),
        bad(
            "all:\n  k8s_masters: {}\n",
            "2:3",
            "\"k8s_masters\" cannot stand in the group all.",
            "below children"),
        bad(
            "all:\n  children:\n    k8s_master: {hosts: {a: }}\n",
            "3:5",
            "The group \"k8s_master\" has no meaning here.",
            "Did you mean k8s_masters?"),
        bad(
            "all:\n  children:\n    masters: {hosts: {a: }}\n",
            "3:5",
            "The group \"masters\" has no meaning here.",
            "Did you mean k8s_masters?"),
        bad(
            "all:\n  children:\n    lbs: {hosts: {a: }}\n",
            "3:5",
            "The group \"lbs\" has no meaning here.",
            "Only hosts of k8s_masters"),
        bad(
            "all:\n  hosts:\n    n[9:1]:\n",
            "3:5",
            "The range \"n[9:1]\" cannot be expanded.",
            "from the lower to the higher"),
        bad(
            "all:\n  hosts:\n    n[1:99999999]:\n",
            "3:5",
            "The range \"n[1:99999999]\" cannot be expanded.",
            "5000 hosts"),
        bad(
            "all:\n  hosts:\n    a: {ansible_hots: x}\n",
            "3:9",
            "There is no setting \"ansible_hots\".",
            "Did you mean ansible_host?"),
        bad(
            "all:\n  hosts:\n    a: {privat_address: x}\n",
            "3:9",
            "There is no setting \"privat_address\".",
            "Did you mean private_address?"),
        bad(
            "all:\n  hosts:\n    a: {cluster_cidr: x}\n",
            "3:9",
            "\"cluster_cidr\" cannot be set for a host alone.",
            "below all: vars:"),
        bad(
            "all:\n  children:\n    k8s_workers:\n      hosts: {a: }\n      vars: {cni: routed}\n",
            "5:14",
            "\"cni\" cannot be set for the group k8s_workers alone.",
            "below all: vars:"),
        bad(
            "all:\n  hosts:\n    a: {ansible_port: ssh}\n",
            "3:23",
            "\"ssh\" is no whole number.",
            "For example: 22."),
        vars(
            "cluster_cdir: 10.0.0.0/16",
            5,
            "There is no setting \"cluster_cdir\".",
            "Did you mean cluster_cidr?"),
        vars(
            "kubernetes-version: 1.36.4",
            5,
            "There is no setting \"kubernetes-version\".",
            "Did you mean kubernetes_version?"),
        vars(
            "something_else_entirely: 1",
            5,
            "There is no setting \"something_else_entirely\".",
            "Take it out"),
        vars("ansible_host: 10.0.0.1", 5, "\"ansible_host\" is a host's own.", "below the host"),
        vars(
            "ansible_password: x",
            5,
            "A password stands in the file; it is not used.",
            "ask_password"),
        vars("ansible_port: 12:30", 19, "\"12:30\" is no whole number.", "For example: 22."),
        vars("verbosity: 1.5", 16, "\"1.5\" is no whole number.", "For example: 2."),
        vars("etcd_snapshot_keep: [20]", 25, "A whole number is wanted here.", "For example: 20."),
        vars(
            "ansible_become: perhaps",
            21,
            "\"perhaps\" is neither true nor false.",
            "Write true or false."),
        vars(
            "cni: flannel",
            10,
            "\"flannel\" is not one of the choices.",
            "Take one of: calico, routed."),
        vars("cluster_domain: [a]", 21, "A text is wanted here.", "For example: cluster.local."),
        vars("gen_locales: en_US.UTF-8", 18, "A list is wanted here.", "- "),
        vars("gen_locales: [{a: b}]", 19, "An entry of this list has to be a text.", "en_US.UTF-8"),
        vars("firewall_ports: [kubelet]", 22, "\"kubelet\" is no name and port.", "kubelet 10250"),
        vars("kubelet_environment: [A=b]", 26, "Names with values are wanted here.", "name: value"),
        vars("kubelet_environment: {A: [b]}", 30, "\"A\" has to be a text.", "GOMEMLIMIT"),
        vars("kubelet_config: {maxPods: }", 30, "\"maxPods\" has no value.", "take the line out"),
        vars(
            "cluster_name: \"{{ name }}\"",
            19,
            "\"{{ name }}\" is a template",
            "Write the value itself."),
        vars(
            "cluster_name: \"a\\nb\"",
            19,
            "There is a line break or another control character in it.",
            "one line"),
        vars("kubelet_custom_flags: [\"--a=b\\n--c=d\"]", 28, "There is a line break", "one line"),
        vars(
            "etcd_initial_token: !vault |\n      $ANSIBLE_VAULT;1.1;AES256\n      6162",
            25,
            "This Ansible Vault value is damaged: it has not three parts.",
            "quorate inventory encrypt"),
        vars(
            "kubelet_config: {a: !vault x}",
            25,
            "This Ansible Vault value is damaged: it does not begin with",
            "quorate inventory encrypt"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void saysWhereAndWhat(String text, String place, String what, String remedy) {
    assertThat(parse(text).problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.what()).startsWith(what);
              assertThat(problem.remedy()).contains(remedy);
              Problem.Place at = problem.place();
              assertThat(at).isNotNull();
              assertThat(at == null ? "" : at.line() + ":" + at.column()).isEqualTo(place);
            });
  }

  @Test
  void allProblemsComeAtOnce() {
    assertThat(
            parse("all: {vars: {cni: x, verbosity: y, nonsense: z, ansible_become: w}}").problems())
        .extracting(Problem::field)
        .containsExactlyInAnyOrder("cni", "verbosity", "nonsense", "ansible_become");
  }

  @Test
  void leavesAloneWhatIsAnsibles() {
    assertThat(
            parse(
                    "all: {vars: {ansible_python_interpreter: /usr/bin/python3, ansible_become: yes}}")
                .problems())
        .isEmpty();
  }

  @Test
  void mergesAndAliasesAreYamlToo() {
    Reading reading =
        parse(
            """
            all:
              hosts:
                a: &usual {ansible_host: 10.9.0.1, ansible_port: 2222}
                b: {<<: *usual, ansible_host: 10.9.0.2}
            """);
    assertThat(reading.problems()).isEmpty();
    Inventory inventory = reading.inventory();
    assertThat(inventory).isNotNull();
    assertThat(inventory == null ? List.of() : inventory.hosts())
        .extracting("address", "port")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("10.9.0.1", 2222),
            org.assertj.core.groups.Tuple.tuple("10.9.0.2", 2222));
  }

  @Test
  void aliasBombsAreRefused() {
    StringBuilder wide = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      wide.append("a").append(i).append(": &a").append(i).append(" [");
      wide.append(("*a" + (i - 1) + ",").repeat(9)).append("]\n");
    }
    StringBuilder deep = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 25; i++) {
      deep.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    for (String bomb :
        List.of(
            wide.toString(),
            deep.toString(),
            "a: &a [*a]\n",
            "a: &a {<<: *a}\n",
            "[".repeat(100_000),
            "- ".repeat(100_000))) {
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> {
            Reading reading = parse(bomb);
            assertThat(reading.hasErrors()).isTrue();
            assertThat(reading.inventory()).isNull();
          });
    }
  }

  @Test
  void hugeAndGarbledFilesAreRefused(@TempDir Path folder) throws Exception {
    Path huge = folder.resolve("huge.yaml");
    Files.writeString(huge, "#".repeat(5 * 1024 * 1024));
    assertThat(InventoryFile.read(huge, Catalogue.load()).problems())
        .singleElement()
        .satisfies(p -> assertThat(p.what()).isEqualTo("The file is larger than 4 MiB."));

    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "all:\n  vars: {timezone: Zürich}\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(InventoryFile.read(latin, Catalogue.load()).problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.what()).isEqualTo("The file is not UTF-8 from here on.");
              assertThat(p.place()).isEqualTo(new Problem.Place(latin.toString(), 2, 21));
            });
  }

  @Test
  void noInputMakesItCrash() {
    Random random = new Random(7);
    String signs = "{}[]:,-&*!|>'\"%@`#\n \t\\<?~.0a\u0000\u0085é😀";
    for (int i = 0; i < 4000; i++) {
      StringBuilder text = new StringBuilder(GOOD);
      for (int n = random.nextInt(1, 6); n > 0; n--) {
        int at = random.nextInt(text.length());
        int sign = signs.codePointAt(random.nextInt(signs.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.insert(at, Character.toChars(sign));
          case 1 -> text.deleteCharAt(at);
          default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
        }
      }
      Reading reading = parse(text.toString());
      Inventory inventory = reading.inventory();
      if (inventory == null) {
        assertThat(reading.problems()).as(text.toString()).isNotEmpty();
      } else {
        Validation.problems(inventory);
      }
    }
  }
}
