package io.quorate.recipe.keys;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.pki.Authority;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.facts.ClusterFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.recipe.Context;
import io.quorate.recipe.authority.ClusterAuthority;
import io.quorate.recipe.component.ClusterPki;
import io.quorate.recipe.component.NodeCertificate;
import io.quorate.recipe.lifecycle.LiveProbe;
import java.util.List;
import java.util.Map;

/** Whether the front proxy's authority can be rotated as the cluster is. */
public final class AuthorityRotationGuard {

  /** Which flags name other files than ours. */
  private static final Map<String, String> FLAGS =
      Map.of(
          "--requestheader-client-ca-file",
          ClusterAuthority.FRONT_PROXY.certificatePath(),
          "--proxy-client-cert-file",
          NodeCertificate.FRONT_PROXY_CLIENT.certificatePath(),
          "--proxy-client-key-file",
          NodeCertificate.FRONT_PROXY_CLIENT.keyPath());

  private AuthorityRotationGuard() {}

  /** What is asked for it, by the node's name. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    return LiveProbe.looks(inventory);
  }

  /** What one of the masters that serve is asked then, by its name. */
  public static Map<String, ProbeRequest> behind(Inventory inventory, ClusterFacts facts) {
    return RotationGuard.ofOneThatServes(
        inventory, facts, ProbeRequest.AGGREGATED, "status/aggregated.sh");
  }

  /**
   * Lets a rotation pass, as far as its two plans ask for the same.
   *
   * @throws GuardRefused when a master would not come to accept what another shows
   */
  public static void judge(ClusterAuthority which, Inventory inventory, ClusterFacts facts) {
    RotationGuard.judge(
        inventory, facts, "the new authority", "accept certificates that the others show");
    FLAGS.forEach(
        (flag, file) -> {
          RotationGuard.refuseFlag(inventory, Component.APISERVER, flag, file);
          RotationGuard.refuseFlag(inventory, Component.CONTROLLER_MANAGER, flag, file);
        });
    Map<String, Authority> files = AuthorityRotation.files(which, inventory, facts);
    List<String> without =
        inventory.masters().stream().map(Host::name).filter(n -> !files.containsKey(n)).toList();
    if (!without.isEmpty()) {
      throw new GuardRefused(
          String.join(", ", without)
              + (without.size() == 1 ? " does" : " do")
              + " not have "
              + which.keyPath()
              + ".",
          "`quorate install` brings it there.");
    }
    refuseStrangers(which, files);
  }

  private static void refuseStrangers(ClusterAuthority which, Map<String, Authority> files) {
    files.forEach(
        (issuer, authority) ->
            files.forEach(
                (master, other) -> {
                  if (!other.accepts(authority)) {
                    throw new GuardRefused(
                        master + " does not accept certificates that " + issuer + " issues.",
                        "Put "
                            + which.certificatePath()
                            + " and "
                            + which.keyPath()
                            + " of one master on the others, and start their API servers again.");
                  }
                }));
  }

  /**
   * Lets the first plan pass.
   *
   * @throws GuardRefused when the old authority is being taken away already
   */
  public static void judgeSwitch(AuthorityRotation rotation) {
    if (!rotation.over() && rotation.isEnding()) {
      throw new GuardRefused(
          "The old authority is being taken away: some masters do not accept it any more.",
          "Go on with that: `" + command(rotation.which()) + " --remove-old`.");
    }
  }

  /**
   * Lets the second plan pass.
   *
   * @throws GuardRefused when something still shows a certificate of the old authority
   */
  public static void judgeRemoval(AuthorityRotation rotation, Context context) {
    ClusterAuthority which = rotation.which();
    if (!AuthorityRotation.isUnderWay(which, context.facts()) && !rotation.over()) {
      throw new GuardRefused(
          "There is no old authority: no rotation has begun.",
          "`" + command(which) + "` begins one.");
    }
    if (rotation.over()) {
      return;
    }
    List<String> old =
        context.inventory().masters().stream()
            .filter(
                h ->
                    NodeCertificate.of(which).stream()
                        .anyMatch(c -> !ClusterPki.isBelow(context, h, c, rotation.next())))
            .map(Host::name)
            .toList();
    // As it ends, that it is switched goes from the masters first.
    boolean switched = rotation.switched() || rotation.isEnding();
    if (!old.isEmpty() || !switched || !rotation.issuesEverywhere()) {
      throw new GuardRefused(
          "Not all masters have certificates of the new authority yet"
              + (old.isEmpty() ? "." : ": " + String.join(", ", old) + "."),
          "Go on with that first: `" + command(which) + "`.");
    }
  }

  /** How a person says it. */
  public static String command(ClusterAuthority which) {
    return "quorate certificates rotate-ca --only " + which.word();
  }
}
