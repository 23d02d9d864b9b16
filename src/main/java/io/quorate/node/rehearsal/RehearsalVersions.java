package io.quorate.node.rehearsal;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The versions on a simulated machine, told as {@code assets/status/versions.sh} tells them: what
 * lies there, and what each unit was last started with.
 */
final class RehearsalVersions {

  private static final Set<String> CALLED = Set.of("runc", "cni-plugins");

  private final RehearsalState state;

  RehearsalVersions(RehearsalState state) {
    this.state = state;
  }

  String answer() {
    StringBuilder lines = new StringBuilder();
    Set<String> names = new TreeSet<>(state.artefacts.keySet());
    names.removeIf(name -> name.contains("/"));
    for (String name : names) {
      String version = state.artefacts.getOrDefault(name, "").split(" ", 2)[0];
      say(lines, "record", name, version);
      say(lines, "disk", name, version);
      String runs = CALLED.contains(name) ? null : state.running(name);
      if (runs != null) {
        say(lines, "runs", name, runs);
      }
    }
    if (state.folders.containsKey(RehearsalEtcd.DATA)) {
      lines.append("data etcd\n");
    }
    if (state.started.containsKey("kubelet.service")) {
      boolean docker = state.started.containsKey("docker.service");
      lines.append("endpoint ").append(docker ? "unix:///docker.sock" : "unix:///containerd.sock");
      lines.append('\n');
    }
    if (state.started.containsKey("quorate-pod-network.service")) {
      lines.append("network 10-quorate.conflist\n");
    } else if (asked().equals("manifests")) {
      lines.append("network 10-own.conflist\nasked cni manifests\n");
    } else if (names.contains("calico-manifest")) {
      lines.append("network 10-calico.conflist\n");
    }
    return lines.toString();
  }

  /** The pods' network that the cluster's record names; empty where it is the usual one. */
  private String asked() {
    String record = Objects.requireNonNullElse(state.text("/var/lib/quorate/cluster.yaml"), "");
    return record
        .lines()
        .map(String::strip)
        .filter(l -> l.startsWith("cni:"))
        .map(l -> l.substring("cni:".length()).strip())
        .findFirst()
        .orElse("");
  }

  private static void say(StringBuilder lines, String kind, String name, String version) {
    lines.append(kind).append(' ').append(name).append(' ').append(version).append('\n');
  }
}
