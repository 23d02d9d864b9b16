package io.quorate.cli.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.console.ScriptedTalk;
import io.quorate.wizard.journey.MenuEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainMenuTest {

  @Test
  void aQuestionMarkExplainsEachEntry() {
    List<MenuEntry> entries =
        MenuEntry.all(List.of(new MenuEntry.Attach("/r", "install of home")), true);
    ScriptedTalk script = new ScriptedTalk("?", "3");
    assertThat(PlainMenu.ask(script, entries, false)).isEqualTo(entries.get(2));
    assertThat(entries)
        .allSatisfy(e -> assertThat(script.said()).contains(e.title() + ": " + e.help()));
    assertThat(script.offered()).contains("1", "?", "q");
  }

  @Test
  void whatIsNoEntryIsRefusedAndQQuits() {
    ScriptedTalk script = new ScriptedTalk("99", "q");
    assertThat(PlainMenu.ask(script, MenuEntry.all(List.of(), false), false))
        .isEqualTo(new MenuEntry.Quit());
    assertThat(script.said()).anyMatch(l -> l.startsWith("error: \"99\" is none of them"));
  }
}
