package io.quorate.wizard;

import io.quorate.inventory.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The roles that hosts get before a person decides. */
final class UsualRoles {

  private UsualRoles() {}

  /** One master for one or two hosts, three from there on: two survive no more than one does. */
  static List<HostEntry> of(List<HostEntry> hosts) {
    int masters = hosts.size() < 3 ? 1 : 3;
    List<HostEntry> given = new ArrayList<>();
    for (HostEntry host : hosts) {
      given.add(
          host.withRoles(given.size() < masters ? EnumSet.allOf(Role.class) : Set.of(Role.WORKER)));
    }
    return given;
  }
}
