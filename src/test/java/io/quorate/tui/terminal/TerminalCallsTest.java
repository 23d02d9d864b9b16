package io.quorate.tui.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalCallsTest {

  private static String called(Map<String, String> environment) {
    byte[] sequence = TerminalCalls.of(environment).call("install; done \u2713");
    return new String(sequence, StandardCharsets.UTF_8);
  }

  @Test
  void aTextIsSealedIntoOsc52() {
    byte[] sequence =
        TerminalCalls.of(Map.of("TERM", "xterm-256color")).copy("中文\u001b\n").orElseThrow();
    String sent = new String(sequence, StandardCharsets.US_ASCII);
    assertThat(sent).startsWith("\u001b]52;c;").endsWith("\u0007");
    byte[] text = Base64.getDecoder().decode(sent.substring(7, sent.length() - 1));
    assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo("中文\u001b\n");
  }

  @Test
  void aSequenceIsNotLongerThanTerminalsTake() {
    TerminalCalls calls = TerminalCalls.of(Map.of("TERM", "xterm"));
    assertThat(calls.copy("x".repeat(TerminalCalls.MOST)))
        .hasValueSatisfying(sent -> assertThat(sent).hasSizeLessThanOrEqualTo(100_000));
    assertThat(calls.copy("x".repeat(TerminalCalls.MOST + 1))).isEmpty();
    assertThat(calls.copy("中".repeat(TerminalCalls.MOST / 2))).as("bytes count").isEmpty();
  }

  @Test
  void aConsoleThatPrintsSequencesGetsTheBellAlone() {
    for (String term : new String[] {"linux", "vt100", "vt220-8", "ansi", "dumb"}) {
      assertThat(called(Map.of("TERM", term))).as(term).isEqualTo("\u0007");
      assertThat(TerminalCalls.of(Map.of("TERM", term)).copy("x")).as(term).isEmpty();
    }
  }

  @Test
  void notificationsAreWhatTheTerminalKnows() {
    assertThat(called(Map.of("TERM", "xterm-kitty")))
        .isEqualTo("\u0007\u001b]9;Quorate: install; done \u2713\u0007");
    assertThat(called(Map.of("TERM", "rxvt-unicode")))
        .isEqualTo("\u0007\u001b]777;notify;Quorate;install, done \u2713\u0007");
    assertThat(called(Map.of("TERM", "xterm-256color", "VTE_VERSION", "7600")))
        .contains("]777;notify;");
  }

  @Test
  void tmuxHandsOnWhatIsWrapped() {
    assertThat(called(Map.of("TERM", "tmux-256color", "TMUX", "/tmp/tmux,1,0")))
        .isEqualTo("\u0007\u001bPtmux;\u001b\u001b]9;Quorate: install; done \u2713\u0007\u001b\\");
  }

  @Test
  void theBellIsAsThePersonWantsIt() {
    String term = "xterm";
    for (String off : new String[] {"off", "OFF", "0", "no", "false"}) {
      assertThat(called(Map.of("TERM", term, TerminalCalls.VARIABLE, off))).as(off).isEmpty();
    }
    assertThat(called(Map.of("TERM", term, TerminalCalls.VARIABLE, "ring"))).isEqualTo("\u0007");
    assertThat(called(Map.of("TERM", term, TerminalCalls.VARIABLE, "on"))).contains("]9;Quorate");
  }
}
