package io.quorate.tui.members;

import io.quorate.tui.Busy;
import io.quorate.tui.widget.Dialog;
import io.quorate.tui.widget.Reader;
import io.quorate.tui.widget.TextArea;
import io.quorate.wizard.MembersWizard;
import org.jspecify.annotations.Nullable;

/**
 * What is on the screen.
 *
 * @param row the node that is selected
 * @param focus what takes the keys
 * @param text those that join, as they are typed
 * @param scroll lines of the plan that are above the screen
 * @param byPhase whether the plan is shown by phase and not by node
 * @param overlay what lies over the page; null: nothing
 * @param dueMillis when the cluster is looked at again, in the program's time
 * @param busy the background work under way
 * @param left whether the person has left
 */
public record MembersScreen(
    MembersWizard wizard,
    int row,
    Focus focus,
    TextArea text,
    int scroll,
    boolean byPhase,
    @Nullable Over overlay,
    long millis,
    long dueMillis,
    int width,
    int height,
    Busy busy,
    boolean left) {

  /** What takes the keys. */
  enum Focus {
    NODES,
    TEXT,
    NEXT,
    BACK
  }

  /** What is asked. */
  enum About {
    LEAVE,
    GO,
    KEYS,
    DATA
  }

  /** What lies over the page and takes its keys. */
  sealed interface Over {}

  record Question(About about, Dialog dialog) implements Over {}

  /** Help. */
  record Reading(Reader reader) implements Over {}

  static MembersScreen of(MembersWizard wizard) {
    return new MembersScreen(
        wizard,
        0,
        wizard.kind() == MembersWizard.Kind.ADD ? Focus.TEXT : Focus.NODES,
        TextArea.of(wizard.lines()),
        0,
        false,
        null,
        0,
        0,
        80,
        24,
        Busy.idle(),
        false);
  }

  MembersScreen with(MembersWizard other) {
    return new MembersScreen(
        other, row, focus, text, scroll, byPhase, overlay, millis, dueMillis, width, height, busy,
        left);
  }

  MembersScreen at(int node, Focus there) {
    return new MembersScreen(
        wizard, node, there, text, scroll, byPhase, overlay, millis, dueMillis, width, height, busy,
        left);
  }

  MembersScreen typing(TextArea other) {
    return new MembersScreen(
        wizard, row, focus, other, scroll, byPhase, overlay, millis, dueMillis, width, height, busy,
        left);
  }

  MembersScreen reading(int lines, boolean phases) {
    return new MembersScreen(
        wizard, row, focus, text, lines, phases, overlay, millis, dueMillis, width, height, busy,
        left);
  }

  MembersScreen over(@Nullable Over other) {
    return new MembersScreen(
        wizard, row, focus, text, scroll, byPhase, other, millis, dueMillis, width, height, busy,
        left);
  }

  MembersScreen timed(long now, long due) {
    return new MembersScreen(
        wizard,
        row,
        focus,
        text,
        scroll,
        byPhase,
        overlay,
        now,
        due,
        width,
        height,
        busy.at(now),
        left);
  }

  MembersScreen busy(Busy other) {
    return new MembersScreen(
        wizard, row, focus, text, scroll, byPhase, overlay, millis, dueMillis, width, height, other,
        left);
  }

  MembersScreen sized(int columns, int lines) {
    return new MembersScreen(
        wizard, row, focus, text, scroll, byPhase, overlay, millis, dueMillis, columns, lines, busy,
        left);
  }

  MembersScreen leaving() {
    return new MembersScreen(
        wizard, row, focus, text, scroll, byPhase, null, millis, dueMillis, width, height, busy,
        true);
  }

  boolean adds() {
    return wizard.kind() == MembersWizard.Kind.ADD;
  }
}
