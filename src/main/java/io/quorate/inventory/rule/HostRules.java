package io.quorate.inventory.rule;

import io.quorate.inventory.Cidr;
import io.quorate.inventory.Host;
import io.quorate.inventory.HostName;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.ProblemList;
import io.quorate.inventory.Quorum;
import io.quorate.inventory.Role;
import io.quorate.inventory.rule.Validation.Occasion;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hosts: how many, in which roles, and each with a name and addresses of its own. */
final class HostRules {
  private final Inventory inventory;
  private final boolean whole;
  private final List<Problem> problems = new ProblemList();

  private HostRules(Inventory inventory, boolean whole) {
    this.inventory = inventory;
    this.whole = whole;
  }

  /**
   * @param whole whether all hosts and groups could be read; what is missing says nothing if not
   */
  static List<Problem> problems(Inventory inventory, Occasion occasion, boolean whole) {
    HostRules rules = new HostRules(inventory, whole);
    if (whole) {
      rules.roles(occasion);
    }
    rules.names();
    rules.addresses();
    return rules.problems;
  }

  private void roles(Occasion occasion) {
    if (inventory.hosts().isEmpty()) {
      error(
          "hosts",
          "There are no hosts.",
          "Name at least one host in k8s_masters and in k8s_workers.");
      return;
    }
    int masters = inventory.masters().size();
    String advice = Quorum.advice(masters);
    if (masters == 0) {
      error(Role.MASTERS, "No host is a master.", "Put 1, 3, 5 or 7 hosts into k8s_masters.");
    } else if (masters % 2 == 0) {
      String what = sentence(advice.substring(0, advice.indexOf(':')));
      String remedy = sentence("T" + advice.substring(advice.indexOf("take") + 1));
      problems.add(
          occasion == Occasion.FIRST_INSTALL
              ? Problem.error(Role.MASTERS, what, remedy)
              : Problem.warning(Role.MASTERS, what, remedy));
    } else if (masters > 7) {
      problems.add(
          Problem.warning(
              Role.MASTERS,
              masters
                  + " masters make every write wait for "
                  + new Quorum(masters).size()
                  + " of them.",
              "Take 7 or fewer, which survive 3 failures."));
    }
    if (masters > 0 && inventory.workers().isEmpty()) {
      problems.add(
          Problem.warning(
              Role.WORKERS,
              "No host is a worker, so ordinary pods will find no place.",
              "Put hosts into k8s_workers; a host may be in both groups."));
    }
    for (Host host : inventory.hosts()) {
      if (host.roles().isEmpty()) {
        error(
            "hosts." + host.name(),
            "The host " + shown(host.name()) + " has no role.",
            "Put it into k8s_masters, k8s_workers or both, or take it out.");
      }
    }
  }

  private static String sentence(String text) {
    return text + ".";
  }

  private void names() {
    Map<String, Host> seen = new HashMap<>();
    for (Host host : inventory.hosts()) {
      String field = "hosts." + host.name();
      if (!HostName.isLabel(host.name())) {
        error(
            field,
            "\"" + shown(host.name()) + "\" is not a valid node name.",
            nameAdvice(host.name()));
      }
      if (seen.put(host.name(), host) != null) {
        error(
            field,
            "Two hosts are called " + shown(host.name()) + ".",
            "Give each host a name of its own.");
      }
    }
  }

  private static String nameAdvice(String name) {
    if (name.contains("[") || name.contains("]")) {
      return "Write a range as node[01:20], with a colon between its ends.";
    }
    if (HostName.isAddress(name)) {
      return "Give the host a name, such as node-1, and write the address as its ansible_host.";
    }
    String near =
        name.toLowerCase(Locale.ROOT)
            .replaceFirst("\\..*", "")
            .replaceAll("[_ ]", "-")
            .replaceAll("^-|-$", "");
    String rule =
        "Take lower-case letters, digits and dashes, at most 63, a letter or digit first and last.";
    return HostName.isLabel(near) ? "Did you mean " + near + "? " + rule : rule;
  }

  private void addresses() {
    Map<String, String> reached = new HashMap<>();
    Map<String, String> used = new HashMap<>();
    for (Host host : inventory.hosts()) {
      String field = "hosts." + host.name() + ".ansible_host";
      boolean good = HostName.isNameOrAddress(host.address());
      if (!good) {
        error(
            field,
            "\"" + shown(host.address()) + "\" is neither an IP address nor a host name.",
            "Write an address such as 192.168.88.11, or a name that resolves.");
      }
      if (host.privateAddress() != null && Cidr.number(host.privateAddress()) == null) {
        error(
            "hosts." + host.name() + ".private_address",
            "\"" + shown(host.privateAddress()) + "\" is not an IPv4 address.",
            "Write the address that the other nodes use, such as 10.20.0.11.");
        continue;
      }
      int port = inventory.access().portOf(host);
      String own = host.privateAddress() == null ? "ansible_host" : "private_address";
      boolean clash =
          claim(used, host.nodeAddress(), "", host.name(), "hosts." + host.name() + "." + own);
      if (!clash && host.privateAddress() != null) {
        claim(reached, host.address(), " port " + port, host.name(), field);
      }
      if (good) {
        nodeAddress(host, "hosts." + host.name() + "." + own);
      }
    }
  }

  /** Notes who has an address; a second one is a problem. */
  private boolean claim(
      Map<String, String> taken, String address, String suffix, String host, String field) {
    String other = taken.putIfAbsent(HostName.canonical(address) + suffix, host);
    if (other == null || other.equals(host)) {
      return false;
    }
    error(
        field,
        shown(host) + " and " + shown(other) + " have the same address " + shown(address) + ".",
        "Give each host its own; different spellings of one address are the same.");
    return true;
  }

  private void nodeAddress(Host host, String field) {
    String address = host.nodeAddress();
    Long number = Cidr.number(address);
    if (number != null) {
      String what = special(number);
      if (what != null) {
        error(
            field,
            address + " is " + what + ", at which other nodes cannot reach a host.",
            "Write the host's own address; what SSH uses may differ (private_address).");
      }
    } else if (HostName.isAddress(address)) {
      error(
          field,
          address + " is an IPv6 address, and the clusters made here are IPv4.",
          "Keep it for SSH if you like, and give the node's IPv4 address as private_address.");
    } else if (address.equals(host.name())) {
      if (whole) {
        problems.add(
            Problem.warning(
                field,
                shown(address) + " has no ansible_host, so it is looked for by its name.",
                "Write its address as ansible_host, or make sure that you and all nodes resolve the"
                    + " name to the same address."));
      }
    } else {
      problems.add(
          Problem.warning(
              field,
              "The other nodes know "
                  + shown(host.name())
                  + " by the name "
                  + shown(address)
                  + " only.",
              "Give its IPv4 address as private_address, or make sure that all nodes resolve the"
                  + " name to the same address."));
    }
  }

  private static @Nullable String special(long address) {
    return switch ((int) (address >> 24)) {
      case 0 -> "no host's address";
      case 127 -> "a loopback address";
      case 169 -> (address >> 16 & 255) == 254 ? "a link-local address" : null;
      default -> address >> 28 >= 14 ? "a multicast or reserved address" : null;
    };
  }

  private static String shown(String text) {
    return Problem.shown(text);
  }

  private void error(String field, String what, String remedy) {
    problems.add(Problem.error(field, what, remedy));
  }
}
