package io.quorate.lab;

import java.util.List;
import java.util.Map;

/**
 * Two clients that ask all the while, ten times a second, and note each answer: one the API through
 * its worker's proxy, the other a service.
 */
final class Clients {

  /**
   * Notes {@code ok} or {@code bad}, when, and what curl said. One curl makes all requests, each
   * over a connection of its own: processes are what a lab has the least of.
   */
  private static final String ASKS =
      """
      log=$1
      shift
      stdbuf -oL curl -q -sS --http1.1 -H 'Connection: close' -m 10 --rate 10/s -o /dev/null \\
        -w '%{http_code} %{errormsg}\\n' "$@" 2>/dev/null |
        awk -W interactive '{ print ($1 == 200 ? "ok" : "bad"), systime(), $0 }' >$log
      """;

  /** As many requests as nobody waits for. */
  private static final String MANY = "n=[1-9999999]";

  private static final String CREDENTIAL =
      "--cacert /root/asks/ca.crt --cert /root/asks/kubelet-client.crt --key"
          + " /root/asks/kubelet-client.key";

  private final Map<String, String> workers;

  /**
   * @param api the worker whose proxy is asked
   * @param web the worker that asks the service
   * @param service the address of a service that answers HTTP
   */
  Clients(String api, String web, String service) {
    this(Map.of("api", api, "web", web), api);
    start(web, "web", "'http://" + service + "/?" + MANY + "'");
  }

  /** One that asks the API alone. */
  Clients(String api) {
    this(Map.of("api", api), api);
  }

  private Clients(Map<String, String> workers, String api) {
    this.workers = workers;
    for (String worker : workers.values()) {
      ssh(worker, "cat >/root/asks.sh <<'EOF'\n" + ASKS + "EOF");
    }
    // Its own: each request reads them anew, and those of the node may become others in between.
    ssh(
        api,
        "mkdir -p /root/asks && cd /etc/kubernetes/pki"
            + " && cp ca.crt kubelet-client.crt kubelet-client.key /root/asks");
    String port =
        ssh(
                api,
                "sed -n 's/.*listen 127.0.0.1:\\([0-9]*\\);.*/\\1/p'"
                    + " /etc/kube-api-proxy/nginx.conf")
            .strip();
    // Not pretty, which curl would get: the lab's API server breaks down over that.
    String url = "https://127.0.0.1:" + port + "/api/v1/nodes/" + api + "?pretty=false&" + MANY;
    start(api, "api", CREDENTIAL + " '" + url + "'");
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
