package io.quorate.recipe.upgrade;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.Verify;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Shell;
import io.quorate.plan.Step;
import io.quorate.platform.AssetScript;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import io.quorate.recipe.component.ApiProxyRecipe;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.Endpoint;
import io.quorate.recipe.component.KubeletRecipe;
import io.quorate.recipe.component.NodeCertificate;
import io.quorate.recipe.component.SharedSecrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Two nodes ask the API once a second while an upgrade is under way, also while no run is: who
 * speaks to the API asks each API server, and a worker asks through its proxy, as its kubelet does.
 * At the end it is said how long each API server was not ready and how many requests failed.
 */
final class AskedMeanwhile {

  private static final String ASKS = "/var/lib/quorate/asks.sh";
  private static final String LOG = "/var/lib/quorate/asked";
  private static final String PODS = LOG + ".pods";
  private static final String UNIT = "quorate-asks.service";

  /** As long as a kubelet waits for an answer to its lease: etcd may choose a leader meanwhile. */
  private static final String PATIENCE = " --max-time 10";

  private static final String FUNCTIONS = new Template("upgrade/asking.lib.sh").text();

  private final Context context;
  private final Host lead;

  AskedMeanwhile(Context context, Host lead) {
    this.context = context;
    this.lead = lead;
  }

  /** From before the first change on. */
  List<Step> begin(Set<String> after) {
    List<Step> steps = new ArrayList<>();
    for (Host host : hosts()) {
      steps.add(
          new Step(
              StepKind.UPGRADE_ASKING.on(host.name()),
              host.name(),
              Phase.PREPARE,
              "Keep asking the API",
              List.of(
                  new WriteFile(ASKS, Content.of(asks(host)), "root:root", "0600"),
                  AssetScript.using(
                          FUNCTIONS,
                          "the API is asked once a second",
                          "upgrade/asking",
                          Map.of("ASKS", ASKS, "LOG", LOG, "MASTER", host.isMaster() ? "yes" : ""))
                      .doing("beginning to ask the API once a second")),
              after,
              Duration.ofMinutes(2)));
    }
    return steps;
  }

  /** What was answered: evidence, which is told also where all is well. */
  List<Step> told(Set<String> after) {
    List<Step> steps = new ArrayList<>();
    for (Host host : hosts()) {
      String condition =
          new Template("upgrade/asked.sh")
              .fill(
                  Map.of(
                      "log",
                      LOG,
                      "node",
                      host.name(),
                      "proxied",
                      host.isMaster() ? "" : host.name(),
                      "servers",
                      host.isMaster() ? masterNames() : ""));
      steps.add(
          new Step(
              StepKind.UPGRADE_TOLD.on(host.name()),
              host.name(),
              Phase.VERIFY,
              "What was answered meanwhile",
              List.of(
                  new Verify(
                      "API availability meanwhile", FUNCTIONS + condition, Duration.ofSeconds(1))),
              after,
              Duration.ofMinutes(2)));
    }
    return steps;
  }

  /** Nobody asks any more; on each node, since a run before may have had others ask. */
  static List<Operation> ended() {
    return List.of(
        new NoService(UNIT), new RemoveFile(LOG), new RemoveFile(PODS), new RemoveFile(ASKS));
  }

  private List<Host> hosts() {
    List<Host> hosts = new ArrayList<>(List.of(lead));
    worker().ifPresent(hosts::add);
    return hosts;
  }

  /** The last that has a proxy. */
  private Optional<Host> worker() {
    return context.hosts().stream().filter(h -> !h.isMaster()).reduce((a, b) -> b);
  }

  private String masterNames() {
    return String.join(" ", UpgradeTurns.masters(context).stream().map(Host::name).toList());
  }

  private String asks(Host host) {
    Inventory inventory = context.inventory();
    List<String> lines = new ArrayList<>();
    if (host.isMaster()) {
      for (Host master : UpgradeTurns.masters(context)) {
        String url = "https://" + Endpoint.of(context, master, ApiProxyRecipe.API_PORT);
        lines.add(ask(NodeCertificate.ADMIN, url + "/readyz", master.name()));
      }
    } else {
      // Its own node, as the kubelet asks. Not readyz: a server that is about to leave says that it
      // is not ready, and serves.
      String url =
          KubeletRecipe.apiServer(inventory, host)
              + "/api/v1/nodes/"
              + host.name()
              + "?pretty=false";
      lines.add(ask(NodeCertificate.KUBELET_CLIENT, url, host.name()));
    }
    return new Template("upgrade/asks").fill(Map.of("asks", String.join("\n", lines), "log", LOG));
  }

  private static String ask(NodeCertificate as, String url, String name) {
    return "  { said=$("
        + ControlPlaneRecipe.curl(SharedSecrets.CA + ".crt", as, Shell.quote(url))
        + PATIENCE
        + " -o /dev/null -w '%{http_code}'); printf '%s %s %s %s\\n' \"$now\" \"$said\" "
        + name
        + " $?; } &";
  }
}
