package io.quorate.inventory.form;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.file.InventoryEdit;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.SettingValues;
import io.quorate.inventory.setting.VersionDefaults;
import io.quorate.inventory.yaml.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes single values of an inventory where they stand: in its own file, YAML or INI, or in the
 * files of variables beside it. All else stays, byte for byte, and so do the files' modes.
 */
public final class SettingsInPlace {

  /**
   * What was changed.
   *
   * @param before what the inventory said, or had as a default
   * @param place where it stands; null when it got a line of its own
   */
  public record Change(Setting setting, String before, String after, @Nullable Place place) {}

  private static final List<Setting> SETTINGS =
      List.of(
          Setting.KUBERNETES_VERSION,
          Setting.ETCD_VERSION,
          Setting.CONTAINER_RUNTIME,
          Setting.CONTAINERD_VERSION,
          Setting.RUNC_VERSION,
          Setting.DOCKER_VERSION,
          Setting.CNI_PLUGINS_VERSION,
          Setting.CNI);

  /** Another version of Kubernetes brings other defaults, which may have to be said then. */
  private static final int PASSES = 4;

  private static final Pattern ALL_VARS =
      Pattern.compile("^[ \\t]*\\[all:vars][^\\n]*(\\n|\\z)", Pattern.MULTILINE);

  private final Source source;
  private final VersionDefaults defaults;
  private final Vault vault;
  private final Map<Path, String> before = new LinkedHashMap<>();
  private final Map<Path, String> after = new LinkedHashMap<>();

  private SettingsInPlace(Source source, VersionDefaults defaults, Vault vault) {
    this.source = source;
    this.defaults = defaults;
    this.vault = vault;
  }

  /** What says something else than is wanted, of what runs on nodes and has a version. */
  public static List<Change> changes(Reading reading, Inventory wanted) {
    Inventory read = reading.inventory();
    List<Change> changes = new ArrayList<>();
    if (read != null) {
      Map<Setting, Object> says = SettingValues.of(read);
      Map<Setting, Object> wants = SettingValues.of(wanted);
      for (Setting setting : SETTINGS) {
        String before = String.valueOf(says.getOrDefault(setting, ""));
        String after = String.valueOf(wants.getOrDefault(setting, ""));
        if (!before.equals(after)) {
          changes.add(new Change(setting, before, after, reading.places().get(setting.key())));
        }
      }
    }
    return changes;
  }

  /**
   * Changes the values, each file wholly or not at all. What is filled in from other settings, such
   * as the pause image by the version of Kubernetes, follows them.
   *
   * @return what was changed; empty when the inventory says it already
   * @throws IOException when it cannot be done; the files are as they were
   */
  public static List<Change> apply(
      Source source, Inventory wanted, VersionDefaults defaults, Vault vault) throws IOException {
    return new SettingsInPlace(source, defaults, vault).apply(wanted);
  }

  private List<Change> apply(Inventory wanted) throws IOException {
    Map<Setting, Change> done = new LinkedHashMap<>();
    try {
      for (int pass = 0; pass < PASSES; pass++) {
        Reading reading = Forms.read(source, defaults, vault);
        List<Change> changes = changes(reading, wanted);
        if (changes.isEmpty() && reading.inventory() != null) {
          return List.copyOf(done.values());
        }
        changes.forEach(c -> done.putIfAbsent(c.setting(), c));
        change(changes);
      }
    } catch (IOException e) {
      putBack();
      throw e;
    }
    putBack();
    throw new IOException(
        source.file()
            + " says it in a way that cannot be changed in its place. Write these yourself: "
            + done.values().stream()
                .map(c -> c.setting().key() + ": " + c.after())
                .collect(Collectors.joining(", ")));
  }

  private void change(List<Change> changes) throws IOException {
    after.clear();
    Map<Setting, Object> missing = new EnumMap<>(Setting.class);
    for (Change change : changes) {
      Place place = change.place();
      if (place == null) {
        missing.put(change.setting(), change.after());
      } else {
        edit(Path.of(place.file()), text -> replaced(text, place, change));
      }
    }
    if (!missing.isEmpty()) {
      add(missing);
    }
    for (var entry : after.entrySet()) {
      write(entry.getKey(), entry.getValue());
    }
  }

  private void edit(Path file, UnaryOperator<String> change) throws IOException {
    String text = after.get(file);
    if (text == null) {
      text = Files.readString(file);
      before.putIfAbsent(file, text);
    }
    after.put(file, change.apply(text));
  }

  /** The first such value in the line that does not end before the place. */
  private static String replaced(String text, Place place, Change change) {
    int start = 0;
    for (int line = 1; line < place.line() && start >= 0; line++) {
      start = text.indexOf('\n', start) + 1;
    }
    int end = text.indexOf('\n', start);
    String line = text.substring(start, end < 0 ? text.length() : end);
    Matcher value =
        Pattern.compile(
                "([:=]\\s*(?:&\\S+\\s+)?[\"']?v?)("
                    + Pattern.quote(change.before())
                    + ")(?=[\"'\\s,#}]|$)",
                Pattern.CASE_INSENSITIVE)
            .matcher(line);
    while (value.find()) {
      if (value.end() >= place.column()) {
        return text.substring(0, start + value.start(2))
            + change.after()
            + text.substring(start + value.end(2));
      }
    }
    return text;
  }

  /** Lines for what had a default. */
  private void add(Map<Setting, Object> missing) throws IOException {
    Path file = source.file();
    if (Forms.isYaml(file)) {
      List<IOException> faults = new ArrayList<>();
      edit(
          file,
          text -> {
            Inventory own = InventoryFile.parse(text, file.toString(), defaults, vault).inventory();
            try {
              return own == null
                  ? text
                  : InventoryEdit.update(text, with(own, missing), defaults, vault);
            } catch (IOException e) {
              faults.add(e);
              return text;
            }
          });
      if (!faults.isEmpty()) {
        throw faults.getFirst();
      }
      return;
    }
    StringBuilder lines = new StringBuilder();
    missing.forEach((s, value) -> lines.append(s.key()).append('=').append(value).append('\n'));
    edit(
        file,
        text -> {
          Matcher section = ALL_VARS.matcher(text);
          if (section.find()) {
            String head = text.substring(0, section.end());
            return (head.endsWith("\n") ? head : head + "\n")
                + lines
                + text.substring(section.end());
          }
          return (text.endsWith("\n") ? text : text + "\n") + "\n[all:vars]\n" + lines;
        });
  }

  private static Inventory with(Inventory own, Map<Setting, Object> values) {
    Inventory.Versions v = own.versions();
    Inventory.Versions versions =
        new Inventory.Versions(
            text(values, Setting.KUBERNETES_VERSION, v.kubernetes()),
            text(values, Setting.ETCD_VERSION, v.etcd()),
            choice(values, Setting.CONTAINER_RUNTIME, Inventory.Runtime.class, v.runtime()),
            text(values, Setting.CONTAINERD_VERSION, v.containerd()),
            text(values, Setting.RUNC_VERSION, v.runc()),
            text(values, Setting.DOCKER_VERSION, v.docker()),
            v.criDockerd(),
            text(values, Setting.CNI_PLUGINS_VERSION, v.cniPlugins()),
            v.calico(),
            v.coredns(),
            v.pauseImage());
    return own.withVersions(versions)
        .withNetwork(
            own.network()
                .withCni(choice(values, Setting.CNI, Inventory.Cni.class, own.network().cni())));
  }

  private static String text(Map<Setting, Object> values, Setting setting, String otherwise) {
    Object value = values.get(setting);
    return value == null ? otherwise : value.toString();
  }

  private static <E extends Enum<E>> E choice(
      Map<Setting, Object> values, Setting setting, Class<E> type, E otherwise) {
    for (E option : type.getEnumConstants()) {
      if (option.name().equalsIgnoreCase(text(values, setting, otherwise.name()))) {
        return option;
      }
    }
    return otherwise;
  }

  private void putBack() throws IOException {
    for (var entry : before.entrySet()) {
      write(entry.getKey(), entry.getValue());
    }
  }

  private static void write(Path file, String text) throws IOException {
    if (Files.readString(file).equals(text)) {
      return;
    }
    PosixFileAttributes was = Files.readAttributes(file, PosixFileAttributes.class);
    WholeFile.write(file, text, WholeFile.Readers.OWNER);
    PosixFileAttributeView now = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    PosixFileAttributes made = now.readAttributes();
    if (!made.owner().equals(was.owner())) {
      now.setOwner(was.owner());
    }
    if (!made.group().equals(was.group())) {
      now.setGroup(was.group());
    }
    now.setPermissions(was.permissions());
  }
}
