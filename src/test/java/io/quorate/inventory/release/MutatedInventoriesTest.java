package io.quorate.inventory.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.file.Piped;
import io.quorate.inventory.form.Form;
import io.quorate.inventory.form.Forms;
import io.quorate.inventory.form.Source;
import io.quorate.inventory.release.InventoryLoader.Loaded;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.secret.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Inventories as a slip of the hand, a bad merge or a broken disk leaves them: each is accepted, or
 * refused with what is wrong and what to do, and none breaks the program.
 */
class MutatedInventoriesTest {
  private static final int EACH = 300;
  private static final long SEED = 20_261_201L;
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
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

  static Stream<Arguments> texts() throws IOException {
    Inventory sample =
        Objects.requireNonNull(Forms.read(Source.of(SAMPLE), Catalogue.load()).inventory());
    Stream<Arguments> written =
        Arrays.stream(Form.values())
            .filter(form -> form.readable() && form.writable())
            .map(form -> Arguments.of(form.key(), Forms.write(sample, form).text()));
    Stream<Arguments> others =
        Stream.of(
            Arguments.of("rke", of("rke.yml")),
            Arguments.of("kubeone", of("kubeone.yaml")),
            Arguments.of("kubekey", of("kubekey.yaml")),
            Arguments.of("kubeadm", of("nodes.json") + "---\n" + of("kubeadm.yaml")),
            Arguments.of("printed", PRINTED));
    return Stream.concat(written, others);
  }

  private static String of(String name) throws IOException {
    return Files.readString(Path.of("src/test/resources/inventory/installers", name));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void isReadOrRefusedInWords(String form, String text) throws IOException {
    // Of forms that have no place for a token one is missing from the beginning.
    Set<String> before =
        load(text).problems().stream()
            .filter(Problem::isError)
            .map(Problem::what)
            .collect(Collectors.toSet());
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < EACH; i++) {
      String mutated = mutated(text, random);
      List<Problem> problems = new ArrayList<>();
      assertThatCode(() -> problems.addAll(load(mutated).problems()))
          .as("%s %d: %s", form, i, mutated)
          .doesNotThrowAnyException();
      boolean broken = problems.stream().anyMatch(p -> p.isError() && !before.contains(p.what()));
      refused += broken ? 1 : 0;
      for (Problem problem : problems) {
        assertThat(problem.what()).as(mutated).isNotBlank();
        assertThat(problem.remedy()).as(mutated).isNotBlank();
        // A note of what is not said has no place to be said at.
        if (problem.severity() != Problem.Severity.NOTE) {
          assertThat(problem.place()).as("%s in %s", problem, mutated).isNotNull();
        }
      }
    }
    // Else the mutations are none.
    assertThat(refused).isBetween(EACH / 4, EACH);
  }

  private static Loaded load(String text) throws IOException {
    Piped piped = Piped.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    return InventoryLoader.load(
        Source.of(Piped.NAME).with(piped), Occasion.FIRST_INSTALL, TODAY, Vault.closed());
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
