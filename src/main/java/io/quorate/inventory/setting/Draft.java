package io.quorate.inventory.setting;

import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.Role;
import io.quorate.inventory.yaml.Written;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An inventory before its texts mean anything.
 *
 * @param settings what was given for the whole cluster
 * @param places a problem's field to where it stands
 */
public record Draft(
    Map<Setting, Written> settings, List<HostDraft> hosts, Map<String, Place> places) {

  /**
   * @param settings those that a host may have of its own
   */
  public record HostDraft(
      String name, Map<Setting, Written> settings, Set<Role> roles, @Nullable Place place) {}
}
