package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.platform.OperatingSystem;
import io.quorate.platform.OperatingSystem.Nginx;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code kube-api-proxy.service} on each worker that is no master: an nginx of its own that carries
 * 127.0.0.1:`kube_api_proxy_port` to the API servers of all masters.
 */
public final class ApiProxyRecipe {

  public static final String UNIT = "kube-api-proxy.service";
  private static final String UNIT_FILE = "/etc/systemd/system/" + UNIT;
  private static final String FOLDER = "/etc/kube-api-proxy";

  /** The link that keeps the package's own nginx from starting. */
  public static final String NGINX_OFF = "/etc/systemd/system/nginx.service";

  private static final String CONFIG = FOLDER + "/nginx.conf";

  /** Where API servers listen. */
  public static final int API_PORT = 6443;

  private ApiProxyRecipe() {}

  static String id(Host host) {
    return StepKind.API_PROXY.on(host.name());
  }

  /** Whether the host reaches the API by the proxy. */
  static boolean serves(Host host) {
    return host.isWorker() && !host.isMaster();
  }

  public static List<Step> steps(Context context) {
    return context.hosts().stream()
        .filter(ApiProxyRecipe::serves)
        .map(
            host ->
                new Step(
                    id(host),
                    host.name(),
                    Phase.NODES,
                    "Reach the API servers",
                    operations(context.inventory(), context.factsOf(host)),
                    Set.of(CommonRecipe.id(host)),
                    Duration.ofMinutes(10)))
        .toList();
  }

  private static List<Operation> operations(Inventory inventory, NodeFacts facts) {
    int port = inventory.network().apiProxyPort();
    OperatingSystem system = OperatingSystem.of(facts);
    Nginx nginx = system.nginx(facts);
    String unit =
        new Template("api-proxy/kube-api-proxy.service")
            .fill(Map.of("port", Integer.toString(port), "user", nginx.user()));
    List<Operation> operations = new ArrayList<>();
    operations.add(
        // The package starts nginx.service on port 80. An nginx that was here before is its
        // owner's.
        new Script(
                "nginx.service stays off",
                "[ -e /usr/sbin/nginx ] || [ -L %s ]".formatted(NGINX_OFF),
                "q_note %s\nln -s /dev/null %s\nsystemctl daemon-reload"
                    .formatted(NGINX_OFF, NGINX_OFF))
            .doing("keeping nginx.service off"));
    operations.add(system.packages(nginx.packages()));
    operations.addAll(system.nginxRights(port));
    operations.add(new Directory(FOLDER, "root:root", "0755"));
    operations.add(
        new WriteFile(CONFIG, Content.of(config(inventory, nginx.modules())), "root:root", "0644"));
    operations.add(new WriteFile(UNIT_FILE, Content.of(unit), "root:root", "0644"));
    operations.add(new Service(UNIT, List.of(UNIT_FILE, CONFIG), true));
    return operations;
  }

  /**
   * A master that failed is left alone for 10 s. The playbook's 120 s is the time for which a
   * master that is back, or after a power cut the whole cluster, is not tried: nginx refuses
   * connections while it holds all masters for failed. At 5 s, every seventh second brought a
   * connection that was 1 s late; at 10 s at most every twelfth second brings one.
   */
  static String config(Inventory inventory, String modules) {
    String servers =
        inventory.masters().stream()
            .map(m -> "    server %s:%d max_fails=1 fail_timeout=10s;".formatted(host(m), API_PORT))
            .sorted()
            .collect(Collectors.joining("\n"));
    return new Template("api-proxy/nginx.conf")
        .fill(
            Map.of(
                "servers",
                servers,
                "port",
                Integer.toString(inventory.network().apiProxyPort()),
                "modules",
                modules));
  }

  private static String host(Host master) {
    String address = master.nodeAddress();
    return address.contains(":") ? "[" + address + "]" : address;
  }
}
