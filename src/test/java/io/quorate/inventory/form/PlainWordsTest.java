package io.quorate.inventory.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quorate.inventory.Problem;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.yaml.PlainScalar;
import io.quorate.inventory.yaml.PlainScalar.Meaning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words without quotes mean the same here and to Ansible, or are refused. */
class PlainWordsTest {
  private static final List<String> WORDS =
      List.of(
          "yes",
          "No",
          "ON",
          "off",
          "true",
          "FALSE",
          "yEs",
          "y",
          "n",
          "~",
          "null",
          "Null",
          "nUll",
          "012",
          "-012",
          "089",
          "0",
          "-0",
          "+12",
          "12",
          "-12",
          "1_000",
          "0_",
          "01_2",
          "0x1F",
          "0x",
          "0b101",
          "0b2",
          "0o17",
          "1:30",
          "190:20:30",
          "190:20:30.15",
          "1:60",
          "0:30",
          "1.10",
          "1.1",
          "1.0",
          "1.",
          ".5",
          "-.5",
          "+.5",
          "1_0.5",
          "1e5",
          "1.5e+3",
          "1.5e3",
          "1.5E-10",
          "0.0001",
          "0.00001",
          "123456789012345680.0",
          "1234567890123456.0",
          ".inf",
          "-.Inf",
          ".nan",
          ".iNf",
          "2024-01-02",
          "2024-1-2",
          "2024-01-02 10:20:30",
          "2024-01-02T10:20:30Z",
          "2024-01-02t1:20:30.5 +02:00",
          "12345678901234567890123",
          "1.2.3",
          "v1.30",
          "a",
          "1-2",
          "10.0.0.1",
          "10.0.0.0/16",
          "0xg",
          "<",
          "1__2",
          "_1");

  @TempDir Path folder;

  @Test
  void eachWordMeansWhatAnsibleMakesOfIt() throws Exception {
    StringBuilder yaml = new StringBuilder("all:\n  hosts: {n: }\n  vars:\n");
    IntStream.range(0, WORDS.size())
        .forEach(i -> yaml.append("    w" + i + ": " + WORDS.get(i) + "\n"));
    Path file = Files.writeString(folder.resolve("words.yaml"), yaml);
    JsonNode values =
        JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build()
            .readTree(AnsibleCommand.list(List.of(), file))
            .path("_meta")
            .path("hostvars")
            .path("n");

    for (int i = 0; i < WORDS.size(); i++) {
      String word = WORDS.get(i);
      JsonNode value = values.path("w" + i);
      Meaning meaning = PlainScalar.meaning(word);
      if (value.isTextual()) {
        boolean moment = word.matches("\\d{4}-\\d+-\\d+[Tt ].*");
        assertThat(meaning == null || meaning.what().equals("the date " + word))
            .isNotEqualTo(moment);
        assertThat(value.asText().equals(word) || moment).as(word).isTrue();
        assertThat(PlainScalar.readOtherwise(word) == null).as(word).isNotEqualTo(moment);
      } else {
        assertThat(meaning).as(word).isNotNull();
        assertThat(meaning.text()).as(word).isEqualTo(python(value));
      }
    }
  }

  private static String python(JsonNode value) {
    return switch (value.getNodeType()) {
      case BOOLEAN -> value.asBoolean() ? "True" : "False";
      case NULL -> "";
      case NUMBER ->
          Double.isNaN(value.doubleValue())
              ? "nan"
              : value.isDouble() ? PlainScalar.pythonText(value.doubleValue()) : value.asText();
      default -> throw new AssertionError(value);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "1.1, 1.1",
    "1500, 1500.0",
    "1e-7, 1e-07",
    "1.5e-10, 1.5e-10",
    "0.0001, 0.0001",
    "1e16, 1e+16",
    "123456789012345680, 1.2345678901234568e+17",
    "1e15, 1000000000000000.0",
    "-2.5e100, -2.5e+100",
    "0, 0.0",
    "-0.0, -0.0"
  })
  void aNumberIsWrittenAsByPython(double number, String text) {
    assertThat(PlainScalar.pythonText(number)).isEqualTo(text);
  }

  private List<Problem> errors(String name, String text) throws Exception {
    Path file = Files.writeString(folder.resolve(name), text);
    return errors(file);
  }

  private static List<Problem> errors(Path file) throws Exception {
    Reading reading = Forms.read(Source.of(file), Catalogue.load());
    return reading.problems().stream().filter(Problem::isError).toList();
  }

  private static String yaml(String variables, String host) {
    return """
        all:
          vars: {ansible_user: ops, %s}
          children:
            k8s_masters: {hosts: {n1: {ansible_host: 10.0.0.1, %s}}}
        """
        .formatted(variables, host);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cluster_name: yes | yes | the truth value True | Write \"yes\" in quotes.",
        "cluster_name: 012 | 012 | the number 10 | Write \"012\" in quotes, or 10 if that is meant.",
        "cluster_name: 1.10 | 1.10 | the number 1.1 |",
        "kubernetes_version: 1.30 | 1.30 | the number 1.3 |",
        "ntp_server_main: 1:30 | 1:30 | the number 90 |",
        "timezone: off | off | the truth value False |",
        "cluster_name: 2024-01-02 10:20:30 | 2024-01-02 10:20:30 | a point in time |",
        "cluster_name: 2024-13-40 | 2024-13-40 | a date that does not exist |",
        "cluster_name: = | = | a sign of YAML's own, and stops there |",
        "node_labels: {a: 1_000} | 1_000 | the number 1000 |",
        "node_labels: {a: 0x1F} | 0x1F | the number 31 |",
        "node_labels: {no: a} | no | the truth value False |",
        "packages: [curl, yes] | yes | the truth value True |",
        "ansible_user: no | no | the truth value False |",
        "ansible_ssh_user: no | no | the truth value False |",
        "ansible_port: 022 | 022 | the number 18 |",
        "etcd_snapshot_keep: 010 | 010 | the number 8 |",
        "firewall_ports: [{name: no, port: 80}] | no | the truth value False |",
        "firewall_ports: [{name: a, port: 080}] | |  |",
        "firewall_ports: [{name: a, port: 0100}] | 0100 | the number 64 |",
        "kubelet_config: {a: {b: 012}} | 012 | the number 10 |",
        "kubelet_config: {a: {b: [2024-1-1 1:10:10]}} | 2024-1-1 1:10:10 | a point in time |",
      })
  void aWordThatReadsOtherwiseIsRefusedAtItsPlace(
      String setting, String word, String meaning, String remedy) throws Exception {
    String text = yaml(setting.replace("ansible_user", "ansible_ssh_user"), "private_address: ");
    List<Problem> errors = errors("hosts.yaml", text);
    if (word == null) {
      assertThat(errors).noneMatch(problem -> problem.what().startsWith("Ansible reads"));
      return;
    }
    String second = text.lines().toList().get(1);
    assertThat(errors)
        .anySatisfy(
            problem -> {
              assertThat(problem.what())
                  .isEqualTo("Ansible reads " + word + " as " + meaning + ".");
              assertThat(problem.remedy())
                  .contains(remedy == null ? "\"" + word + "\" in quotes" : remedy);
              assertThat(problem.place()).isNotNull();
              assertThat(problem.place().line()).isEqualTo(2);
              assertThat(second.substring(problem.place().column() - 1)).startsWith(word);
            });
    assertThat(errors("quoted.yaml", text.replace(word, "\"" + word + "\"")))
        .noneMatch(problem -> problem.what().startsWith("Ansible reads"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ansible_become: yes",
        "ansible_become: off",
        "cluster_name: 12",
        "cluster_name: 1.5",
        "cluster_name: True",
        "cluster_name: !!str 012",
        "cluster_name: !unsafe no",
        "cluster_name: y",
        "cluster_name: 2024-01-02",
        "node_labels: {a: 7, \"no\": \"012\", 5: b}",
        "kubelet_config: {a: yes, b: 1.10, c: 7}",
        "firewall_ports: [{name: a, port: 80}]",
      })
  void whatBothReadAlikeStays(String setting) throws Exception {
    assertThat(errors("hosts.yaml", yaml(setting, "private_address: "))).isEmpty();
  }

  @Test
  void aSecretIsNotShown() throws Exception {
    List<Problem> errors =
        errors(
            "hosts.yaml",
            yaml(
                "etcd_initial_token: 0x1234567890ABC, etcd_environment: {PASSWORD: 01234567}",
                "private_address: "));
    assertThat(errors)
        .filteredOn(problem -> problem.remedy().equals("Write it in quotes."))
        .hasSize(2);
    assertThat(errors.toString()).doesNotContain("1234567");
  }

  @Test
  void foldersOfVariablesAreLookedAtToo() throws Exception {
    Files.createDirectories(folder.resolve("group_vars"));
    Files.writeString(folder.resolve("group_vars/all.yml"), "cluster_name: off\n");
    Files.createDirectories(folder.resolve("host_vars"));
    Files.writeString(folder.resolve("host_vars/n1"), "---\nansible_port: 0222\n");
    assertThat(errors("hosts.yaml", yaml("timezone: Etc/UTC", "private_address: ")))
        .extracting(
            problem -> problem.place().file().replaceFirst(".*/", "") + " " + problem.what())
        .containsExactlyInAnyOrder(
            "all.yml Ansible reads off as the truth value False.",
            "n1 Ansible reads 0222 as the number 146.");
  }

  @Test
  void aWordOfAGroupIsToldOnceForItsHosts() throws Exception {
    String text =
        """
        all:
          hosts: {"n[1:9]": }
          children:
            k8s_masters: {hosts: {"n[1:9]": }}
            some: {hosts: {"n[1:8]": }, vars: {ansible_user: no}}
        """;
    assertThat(errors("hosts.yaml", text))
        .filteredOn(p -> p.what().contains("Ansible reads"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "010", "12", "1.10", "2024-01-02", "~"})
  void aNameThatIsNoTextIsRefusedAsByAnsible(String name) throws Exception {
    String host =
        "all:\n  children:\n    k8s_masters:\n      hosts:\n        %s: {ansible_host: h}\n";
    assertThat(errors("host.yaml", host.formatted(name)))
        .anySatisfy(
            problem -> {
              assertThat(problem.what())
                  .contains("Ansible reads " + name + " as ", "has to be text");
              assertThat(problem.remedy()).isEqualTo("Write \"" + name + "\" in quotes.");
              assertThat(problem.place().line()).isEqualTo(5);
            });
    assertThat(errors("group.yaml", "all:\n  children:\n    %s: {hosts: {a: }}\n".formatted(name)))
        .anyMatch(problem -> problem.what().contains("Ansible reads " + name + " as "));
    assertThat(errors("list.json", "{\"k8s_masters\": {\"hosts\": [\"a\", 7, true]}}"))
        .extracting(Problem::what)
        .contains(
            "Ansible reads 7 as the number 7, and a name has to be text.",
            "Ansible reads true as the truth value True, and a name has to be text.");
  }

  /** Python's literals are another notation; what they mean is compared in its own test. */
  @Test
  void iniIsReadAsPythonDoes() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("hosts.ini"),
            """
            [k8s_masters]
            n1 ansible_host=10.0.0.1 ansible_user=no ansible_port=022
            [all:vars]
            cluster_name=012
            timezone=1.10
            """);
    assertThat(errors(file))
        .extracting(Problem::what)
        .contains("Ansible reads 1.10 as the number 1.1.")
        .noneMatch(what -> what.contains("012") || what.contains("022") || what.contains(" no "));
    AnsibleCommand ansible = AnsibleCommand.of(file);
    assertThat(ansible.value("n1", "cluster_name")).isEqualTo("012");
    assertThat(ansible.value("n1", "ansible_user")).isEqualTo("no");
    assertThat(ansible.value("n1", "timezone")).isEqualTo("1.1");
  }

  /** Programs written in Go take a word for the text that they expect. */
  @Test
  void aFileOfAnotherInstallerKeepsItsWords() throws Exception {
    assertThat(
            errors(
                "k0sctl.yaml",
                """
                apiVersion: k0sctl.k0sproject.io/v1beta1
                kind: Cluster
                metadata: {name: 012}
                spec:
                  hosts:
                    - {role: controller+worker, hostname: n1, ssh: {address: 10.0.0.1, user: no}}
                """))
        .noneMatch(problem -> problem.what().contains("Ansible reads"));
  }
}
