package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The installed cluster, asked as an operator would: by kubectl and systemctl on its nodes. */
final class Cluster {

  /** What Quorate's units are called, masters' and workers'. */
  static final List<String> UNITS =
      List.of(
          "etcd.service",
          "kube-apiserver.service",
          "kube-controller-manager.service",
          "kube-scheduler.service",
          "kubelet.service",
          "kube-proxy.service",
          "kube-api-proxy.service",
          "kube-firewall.service",
          "containerd.service");

  private Cluster() {}

  static String kubectl(String arguments) {
    return Lab.ssh("node-1", "kubectl " + arguments).orFail().output();
  }

  /** Waits for it: on a busy machine a node is late now and then. */
  static void assertReady(int nodes) {
    Limits.await(
        nodes + " nodes, all Ready",
        () -> kubectl("get nodes --no-headers"),
        said ->
            said.lines().count() == nodes
                && said.lines().allMatch(l -> l.matches("node-\\d+\\s+Ready\\s.*")));
  }

  /** Unit to the time it was last started, for what runs on the node. */
  static Map<String, String> startTimes(String node) {
    String names = String.join(" ", UNITS);
    String said =
        Lab.ssh(
                node,
                "for u in "
                    + names
                    + "; do echo $u $(systemctl show -p ActiveEnterTimestampMonotonic --value $u);"
                    + " done")
            .orFail()
            .output();
    Map<String, String> times = new TreeMap<>();
    for (String line : said.lines().toList()) {
      String[] words = line.split(" ");
      if (words.length == 2 && !words[1].equals("0")) {
        times.put(words[0], words[1]);
      }
    }
    return times;
  }

  /**
   * A deployment with a pod on every node and a service in front of it; its cluster address and its
   * node port have to answer on every node.
   */
  static void assertServesPods(int nodes) {
    // Of an old set of pods, some would still count where the new one is spread.
    kubectl("delete deployment,service web --ignore-not-found --cascade=foreground");
    String manifest =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: %d
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              terminationGracePeriodSeconds: 0
              topologySpreadConstraints:
              - {maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule,
                 labelSelector: {matchLabels: {app: web}}}
              containers:
              - name: web
                image: docker.io/library/busybox:1.35
                command: [sh, -c, 'mkdir /w && hostname > /w/index.html && httpd -f -p 80 -h /w']
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: NodePort
          selector: {app: web}
          ports: [{port: 80, nodePort: 30080}]
        """
            .formatted(nodes);
    Lab.ssh("node-1", "cat <<'EOF' | kubectl apply -f -\n" + manifest + "EOF").orFail();
    kubectl("rollout status deployment/web --timeout=" + Limits.SOON.toSeconds() + "s");
    String ip = kubectl("get service web -o jsonpath={.spec.clusterIP}").strip();
    for (int i = 1; i <= nodes; i++) {
      String node = "node-" + i;
      awaitAnswer(node, "http://" + ip + ":80");
      awaitAnswer(node, "http://" + Lab.address(i == nodes ? 1 : i + 1) + ":30080");
    }
    String places = kubectl("get pods -l app=web -o jsonpath={.items[*].spec.nodeName}");
    assertThat(List.of(places.strip().split(" "))).doesNotHaveDuplicates().hasSize(nodes);
  }

  private static void awaitAnswer(String node, String url) {
    Limits.await(
        node + " is answered by a pod at " + url,
        () -> Lab.ssh(node, "curl -fsS -m 3 " + url).output(),
        said -> said.contains("web-"));
  }
}
