package io.quorate.inventory.rule;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.ProblemList;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.SettingReader;
import io.quorate.inventory.setting.SettingValues;
import io.quorate.inventory.setting.TextRule;
import io.quorate.inventory.setting.VaultOpener;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that is wrong with a wanted cluster, at once. What fits which version is the
 * catalogue's business, not judged here.
 */
public final class Validation {
  private Validation() {}

  /** What the inventory is about to be used for. */
  public enum Occasion {
    /** A new cluster: there is no reason for an even number of masters. */
    FIRST_INSTALL,
    /** A cluster on its way from one odd number of masters to another may be even for a while. */
    EXISTING_CLUSTER
  }

  /** The problems of a first install. */
  public static List<Problem> problems(Inventory inventory) {
    return problems(inventory, Occasion.FIRST_INSTALL);
  }

  /**
   * What reading found, as it weighs on the occasion: a sealed flag is a reason not to begin with
   * it, and none to leave a cluster alone that has it.
   */
  public static List<Problem> weighed(List<Problem> found, Occasion occasion) {
    return found.stream()
        .map(
            p ->
                occasion == Occasion.FIRST_INSTALL || !p.what().equals(VaultOpener.SEALED_FLAG)
                    ? p
                    : Problem.warning(p.field(), p.what(), p.remedy()).at(p.place()))
        .toList();
  }

  public static List<Problem> problems(Inventory inventory, Occasion occasion) {
    return problems(inventory, occasion, true);
  }

  /**
   * @param whole whether all hosts and groups could be read; what is missing says nothing if not
   */
  public static List<Problem> problems(Inventory inventory, Occasion occasion, boolean whole) {
    Map<Setting, Object> values = SettingValues.of(inventory);
    List<Problem> problems = new ProblemList();
    problems.addAll(HostRules.problems(inventory, occasion, whole));
    problems.addAll(AccessRules.problems(inventory));
    problems.addAll(NetworkRules.problems(inventory, occasion));
    problems.addAll(PortRules.problems(inventory));
    problems.addAll(EtcdRules.problems(inventory.etcd()));
    problems.addAll(TextRules.problems(inventory));
    problems.addAll(NodeRules.problems(inventory));
    values.forEach((setting, value) -> judgeForm(setting, value, problems));
    return List.copyOf(problems);
  }

  /** What each setting declares: its form and its range; and texts keep to one line. */
  private static void judgeForm(Setting setting, Object value, List<Problem> problems) {
    TextRule rule = setting.rule();
    if (rule != null) {
      judged(value)
          .filter(text -> !rule.suits(text))
          .forEach(text -> problems.add(unlike(setting, rule, text)));
    }
    if (value instanceof Integer number && setting.kind() == Setting.Kind.NUMBER) {
      if (number < setting.least() || number > setting.most()) {
        problems.add(
            Problem.error(
                setting.key(), number + " is out of range.", SettingReader.range(setting)));
      }
    } else if (setting.kind() != Setting.Kind.TREE
        && SettingValues.textsIn(value).stream()
            .anyMatch(text -> text.codePoints().anyMatch(Character::isISOControl))) {
      problems.add(
          Problem.error(
              setting.key(),
              "There is a line break or another control character in it.",
              "Write it in one line, without control characters."));
    }
  }

  private static Problem unlike(Setting setting, TextRule rule, String text) {
    return Problem.error(
        setting.key(),
        "\"" + Problem.shown(text) + "\" " + rule.fault() + ".",
        rule.remedy(setting));
  }

  private static Stream<String> judged(Object value) {
    return switch (value) {
      case String text -> Stream.of(text);
      case List<?> list -> list.stream().flatMap(Validation::judged);
      case Map<?, ?> map -> map.keySet().stream().map(String::valueOf);
      default -> Stream.empty();
    };
  }
}
