package io.quorate.lab;

import java.util.ArrayList;
import java.util.List;

/** Clients on the workers that ask all the while, twenty times a second, and note each answer. */
final class Clients {

  /** Notes {@code ok} or {@code bad}, when, and what curl said. */
  private static final String ASKS =
      """
      log=$1
      shift
      : >$log
      while :; do
        begun=$(date +%s%3N)
        if said=$(curl -q -sS -o /dev/null -m 5 -w '%{http_code}' "$@" 2>&1) && [ "$said" = 200 ]
        then echo "ok $begun"; else echo "bad $begun $(echo $said)"; fi >>$log
        left=$((50 - $(date +%s%3N) + begun))
        [ $left -le 0 ] || sleep 0.$(printf %03d $left)
      done
      """;

  private static final String CREDENTIAL =
      "--cacert /etc/kubernetes/pki/ca.crt --cert /etc/kubernetes/pki/kubelet-client.crt --key"
          + " /etc/kubernetes/pki/kubelet-client.key";

  private final List<String> workers;

  /**
   * @param service the address of a service that answers HTTP
   */
  Clients(List<String> workers, String service) {
    this.workers = List.copyOf(workers);
    for (String worker : workers) {
      ssh(worker, "cat >/root/asks.sh <<'EOF'\n" + ASKS + "EOF");
      String port =
          ssh(
                  worker,
                  "sed -n 's/.*listen 127.0.0.1:\\([0-9]*\\);.*/\\1/p' /etc/kube-api-proxy/nginx.conf")
              .strip();
      // Not pretty, which curl would get: this API server was built by a compiler that is too new.
      start(
          worker,
          "api",
          CREDENTIAL
              + " 'https://127.0.0.1:"
              + port
              + "/api/v1/nodes/"
              + worker
              + "?pretty=false'");
      start(worker, "web", "http://" + service + "/");
    }
  }

  private static void start(String worker, String name, String arguments) {
    ssh(
        worker,
        "systemd-run -q --unit=asks-"
            + name
            + " sh /root/asks.sh /root/"
            + name
            + ".log "
            + arguments);
  }

  private static String ssh(String node, String command) {
    return Lab.ssh(node, command).orFail().output();
  }

  void stop() {
    workers.forEach(w -> ssh(w, "systemctl stop asks-api asks-web"));
  }

  /** How many were answered well, of the API through the worker's proxy or of the service. */
  int answered(String name) {
    return workers.stream()
        .mapToInt(w -> Integer.parseInt(ssh(w, "grep -c ^ok /root/" + name + ".log").strip()))
        .sum();
  }

  /** Those that were not. */
  List<String> failed(String name) {
    List<String> failed = new ArrayList<>();
    for (String worker : workers) {
      Lab.ssh(worker, "grep ^bad /root/" + name + ".log")
          .output()
          .lines()
          .forEach(l -> failed.add(worker + " " + l));
    }
    return failed;
  }
}
