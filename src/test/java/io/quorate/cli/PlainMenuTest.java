package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.console.Talk;
import io.quorate.plan.Secret;
import io.quorate.tui.pages.StartMenu.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainMenuTest {

  /** Gives answers, and keeps what was said and offered. */
  private record Script(ArrayDeque<String> answers, List<String> said, List<String> offered)
      implements Talk {

    static Script of(String... answers) {
      return new Script(new ArrayDeque<>(List.of(answers)), new ArrayList<>(), new ArrayList<>());
    }

    @Override
    public void say(String line) {
      said.add(line);
    }

    @Override
    public String ask(String prompt, List<String> known) {
      offered.addAll(known);
      return answers.remove();
    }

    @Override
    public Secret secret(String question) {
      throw new IllegalStateException(question);
    }

    @Override
    public boolean confirm(String question) {
      throw new IllegalStateException(question);
    }
  }

  @Test
  void aQuestionMarkExplainsEachEntry() {
    List<Entry> entries = Entry.all(List.of(new Entry.Attach("/r", "install of home")));
    Script script = Script.of("?", "3");
    assertThat(PlainMenu.ask(script, entries, false)).isEqualTo(entries.get(2));
    assertThat(entries)
        .allSatisfy(e -> assertThat(script.said()).contains(e.title() + ": " + e.help()));
    assertThat(script.offered()).contains("1", "?", "q");
  }

  @Test
  void whatIsNoEntryIsRefusedAndQQuits() {
    Script script = Script.of("9", "q");
    assertThat(PlainMenu.ask(script, Entry.all(List.of()), false)).isEqualTo(new Entry.Quit());
    assertThat(script.said()).anyMatch(l -> l.startsWith("error: \"9\" is none of them"));
  }
}
