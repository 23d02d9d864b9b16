package io.quorate.wizard;

import io.quorate.inventory.InventoryFile;
import io.quorate.inventory.Reading;
import io.quorate.inventory.Setting;
import io.quorate.release.Catalogue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** Reads answers as the inventory that they make. */
final class AnswersReading {

  private AnswersReading() {}

  static Reading of(Answers answers) {
    return InventoryFile.parse(text(answers), "answers", Catalogue.load());
  }

  static String text(Answers answers) {
    Map<String, Object> settings = new LinkedHashMap<>();
    answers.settings().forEach((key, text) -> put(settings, Setting.ofKey(key), text));
    Map<String, Object> hosts = new LinkedHashMap<>();
    answers.hosts().forEach(h -> hosts.put(h.name(), own(h)));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("vars", settings);
    all.put("hosts", hosts);
    all.put(
        "children",
        Map.of(
            "k8s_masters", group(answers, HostEntry::isMaster),
            "k8s_workers", group(answers, HostEntry::isWorker)));
    return new Yaml().dump(Map.of("all", all));
  }

  private static Map<String, Object> group(Answers answers, Predicate<HostEntry> member) {
    Map<String, Object> hosts = new LinkedHashMap<>();
    answers.hosts().stream().filter(member).forEach(h -> hosts.put(h.name(), Map.of()));
    return Map.of("hosts", hosts);
  }

  private static Map<String, Object> own(HostEntry host) {
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("ansible_host", host.address());
    if (!host.privateAddress().isEmpty()) {
      own.put("private_address", host.privateAddress());
    }
    if (!host.user().isEmpty()) {
      own.put("ansible_user", host.user());
    }
    if (!host.port().isEmpty()) {
      own.put("ansible_port", host.port());
    }
    return own;
  }

  private static void put(Map<String, Object> settings, @Nullable Setting setting, String text) {
    if (setting == null) {
      return;
    }
    switch (setting.kind()) {
      case TEXT, NUMBER, FLAG, CHOICE, VERSION -> settings.put(setting.key(), text.strip());
      case LIST, PORTS -> {
        boolean flags = setting.key().endsWith("_custom_flags");
        List<String> items =
            Arrays.stream(text.split(flags ? ",\\s*(?=--)" : ","))
                .map(String::strip)
                .filter(i -> !i.isEmpty())
                .toList();
        settings.put(setting.key(), items);
      }
      case MAP, TREE -> settings.put(setting.key(), text);
    }
  }
}
