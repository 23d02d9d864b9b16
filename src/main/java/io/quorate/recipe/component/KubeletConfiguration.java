package io.quorate.recipe.component;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.release.Version;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.platform.MachineShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The kubelet's file, kubelet.config.k8s.io/v1beta1, with the fields that its version knows: an
 * unknown field keeps a kubelet from starting.
 *
 * @param endpoint the runtime's socket as a URL; empty when the kubelet speaks to Docker itself
 * @param taints with which the node registers
 */
public record KubeletConfiguration(
    Version version,
    MachineShape shape,
    Inventory.Network network,
    NodeFacts facts,
    String endpoint,
    List<NodeRoles.Taint> taints) {

  /** systemd-resolved's list of real servers; /etc/resolv.conf names its stub on loopback. */
  public static final String RESOLVED = "/run/systemd/resolve/resolv.conf";

  private static final List<String> CIPHERS =
      List.of(
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");

  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("apiVersion", "kubelet.config.k8s.io/v1beta1");
    values.put("kind", "KubeletConfiguration");
    access(values);
    values.put("clusterDNS", List.of(network.clusterDns()));
    values.put("clusterDomain", network.clusterDomain());
    values.put("resolvConf", facts.present().contains(RESOLVED) ? RESOLVED : "/etc/resolv.conf");
    values.put("kubeReserved", ordered("cpu", "100m", "memory", "512M"));
    values.put("cgroupDriver", shape.cgroupDriver());
    machine(values);
    if (!endpoint.isEmpty() && version.atLeast("1.27")) {
      values.put("containerRuntimeEndpoint", endpoint);
    }
    if (!taints.isEmpty() && version.atLeast("1.23")) {
      values.put("registerWithTaints", taints.stream().map(NodeRoles.Taint::fields).toList());
    }
    return values;
  }

  private void access(Map<String, Object> values) {
    values.put(
        "authentication",
        ordered(
            "anonymous",
            Map.of("enabled", false),
            "webhook",
            Map.of("enabled", true),
            "x509",
            Map.of("clientCAFile", SharedSecrets.CA + ".crt")));
    values.put("authorization", Map.of("mode", "Webhook"));
    values.put("tlsCertFile", NodeCertificate.KUBELET_SERVER.certificatePath());
    values.put("tlsPrivateKeyFile", NodeCertificate.KUBELET_SERVER.keyPath());
    values.put("tlsCipherSuites", CIPHERS);
    values.put("readOnlyPort", 0);
    values.put("healthzBindAddress", "127.0.0.1");
    values.put("healthzPort", 10248);
  }

  private void machine(Map<String, Object> values) {
    // The swap of a container is its machine's, which nobody here can switch off.
    values.put("failSwapOn", !(shape.container() && facts.swapOn()));
    values.put("oomScoreAdj", shape.oomScoreAdj(-999));
    if (!shape.container()) {
      values.put("podPidsLimit", 4096);
    }
    if (version.atLeast("1.27")) {
      values.put("seccompDefault", true);
    }
    // The field is there since 1.31, and true by default since 1.35.
    if (!shape.cgroupV2() && version.atLeast("1.31")) {
      values.put("failCgroupV1", false);
    }
  }

  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return map;
  }
}
