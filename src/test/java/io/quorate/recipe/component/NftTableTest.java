package io.quorate.recipe.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.platform.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether a table holds what its file loads, with an nft that keeps a table as a text: one for the
 * machine, and one for each network namespace of its own.
 */
class NftTableTest {

  private static final String LOADED =
      """
      table inet t {
      \tchain SOURCES {
      \t\tiif "lo" accept
      \t\tip saddr 10.0.0.1 accept
      \t}

      \tchain input {
      \t\ttype filter hook input priority filter - 5; policy accept;
      \t\ttcp dport 10250 jump SOURCES
      \t}
      }
      """;

  @TempDir Path folder;

  @BeforeEach
  void tools() throws IOException {
    tool(
        "nft",
        """
        case "$*" in
          "-f "*) cp "$2" "ROOT/namespace" ;;
          "-s list table inet t") cat "ROOT/${OWN:-machine}" ;;
          *) exit 9 ;;
        esac
        """);
    tool("unshare", "[ \"$1\" = -n ] || exit 9\nshift\nOWN=namespace exec \"$@\"\n");
    Files.writeString(folder.resolve("file"), LOADED);
  }

  private void tool(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text.replace("ROOT", folder.toString()));
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** Its exit code and what it says. */
  private String ran(String call) throws Exception {
    String program =
        new Template("common/nft.lib.sh").text()
            + "\ncode=0\nout=$("
            + call
            + ") || code=$?\nprintf '%s %s' \"$code\" \"$out\"\n";
    ProcessBuilder builder =
        new ProcessBuilder(List.of("sh", "-euc", program, "sh", folder.resolve("file").toString()))
            .redirectErrorStream(true);
    builder.environment().merge("PATH", folder.toString(), (was, own) -> own + ":" + was);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private String said() throws Exception {
    String program =
        new Template("common/nft.lib.sh").text() + "\ntable_holds inet t \"$1\" && echo holds\n";
    ProcessBuilder builder =
        new ProcessBuilder(List.of("sh", "-euc", program, "sh", folder.resolve("file").toString()))
            .redirectErrorStream(true);
    builder.environment().merge("PATH", folder.toString(), (was, own) -> own + ":" + was);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor() == 0).as(output).isEqualTo(output.equals("holds\n"));
    return output.strip();
  }

  private void machine(String text) throws IOException {
    Files.writeString(folder.resolve("machine"), text);
  }

  @Test
  void theSameListingHolds() throws Exception {
    machine(LOADED);
    assertThat(said()).isEqualTo("holds");
  }

  @Test
  void aTableThatIsGoneOrFlushedIsSaid() throws Exception {
    assertThat(said()).isEqualTo("was missing");
    machine(LOADED.replaceAll("(?m)^\\t\\t(iif|ip|tcp).*\\n", ""));
    assertThat(said()).isEqualTo("was empty");
  }

  @Test
  void oneRuleMoreOrLessIsSaidWithTheRule() throws Exception {
    machine(LOADED.replace("\t\ttcp dport", "\t\ttcp dport 10250 accept\n\t\ttcp dport"));
    assertThat(said()).isEqualTo("had a rule that is not ours: tcp dport 10250 accept");
    machine(LOADED.replace("\t\tip saddr 10.0.0.1 accept\n", ""));
    assertThat(said()).isEqualTo("had lost a rule: ip saddr 10.0.0.1 accept");
    machine(LOADED.replace("table inet t {\n", "table inet t {\n\tflags dormant\n"));
    assertThat(said()).isEqualTo("had a rule that is not ours: flags dormant");
  }

  @Test
  void theSameRulesInAnotherOrderAreNotTheSame() throws Exception {
    String first = "\t\tiif \"lo\" accept\n";
    String second = "\t\tip saddr 10.0.0.1 accept\n";
    machine(LOADED.replace(first + second, second + first));
    assertThat(said()).isEqualTo("had its rules in another order");
  }

  private static final String INCOMPARABLE =
      "could not be compared with its file (unshare failed: Operation not permitted)";

  private void noNamespace() throws IOException {
    tool("unshare", "echo 'unshare failed: Operation not permitted' >&2\nexit 1\n");
  }

  @Test
  void whatCannotBeComparedHasACodeOfItsOwn() throws Exception {
    noNamespace();
    assertThat(ran("table_holds inet t \"$1\"")).isEqualTo("1 was missing");
    machine(LOADED.replaceAll("(?m)^\\t\\t(iif|ip|tcp).*\\n", ""));
    assertThat(ran("table_holds inet t \"$1\"")).isEqualTo("1 was empty");
    machine(LOADED);
    assertThat(ran("table_holds inet t \"$1\"")).isEqualTo("2 " + INCOMPARABLE);
  }

  /** It must neither fail the step, nor be loaded at every run, nor hide what somebody changes. */
  @Test
  void whereNothingCanBeComparedTheListingOfTheLoadCounts() throws Exception {
    noNamespace();
    machine(LOADED);
    String kept = "table_kept inet t \"$1\" " + folder.resolve("applied/t");
    String loaded = "table_loaded inet t \"$1\" " + folder.resolve("applied/t");
    assertThat(ran(kept)).isEqualTo("1 " + INCOMPARABLE);
    assertThat(ran(loaded)).startsWith("0 the table t " + INCOMPARABLE);
    assertThat(ran(kept)).isEqualTo("0 ");
    machine(LOADED.replace("\t\ttcp dport", "\t\ttcp dport 10250 accept\n\t\ttcp dport"));
    assertThat(ran(kept)).startsWith("1 ");
    machine(LOADED);
    Files.writeString(folder.resolve("file"), LOADED + "# another\n");
    assertThat(ran(kept)).as("another file").startsWith("1 ");
    Files.delete(folder.resolve("machine"));
    assertThat(ran(loaded)).isEqualTo("1 after it was loaded, the table t was missing");
  }

  /** nft before 0.9 has no listing without counters. */
  @Test
  void anNftThatIsTooOldDoesNotMakeATableMissing() throws Exception {
    machine(LOADED);
    tool("nft", "case $1 in list) cat ROOT/machine ;; *) exit 1 ;; esac\n");
    assertThat(ran("table_holds inet t \"$1\""))
        .isEqualTo(
            "2 could not be compared with its file"
                + " (nft does not list it in a network namespace)");
  }
}
