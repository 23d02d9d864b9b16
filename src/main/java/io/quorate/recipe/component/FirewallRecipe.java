package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory.Firewall;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.platform.Manifest;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code kube-firewall.service}: the ports of `firewall_ports` are open to the cluster's nodes, its
 * pods, the loopback and the allowed hosts only. SSH is never touched: everything that is not
 * listed passes.
 */
public final class FirewallRecipe {

  public static final String UNIT = "kube-firewall.service";
  private static final String UNIT_FILE = "/etc/systemd/system/" + UNIT;
  private static final String FOLDER = "/etc/kube-firewall";
  private static final String RULESET = FOLDER + "/ruleset.nft";

  private FirewallRecipe() {}

  public static String id(Host host) {
    return StepKind.FIREWALL.on(host.name());
  }

  public static List<Step> steps(Context context) {
    Firewall firewall = context.inventory().firewall();
    boolean enabled = firewall.enabled() && !firewall.ports().isEmpty();
    List<Operation> operations = enabled ? install(ruleset(context)) : remove();
    String title = enabled ? "Close ports to strangers" : "No firewall";
    return context.hosts().stream()
        .map(
            host ->
                new Step(
                    id(host),
                    host.name(),
                    Phase.FIREWALL,
                    title,
                    operations,
                    Set.of(CommonRecipe.id(host)),
                    Duration.ofMinutes(2)))
        .toList();
  }

  /** The same on every node: all nodes by all their addresses, pods, allowed hosts. */
  static Ruleset ruleset(Context context) {
    Set<String> sources = new LinkedHashSet<>();
    context.inventory().hostsByName().forEach(h -> sources.addAll(NodeAddresses.of(context, h)));
    sources.add(context.inventory().network().clusterCidr());
    sources.addAll(context.inventory().firewall().allowedHosts());
    return new Ruleset(context.inventory().firewall().ports(), new ArrayList<>(sources));
  }

  private static List<Operation> install(Ruleset ruleset) {
    String unit =
        new Template("firewall/kube-firewall.service")
            .fill(Map.of("ruleset", RULESET, "table", Ruleset.TABLE));
    return List.of(
        new Directory(FOLDER, "root:root", "0755"),
        new WriteFile(RULESET, Content.of(ruleset.text()), "root:root", "0644"),
        new WriteFile(UNIT_FILE, Content.of(unit), "root:root", "0644"),
        new Service(UNIT, List.of(UNIT_FILE, RULESET), true),
        table());
  }

  /** Someone's `nft flush ruleset` empties it while the unit counts as active. */
  private static Script table() {
    String library = new Template("common/nft.lib.sh").text();
    return new Script(
            "table " + Ruleset.TABLE,
            library + new Template("firewall/table.check.sh").text(),
            library + new Template("firewall/table.apply.sh").text(),
            Map.of(
                "TABLE",
                Ruleset.TABLE,
                "RULESET",
                RULESET,
                "UNIT",
                UNIT,
                "NOTED",
                Manifest.known(Ruleset.TABLE)),
            1)
        .doing("loading the firewall's table");
  }

  private static List<Operation> remove() {
    return List.of(
        new NoService(UNIT),
        new RemoveFile(UNIT_FILE),
        new RemoveFile(RULESET),
        new Script(
                "no table " + Ruleset.TABLE,
                "command -v nft >/dev/null || exit 0\n! nft list table inet %s >/dev/null 2>&1"
                    .formatted(Ruleset.TABLE),
                "nft delete table inet " + Ruleset.TABLE)
            .doing("deleting the firewall's table"));
  }
}
