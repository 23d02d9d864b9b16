package io.quorate.inventory.ansible;

import io.quorate.inventory.Problem;
import io.quorate.inventory.yaml.Written;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is said of Ansible's variables for connecting that are no setting here (docs.ansible.com:
 * the plugins ssh, paramiko_ssh, sudo, su and sh). What would lead to another machine, or make a
 * run work as somebody else, is refused; what only Ansible needs is a note.
 */
final class ConnectionVariables {
  private static final Set<String> SSH = Set.of("ssh", "smart", "paramiko", "paramiko_ssh");
  private static final Pattern PLUGIN = Pattern.compile("(?:\\w+\\.\\w+\\.)?(\\w+)");
  private static final List<String> NOTHING = List.of("", "null");
  private static final String TAKE_OUT = "Take it out, or write ";

  /** What has no counterpart here, and is missed by nobody. */
  private static final Map<String, String> ANSIBLES_OWN = new HashMap<>();

  static {
    own(
        "Quorate needs no Python on the nodes.",
        "ansible_python_interpreter",
        "ansible_interpreter_python_fallback");
    own(
        "Quorate sends what it runs over one connection.",
        "ansible_pipelining",
        "ansible_ssh_pipelining",
        "ansible_ssh_use_tty",
        "ansible_control_path",
        "ansible_control_path_dir",
        "ansible_ssh_control_path",
        "ansible_ssh_control_path_dir");
    own(
        "Quorate has an SSH client of its own, which sends files over the same connection.",
        "ansible_sftp_extra_args",
        "ansible_scp_extra_args",
        "ansible_sftp_executable",
        "ansible_scp_executable",
        "ansible_sftp_batch_mode",
        "ansible_scp_if_ssh",
        "ansible_ssh_transfer_method",
        "ansible_sshpass_prompt");
    own(
        "Quorate has times and tries of its own.",
        "ansible_timeout",
        "ansible_ssh_timeout",
        "ansible_ssh_retries");
    own(
        "Quorate runs what it sends with sh, whatever the user's shell is.",
        "ansible_shell_executable",
        "ansible_remote_tmp",
        "ansible_async_dir",
        "ansible_system_tmpdirs",
        "ansible_admin_users",
        "ansible_common_remote_group",
        "ansible_shell_allow_world_readable_temp",
        "ansible_no_target_syslog",
        "ansible_module_compression",
        "ansible_facts_modules",
        "ansible_become_allow_same_user",
        "ansible_su_prompt_l10n");
  }

  private static void own(String why, String... names) {
    for (String name : names) {
      ANSIBLES_OWN.put(name, why);
    }
  }

  private final boolean become;

  /**
   * @param become whether sudo is used: without it, how and as whom does not matter
   */
  ConnectionVariables(boolean become) {
    this.become = become;
  }

  /** Whether the variable is known here. */
  static boolean isKnown(String key) {
    return ANSIBLES_OWN.containsKey(key)
        || switch (key) {
          case "ansible_group_priority",
              "ansible_connection",
              "ansible_become_method",
              "ansible_become_user",
              "ansible_sudo_user",
              "ansible_become_exe",
              "ansible_sudo_exe",
              "ansible_become_flags",
              "ansible_sudo_flags",
              "ansible_sudo",
              "ansible_su",
              "ansible_su_user",
              "ansible_su_exe",
              "ansible_su_flags",
              "ansible_shell_type",
              "ansible_host_key_checking",
              "ansible_ssh_host_key_checking",
              "ansible_ssh_pkcs11_provider" ->
              true;
          default -> false;
        };
  }

  /**
   * What has to be said of a variable, without its field and place; null: nothing.
   *
   * @param key one that {@link #isKnown}
   */
  @Nullable Problem judge(String key, Written value) {
    String text = value instanceof Written.Scalar scalar ? scalar.text().strip() : "";
    String why = ANSIBLES_OWN.get(key);
    if (why != null) {
      return note(key, why);
    }
    if (NOTHING.contains(text)) {
      return null;
    }
    return switch (key) {
      case "ansible_connection" -> connection(key, text);
      case "ansible_become_method" ->
          plugin(text).equals("sudo")
              ? null
              : asRoot(key, "Quorate becomes root by sudo, not by " + shown(text) + ".", "sudo");
      case "ansible_become_user", "ansible_sudo_user" ->
          text.equals("root") || text.equals("0")
              ? null
              : asRoot(key, "Quorate works as root, not as " + shown(text) + ".", "root");
      case "ansible_become_exe", "ansible_sudo_exe" -> program(key, text);
      case "ansible_become_flags", "ansible_sudo_flags" -> flags(key, text);
      case "ansible_sudo", "ansible_su" ->
          Problem.warning(
              key,
              "\"" + key + "\" has no effect, in Ansible neither.",
              "Write ansible_become below all: vars:.");
      case "ansible_su_user", "ansible_su_exe", "ansible_su_flags" ->
          note(key, "Quorate becomes root by sudo.");
      case "ansible_shell_type" ->
          text.equals("powershell") || text.equals("cmd")
              ? Problem.error(
                  key,
                  "\"" + shown(text) + "\" is a shell of Windows.",
                  "Nodes are Linux machines; take the host out.")
              : note(key, "Quorate runs what it sends with sh, whatever the user's shell is.");
      case "ansible_host_key_checking", "ansible_ssh_host_key_checking" -> hostKeys(key, text);
      case "ansible_ssh_pkcs11_provider" ->
          Problem.warning(
              key,
              "A smart card is not asked for.",
              "Load its keys into ssh-agent: ssh-add -s " + shown(text) + ".");
      default -> null;
    };
  }

  private static @Nullable Problem connection(String key, String text) {
    return SSH.contains(plugin(text))
        ? null
        : Problem.error(
            key,
            "Quorate reaches hosts over SSH, not by \"" + shown(text) + "\".",
            TAKE_OUT + "ssh. A host that SSH does not reach cannot be a node here.");
  }

  private @Nullable Problem program(String key, String text) {
    if (text.equals("sudo")) {
      return null;
    }
    return text.endsWith("/sudo")
        ? note(key, "Quorate looks for sudo on the user's PATH.")
        : asRoot(key, "Quorate becomes root by sudo, not by " + shown(text) + ".", "sudo");
  }

  /** Those that Ansible gives sudo by itself say nothing: -H -S -n. */
  private @Nullable Problem flags(String key, String text) {
    boolean user =
        text.matches("(?:.*\\s)?(?:-[A-Za-z]*[ug].*|--(?:user|group)\\b.*)")
            && !text.matches(".*-u\\s*root\\b.*");
    if (user) {
      return asRoot(key, "Quorate works as root, and gives sudo no flags.", "-H -S -n");
    }
    return text.matches("(?:-[HSn]+\\s*)+") ? null : note(key, "Quorate gives sudo no flags.");
  }

  private static @Nullable Problem hostKeys(String key, String text) {
    boolean checks = Set.of("true", "yes", "on", "1").contains(text.toLowerCase(Locale.ROOT));
    return checks
        ? null
        : Problem.note(
            key,
            "Host keys are checked here all the same.",
            "A new one is asked about once; known ones stand in ~/.ssh/known_hosts.");
  }

  /** Without sudo it has no effect, here as in Ansible. */
  private Problem asRoot(String key, String what, String remedy) {
    return become
        ? Problem.error(key, what, TAKE_OUT + remedy + ".")
        : Problem.note(key, what, "Sudo is not used; nothing has to be done.");
  }

  private static Problem note(String key, String why) {
    return Problem.note(
        key, "\"" + key + "\" is for Ansible alone. " + why, "Nothing has to be done.");
  }

  private static String plugin(String name) {
    var plugin = PLUGIN.matcher(name);
    return plugin.matches() ? plugin.group(1) : name;
  }

  private static String shown(String text) {
    return Problem.shown(text);
  }
}
