package io.quorate.recipe.lifecycle;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.GuardRefused;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Verify;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Phase;
import io.quorate.plan.Plan;
import io.quorate.plan.Step;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.platform.AssetScript;
import io.quorate.platform.PodNetwork;
import io.quorate.platform.PodNetwork.Repair;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.cluster.VersionGuard;
import io.quorate.recipe.cluster.VersionProbe;
import io.quorate.recipe.component.FirewallRecipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The journey that gives a node its packet rules anew: kube-proxy is stopped, the tables of
 * iptables are flushed, and everything that writes rules writes them again. The old rules come back
 * by a timer of the node unless a connection is alive under the new ones.
 */
public final class NetworkRepairPlan {

  private static final String RULES = "repair-rules";

  /** For what is done because it was asked for, whatever there is. */
  private static final String ALWAYS = "false";

  private NetworkRepairPlan() {}

  /** What each node is asked, by the node's name: the one to repair, of its rules. */
  public static Map<String, ProbeRequest> requests(Inventory inventory, String node) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>();
    inventory
        .hosts()
        .forEach(
            h ->
                requests.put(
                    h.name(),
                    new ProbeRequest(
                            Set.of(),
                            Set.of(),
                            Set.of(),
                            Set.of(),
                            Set.of("kube-proxy.service"),
                            "",
                            h.name().equals(node)
                                ? Map.of(RULES, new Template("repair/summary.sh").text())
                                : Map.of())
                        .with(VersionProbe.request(h))));
    return requests;
  }

  /** The rules that would be flushed, lines for a person; those of others in full. */
  public static List<String> flushed(NodeFacts facts) {
    return facts.records().getOrDefault(RULES, "").lines().toList();
  }

  /**
   * The way to new rules.
   *
   * @param patience how long the node waits for a connection under the new rules
   * @throws GuardRefused when nothing of the cluster runs on the node, or a master is needed
   */
  public static Plan of(Context context, Host host, Duration patience) {
    Inventory inventory = context.inventory();
    VersionGuard.refuseStray(inventory, context.facts());
    if (!context.factsOf(host).isOurs()) {
      throw new GuardRefused(
          host.name() + " has nothing that Quorate installed.", "Run `quorate install` first.");
    }
    PodNetwork.of(inventory)
        .unrepairable(inventory)
        .ifPresent(
            why -> {
              throw new GuardRefused(
                  why,
                  "Name the pod network's daemonset there, too, such as"
                      + " kube-flannel/daemonset/kube-flannel-ds.");
            });
    Step keep =
        step(
            host,
            StepKind.KEEP_RULES,
            "Keep the present rules",
            List.of(
                new Script(
                        "the way back",
                        ALWAYS,
                        new Template("repair/keep.apply.sh").text(),
                        Map.of("PATIENCE", Long.toString(patience.toSeconds())),
                        1)
                    .doing("keeping the present rules for the way back")),
            Set.of());
    Step flush =
        step(
            host,
            StepKind.FLUSH_RULES,
            "Flush the rules",
            List.of(
                new Script(
                        "filter, nat and mangle are empty",
                        ALWAYS,
                        new Template("repair/flush.apply.sh").text())
                    .doing("flushing the tables filter, nat and mangle")),
            Set.of(keep.id()));
    Step back =
        step(host, StepKind.NEW_RULES, "Write them anew", back(inventory), Set.of(flush.id()));
    Step confirm =
        step(
            host,
            StepKind.CONFIRM_RULES,
            "Confirm that SSH is alive",
            List.of(
                AssetScript.of("the old rules stay away", "repair/confirm", Map.of())
                    .doing("confirming the new rules over SSH")),
            Set.of(back.id()));
    List<Step> steps = new ArrayList<>(List.of(keep, flush, back, confirm));
    Step pods = pods(context, host, confirm);
    steps.add(pods);
    steps.add(
        new Step(
            Verification.id(host),
            host.name(),
            Phase.VERIFY,
            "Verify",
            verify(inventory),
            Set.of(pods.id()),
            Duration.ofMinutes(5)));
    return new Plan(steps);
  }

  private static List<Operation> back(Inventory inventory) {
    List<Operation> operations = new ArrayList<>();
    operations.add(
        new Script("kube-proxy.service", ALWAYS, "systemctl restart kube-proxy.service")
            .doing("restarting kube-proxy.service"));
    operations.add(
        new WaitFor(
            "kube-proxy has its rules",
            new Template("repair/proxy.sh")
                .fill(
                    Map.of(
                        "mode",
                        inventory.network().proxyMode().name().toLowerCase(Locale.ROOT),
                        "family",
                        inventory.network().serviceCidr().contains(":") ? "ip6" : "ip")),
            Duration.ofSeconds(60),
            Duration.ofMillis(500)));
    if (inventory.firewall().enabled() && !inventory.firewall().ports().isEmpty()) {
      operations.add(
          new Script(FirewallRecipe.UNIT, ALWAYS, "systemctl restart " + FirewallRecipe.UNIT)
              .doing("restarting " + FirewallRecipe.UNIT));
    }
    return operations;
  }

  private static Step pods(Context context, Host host, Step confirm) {
    Repair repair = PodNetwork.of(context.inventory()).repair(context.inventory(), host);
    Host where = repair.onNode() ? host : context.lead();
    return new Step(
        StepKind.PODS_RULES.on(host.name()),
        where.name(),
        Phase.NETWORK,
        repair.work().title(),
        repair.work().operations(),
        Set.of(confirm.id()),
        Duration.ofMinutes(repair.onNode() ? 5 : 10));
  }

  private static List<Operation> verify(Inventory inventory) {
    return List.of(
        Verification.proxy(inventory),
        new Verify(
            "nothing is to come back",
            new Template("repair/confirm.check.sh").text() + "echo 'no timer is left'",
            Duration.ofSeconds(1)));
  }

  private static Step step(
      Host host, StepKind kind, String title, List<Operation> operations, Set<String> after) {
    return new Step(
        kind.on(host.name()),
        host.name(),
        Phase.NETWORK,
        title,
        operations,
        after,
        Duration.ofMinutes(5));
  }
}
