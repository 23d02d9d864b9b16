package io.quorate.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Inventories for the lab, as a person would write them by hand. */
final class LabInventory {

  private static final Pattern SETTING = Pattern.compile(" {4}(\\w+): (.+)");

  static final String TOKEN = "lab-tests-only-5kq8zt2v9x4m7w1c";

  private final TreeMap<String, String> settings = new TreeMap<>();
  private final int masters;
  private final int nodes;

  /** The first {@code masters} of {@code nodes} nodes are masters that also work. */
  LabInventory(int masters, int nodes) {
    this.masters = masters;
    this.nodes = nodes;
    set("cluster_name", "lab");
    set("ansible_user", "root");
    set("ansible_ssh_private_key_file", Lab.key().toString());
    set("mirror", Lab.MIRROR);
    set("kubernetes_version", "\"1.20.2\"");
    set("etcd_version", "\"3.5.16\"");
    set("container_runtime", "containerd");
    set("containerd_version", "\"1.6.20\"");
    set("runc_version", "\"1.1.5\"");
    set("cni", "routed");
    set("cni_plugins_version", "\"1.1.1\"");
    set("kube_proxy_mode", "iptables");
    set("dns_addon", "none");
    set("pause_image", "registry.k8s.io/pause:3.10.1");
    set("image_archives", "[images/pause.tar, images/busybox.tar]");
    set("etcd_initial_token", TOKEN);
  }

  /** Sets a setting to a YAML value; null takes it out. */
  LabInventory set(String key, String value) {
    if (value == null) {
      settings.remove(key);
    } else {
      settings.put(key, value);
    }
    return this;
  }

  /** With the settings of another inventory, as the program may have written them. */
  LabInventory as(Path file) throws IOException {
    Files.readAllLines(file).stream()
        .takeWhile(line -> !line.equals("  children:"))
        .map(SETTING::matcher)
        .filter(Matcher::matches)
        .forEach(line -> set(line.group(1), line.group(2)));
    return this;
  }

  String text() {
    StringBuilder text = new StringBuilder("all:\n  vars:\n");
    settings.forEach((key, value) -> text.append("    " + key + ": " + value + "\n"));
    text.append("  children:\n    k8s_masters:\n      hosts:\n");
    for (int i = 1; i <= masters; i++) {
      text.append("        node-" + i + ":\n          ansible_host: " + Lab.address(i) + "\n");
    }
    text.append("    k8s_workers:\n      hosts:\n");
    for (int i = 1; i <= nodes; i++) {
      text.append("        node-" + i + ":\n");
      if (i > masters) {
        text.append("          ansible_host: " + Lab.address(i) + "\n");
      }
    }
    return text.toString();
  }
}
