package io.quorate.recipe.cluster;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Shell;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.platform.Template;
import io.quorate.recipe.component.NodeCertificate;
import io.quorate.recipe.component.SharedSecrets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each node is asked about versions; {@link VersionMatrix} reads the answers. */
public final class VersionProbe {

  /** The record with the answer to {@code assets/status/versions.sh}. */
  public static final String SCRIPT = ProbeRequest.VERSIONS;

  private VersionProbe() {}

  /** Nothing but the versions, by the node's name. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>();
    inventory.hosts().forEach(h -> requests.put(h.name(), request(h)));
    return requests;
  }

  /** The same for one node, to be joined with what else it is asked. */
  public static ProbeRequest request(Host host) {
    return ProbeRequest.asking(Map.of(SCRIPT, script(host)));
  }

  public static String script(Host host) {
    return "questions() {\n:\n"
        + (host.isMaster() ? questions(host) : "")
        + "}\n"
        + new Template("status/versions.sh").text();
  }

  /** At the master's own address: through a proxy another one might answer. */
  private static String questions(Host master) {
    return ask("api", url(master, 6443), SharedSecrets.CA, NodeCertificate.ADMIN)
        + ask(
            "etcd",
            url(master, 2379),
            SharedSecrets.ETCD_CA,
            NodeCertificate.ETCD_HEALTHCHECK_CLIENT);
  }

  private static String url(Host master, int port) {
    String address = master.nodeAddress();
    return "https://"
        + (address.contains(":") ? "[" + address + "]" : address)
        + ":"
        + port
        + "/version";
  }

  private static String ask(
      String name, String url, String authority, NodeCertificate certificate) {
    return "ask %s %s %s.crt %s %s &\n"
        .formatted(
            name,
            Shell.quote(url),
            authority,
            certificate.certificatePath(),
            certificate.keyPath());
  }
}
