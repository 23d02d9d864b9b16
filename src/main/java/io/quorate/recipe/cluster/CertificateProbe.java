package io.quorate.recipe.cluster;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.plan.Shell;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.platform.Template;
import io.quorate.recipe.component.ComponentKubeconfig;
import io.quorate.recipe.component.TlsPort;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What each node is asked about its certificates; {@link CertificateTable} reads the answers. Those
 * below /etc/kubernetes/pki come with every probe.
 */
public final class CertificateProbe {

  private CertificateProbe() {}

  /** By the node's name, to be joined with what else it is asked. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>();
    for (Host host : inventory.hosts()) {
      requests.put(
          host.name(),
          ProbeRequest.asking(
              Map.of(
                  ProbeRequest.CERTIFICATES,
                  script(host),
                  UptimeRecord.SCRIPT,
                  new Template("status/since.sh").text(),
                  VersionProbe.SCRIPT,
                  VersionProbe.script(host))));
    }
    return requests;
  }

  private static String script(Host host) {
    return new Template("status/certificates.sh")
        .fill(
            Map.of(
                "files",
                TlsPort.of(host).stream()
                    .map(TlsPort::file)
                    .filter(f -> !f.isEmpty())
                    .filter(f -> !f.startsWith(CertificateTable.PKI))
                    .collect(Collectors.joining(" ")),
                "kubeconfigs",
                ComponentKubeconfig.of(host).stream()
                    .map(ComponentKubeconfig::path)
                    .collect(Collectors.joining(" ")),
                "places",
                TlsPort.of(host).stream()
                    .map(p -> Shell.quote(p.place(host.nodeAddress())))
                    .collect(Collectors.joining(" "))));
  }
}
