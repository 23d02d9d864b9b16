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
    RotatedAuthority what = new RotatedAuthority(which);
    Map<String, Authority> files = Rotation.files(what, inventory, facts);
    RotationGuard.refuseWithout(inventory, files.keySet(), which.keyPath());
    RotationGuard.refuseStrangers(what, files, "certificates that %s issues");
  }

  /**
   * Lets the first plan pass.
   *
   * @throws GuardRefused when the old authority is being taken away already
   */
  public static void judgeSwitch(AuthorityRotation asked) {
    Rotation<Authority> rotation = asked.state();
    if (!rotation.over() && rotation.isEnding()) {
      throw new GuardRefused(
          "The old authority is being taken away: some masters do not accept it any more.",
          "Go on with that: `" + command(asked.which()) + " --remove-old`.");
    }
  }

  /**
   * Lets the second plan pass.
   *
   * @throws GuardRefused when something still shows a certificate of the old authority
   */
  public static void judgeRemoval(AuthorityRotation asked, Context context) {
    ClusterAuthority which = asked.which();
    Rotation<Authority> rotation = asked.state();
    if (!asked.isUnderWay(context.facts()) && !rotation.over()) {
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
    if (!old.isEmpty() || !switched || !rotation.signsEverywhere()) {
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
