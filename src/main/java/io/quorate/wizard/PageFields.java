package io.quorate.wizard;

import io.quorate.inventory.setting.Setting;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Which fields stand on which page, what they are called, and when they matter. */
final class PageFields {

  /** A field and when it is shown, told from the values of others. */
  private record Entry(
      String key, String label, Field.Kind kind, Predicate<UnaryOperator<String>> matters) {}

  /** The settings of these groups are asked for on a page, in the order of a written file. */
  private static final Map<Page, List<Setting.Group>> GROUPS =
      Map.of(
          Page.ACCESS, List.of(Setting.Group.ACCESS),
          Page.VERSIONS, List.of(Setting.Group.VERSIONS, Setting.Group.DOWNLOADS),
          Page.NETWORK, List.of(Setting.Group.NETWORK),
          Page.SECURITY,
              List.of(
                  Setting.Group.ETCD,
                  Setting.Group.FIREWALL,
                  Setting.Group.MACHINE,
                  Setting.Group.COMPONENTS));

  private static final Map<Page, List<Entry>> PAGES = new EnumMap<>(Page.class);

  static {
    GROUPS.forEach((page, groups) -> PAGES.put(page, entries(groups)));
    PAGES.put(Page.REVIEW, List.of(own(OwnField.PATH, Field.Kind.TEXT, v -> true)));
  }

  private static List<Entry> entries(List<Setting.Group> groups) {
    List<Entry> entries = new ArrayList<>();
    List<Entry> advanced = new ArrayList<>();
    for (Setting.Group group : groups) {
      for (Setting setting : Setting.values()) {
        if (setting.group() != group || setting.label().isEmpty()) {
          continue;
        }
        if (setting.advanced()) {
          advanced.add(of(setting, v -> setting.matters(v) && isOn(v, OwnField.ADVANCED.key())));
        } else {
          entries.add(of(setting, setting::matters));
          secretOf(setting).ifPresent(entries::add);
        }
      }
    }
    if (!advanced.isEmpty()) {
      entries.add(own(OwnField.ADVANCED, Field.Kind.SWITCH, v -> true));
      entries.addAll(advanced);
    }
    return List.copyOf(entries);
  }

  /** What has to be typed for some of the answers and is in no inventory. */
  private static Optional<Entry> secretOf(Setting setting) {
    return switch (setting) {
      case ANSIBLE_SSH_PRIVATE_KEY_FILE ->
          secret(OwnField.PASSPHRASE, v -> !v.apply(setting.key()).isBlank());
      case ASK_PASSWORD -> secret(OwnField.PASSWORD, v -> isOn(v, setting.key()));
      case ASK_BECOME_PASSWORD ->
          secret(OwnField.BECOME_PASSWORD, v -> setting.matters(v) && isOn(v, setting.key()));
      default -> Optional.empty();
    };
  }

  private PageFields() {}

  /**
   * The fields of a page that matter, in their order.
   *
   * @param values a field's text by its key
   */
  static List<Field> of(Page page, UnaryOperator<String> values) {
    return PAGES.getOrDefault(page, List.of()).stream()
        .filter(e -> e.matters().test(values))
        .map(e -> new Field(e.key(), e.label(), e.kind(), choices(e.key())))
        .toList();
  }

  /** The page that a field stands on. */
  static Optional<Page> pageOf(String key) {
    return PAGES.entrySet().stream()
        .filter(p -> p.getValue().stream().anyMatch(e -> e.key().equals(key)))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  static Field.Help help(String key) {
    Optional<OwnField> own = OwnField.of(key);
    if (own.isPresent()) {
      return own.get().help();
    }
    Setting setting = Setting.ofKey(key);
    return setting == null
        ? new Field.Help("", "", "")
        : new Field.Help(setting.help(), setting.example(), setting.source());
  }

  private static List<Field.Choice> choices(String key) {
    Setting setting = Setting.ofKey(key);
    if (setting == Setting.KUBERNETES_VERSION) {
      return KubernetesLines.choices();
    }
    return setting == null
        ? List.of()
        : setting.options().stream().map(o -> new Field.Choice(o, "")).toList();
  }

  private static Entry of(Setting setting, Predicate<UnaryOperator<String>> matters) {
    Field.Kind kind =
        switch (setting.kind()) {
          case FLAG -> Field.Kind.SWITCH;
          case CHOICE -> Field.Kind.CHOICE;
          case TEXT, NUMBER, VERSION, LIST, PORTS, MAP, TREE ->
              setting.secret() ? Field.Kind.SECRET : Field.Kind.TEXT;
        };
    return new Entry(setting.key(), setting.label(), kind, matters);
  }

  private static Optional<Entry> secret(OwnField field, Predicate<UnaryOperator<String>> matters) {
    return Optional.of(own(field, Field.Kind.SECRET, matters));
  }

  private static Entry own(
      OwnField field, Field.Kind kind, Predicate<UnaryOperator<String>> matters) {
    return new Entry(field.key(), field.label(), kind, matters);
  }

  private static boolean isOn(UnaryOperator<String> values, String key) {
    return values.apply(key).strip().equalsIgnoreCase("true");
  }
}
