package io.quorate.tui.pages;

import io.quorate.tui.Busy;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.Page;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wizard as it stands on the screen: its state, and where the eyes and hands are.
 *
 * @param spots where the person is on each page that was visited
 * @param overlay what lies over the page; null: nothing
 * @param width columns of the screen
 * @param height rows of the screen
 * @param now milliseconds since the program's start
 * @param lastLook when the newest preflight came back, in the same clock
 * @param awake whether the background work of a resumed journey was asked for
 * @param busy the background work under way
 * @param exit how it ended; null while it goes on
 */
public record WizardScreen(
    InstallWizard wizard,
    Map<Page, CursorPosition> spots,
    @Nullable Overlay overlay,
    int width,
    int height,
    long now,
    long lastLook,
    boolean awake,
    Busy busy,
    @Nullable Exit exit) {

  public WizardScreen {
    spots = Map.copyOf(spots);
  }

  /** How the wizard was left. */
  public sealed interface Exit {

    /** The person left; the answers are kept. */
    record Left() implements Exit {}

    /** The run has started: its dashboard has the screen now. */
    record Started(String folder) implements Exit {}

    /** The inventory, which was all that was wanted, is in this file. */
    record Written(String path) implements Exit {}
  }

  static WizardScreen of(InstallWizard wizard) {
    return new WizardScreen(wizard, Map.of(), null, 80, 24, 0, 0, false, Busy.idle(), null);
  }

  Page page() {
    return wizard.page();
  }

  CursorPosition spot() {
    return spots.getOrDefault(page(), CursorPosition.start());
  }

  WizardScreen at(CursorPosition spot) {
    Map<Page, CursorPosition> others = new EnumMap<>(Page.class);
    others.putAll(spots);
    others.put(page(), spot);
    return new WizardScreen(
        wizard, others, overlay, width, height, now, lastLook, awake, busy, exit);
  }

  WizardScreen with(InstallWizard other) {
    return new WizardScreen(other, spots, overlay, width, height, now, lastLook, awake, busy, exit);
  }

  WizardScreen over(@Nullable Overlay other) {
    return new WizardScreen(wizard, spots, other, width, height, now, lastLook, awake, busy, exit);
  }

  WizardScreen resized(int columns, int rows) {
    return new WizardScreen(
        wizard, spots, overlay, columns, rows, now, lastLook, awake, busy, exit);
  }

  WizardScreen at(long millis) {
    return new WizardScreen(
        wizard, spots, overlay, width, height, millis, lastLook, awake, busy.at(millis), exit);
  }

  WizardScreen busy(Busy other) {
    return new WizardScreen(
        wizard, spots, overlay, width, height, now, lastLook, awake, other, exit);
  }

  WizardScreen looked() {
    return new WizardScreen(wizard, spots, overlay, width, height, now, now, awake, busy, exit);
  }

  WizardScreen awakened() {
    return new WizardScreen(wizard, spots, overlay, width, height, now, lastLook, true, busy, exit);
  }

  WizardScreen leaving(Exit how) {
    return new WizardScreen(wizard, spots, null, width, height, now, lastLook, awake, busy, how);
  }
}
