package io.quorate.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.tui.terminal.TerminalDisplay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipboardTest {

  private static final Path RECORDING = Path.of("src/test/resources/rehearsal/events.jsonl");

  /** What fits beside the screen's edges at 80 columns. */
  private static final int FITS = 78;

  private final List<String> taken = new ArrayList<>();
  @TempDir private Path folder;

  private Clipboard clipboard(Map<String, String> environment) {
    return new Clipboard(taken::add, environment);
  }

  @Test
  void whatWasSentIsSaidInOneLine() {
    String told = clipboard(Map.of()).copy("text", "what failed on node-12").text();
    assertThat(told).isEqualTo("Sent to the terminal's clipboard: what failed on node-12.");
    String inTmux = clipboard(Map.of("TMUX", "x")).copy("text", "what failed on node-12").text();
    assertThat(inTmux).contains("tmux", "set-clipboard on").hasSizeLessThanOrEqualTo(FITS);
    assertThat(taken).containsExactly("text", "text");
  }

  @Test
  void whatIsTooLongOrTakenByNobodyIsSaidToo() {
    String tooLong = "x".repeat(TerminalDisplay.MOST_COPIED + 1);
    assertThat(clipboard(Map.of()).copy(tooLong, "what failed").text())
        .isEqualTo("Not copied, since it is too long: 75 kB, and terminals take 74.");
    assertThat(taken).isEmpty();
    assertThat(new Clipboard(text -> false, Map.of()).copy("text", "2 lines").text())
        .startsWith("Not copied: this terminal");
    Clipboard gone =
        new Clipboard(
            text -> {
              throw new IOException("gone");
            },
            Map.of());
    assertThat(gone.copy("text", "2 lines").text()).startsWith("Nothing was copied: ");
    assertThat(gone.path(folder).text()).startsWith("Nothing was copied: ");
  }

  @Test
  void aPathIsSentWholeAndShownShortAndFirst() {
    Path path = folder.resolve("runs/x.log");
    String told = clipboard(Map.of("HOME", folder.toString())).path(path).text();
    assertThat(told).startsWith("~/runs/x.log   Sent to");
    assertThat(taken).containsExactly(path.toString());
    assertThat(new Clipboard(text -> false, Map.of()).path(path).text()).isEqualTo(path.toString());
  }

  @Test
  void aNodesLogIsAFileForItsOwnerAlone() throws IOException {
    Path journal = Files.copy(RECORDING, folder.resolve("events.jsonl"));
    Files.writeString(folder.resolve("run.log"), "the run's own");
    clipboard(Map.of()).logPath(journal, "node-1");
    Path log = folder.resolve("logs/node-1.log");
    assertThat(taken).containsExactly(log.toString());
    assertThat(log).content().contains("Prepare the system");
    assertThat(Files.getPosixFilePermissions(log))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    clipboard(Map.of()).logPath(journal, "run");
    clipboard(Map.of()).logPath(journal, "../../evil");
    assertThat(folder.resolve("run.log")).hasContent("the run's own");
    assertThat(taken).allMatch(path -> path.startsWith(folder + "/logs/"));
    assertThat(folder.resolve("logs/.._.._evil.log")).exists();
  }

  @Test
  void aLogThatCannotBeWrittenIsSaid() {
    assertThat(clipboard(Map.of()).logPath(folder.resolve("none.jsonl"), "node-1").text())
        .startsWith("The log cannot be written: ");
    assertThat(taken).isEmpty();
  }
}
