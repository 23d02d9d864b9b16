package io.quorate.wizard;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.SettingForm;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/** What an inventory's file says, as if it had been typed. */
final class WrittenAnswers {

  private WrittenAnswers() {}

  /**
   * Only what is not usual counts as typed: where a file leaves a version to the others, it follows
   * them in the wizard, too.
   */
  static Answers of(Inventory inventory, String path, LocalDate today) {
    Map<String, String> written = new HashMap<>();
    SettingForm.of(inventory).forEach((key, text) -> written.put(key, line(key, text)));
    Map<String, String> typed = new HashMap<>();
    for (Setting deciding : List.of(Setting.KUBERNETES_VERSION, Setting.SERVICE_CLUSTER_IP)) {
      typed.put(deciding.key(), written.getOrDefault(deciding.key(), ""));
    }
    Answers answers =
        new Answers(typed, inventory.hosts().stream().map(HostEntry::of).toList(), List.of(), true);
    Map<String, String> usual = Draft.of(answers, null, Goal.EDIT.occasion(), today).usual();
    written.forEach(
        (key, text) -> {
          boolean said = !text.isEmpty() && Draft.LEFT_TO_SSH_CONFIG.contains(Setting.ofKey(key));
          if (said || !text.equals(usual.getOrDefault(key, ""))) {
            typed.put(key, text);
          }
        });
    typed.put(OwnField.PATH.key(), path);
    return new Answers(typed, answers.hosts(), List.of(), true);
  }

  /** Fields have one line; overrides of configuration are YAML, which can be written in one. */
  private static String line(String key, String text) {
    Setting setting = Setting.ofKey(key);
    if (setting == null || setting.kind() != Setting.Kind.TREE || text.isBlank()) {
      return Draft.inOneLine(text);
    }
    Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.FLOW);
    options.setWidth(Integer.MAX_VALUE);
    options.setSplitLines(false);
    return new Yaml(new SafeConstructor(new LoaderOptions()), new Representer(options), options)
        .dump(tree)
        .strip();
  }
}
