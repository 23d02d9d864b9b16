package io.quorate.inventory;

import io.quorate.inventory.AnsibleGroups.Source;
import io.quorate.inventory.Problem.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which setting a variable of an Ansible inventory is, and what is said when it is none. */
public final class VariableNames {

  /** How an unknown variable is taken. */
  public enum Manner {
    /** Our own file: it is a mistake. */
    OURS,
    /** Others use the inventory too: it is left alone, unless it looks like a typing error. */
    SHARED
  }

  /**
   * Settings that Ansible takes under several names, the one first that goes before the others (the
   * last in the list of a connection plugin's option).
   */
  private static final Map<Setting, List<String>> NAMES =
      Map.of(
          Setting.ANSIBLE_HOST, List.of("ansible_ssh_host", "ansible_host"),
          Setting.ANSIBLE_USER, List.of("ansible_ssh_user", "ansible_user"),
          Setting.ANSIBLE_PORT, List.of("ansible_ssh_port", "ansible_port"),
          Setting.ANSIBLE_SSH_PRIVATE_KEY_FILE,
              List.of("ansible_ssh_private_key_file", "ansible_private_key_file"));

  private static final Map<String, String> ALIASES = new HashMap<>();

  static {
    NAMES.forEach((setting, keys) -> keys.forEach(key -> ALIASES.put(key, setting.key())));
  }

  static final Set<String> PASSWORDS =
      Set.of(
          "ansible_password",
          "ansible_ssh_pass",
          "ansible_ssh_password",
          "ansible_become_password",
          "ansible_become_pass",
          "ansible_sudo_pass");

  /** What Ansible needs and Quorate does not: leaving it alone changes nothing. */
  private static final Set<String> HARMLESS =
      Set.of(
          "ansible_python_interpreter",
          "ansible_group_priority",
          "ansible_ssh_pipelining",
          "ansible_pipelining");

  private final Manner manner;
  private final List<Problem> problems;
  private final Set<Place> told = new HashSet<>();

  VariableNames(Manner manner, List<Problem> problems) {
    this.manner = manner;
    this.problems = problems;
  }

  /** The name that a variable has today. */
  String current(String key) {
    return ALIASES.getOrDefault(key, key);
  }

  /** The names that a setting may stand under, the one first that counts when there are several. */
  static List<String> keysOf(Setting setting) {
    return NAMES.getOrDefault(setting, List.of(setting.key()));
  }

  /** The setting that a variable is, if hosts may have one of their own; null otherwise. */
  static @Nullable Setting perHost(String key) {
    Setting setting = Setting.ofKey(ALIASES.getOrDefault(key, key));
    return setting != null && setting.perHost() ? setting : null;
  }

  /** The setting that a variable is; null when it is none, which may be a problem. */
  @Nullable Setting setting(Source source, String key, Written.Entry entry, String prefix) {
    Setting setting = Setting.ofKey(current(key));
    if (setting != null || !isNew(entry.keyPlace())) {
      return setting;
    }
    if (PASSWORDS.contains(key) && entry.value() instanceof Written.Vault) {
      return null;
    }
    if (PASSWORDS.contains(key)) {
      tell(
          Problem.warning(
              prefix + key,
              "A password stands in the file; it is not used.",
              "Take it out, and set ask_password or ask_become_password to true."
                  + sealing(entry.keyPlace())),
          entry);
      return null;
    }
    String near = Setting.nearestKey(key);
    boolean typingError = near != null && TypingDistance.between(key, near) <= 2;
    String what = "There is no setting \"" + SettingReader.shown(key) + "\".";
    boolean ours =
        manner == Manner.OURS && source.kind() != Source.Kind.PLAYBOOK && !ofFolder(source);
    if (key.startsWith("ansible_")) {
      connection(key, entry, prefix, typingError ? near : null, ours);
    } else if (ours) {
      String remedy =
          near == null ? "Take it out, or correct its name." : "Did you mean " + near + "?";
      tell(Problem.error(prefix + key, what, remedy), entry);
    } else if (typingError && !ofFolder(source)) {
      tell(Problem.error(prefix + key, what, "Did you mean " + near + "?"), entry);
    } else {
      String left = what.substring(0, what.length() - 1) + "; it is not taken over.";
      tell(
          near == null
              ? Problem.note(prefix + key, left, "Nothing has to be done.")
              : Problem.warning(prefix + key, left, "Did you mean " + near + "?"),
          entry);
    }
    return null;
  }

  /** The password may be there for Ansible, which takes sealed ones, in YAML. */
  private static String sealing(@Nullable Place place) {
    return place != null && place.file().matches("(?i).*\\.ya?ml")
        ? " If Ansible needs it, seal it: quorate inventory encrypt -i " + place.file()
        : "";
  }

  private void connection(
      String key, Written.Entry entry, String prefix, @Nullable String near, boolean ours) {
    String what = "There is no setting \"" + SettingReader.shown(key) + "\".";
    if (near != null) {
      tell(Problem.warning(prefix + key, what, "Did you mean " + near + "?"), entry);
    } else if (!ours && !HARMLESS.contains(key) && !JumpHost.ARGUMENTS.contains(key)) {
      tell(
          Problem.warning(
              prefix + key,
              "\"" + SettingReader.shown(key) + "\" is Ansible's own; it is not taken over.",
              "See that the hosts can be reached without it."),
          entry);
    }
  }

  private static boolean ofFolder(Source source) {
    return source.kind() == Source.Kind.GROUP_FOLDER || source.kind() == Source.Kind.HOST_FOLDER;
  }

  /** A variable of a group is met at each of its hosts; it is told once. */
  private boolean isNew(@Nullable Place place) {
    return told.size() < ProblemList.MOST && (place == null || !told.contains(place));
  }

  private void tell(Problem problem, Written.Entry entry) {
    if (entry.keyPlace() != null) {
      told.add(entry.keyPlace());
    }
    problems.add(problem.at(entry.keyPlace()));
  }
}
