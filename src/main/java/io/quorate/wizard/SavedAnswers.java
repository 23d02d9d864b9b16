package io.quorate.wizard;

import io.quorate.inventory.Marks;
import io.quorate.inventory.Role;
import io.quorate.inventory.setting.Setting;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The answers of a wizard that was left, and how they are kept as a text. They hold no password and
 * no etcd token, which a resumed wizard asks for and makes anew, and nothing that was found out
 * about hosts; so what is equal needs no saving.
 *
 * @param goal what they were given for
 * @param page where the person was
 */
public record SavedAnswers(Answers answers, Goal goal, Page page) {

  private static final int FORMAT = 1;

  /** The text is not what {@link #text()} writes. */
  public static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  public static SavedAnswers of(InstallWizard wizard) {
    Page page = wizard.page().asks() ? wizard.page() : Page.REVIEW;
    Answers all = wizard.answers();
    Map<String, String> settings = new TreeMap<>(all.settings());
    settings.keySet().removeIf(SavedAnswers::isSecret);
    List<HostEntry> hosts = all.hosts().stream().map(HostEntry::forgotten).toList();
    return new SavedAnswers(
        new Answers(settings, hosts, all.badLines(), all.rolesByHand()), wizard.goal(), page);
  }

  /** The text to keep. */
  public String text() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", FORMAT);
    root.put("goal", goal.name().toLowerCase(Locale.ROOT));
    root.put("page", page.name().toLowerCase(Locale.ROOT));
    root.put("settings", new TreeMap<>(answers.settings()));
    root.put("hosts", answers.hosts().stream().map(SavedAnswers::written).toList());
    root.put(
        "bad_lines",
        answers.badLines().stream()
            .map(b -> Map.of("text", b.text(), "reason", b.reason()))
            .toList());
    root.put("roles_by_hand", answers.rolesByHand());
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    return "# The answers of a wizard that was left. No password and no token is in here.\n"
        + new Yaml(options).dump(root);
  }

  private static boolean isSecret(String key) {
    Setting setting = Setting.ofKey(key);
    return (setting != null && setting.mayHoldSecret())
        || OwnField.of(key).map(OwnField::isSecret).orElse(false);
  }

  private static Map<String, Object> written(HostEntry host) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("name", host.name());
    written.put("address", host.address());
    written.put("private_address", host.privateAddress());
    written.put("user", host.user());
    written.put("port", host.port());
    written.put("key_file", host.keyFile());
    written.put("jump_host", host.jumpHost());
    written.put("roles", host.roles().stream().sorted().map(Role::word).toList());
    if (host.marks().labels() != null) {
      written.put(Setting.NODE_LABELS.key(), host.marks().labels());
    }
    if (host.marks().taints() != null) {
      written.put(Setting.NODE_TAINTS.key(), host.marks().taints());
    }
    return written;
  }

  /**
   * Reads what {@link #text()} wrote.
   *
   * @throws UnreadableException when it is something else, or of a newer program
   */
  public static SavedAnswers read(String text) throws UnreadableException {
    try {
      Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
      Map<?, ?> saved = mapping(root, "the answers");
      if (!Integer.valueOf(FORMAT).equals(saved.get("format"))) {
        throw new UnreadableException("The saved answers are not of format " + FORMAT + ".");
      }
      Map<String, String> settings = new TreeMap<>();
      mapping(saved.get("settings"), "settings")
          .forEach((key, value) -> settings.put(String.valueOf(key), String.valueOf(value)));
      List<HostEntry> hosts = new ArrayList<>();
      for (Object host : sequence(saved.get("hosts"), "hosts")) {
        hosts.add(host(mapping(host, "a host")));
      }
      List<BadLine> bad = new ArrayList<>();
      for (Object line : sequence(saved.get("bad_lines"), "bad_lines")) {
        Map<?, ?> one = mapping(line, "a line");
        bad.add(new BadLine(word(one, "text"), word(one, "reason")));
      }
      boolean byHand = Boolean.TRUE.equals(saved.get("roles_by_hand"));
      Page page = Page.valueOf(word(saved, "page").toUpperCase(Locale.ROOT));
      return new SavedAnswers(new Answers(settings, hosts, bad, byHand), goal(saved), page);
    } catch (YAMLException | IllegalArgumentException e) {
      throw new UnreadableException("The saved answers cannot be read: " + e.getMessage());
    }
  }

  /** Without a word, an install: there was nothing else once. */
  private static Goal goal(Map<?, ?> saved) {
    String word = word(saved, "goal");
    return word.isEmpty() ? Goal.INSTALL : Goal.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static HostEntry host(Map<?, ?> saved) throws UnreadableException {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (Object role : sequence(saved.get("roles"), "roles")) {
      roles.add(Role.valueOf(String.valueOf(role).toUpperCase(Locale.ROOT)));
    }
    return new HostEntry(
        word(saved, "name"),
        word(saved, "address"),
        word(saved, "private_address"),
        word(saved, "user"),
        word(saved, "port"),
        word(saved, "key_file"),
        word(saved, "jump_host"),
        roles,
        marks(saved),
        new HostCheck.Untried(),
        0);
  }

  /** What older answers do not have, no host says. */
  private static Marks marks(Map<?, ?> saved) throws UnreadableException {
    Map<String, String> labels = null;
    if (saved.containsKey(Setting.NODE_LABELS.key())) {
      labels = new LinkedHashMap<>();
      for (Map.Entry<?, ?> label :
          mapping(saved.get(Setting.NODE_LABELS.key()), Setting.NODE_LABELS.key()).entrySet()) {
        labels.put(String.valueOf(label.getKey()), String.valueOf(label.getValue()));
      }
    }
    List<String> taints = null;
    if (saved.containsKey(Setting.NODE_TAINTS.key())) {
      taints = new ArrayList<>();
      for (Object taint :
          sequence(saved.get(Setting.NODE_TAINTS.key()), Setting.NODE_TAINTS.key())) {
        taints.add(String.valueOf(taint));
      }
    }
    return new Marks(labels, taints);
  }

  private static Map<?, ?> mapping(@Nullable Object value, String what) throws UnreadableException {
    if (value instanceof Map<?, ?> mapping) {
      return mapping;
    }
    throw new UnreadableException("The saved answers are damaged: " + what + " is not a mapping.");
  }

  private static List<?> sequence(@Nullable Object value, String what) throws UnreadableException {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new UnreadableException("The saved answers are damaged: " + what + " is not a list.");
  }

  private static String word(Map<?, ?> saved, String key) {
    return saved.get(key) instanceof Object value ? String.valueOf(value) : "";
  }
}
