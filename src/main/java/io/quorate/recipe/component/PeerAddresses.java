package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.plan.Operation;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What it means for a node that others come or go: names, firewall, the way to the API servers,
 * routes to pods ({@link CniRecipe#routes}). Nothing of it restarts a component: the API servers
 * talk to their own members only, and nginx reloads.
 */
public final class PeerAddresses {

  private PeerAddresses() {}

  public static String id(Host host) {
    return StepKind.PEER_ADDRESSES.on(host.name());
  }

  /** Names of the others. */
  public static List<Step> names(Context context, Predicate<Host> concerned, Set<String> after) {
    List<Operation> names = List.of(CommonRecipe.names(context));
    return context.hosts().stream()
        .filter(concerned)
        .map(
            host ->
                new Step(
                    id(host),
                    host.name(),
                    Phase.PREPARE,
                    "Know the other nodes",
                    names,
                    after,
                    Duration.ofMinutes(2)))
        .toList();
  }
}
