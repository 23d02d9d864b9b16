package io.quorate.inventory.form;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.SettingValues;
import io.quorate.plan.Secrets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Keeps the book of what a form could say, so that the rest is named. */
final class LeftOut {
  private static final int LONGEST = 60;
  private static final Pattern USER_IN_URL = Pattern.compile("://[^/@\\s]+@");

  private final Inventory inventory;
  private final Set<Setting> said = EnumSet.noneOf(Setting.class);
  private final List<String> others = new ArrayList<>();

  LeftOut(Inventory inventory) {
    this.inventory = inventory;
  }

  /** Notes that the form says these settings. */
  void say(Setting... settings) {
    said.addAll(List.of(settings));
  }

  /** Notes that each host's user, port and key are said; what all hosts override is not, then. */
  void sayWaysToHosts() {
    List<Host> hosts = inventory.hosts();
    if (hosts.stream().anyMatch(h -> h.user() == null)) {
      say(Setting.ANSIBLE_USER);
    }
    if (hosts.stream().anyMatch(h -> h.port() == null)) {
      say(Setting.ANSIBLE_PORT);
    }
    if (hosts.stream().anyMatch(h -> h.keyFile() == null)) {
      say(Setting.ANSIBLE_SSH_PRIVATE_KEY_FILE);
    }
  }

  /** Notes what a host has of its own that the form has no place for. */
  void addMarks(Host host) {
    if (host.marks().labels() != null) {
      add(ofHost(Setting.NODE_LABELS, host, host.marks().labels()));
    }
    if (host.marks().taints() != null) {
      add(ofHost(Setting.NODE_TAINTS, host, host.marks().taints()));
    }
  }

  /** A host's value of a setting, as it is told. */
  static String ofHost(Setting setting, Host host, Object value) {
    String text = shown(value);
    return setting.key() + " of " + host.name() + ": " + (text.isEmpty() ? "none" : text);
  }

  /** Notes something that is no setting of the whole cluster. */
  void add(String what) {
    others.add(what);
  }

  /** What our own file would say and this form did not. */
  List<String> phrases() {
    List<String> phrases = new ArrayList<>(others);
    InventoryFile.settings(inventory)
        .forEach(
            (setting, value) -> {
              if (!said.contains(setting)) {
                phrases.add(
                    setting.key() + ": " + (setting.secret() ? "(a secret)" : shown(value)));
              }
            });
    return List.copyOf(phrases);
  }

  /** A value for people's eyes: a proxy's URL may have a password in it. */
  static String withoutSecrets(Object value) {
    return USER_IN_URL
        .matcher(SettingValues.typed(Secrets.shown(value)))
        .replaceAll("://(a secret)@");
  }

  private static String shown(Object value) {
    StringBuilder line = new StringBuilder();
    withoutSecrets(value)
        .replace("\n", ", ")
        .codePoints()
        .limit(LONGEST)
        .forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return line.length() < LONGEST ? line.toString() : line + "...";
  }

  /** The phrases as comment lines, each after a mark; empty when there are none. */
  String comment(String mark) {
    List<String> phrases = phrases();
    if (phrases.isEmpty()) {
      return "";
    }
    StringBuilder lines =
        new StringBuilder(mark).append(" What could not be said here, and is left out:\n");
    phrases.forEach(phrase -> lines.append(mark).append("   ").append(phrase).append('\n'));
    return lines.toString();
  }
}
