package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.OtherProgram;
import io.quorate.node.rehearsal.RehearsalSystem;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code --help} has to say. */
class HelpTest {

  /** Without white space, as lines are broken anywhere. */
  private static String help(String command) {
    Called called = Called.with(command, "--help");
    assertThat(called.code()).as(called.err()).isZero();
    return called.out().replaceAll("\\s+", "");
  }

  @Test
  void namesTheVariablesOfRehearsals() {
    List<String> others =
        Arrays.stream(RehearsalSystem.values())
            .filter(s -> s != RehearsalSystem.DEBIAN_12)
            .map(RehearsalSystem::word)
            .toList();
    assertThat(help("install"))
        .contains(
            "QUORATE_REHEARSAL_SPEED", "QUORATE_REHEARSAL_FAIL", "QUORATE_REHEARSAL_SYSTEM=rocky-9")
        .contains(others);
  }

  @Test
  void namesWhatIsNotPutBack() {
    assertThat(help("destroy"))
        .contains(
            "rpcbind",
            "firewalld",
            "nm-cloud-setup",
            "httpd_can_network_connect",
            "SELinux",
            "filecontext");
  }

  private static List<CommandLine> all(CommandLine command) {
    List<CommandLine> all = new ArrayList<>(List.of(command));
    command.getSubcommands().values().forEach(c -> all.addAll(all(c)));
    return all;
  }

  /** Lines are wrapped where they are read: a line end of its own in a sentence breaks it twice. */
  @Test
  void aParagraphIsOneLine() {
    List<String> broken = new ArrayList<>();
    for (CommandLine command : all(Main.commandLine())) {
      var usage = command.getCommandSpec().usageMessage();
      List<String> lines = new ArrayList<>();
      Stream.of(usage.description(), usage.footer())
          .flatMap(Stream::of)
          .forEach(t -> lines.addAll(Arrays.asList(t.split("\\n|%n", -1))));
      for (int i = 1; i < lines.size(); i++) {
        String before = lines.get(i - 1);
        String line = lines.get(i);
        boolean both = !before.isBlank() && !line.isBlank() && !line.startsWith(" ");
        if (both && !before.startsWith(" ") && !before.endsWith(".") && !before.endsWith(":")) {
          broken.add(command.getCommandName() + ": " + before + " / " + line);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  /** In the list of commands each has a few words, and none is broken off. */
  @Test
  void commandsAreListedInAFewWords() {
    String help = Called.with("--help").out();
    String list = help.substring(help.indexOf("Commands:"));
    assertThat(list).contains("\n  completion      Prints the script by which a shell completes");
    assertThat(list.lines().count()).isLessThan(45);
    assertThat(help.lines()).allMatch(l -> l.length() <= 80);
  }

  @Test
  void shellsCompleteCommandsAndOptions() throws Exception {
    for (String shell : List.of("bash", "zsh")) {
      String script = Called.with("completion", shell).out();
      assertThat(script)
          .contains("complete -F _complete_quorate", "--rehearse", "repair-network")
          .doesNotContain("__run", "__warm", "__share");
      Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
      try (OutputStream in = bash.getOutputStream()) {
        in.write(script.getBytes(StandardCharsets.UTF_8));
      }
      assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEmpty();
      assertThat(bash.waitFor()).isZero();
    }
    assertThat(Called.with("completion", "tcsh").code()).isEqualTo(2);
  }

  @Test
  void fishCompletesCommandsOptionsAndValues() {
    String script = Called.with("completion", "fish").out();
    assertThat(script.lines())
        .contains(
            "complete -c quorate -n '__quorate_at' -a status -d 'Shows how a cluster is'",
            "complete -c quorate -n '__quorate_at completion' -a 'bash zsh fish'",
            "complete -c quorate -n '__quorate_at completion' -f")
        .anyMatch(
            l ->
                l.startsWith(
                    "complete -c quorate -n '__quorate_at backup' -l to -r -F -d 'Where the"))
        .anyMatch(
            l ->
                l.startsWith("complete -c quorate -n '__quorate_at inventory convert' -l to -x -a ")
                    && l.contains(" ssh-config "))
        .allMatch(
            l ->
                !l.startsWith("complete ") || l.replace("\\'", "").matches("([^']*'[^']*')*[^']*"));
    assertThat(script).doesNotContain("__run", "__warm", "__share", "RULES", "COMMANDS");
  }

  @Test
  void fishOffersWhatComesNext(@TempDir Path folder) throws Exception {
    Path script = folder.resolve("quorate.fish");
    Files.writeString(script, Called.with("completion", "fish").out());
    assertThat(offered(script, "quorate --rehearse in"))
        .satisfiesExactly(
            l -> assertThat(l).startsWith("install\tInstalls the cluster "),
            l -> assertThat(l).startsWith("inventory\tWorks with the file "));
    assertThat(offered(script, "quorate inventory convert --to js"))
        .containsExactly("json\tThe form to write");
    assertThat(offered(script, "quorate completion -h f")).containsExactly("fish");
    assertThat(offered(script, "quorate inventory convert --fro"))
        .containsExactly("--from\tThe form that is read");
  }

  private static List<String> offered(Path script, String typed) throws Exception {
    String asked = "source $argv[1]; complete -C $argv[2]";
    Process fish =
        OtherProgram.start(
            new ProcessBuilder("fish", "--no-config", "-c", asked, script.toString(), typed)
                .redirectErrorStream(true),
            "fish");
    fish.getOutputStream().close();
    String said = new String(fish.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(fish.waitFor()).as(said).isZero();
    return said.lines().toList();
  }
}
