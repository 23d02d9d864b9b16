package io.quorate.inventory.ansible;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.Problem.Severity;
import io.quorate.inventory.ProblemList;
import io.quorate.inventory.TypingDistance;
import io.quorate.inventory.ansible.AnsibleGroups.Source;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.yaml.Written;
import io.quorate.plan.ShellCommand;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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

  public static final Set<String> PASSWORDS =
      Set.of(
          "ansible_password",
          "ansible_ssh_pass",
          "ansible_ssh_password",
          "ansible_become_password",
          "ansible_become_pass",
          "ansible_sudo_pass",
          "ansible_su_pass",
          "ansible_paramiko_pass",
          "ansible_paramiko_password",
          "ansible_ssh_private_key",
          "ansible_private_key",
          "ansible_ssh_private_key_passphrase",
          "ansible_private_key_passphrase");

  /** Those among them that are asked for when a key needs them, or that only a file can give. */
  private static final Set<String> KEYS =
      Set.of(
          "ansible_ssh_private_key",
          "ansible_private_key",
          "ansible_ssh_private_key_passphrase",
          "ansible_private_key_passphrase");

  private final Manner manner;
  private final List<Problem> problems;
  private final Set<Place> told = new HashSet<>();
  private final Set<String> noted = new HashSet<>();
  private ConnectionVariables connection = new ConnectionVariables(false);
  private boolean asksPassword;
  private boolean asksSudoPassword;

  VariableNames(Manner manner, List<Problem> problems) {
    this.manner = manner;
    this.problems = problems;
  }

  /** Tells what the cluster's own settings say, as far as others are judged by it. */
  void knowing(Predicate<Setting> isTrue) {
    connection = new ConnectionVariables(isTrue.test(Setting.ANSIBLE_BECOME));
    asksPassword = isTrue.test(Setting.ASK_PASSWORD);
    asksSudoPassword = isTrue.test(Setting.ASK_BECOME_PASSWORD);
  }

  /** The names that a setting may stand under, the one first that counts when there are several. */
  public static List<String> keysOf(Setting setting) {
    return NAMES.getOrDefault(setting, List.of(setting.key()));
  }

  /** The setting that a variable is, if hosts may have one of their own; null otherwise. */
  static @Nullable Setting perHost(String key) {
    Setting setting = Setting.ofKey(ALIASES.getOrDefault(key, key));
    return setting != null && setting.perHost() ? setting : null;
  }

  /** The setting that a variable is; null when it is none, which may be a problem. */
  @Nullable Setting setting(Source source, String key, Written.Entry entry, String prefix) {
    Setting setting = Setting.ofKey(ALIASES.getOrDefault(key, key));
    if (setting != null || !isNew(entry.keyPlace())) {
      return setting;
    }
    if (PASSWORDS.contains(key)) {
      secret(key, entry, prefix);
      return null;
    }
    String near = Setting.nearestKey(key);
    boolean typingError = near != null && TypingDistance.between(key, near) <= 2;
    String what = "There is no setting \"" + Problem.shown(key) + "\".";
    boolean ours =
        manner == Manner.OURS && source.kind() != Source.Kind.PLAYBOOK && !ofFolder(source);
    if (key.startsWith("ansible_")) {
      connection(key, entry, prefix, typingError ? near : null);
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

  private void secret(String key, Written.Entry entry, String prefix) {
    boolean sudo = key.matches("ansible_(?:become|sudo|su)_.*");
    boolean sealed = entry.value() instanceof Written.Vault;
    boolean isKey = KEYS.contains(key);
    String kind = isKey ? "private key or its passphrase" : "password";
    String remedy =
        isKey
            ? "name a key's file as ansible_ssh_private_key_file; a passphrase is asked for."
            : "set " + (sudo ? "ask_become_password" : "ask_password") + " to true.";
    if (!sealed) {
      tell(
          Problem.warning(
              prefix + key,
              "A " + kind + " stands in the file; it is not used.",
              "Take it out, and " + remedy + sealing(entry.keyPlace())),
          entry);
    } else if (isKey || !(sudo ? asksSudoPassword : asksPassword)) {
      tell(
          Problem.note(
              prefix + key,
              "A sealed " + kind + " stands in the file; it is for Ansible alone.",
              "To log in with it here too, " + remedy),
          entry);
    }
  }

  /** The password may be there for Ansible, which takes sealed ones, in YAML. */
  private static String sealing(@Nullable Place place) {
    return place != null && place.file().matches("(?i).*\\.ya?ml")
        ? " If Ansible needs it, seal it: "
            + ShellCommand.of("quorate", "inventory", "encrypt", "-i", place.file())
        : "";
  }

  private void connection(String key, Written.Entry entry, String prefix, @Nullable String near) {
    String what = "There is no setting \"" + Problem.shown(key) + "\".";
    if (ConnectionVariables.isKnown(key)) {
      Problem problem = connection.judge(key, entry.value());
      boolean again = problem != null && problem.severity() == Severity.NOTE && !noted.add(key);
      if (problem != null && !again) {
        tell(
            new Problem(problem.severity(), prefix + key, null, problem.what(), problem.remedy()),
            entry);
      }
    } else if (near != null) {
      tell(Problem.warning(prefix + key, what, "Did you mean " + near + "?"), entry);
    } else if (!Connection.ARGUMENTS.contains(key)) {
      tell(
          Problem.warning(
              prefix + key,
              "\"" + Problem.shown(key) + "\" is Ansible's own; it is not taken over.",
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
