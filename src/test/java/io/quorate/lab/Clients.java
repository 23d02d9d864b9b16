package io.quorate.lab;

import java.util.List;
import java.util.Map;

/**
 * Two clients that ask all the while, twenty times a second, and note each answer: one the API
 * through its worker's proxy, the other a service.
 */
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

  private final Map<String, String> workers;

  /**
   * @param api the worker whose proxy is asked
   * @param web the worker that asks the service
   * @param service the address of a service that answers HTTP
   */
  Clients(String api, String web, String service) {
    this.workers = Map.of("api", api, "web", web);
    for (String worker : workers.values()) {
      ssh(worker, "cat >/root/asks.sh <<'EOF'\n" + ASKS + "EOF");
    }
    String port =
        ssh(
                api,
                "sed -n 's/.*listen 127.0.0.1:\\([0-9]*\\);.*/\\1/p' /etc/kube-api-proxy/nginx.conf")
            .strip();
    // Not pretty, which curl would get: the lab's API server breaks down over that.
    String url = "https://127.0.0.1:" + port + "/api/v1/nodes/" + api + "?pretty=false";
    start(api, "api", CREDENTIAL + " '" + url + "'");
    start(web, "web", "http://" + service + "/");
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
    workers.forEach((name, worker) -> ssh(worker, "systemctl stop asks-" + name));
  }

  /**
   * How many were answered well.
   *
   * @param name api or web
   */
  int answered(String name) {
    return Integer.parseInt(ssh(workers.get(name), "grep -c ^ok /root/" + name + ".log").strip());
  }

  /** Those that were not. */
  List<String> failed(String name) {
    return Lab.ssh(workers.get(name), "grep ^bad /root/" + name + ".log").output().lines().toList();
  }
}
