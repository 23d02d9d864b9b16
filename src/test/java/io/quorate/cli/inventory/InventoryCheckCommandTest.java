package io.quorate.cli.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.cli.Called;
import io.quorate.cli.option.ProblemLines;
import io.quorate.inventory.Problem;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/** The command as a shell calls it. */
class InventoryCheckCommandTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void file() {
    file = folder.resolve("home.yaml");
  }

  private Called check(String text, String... more) throws Exception {
    Files.writeString(file, text);
    return Called.with(words(more));
  }

  private String[] words(String... more) {
    List<String> words = new java.util.ArrayList<>(List.of("inventory", "check", "-i"));
    words.add(file.toString());
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  @Test
  void aGoodFileIsCalledGood() throws Exception {
    Files.copy(Path.of("src/test/resources/vault/value-1.1.yaml"), file);

    Called called =
        Called.with(words("--vault-password-file", "src/test/resources/vault/password"));

    assertThat(called.out()).isEqualTo(file + ": nothing is wrong with it.\n");
    assertThat(called.code()).isZero();
  }

  /** As with other programs, the one file needs no option; two are refused. */
  @Test
  void theFileNeedsNoOption() throws Exception {
    Called named = check(Files.readString(Path.of("inventory-samples/mirror.yaml")));
    Called placed = Called.with("inventory", "check", file.toString());
    assertThat(placed.out()).isEqualTo(named.out());
    assertThat(placed.code()).isEqualTo(named.code());
    Called both = Called.with("inventory", "check", "-i", file.toString(), file.toString());
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err())
        .isEqualTo(
            "error: %1$s is named without -i, beside another inventory.\n"
                .concat("    To put inventories together, as Ansible does, write -i before each: ")
                .concat("-i FILE -i %1$s. Without any -i each is checked on its own.\n")
                .formatted(file));
    Called mixed = Called.with("inventory", "check", file.toString(), "-i", "base");
    assertThat(mixed.err()).isEqualTo(both.err());
    Called placedTwice =
        Called.with("inventory", "convert", "base", file.toString(), "--to", "json");
    assertThat(placedTwice.code()).isEqualTo(2);
    assertThat(placedTwice.err()).contains("-i FILE -i " + file + ".").doesNotContain("Usage");
    assertThat(Called.with("status", "-i", "base", file.toString()).err()).contains("-i FILE -i ");
    assertThat(Called.with("status", "-i", "base", "nowhere").err()).contains("Unmatched argument");
    assertThat(Called.with("inventory", "check", "--help").out().replaceAll("\\s+", " "))
        .contains("(-i=FILE [-i=FILE]... | FILE...)");
    assertThat(Called.with("inventory", "convert", "--help").out().replaceAll("\\s+", " "))
        .contains("(-i=FILE [-i=FILE]... | FILE)");
    Called none = Called.with("inventory", "check");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("FILE");
  }

  @Test
  void warningsHaveACodeOfTheirOwn() throws Exception {
    Called called = check(Files.readString(Path.of("inventory-samples/mirror.yaml")));

    assertThat(called.out()).endsWith(file + ": 1 warning, 1 note.\n");
    assertThat(called.code()).isEqualTo(4);
  }

  @Test
  void everyProblemIsShownAtItsPlace() throws Exception {
    Called called =
        check(
            """
            all:
              vars:
                cni: flannel
                ansible_prt: 22   # 中文 é
                "verbosity": "中中" # x
                etcd_initial_token: tooshort
              hosts: {a: {ansible_host: 10.9.0.1}}
              children: {k8s_masters: {hosts: {a: }}, k8s_workers: {hosts: {a: }}}
            """);

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.out().replace(file.toString(), "F"))
        .isEqualTo(
            """
            F:3:10: error: cni: "flannel" is not one of the choices.
                3 |     cni: flannel
                  |          ^
                Take one of: calico, routed, manifests.
            F:4:5: warning: ansible_prt: There is no setting "ansible_prt".
                4 |     ansible_prt: 22   # 中文 é
                  |     ^
                Did you mean ansible_port?
            F:5:18: error: verbosity: "中中" is not a whole number.
                5 |     "verbosity": "中中" # x
                  |                  ^
                For example: 2.
            F:6:25: note: etcd_initial_token: This secret stands in clear; only the file's owner should be able to read it.
                6 |     etcd_initial_token: •••
                  |                         ^
                To share the file, seal the secret: quorate inventory encrypt -i F
            F:6:25: error: etcd_initial_token: The etcd token has 8 characters; it needs at least 16.
                6 |     etcd_initial_token: •••
                  |                         ^
                Take at least 16 random letters and digits; the wizard makes one, and so does "openssl rand -hex 16".
            F: 3 errors, 1 warning, 1 note.
            """);
  }

  private static final String TWO =
      """
      all:
        vars: {etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n}
        hosts:
          a: {ansible_host: 10.9.0.1, ansible_port: 22222}
          b: {ansible_host: 10.9.0.2, ansible_port: 99999}
        children: {k8s_masters: {hosts: {a: }}, k8s_workers: {hosts: {a: , b: }}}
      """;

  /** What is left out is counted: a limit makes no inventory good. */
  @Test
  void aLimitTellsOfSomeHosts() throws Exception {
    Called all = check(TWO);
    assertThat(all.out()).contains("99999");
    Called masters = check(TWO, "--limit", "k8s_masters");
    assertThat(masters.code()).isEqualTo(2);
    assertThat(masters.out())
        .doesNotContain("99999")
        .contains("etcd_initial_token")
        .endsWith(": nothing is wrong with a; 1 note; of hosts that are left out: 1 error.\n");
    Called others = check(TWO, "--limit", "all:!k8s_masters");
    assertThat(others.out()).contains("99999").endsWith(": 1 error, 1 note.\n");

    JsonNode root = new ObjectMapper().readTree(check(TWO, "-l", "a", "--json").out());
    assertThat(root.get("valid").asBoolean()).isFalse();
    assertThat(root.get("inventories").get(0).get("hosts").toString()).isEqualTo("[\"a\"]");
    assertThat(root.get("inventories").get(0).get("leftOut").asInt()).isEqualTo(1);
    assertThat(root.get("problems").toString()).doesNotContain("99999");
  }

  @Test
  void aLimitThatMeansNobodyIsRefused() throws Exception {
    Called called = check(TWO, "--limit", "k8s_master");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.out()).isEmpty();
    assertThat(called.err())
        .isEqualTo(
            "error: --limit: There is no host and no group \"k8s_master\".\n"
                + "    Did you mean k8s_masters?\n");
    Path list = Files.writeString(folder.resolve("some"), "b\n");
    assertThat(check(TWO, "--limit", "@" + list).out()).contains("99999");
    Called missing = check(TWO, "--limit", "@" + list + ".txt");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).isEqualTo("error: there is no file " + list + ".txt.\n");
  }

  @Test
  void aProgramReadsTheSameAsJson() throws Exception {
    Called called = check("all:\n  vars: {cni: flannel}\n", "--json");

    JsonNode root = new ObjectMapper().readTree(called.out());
    assertThat(called.code()).isEqualTo(2);
    assertThat(root.get("valid").asBoolean()).isFalse();
    JsonNode cni =
        root.get("problems")
            .valueStream()
            .filter(p -> p.get("field").asText().equals("cni"))
            .findFirst()
            .orElseThrow();
    assertThat(cni.toString())
        .isEqualTo(
            "{\"severity\":\"error\",\"field\":\"cni\",\"inventory\":\"%s\",\"file\":\"%s\","
                    .formatted(file, file)
                + "\"line\":2,\"column\":15,\"what\":"
                + "\"\\\"flannel\\\" is not one of the choices.\",\"remedy\":"
                + "\"Take one of: calico, routed, manifests.\"}");
    assertThat(root.get("problems").size()).isGreaterThan(2);
  }

  /** Each file is an inventory of its own; the worst of them is the exit code. */
  @Test
  void severalFilesAreCheckedEach() throws Exception {
    Files.writeString(file, "all:\n  vars: {cni: flannel}\n");
    String good = "inventory-samples/mirror.yaml";
    Called lines = Called.with("inventory", "check", good, file.toString());
    assertThat(lines.code()).isEqualTo(2);
    assertThat(lines.out()).contains(good + ": 1 warning, 1 note.\n").contains(file + ": ");
    Called json = Called.with("inventory", "check", "--json", good, file.toString());
    JsonNode root = new ObjectMapper().readTree(json.out());
    assertThat(json.code()).isEqualTo(2);
    assertThat(root.get("valid").asBoolean()).isFalse();
    assertThat(root.get("inventories").toString())
        .isEqualTo(
            "[{\"inventory\":\"%s\",\"valid\":true},{\"inventory\":\"%s\",\"valid\":false}]"
                .formatted(good, file));
    assertThat(root.get("problems").valueStream().map(p -> p.get("inventory").asText()).distinct())
        .containsExactly(good, file.toString());
    Called missing = Called.with("inventory", "check", "nowhere.yaml", good);
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.out())
        .contains("error: There is no file nowhere.yaml.", "nowhere.yaml: 1 error.", good + ": ");
  }

  @Test
  void whatIsNotThereIsSaid() {
    Called called = Called.with(words());

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).isEqualTo("error: there is no file " + file + ".\n");
    assertThat(Called.with("inventory", "check").code()).isEqualTo(2);
  }

  /** Programs that ask for JSON get it whatever happens, with the same exit code. */
  @Test
  void whatCannotBeReadIsJsonAsWell() throws Exception {
    Called missing = Called.with(words("--json"));
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).isEmpty();
    assertThat(new ObjectMapper().readTree(missing.out()).toString().replace(file.toString(), "F"))
        .isEqualTo(
            "{\"valid\":false,\"inventories\":[{\"inventory\":\"F\",\"valid\":false}],"
                + "\"problems\":[{\"severity\":\"error\",\"field\":\"\",\"inventory\":\"F\","
                + "\"file\":\"F\",\"line\":1,\"column\":1,\"what\":\"There is no file F.\","
                + "\"remedy\":\"Check its name.\"}]}");
    Called nobody = check(TWO, "--json", "-l", "nobody");
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err()).isEmpty();
    JsonNode problem = new ObjectMapper().readTree(nobody.out()).at("/problems/0");
    assertThat(problem.get("field").asText()).isEqualTo("--limit");
    assertThat(problem.get("what").asText()).contains("no host and no group \"nobody\"");
    Files.copy(
        Path.of("src/test/resources/vault/value-1.1.yaml"),
        file,
        StandardCopyOption.REPLACE_EXISTING);
    Called shut = Called.with(words("--json", "--vault-password-file", file + ".none"));
    assertThat(shut.code()).isEqualTo(2);
    assertThat(new ObjectMapper().readTree(shut.out()).get("valid").asBoolean()).isFalse();
  }

  /** A secret in clear is told in each form, so that --strict lets none of them pass. */
  @Test
  void aSecretInClearIsToldOfEachForm() throws Exception {
    Path yaml = Path.of("inventory-samples/three-masters.yaml");
    for (String form : List.of("native", "ini")) {
      Path other = folder.resolve(form + (form.equals("native") ? ".yaml" : ".ini"));
      assertThat(
              Called.with(
                      "inventory", "convert", "-i", yaml.toString(), "--to", form, "-o", "" + other)
                  .code())
          .isZero();
      Called strict = Called.with("inventory", "check", "--strict", other.toString());
      assertThat(strict.out()).as(form).contains("etcd_initial_token: This secret stands in clear");
      assertThat(strict.out()).as(form).doesNotContain("sample-only");
      assertThat(strict.code()).as(form).isEqualTo(4);
    }
    Path list = folder.resolve("list.json");
    Files.writeString(
        list,
        """
        {"k8s_masters": {"hosts": ["n1"]}, "k8s_workers": {"hosts": ["n1"]}, "_meta": {"hostvars":
        {"n1": {"ansible_host": "10.9.0.1", "etcd_initial_token": "sample-only-7f3k9q2m5x8w1z4v"}}}}
        """);
    assertThat(Called.with("inventory", "check", list.toString()).out())
        .contains("This secret stands in clear", "seal it where it comes from, or as a whole: ")
        .doesNotContain("sample-only");
  }

  @Test
  void secretsOfNoKindAreShown() throws Exception {
    Called called =
        check(
            """
            all:
              vars: {ansible_password: hunter2hunter2, etcd_initial_token: tooshort1, cni: 1}
              hosts:
                a:
                  ansible_ssh_pass: hunter2hunter2
                  etcd_initial_token:
                    hunter2hunter2
            """);

    assertThat(called.out() + called.err())
        .contains("ansible_password: •••")
        .doesNotContain("hunter2")
        .doesNotContain("tooshort1");
  }

  /** Every form of a line of INI, with an error in each, so that each is shown. */
  @Test
  void secretsOfAnIniAreShownNeither() throws Exception {
    Path ini =
        Files.writeString(
            file.resolveSibling("hosts.ini"),
            """
            [k8s_masters]
            a ansible_password=hunter2one privat_address=10.0.0.1
            b ansible_become_pass='hunter2 two words' privat_address=10.0.0.2
            c ansible_ssh_pass="hunter2three" privat_address=10.0.0.3
            [all:vars]
            etcd_initial_token=hunter2four
            ansible_password=hunter2five
            ansible_become_password = hunter2 six
            containerd_config={"plugins": {"zorp": {"password": "hunter2seven"
            containerd_environment={'HTTPS_PROXY': 'http://me:hunter2eight@proxy:3128'
            mirror=http://me:hunter2nine@mirror
            """);

    Called called = Called.with("inventory", "check", "-i", ini.toString());

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.out()).contains("a ansible_password=•••", "ansible_become_pass=•••");
    assertThat(called.out() + called.err()).doesNotContain("hunter2");
  }

  @Test
  void aPasswordInAComponentsConfigurationIsNoted() throws Exception {
    Called called =
        check(
            """
            all:
              vars:
                containerd_config:
                  plugins:
                    zorp: {auth: {username: me, password: hunter2hunter2}}
            """);

    assertThat(called.out())
        .contains("note: containerd_config: A secret in it stands in clear")
        .doesNotContain("hunter2");
  }

  @Test
  void longLinesAreCutAroundTheMark() throws Exception {
    Called called = check("all: {vars: {cluster_name: " + "x".repeat(300) + ", cni: flannel}}\n");

    assertThat(called.out().lines().filter(line -> line.startsWith("    1 | ")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.length()).isLessThan(110))
        .anySatisfy(line -> assertThat(line).matches("    1 \\| …x+, cni: flannel}}"));
  }

  @Test
  void coloursAreForEyesOnly() {
    Problem problem = Problem.error("cni", "What.", "Do.");

    assertThat(ProblemLines.of(List.of(problem), Ansi.OFF))
        .first()
        .asString()
        .doesNotContain("\u001b");
    assertThat(ProblemLines.of(List.of(problem), Ansi.ON))
        .first()
        .asString()
        .isEqualTo("\u001b[1m\u001b[31merror: \u001b[0mcni: What.");
  }

  @Test
  void aFileThatIsNoTextIsSaidToBeNone() throws Exception {
    Files.write(file, "all: \u00fc\n".getBytes(StandardCharsets.ISO_8859_1));

    Called called = Called.with(words());

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.out()).contains(":1:6: error: The file is not UTF-8 from here on.");
  }

  private static Called fed(String text, String... words) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    try {
      return Called.with(words);
    } finally {
      System.setIn(before);
    }
  }

  /** The same is said of it as of a file, with lines; no folder is looked into for variables. */
  @Test
  void standardInputIsAFileCalledDash() throws Exception {
    String text = Files.readString(Path.of("inventory-samples/mirror.yaml"));
    String broken = text.replaceFirst("(?m)^( *)vars:$", "$1vars:\n$1  cni: flannel");
    assertThat(broken).isNotEqualTo(text);
    Called named = check(broken);
    for (List<String> how : List.of(List.of("-"), List.of("-i", "-"))) {
      List<String> words = new java.util.ArrayList<>(List.of("inventory", "check"));
      words.addAll(how);
      Called fed = fed(broken, words.toArray(String[]::new));
      assertThat(fed.code()).isEqualTo(named.code()).isEqualTo(2);
      assertThat(fed.out())
          .contains("-:")
          .contains(": error: cni: \"flannel\" is not one of the choices.\n")
          .contains("cni: flannel\n");
    }

    Called written = fed(text, "inventory", "convert", "-", "--to", "native");
    assertThat(written.code()).isZero();
    Files.writeString(file, written.out());
    Called same = fed(text, "inventory", "diff", "-", file.toString());
    assertThat(same.out()).isEqualTo("The clusters are the same.\n");
    assertThat(fed(text, "inventory", "diff", "-", "-").code()).isEqualTo(2);
    assertThat(fed(text, "install", "-i", "-", "--dry-run").err())
        .contains("this command needs the inventory as a file");
  }
}
