package io.quorate.tui.pages;

import io.quorate.tui.Canvas;
import io.quorate.tui.Columns;
import io.quorate.tui.KeyPress;
import io.quorate.tui.PageFrame.Hint;
import io.quorate.tui.Program.Update;
import io.quorate.tui.Style;
import io.quorate.tui.widget.Box;
import io.quorate.tui.widget.ButtonRow;
import io.quorate.wizard.Effect;
import io.quorate.wizard.HostCheck;
import io.quorate.wizard.HostEntry;
import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.Transition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One decision over all host keys that nobody has met before.
 *
 * @param declined tickets of the hosts whose key is not agreed to
 * @param row the host the focus is on
 * @param button 0: the list has the focus; 1: accept; 2: later
 * @param goingOn whether the person was on the way to the next page
 */
record KeyDecision(Set<Long> declined, int row, int button, boolean goingOn)
    implements Overlay<InstallWizard> {

  private static final String SENTENCE =
      "These hosts are met for the first time. Compare each fingerprint with what the host's own"
          + " console says (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub).";
  private static final ButtonRow BUTTONS = ButtonRow.of("Accept the checked", "Later");

  KeyDecision {
    declined = Set.copyOf(declined);
  }

  /** Nothing is declined yet. */
  static KeyDecision of(boolean goingOn) {
    return new KeyDecision(Set.of(), 0, 0, goingOn);
  }

  @Override
  public List<Hint> hints() {
    Hint first =
        button == 0
            ? new Hint("Space", "toggle")
            : new Hint("Enter", BUTTONS.labels().get(button - 1));
    return List.of(first, new Hint("Tab", "moves"), new Hint("Esc", BUTTONS.labels().getLast()));
  }

  @Override
  public Update<Screen<InstallWizard>, Effect> key(Screen<InstallWizard> screen, KeyPress key) {
    KeyDecision keys = this;
    List<HostEntry> hosts = screen.wizard().unknownKeys();
    int row = Math.clamp(keys.row(), 0, Math.max(0, hosts.size() - 1));
    if (key.is(KeyPress.Key.ESCAPE)) {
      return Update.of(screen.over(null));
    }
    if (key.is(KeyPress.Key.TAB) || key.is(KeyPress.Key.BACK_TAB)) {
      int by = key.is(KeyPress.Key.TAB) ? 1 : 2;
      return Update.of(screen.over(with(keys, row, (keys.button() + by) % 3)));
    }
    if (keys.button() == 0) {
      return Update.of(screen.over(inList(keys, hosts, row, key)));
    }
    if (key.is(KeyPress.Key.ENTER) || key.is(' ')) {
      return decided(screen, keys, hosts);
    }
    return switch (key.key()) {
      case LEFT, RIGHT -> Update.of(screen.over(with(keys, row, 3 - keys.button())));
      case UP -> Update.of(screen.over(with(keys, row, 0)));
      default -> Update.of(screen);
    };
  }

  private static KeyDecision inList(
      KeyDecision keys, List<HostEntry> hosts, int row, KeyPress key) {
    if (key.is(' ') && !hosts.isEmpty()) {
      Set<Long> declined = new HashSet<>(keys.declined());
      long ticket = hosts.get(row).ticket();
      if (!declined.remove(ticket)) {
        declined.add(ticket);
      }
      return new KeyDecision(declined, row, 0, keys.goingOn());
    }
    return switch (key.key()) {
      case UP -> with(keys, Math.max(0, row - 1), 0);
      case DOWN -> row >= hosts.size() - 1 ? with(keys, row, 1) : with(keys, row + 1, 0);
      case ENTER -> with(keys, row, 1);
      default -> keys;
    };
  }

  private static KeyDecision with(KeyDecision keys, int row, int button) {
    return new KeyDecision(keys.declined(), row, button, keys.goingOn());
  }

  private static Update<Screen<InstallWizard>, Effect> decided(
      Screen<InstallWizard> screen, KeyDecision keys, List<HostEntry> hosts) {
    Screen<InstallWizard> closed = screen.over(null);
    List<Effect> effects = new ArrayList<>();
    if (keys.button() == 1) {
      List<HostEntry> agreed =
          hosts.stream().filter(h -> !keys.declined().contains(h.ticket())).toList();
      Transition<InstallWizard> turn = closed.wizard().acceptKeys(agreed);
      closed = closed.with(turn.wizard());
      effects.addAll(turn.effects());
    }
    if (keys.goingOn()) {
      Transition<InstallWizard> turn = closed.wizard().next();
      closed = closed.with(turn.wizard());
      effects.addAll(turn.effects());
    }
    return new Update<>(closed, effects);
  }

  /**
   * Where it lies on a screen.
   *
   * @param shown hosts in view, two lines each
   * @param top the first of them
   */
  private record Place(int width, int height, List<String> sentence, int shown, int top) {

    static Place of(Screen<InstallWizard> screen, KeyDecision keys, int columns, int rows) {
      int hosts = screen.wizard().unknownKeys().size();
      int width = Math.min(columns - 2, 78);
      List<String> sentence = Columns.wrap(SENTENCE, width - 4);
      int room = Math.max(2, rows - sentence.size() - 7);
      int shown = Math.min(hosts, room / 2);
      int row = Math.clamp(keys.row(), 0, Math.max(0, hosts - 1));
      int top = Math.clamp(row - shown / 2, 0, Math.max(0, hosts - shown));
      return new Place(width, sentence.size() + 2 * shown + 5, sentence, shown, top);
    }
  }

  /** A click on a host turns it over, one on a button presses it. */
  @Override
  public Update<Screen<InstallWizard>, Effect> clicked(Screen<InstallWizard> screen, int x, int y) {
    KeyDecision keys = this;
    Place place = Place.of(screen, keys, screen.width(), screen.height());
    int column = x - (screen.width() - place.width()) / 2 - 2;
    int line = y - (screen.height() - place.height()) / 2 - 1;
    List<HostEntry> hosts = screen.wizard().unknownKeys();
    int host = (line - place.sentence().size() - 1) / 2;
    boolean onHost =
        line > place.sentence().size() && host < place.shown() && place.top() + host < hosts.size();
    if (onHost && column >= 0) {
      KeyDecision turned = inList(keys, hosts, place.top() + host, KeyPress.of(' '));
      return Update.of(screen.over(turned));
    }
    OptionalInt button = line == place.height() - 3 ? BUTTONS.at(column) : OptionalInt.empty();
    return button.isEmpty()
        ? Update.of(screen)
        : decided(screen, with(keys, keys.row(), button.getAsInt() + 1), hosts);
  }

  @Override
  public void draw(Screen<InstallWizard> screen, Canvas canvas) {
    KeyDecision keys = this;
    List<HostEntry> hosts = screen.wizard().unknownKeys();
    Place place = Place.of(screen, keys, canvas.width(), canvas.height());
    List<String> sentence = place.sentence();
    Canvas box =
        canvas.part(
            (canvas.width() - place.width()) / 2,
            (canvas.height() - place.height()) / 2,
            place.width(),
            place.height());
    Canvas inner =
        Box.draw(
            box,
            hosts.size() == 1 ? "A new host key" : hosts.size() + " new host keys",
            Style.WARNING);
    for (int i = 0; i < sentence.size(); i++) {
      inner.text(1, i, sentence.get(i), Style.NORMAL);
    }
    int row = Math.clamp(keys.row(), 0, Math.max(0, hosts.size() - 1));
    for (int i = 0; i < place.shown(); i++) {
      HostEntry host = hosts.get(place.top() + i);
      boolean here = keys.button() == 0 && place.top() + i == row;
      drawHost(inner, sentence.size() + 1 + 2 * i, host, keys, here);
    }
    BUTTONS
        .select(Math.max(0, keys.button() - 1))
        .draw(inner, 1, inner.height() - 1, inner.width() - 2, keys.button() > 0);
    inner.text(BUTTONS.width() + 4, inner.height() - 1, "Space, Tab", Style.DIM);
  }

  private static void drawHost(
      Canvas inner, int y, HostEntry host, KeyDecision keys, boolean here) {
    if (!(host.check() instanceof HostCheck.KeyUnknown key)) {
      return;
    }
    boolean agreed = !keys.declined().contains(host.ticket());
    char box = agreed ? inner.glyphs().checked() : inner.glyphs().unchecked();
    String line = "[" + box + "] " + host.name() + "  " + host.address() + "  " + key.type();
    inner.text(1, y, line, here ? Style.FOCUS : Style.NORMAL);
    inner.text(5, y + 1, key.fingerprint(), here ? Style.STRONG : Style.DIM);
  }
}
