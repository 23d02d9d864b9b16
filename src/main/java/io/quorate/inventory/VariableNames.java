package io.quorate.inventory;

import io.quorate.inventory.AnsibleGroups.Source;
import io.quorate.inventory.Problem.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** Older spellings that Ansible still takes. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "ansible_ssh_host", "ansible_host",
          "ansible_ssh_user", "ansible_user",
          "ansible_ssh_port", "ansible_port",
          "ansible_private_key_file", "ansible_ssh_private_key_file");

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

  /** ssh_config(5): ProxyJump, and ssh(1): -J. */
  private static final Pattern JUMP =
      Pattern.compile("(?:^|\\s)(?:-o\\s*[\"']?ProxyJump[= ]|-J\\s*)([^\\s\"',]+)");

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

  /** The names that a setting may stand under. */
  static List<String> keysOf(Setting setting) {
    List<String> keys = new ArrayList<>(List.of(setting.key()));
    ALIASES.forEach(
        (alias, key) -> {
          if (key.equals(setting.key())) {
            keys.add(alias);
          }
        });
    return keys;
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
    } else if (!ours && !HARMLESS.contains(key) && jumpHostIn(key, entry.value()) == null) {
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

  private static @Nullable Written jumpHostIn(String key, Written value) {
    return key.equals("ansible_ssh_common_args") ? jumpHostIn(value) : null;
  }

  /** The one jump host that arguments of ssh name; null: none. */
  static @Nullable Written jumpHostIn(Written arguments) {
    if (arguments instanceof Written.Scalar scalar) {
      Matcher jump = JUMP.matcher(scalar.text());
      if (jump.find()) {
        return new Written.Scalar(jump.group(1), false, scalar.place());
      }
    }
    return null;
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
