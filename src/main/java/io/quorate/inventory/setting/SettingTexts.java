package io.quorate.inventory.setting;

import io.quorate.inventory.Problem;
import io.quorate.inventory.yaml.Written;
import io.quorate.inventory.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Help, example and source of a setting, from {@code assets/settings.yaml}.
 *
 * @param source where the fact behind the default or the rule comes from
 */
record SettingTexts(String help, String example, String source) {

  /** Read once, when somebody asks for help: a run without questions never pays for it. */
  private static final class Loaded {
    private static final Map<Setting, SettingTexts> TEXTS = load();
  }

  static SettingTexts of(Setting setting) {
    SettingTexts found = Loaded.TEXTS.get(setting);
    if (found == null) {
      throw new IllegalStateException("assets/settings.yaml says nothing about " + setting.key());
    }
    return found;
  }

  private static Map<Setting, SettingTexts> load() {
    List<Problem> problems = new ArrayList<>();
    Written read = YamlReader.read(text("/assets/settings.yaml"), "settings.yaml", problems);
    Map<Setting, SettingTexts> texts = new EnumMap<>(Setting.class);
    if (read instanceof Written.Mapping all) {
      all.entries()
          .forEach(
              (key, entry) -> {
                Setting setting = Setting.ofKey(key);
                if (setting != null && entry.value() instanceof Written.Mapping one) {
                  texts.put(
                      setting,
                      new SettingTexts(one.text("help"), one.text("example"), one.text("source")));
                }
              });
    }
    if (!problems.isEmpty()) {
      throw new IllegalStateException("assets/settings.yaml: " + problems.getFirst());
    }
    return texts;
  }

  private static String text(String path) {
    try (InputStream in = SettingTexts.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("no " + path + " on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
