package io.quorate.inventory.rule;

import io.quorate.inventory.Access;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.Problem;
import io.quorate.inventory.ProblemList;
import io.quorate.inventory.SshPlace;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How hosts are reached. */
final class AccessRules {
  private final List<Problem> problems = new ProblemList();
  private final Set<String> told = new HashSet<>();

  private AccessRules() {}

  static List<Problem> problems(Inventory inventory) {
    AccessRules rules = new AccessRules();
    Access access = inventory.access();
    if (access.user() != null) {
      rules.user("ansible_user", access.user());
    }
    rules.keyFile("ansible_ssh_private_key_file", access.keyFile());
    if (access.jumpHost() != null) {
      rules.jumpHost("jump_host", access.jumpHost(), inventory);
    }
    rules.keyFile("ssh_config", access.sshConfig());
    for (Host host : inventory.hosts()) {
      String prefix = "hosts." + host.name() + ".";
      if (host.user() != null) {
        rules.user(prefix + "ansible_user", host.user());
      }
      if (host.port() != null && !SshPlace.isPort(host.port())) {
        rules.error(
            prefix + "ansible_port",
            host.port() + " is not a TCP port.",
            "Take one from 1 to 65535.");
      }
      rules.keyFile(prefix + "ansible_ssh_private_key_file", host.keyFile());
      if (host.jumpHost() != null) {
        rules.jumpHost(prefix + "jump_host", host.jumpHost(), inventory);
      }
      rules.sudo(prefix, host, access);
    }
    if (access.askBecomePassword() && !access.become()) {
      rules.problems.add(
          Problem.warning(
              "ask_become_password",
              "sudo's password is asked for, but sudo is not used.",
              "Set ansible_become to true, or ask_become_password to false."));
    }
    return rules.problems;
  }

  private void user(String field, String user) {
    if (!SshPlace.USER.matcher(user).matches()) {
      error(
          field,
          quoted(user) + " is not a valid user name.",
          "Take letters, digits, dots, dashes and underscores, a letter first.");
    }
  }

  private void keyFile(String field, @Nullable String file) {
    if (file != null && file.codePoints().anyMatch(Character::isISOControl)) {
      error(field, "There is a control character in the file's name.", "Write it in one line.");
    }
  }

  private void jumpHost(String field, String jumpHost, Inventory inventory) {
    List<SshPlace> way = JumpHost.way(jumpHost);
    if (way != null) {
      way.forEach(place -> name(field, place, inventory));
    } else {
      error(
          field,
          quoted(jumpHost) + " is not a valid jump host.",
          "Write [user@]host[:port], such as ops@bastion.example.com:22.");
    }
  }

  /** A name that the inventory alone knows: SSH, Ansible's too, would look it up elsewhere. */
  private void name(String field, SshPlace place, Inventory inventory) {
    for (Host host : inventory.hosts()) {
      if (host.name().equals(place.host()) && !host.address().equals(place.host())) {
        String user = place.user() == null ? host.user() : place.user();
        Integer port = place.port() == null ? host.port() : place.port();
        error(
            field,
            quoted(place.host()) + " is a name that only this inventory knows.",
            "Write where SSH goes: "
                + (user == null ? "" : Problem.shown(user) + "@")
                + Problem.shown(host.address())
                + (port == null ? "" : ":" + port)
                + ".");
      }
    }
  }

  private void sudo(String prefix, Host host, Access access) {
    String user = access.userOf(host);
    // One that ssh_config says is judged when it is known: each operator has a file of their own.
    if (!access.become() && !user.equals("root") && SshPlace.USER.matcher(user).matches()) {
      String what = "The user " + Problem.shown(user) + " is not root, and sudo is not used.";
      if (told.add(what)) {
        error(
            host.user() == null ? "ansible_become" : prefix + "ansible_user",
            what,
            "Set ansible_become to true, or log in as root.");
      }
    }
  }

  private static String quoted(String text) {
    return "\"" + Problem.shown(text) + "\"";
  }

  private void error(String field, String what, String remedy) {
    problems.add(Problem.error(field, what, remedy));
  }
}
