package io.quorate.inventory.setting;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.yaml.Written;
import io.quorate.inventory.yaml.YamlWriter;
import io.quorate.plan.Secrets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A form's fields to an inventory and back. */
public final class SettingForm {
  private SettingForm() {}

  /**
   * Reads what was typed. Lists and pairs are separated by commas or line breaks; overrides of
   * configuration are YAML. An empty field means the default, but for lists, pairs, overrides and
   * the snapshot schedule, where it means none; so does a field that is not there mean the default.
   *
   * @param typed settings' names to their fields' text
   * @return its problems' fields are settings' names
   */
  public static Reading read(
      Map<String, String> typed, List<Host> hosts, VersionDefaults defaults) {
    List<Problem> problems = new ArrayList<>();
    Map<Setting, Written> given = new EnumMap<>(Setting.class);
    typed.forEach(
        (key, text) -> {
          Setting setting = Setting.ofKey(key);
          if (setting == null || setting.group() == Setting.Group.HOST) {
            problems.add(
                Problem.error(key, "There is no setting of this name.", "Take the field out."));
          } else if (!text.isBlank() || emptyMeansNone(setting)) {
            given.put(setting, Typed.read(setting, text, problems));
          }
        });
    Reading reading =
        InventoryBuilder.build(new Draft(given, List.of(), Map.of()), defaults, problems);
    Inventory read = reading.inventory();
    return read == null
        ? reading
        : new Reading(read.withHosts(hosts), reading.problems(), Map.of());
  }

  private static boolean emptyMeansNone(Setting setting) {
    return setting.mayBeEmpty()
        || switch (setting.kind()) {
          case LIST, PORTS, MAP, TREE -> true;
          case TEXT, NUMBER, FLAG, CHOICE, VERSION -> false;
        };
  }

  /** The text of every setting's field; reading them gives the same inventory again. */
  public static Map<String, String> of(Inventory inventory) {
    Map<Setting, Object> values = SettingValues.of(inventory);
    Map<String, String> typed = new LinkedHashMap<>();
    for (Setting setting : Setting.values()) {
      if (setting.group() != Setting.Group.HOST && setting != Setting.DOCKER_STORAGE_DRIVER) {
        typed.put(setting.key(), field(setting, values.get(setting)));
      }
    }
    return typed;
  }

  private static String field(Setting setting, @Nullable Object value) {
    if (value == null) {
      return "";
    }
    // What was typed comes back as it was; fields of secrets hide it themselves.
    Object plain = Secrets.revealed(value);
    return setting.kind() == Setting.Kind.TREE
        ? YamlWriter.block((Map<?, ?>) plain)
        : SettingValues.typed(plain);
  }
}
