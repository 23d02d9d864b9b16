package io.quorate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.console.ScriptedTalk;
import io.quorate.tui.pages.StartMenu.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainMenuTest {

  @Test
  void aQuestionMarkExplainsEachEntry() {
    List<Entry> entries = Entry.all(List.of(new Entry.Attach("/r", "install of home")));
    ScriptedTalk script = new ScriptedTalk("?", "3");
    assertThat(PlainMenu.ask(script, entries, false)).isEqualTo(entries.get(2));
    assertThat(entries)
        .allSatisfy(e -> assertThat(script.said()).contains(e.title() + ": " + e.help()));
    assertThat(script.offered()).contains("1", "?", "q");
  }

  @Test
  void whatIsNoEntryIsRefusedAndQQuits() {
    ScriptedTalk script = new ScriptedTalk("9", "q");
    assertThat(PlainMenu.ask(script, Entry.all(List.of()), false)).isEqualTo(new Entry.Quit());
    assertThat(script.said()).anyMatch(l -> l.startsWith("error: \"9\" is none of them"));
  }
}
