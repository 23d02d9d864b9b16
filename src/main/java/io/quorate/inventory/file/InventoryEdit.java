package io.quorate.inventory.file;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Marks;
import io.quorate.inventory.Problem;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.SettingValues;
import io.quorate.inventory.setting.VersionDefaults;
import io.quorate.inventory.yaml.SourceText;
import io.quorate.inventory.yaml.UneditableException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings the text of an inventory to a wanted one and leaves alone whatever does not change:
 * comments, blank lines, order, quotes, anchors and line ends stay, byte for byte.
 *
 * <ul>
 *   <li>A setting that has a line keeps it, also when its value is the default again; only one that
 *       cannot be written, such as no jump host, loses its line. A setting without a line gets one
 *       where its neighbours of the same kind stand, in the file's own indentation.
 *   <li>A new host comes last, below {@code all: hosts:}; its roles are names in the groups. One
 *       that goes leaves ranges ({@code node-[1:3]}) split. Comments above a line stay where they
 *       are.
 *   <li>A value that others name by an alias is changed at its anchor where all are to change, and
 *       written out where they part.
 * </ul>
 */
public final class InventoryEdit {
  /** Each pass looks at what the one before it wrote; a change takes four of them at most. */
  private static final int PASSES = 24;

  private final Inventory wanted;
  private final VersionDefaults defaults;

  private final Vault vault;

  private InventoryEdit(Inventory wanted, VersionDefaults defaults, Vault vault) {
    this.wanted = wanted;
    this.defaults = defaults;
    this.vault = vault;
  }

  /**
   * The text with the wanted inventory in it. Reading it gives an inventory that means the same:
   * hosts may be in another order, as the file's own is kept.
   *
   * @param text an inventory that can be read, if with errors in single settings
   * @throws UneditableException when the text is none, or says something in a way that cannot be
   *     changed in its place
   */
  public static String update(String text, Inventory wanted, VersionDefaults defaults)
      throws UneditableException {
    return update(text, wanted, defaults, Vault.closed());
  }

  /**
   * The same with Ansible Vault values: one that changes is sealed again, under its vault id. One
   * that does not open stays as it is, whatever is wanted.
   */
  public static String update(String text, Inventory wanted, VersionDefaults defaults, Vault vault)
      throws UneditableException {
    boolean marked = text.startsWith("\uFEFF");
    String clean = marked ? text.substring(1) : text;
    String edited = new InventoryEdit(wanted, defaults, vault).edited(clean);
    return marked ? "\uFEFF" + edited : edited;
  }

  private String edited(String text) throws UneditableException {
    String now = text;
    for (int i = 0; i < PASSES; i++) {
      Reading reading = InventoryFile.parse(now, "the file", defaults, vault);
      Inventory read = reading.inventory();
      if (read == null) {
        if (now.isBlank()) {
          return InventoryFile.write(wanted);
        }
        throw refusal(reading.problems());
      }
      Set<String> unread =
          reading.problems().stream()
              .filter(Problem::isError)
              .map(Problem::field)
              .collect(Collectors.toSet());
      Set<String> shut = new HashSet<>(reading.sealed());
      shut.retainAll(unread);
      unread.removeAll(shut);
      if (unread.isEmpty() && sameMeaning(read, wanted, shut)) {
        return now;
      }
      String next = pass(now, read, unread, shut);
      if (next.equals(now)) {
        throw refusal(reading.problems());
      }
      now = next;
    }
    throw refusal(List.of());
  }

  static UneditableException refusal(List<Problem> problems) {
    Problem first = problems.stream().filter(Problem::isError).findFirst().orElse(null);
    if (first == null) {
      return new UneditableException(
          "The file says this in a way that cannot be changed in its place. Write to another file,"
              + " or make the change by hand.");
    }
    Problem.Place place = first.place();
    String where = place == null ? "" : " (line " + place.line() + ")";
    return new UneditableException(
        "The file has an error that has to be fixed first"
            + where
            + ": "
            + first.what()
            + " "
            + first.remedy());
  }

  /** One kind of change at a time: the next kind is judged by what this one brings about. */
  private String pass(String text, Inventory read, Set<String> unread, Set<String> shut) {
    SourceText source = new SourceText(text);
    SourceGroups groups = new SourceGroups(source);
    EditStyle style = EditStyle.of(source);
    NodeEdits edits = new NodeEdits(source, style.step(), vault);
    SettingEdits settings = new SettingEdits(groups, edits, style, read, wanted, unread, shut);
    HostEdits hosts = new HostEdits(groups, edits, style, read, wanted);
    List<Runnable> kinds =
        List.of(
            hosts::rename,
            settings::changeGiven,
            hosts::remove,
            hosts::add,
            settings::addMissing,
            hosts::changeVariables);
    for (Runnable kind : kinds) {
      kind.run();
      if (!edits.isEmpty()) {
        return edits.applied();
      }
    }
    return text;
  }

  /** Whether two inventories want the same, whatever the order of hosts. */
  static boolean sameMeaning(Inventory one, Inventory other) {
    return sameMeaning(one, other, Set.of());
  }

  private static boolean sameMeaning(Inventory one, Inventory other, Set<String> shut) {
    Map<Setting, Object> values = new EnumMap<>(SettingValues.of(one));
    Map<Setting, Object> others = new EnumMap<>(SettingValues.of(other));
    values.keySet().removeIf(setting -> shut.contains(setting.key()));
    others.keySet().removeIf(setting -> shut.contains(setting.key()));
    return values.equals(others) && ordered(one).equals(ordered(other));
  }

  private static List<Host> ordered(Inventory inventory) {
    return inventory.hosts().stream()
        .map(host -> explicit(host, inventory))
        .sorted(Comparator.comparing(Host::name))
        .toList();
  }

  private static Host explicit(Host host, Inventory inventory) {
    return new Host(
        host.name(),
        host.address(),
        host.privateAddress(),
        host.roles(),
        text(HostEdits.effective(host, inventory, Setting.ANSIBLE_USER)),
        HostEdits.effective(host, inventory, Setting.ANSIBLE_PORT) instanceof Integer port
            ? port
            : null,
        text(HostEdits.effective(host, inventory, Setting.ANSIBLE_SSH_PRIVATE_KEY_FILE)),
        text(HostEdits.effective(host, inventory, Setting.JUMP_HOST)),
        new Marks(inventory.labelsOf(host), inventory.taintsOf(host)));
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : String.valueOf(value);
  }
}
