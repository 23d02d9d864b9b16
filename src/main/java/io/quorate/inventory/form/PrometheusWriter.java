package io.quorate.inventory.form;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.setting.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Targets for Prometheus (prometheus.io, file_sd_config): each host's node exporter and kubelet,
 * and masters' API servers and etcd members. The others of the control plane listen on 127.0.0.1.
 */
final class PrometheusWriter {
  /** Node exporter's default; the operator installs it. */
  private static final int NODE_EXPORTER = 9100;

  private static final int KUBELET = 10250;
  private static final int ETCD = 2379;
  private static final int API_SERVER = 6443;

  private final Inventory inventory;
  private final List<Map<String, Object>> targets = new ArrayList<>();

  private PrometheusWriter(Inventory inventory) {
    this.inventory = inventory;
  }

  static Rendering write(Inventory inventory) {
    PrometheusWriter writer = new PrometheusWriter(inventory);
    LeftOut leftOut = new LeftOut(inventory);
    leftOut.say(Setting.CLUSTER_NAME);
    for (Host host : inventory.hosts()) {
      writer.target(host, "node-exporter", NODE_EXPORTER, "http");
      writer.target(host, "kubelet", KUBELET, "https");
      if (host.isMaster()) {
        writer.target(host, "kube-apiserver", API_SERVER, "https");
        writer.target(host, "etcd", ETCD, "https");
      }
    }
    return new Rendering(JsonText.of(writer.targets), leftOut.phrases(), false);
  }

  private void target(Host host, String component, int port, String scheme) {
    String address = host.nodeAddress();
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("__scheme__", scheme);
    labels.put("cluster", inventory.clusterName());
    labels.put("component", component);
    labels.put("node", host.name());
    labels.put("master", String.valueOf(host.isMaster()));
    labels.put("worker", String.valueOf(host.isWorker()));
    Map<String, Object> target = new LinkedHashMap<>();
    String place = address.contains(":") ? "[" + address + "]" : address;
    target.put("targets", List.of(place + ":" + port));
    target.put("labels", labels);
    targets.add(target);
  }
}
