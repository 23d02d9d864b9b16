package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Certificates of a real cluster: renewed while a client asks, and when all of them have ended. The
 * tests build on one another.
 */
@Tag("lab")
@Tag("chain")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CertificatesLabTest {

  private static final int NODES = 4;
  private static final int FAILED = 1;
  private static final int REFUSED = 3;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path home;
  private static Program quorate;
  private static Path file;

  @BeforeAll
  static void aCluster() {
    file = Standing.take(home, NODES);
    quorate = new Program(home);
  }

  @AfterAll
  static void toTheNext() {
    Standing.leave(quorate, file);
  }

  private static Commands.Result certificates(String... more) {
    List<String> words = new ArrayList<>(List.of("certificates", "-i", file.toString()));
    words.addAll(List.of(more));
    return quorate.run(words.toArray(String[]::new));
  }

  private static Commands.Result renew(String... more) {
    return perform("renew", more);
  }

  private static List<String> nodes() {
    return List.of("node-1", "node-2", "node-3", "node-4");
  }

  @Test
  @Order(1)
  void allAreSeenAsTheyLieThereAndAsTheyAreShown() throws Exception {
    var seen = certificates("--json");
    assertThat(seen.exitCode()).as(seen.output()).isZero();
    JsonNode list = JSON.readTree(seen.output().lines().reduce("", (a, b) -> b));
    List<String> places = new ArrayList<>();
    list.path("entries")
        .forEach(e -> places.add(e.path("node").asText() + " " + e.path("place").asText()));
    assertThat(places)
        .contains(
            "node-1 /etc/kubernetes/pki/apiserver.crt",
            "node-1 /etc/etcd/pki/peer.crt",
            "node-1 /root/.kube/config",
            "node-1 kube-apiserver:6443",
            "node-1 etcd, for clients:2379",
            "node-1 etcd, for peers:2380",
            "node-1 kube-controller-manager:10257",
            "node-1 kube-scheduler:10259",
            "node-4 kubelet:10250",
            "node-4 /etc/kubernetes/kube-proxy.conf",
            " kubeconfig, context lab");
    assertThat(seen.output()).doesNotContain("PRIVATE KEY");
  }

  @Test
  @Order(2)
  void aClientIsAnsweredAllTheWhileAndEtcdRunsOn() {
    Map<String, String> before = Cluster.startTimes("node-1");
    String serial = serial("node-1", "apiserver");
    Clients clients = new Clients("node-4");
    long begin = System.nanoTime();
    var done = renew();
    System.out.println(
        "figure: renewal of 3 masters and a worker: "
            + Duration.ofNanos(System.nanoTime() - begin));
    assertThat(done.exitCode()).as(done.output()).isZero();
    clients.stop();
    System.out.println(
        "figure: %d requests to the API were answered meanwhile"
            .formatted(clients.answered("api")));
    assertThat(clients.failed("api")).isEmpty();
    assertThat(clients.answered("api")).isGreaterThan(100);
    assertThat(serial("node-1", "apiserver")).isNotEqualTo(serial);
    Map<String, String> after = Cluster.startTimes("node-1");
    assertThat(after.get("etcd.service")).isEqualTo(before.get("etcd.service"));
    assertThat(after.get("kube-apiserver.service"))
        .isNotEqualTo(before.get("kube-apiserver.service"));
    assertThat(certificates().exitCode()).isZero();
    assertThat(quorate.install(file, "--dry-run").orFail().output())
        .contains("node-1: nothing would change", "node-4: nothing would change");
  }

  private static String serial(String node, String name) {
    return Lab.ssh(node, "openssl x509 -noout -serial -in /etc/kubernetes/pki/" + name + ".crt")
        .orFail()
        .output();
  }

  @Test
  @Order(3)
  void whereAllHaveEndedTheClusterComesBack() throws Exception {
    EndedLeaves ended = new EndedLeaves("node-1");
    for (String node : nodes()) {
      ended.on(node);
    }
    for (String node : nodes()) {
      Lab.ssh(
              node,
              "systemctl restart --no-block $(systemctl list-units --plain --no-legend"
                  + " 'etcd.service' 'kube*.service' | cut -d' ' -f1)")
          .orFail();
    }
    Limits.await(
        "nothing answers any more",
        () -> Lab.ssh("node-1", "kubectl get --raw /readyz"),
        result -> result.exitCode() != 0);
    var seen = certificates();
    assertThat(seen.exitCode()).as(seen.output()).isEqualTo(FAILED);
    assertThat(seen.output()).contains("certificates have ended", "ENDED");
    var status = quorate.run("status", "-i", file.toString());
    assertThat(status.exitCode()).isEqualTo(FAILED);
    assertThat(status.output().replaceAll("\\s+", " ")).contains("quorate certificates renew");
    warned();
    long begin = System.nanoTime();
    var done = renew();
    System.out.println(
        "figure: renewal where all had ended: " + Duration.ofNanos(System.nanoTime() - begin));
    assertThat(done.exitCode()).as(done.output()).isZero();
    assertThat(done.output()).contains("over SSH alone");
    Cluster.assertReady(NODES);
    Cluster.assertServesPods(NODES);
    var after = certificates();
    assertThat(after.exitCode()).as(after.output()).isZero();
    String admin =
        Lab.ssh("node-1", "base64 -w 0 /etc/kubernetes/pki/admin.crt").orFail().output().strip();
    assertThat(Files.readString(home.resolve(".kube/config"))).contains(admin);
    assertThat(new String(Base64.getDecoder().decode(admin))).contains("BEGIN CERTIFICATE");
    assertThat(Lab.ssh("node-1", "ls -d /var/lib/quorate/pki.*").orFail().output().lines())
        .hasSize(1);
  }

  /** The node's own timer says it, in the log and to a node exporter. */
  private static void warned() {
    String folder = "/var/lib/node_exporter/textfile_collector";
    assertThat(
            Lab.ssh(
                    "node-4",
                    "systemctl is-active quorate-certificates.timer && mkdir -p "
                        + folder
                        + " && systemctl start quorate-certificates.service && journalctl -q -o cat"
                        + " -p warning -u quorate-certificates.service && cat "
                        + folder
                        + "/quorate_certificates.prom")
                .orFail()
                .output())
        .contains(
            "have ended, the first",
            "quorate_certificate_expiry_timestamp_seconds{path=\"/etc/kubernetes/pki/kubelet.crt\"}");
  }

  @Test
  @Order(4)
  void tokensOfTheOldKeyStayGoodUntilNoneIsLeft() {
    Lab.ssh(
            "node-1",
            "umask 077; echo '{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}'"
                + " | kubectl create --raw"
                + " /api/v1/namespaces/default/serviceaccounts/default/token -f -"
                + " | grep -o '\"token\":\"[^\"]*' | cut -d'\"' -f4 >/root/token && test -s /root/token")
        .orFail();
    List<String> old = keys();
    assertThat(old).hasSize(1);
    long begin = System.nanoTime();
    var done = rotate();
    System.out.println(
        "figure: a new key for the tokens of 3 masters: "
            + Duration.ofNanos(System.nanoTime() - begin));
    assertThat(done.exitCode()).as(done.output()).isZero();
    assertThat(keys()).hasSize(2);
    // Known, and without the right to it.
    assertThat(answers()).isEqualTo("403 403 403 ");
    var early = rotate("--remove-old", "--longest-token", "1m", "--confirm", "lab");
    assertThat(early.exitCode()).as(early.output()).isEqualTo(REFUSED);
    assertThat(early.output()).contains("Secrets", "never ends", "nothing was changed");
    assertThat(keys()).hasSize(2);
    renewSecrets();
    var removed = rotate("--remove-old", "--at-once", "--confirm", "lab");
    assertThat(removed.exitCode()).as(removed.output()).isZero();
    assertThat(keys()).hasSize(1).doesNotContainAnyElementsOf(old);
    assertThat(answers()).isEqualTo("401 401 401 ");
    Cluster.assertServesPods(NODES);
  }

  /** What each API server says to the token of before. */
  private static String answers() {
    return Lab.ssh(
            "node-1",
            "for ip in $(kubectl get endpoints kubernetes -o"
                + " jsonpath='{.subsets[0].addresses[*].ip}'); do sed 's/^/Authorization:"
                + " Bearer /' /root/token | curl -sk -o /dev/null -w '%{http_code} ' -H @-"
                + " https://$ip:6443/api/v1/namespaces/default/pods; done")
        .orFail()
        .output();
  }

  /** As the page on certificates says it. */
  private static void renewSecrets() {
    Lab.ssh(
            "node-1",
            "set -o pipefail; kubectl get secrets -A --field-selector"
                + " type=kubernetes.io/service-account-token --no-headers | while read -r namespace"
                + " name rest; do kubectl -n \"$namespace\" patch secret \"$name\" --type=json -p"
                + " '[{\"op\":\"remove\",\"path\":\"/data/token\"}]' </dev/null || exit 1; done")
        .orFail();
  }

  private static Commands.Result rotate(String... more) {
    return perform("rotate-signing-key", more);
  }

  private static Commands.Result perform(String command, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("certificates", command, "-i", file.toString(), "--plain", "--yes"));
    words.addAll(List.of(more));
    return quorate.run(words.toArray(String[]::new));
  }

  /** The keys of tokens that the API server tells. */
  private static List<String> keys() {
    return Cluster.kubectl("get --raw /openid/v1/jwks")
        .transform(text -> Pattern.compile("\"kid\":\"([^\"]+)").matcher(text))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  @Order(5)
  void anotherAuthorityOfTheFrontProxyIsAcceptedBeforeTheOldOneGoes() {
    String proxy = "/etc/kubernetes/pki/front-proxy-client";
    Lab.ssh("node-1", "umask 077; for e in crt key; do cp " + proxy + ".$e /root/old.$e; done")
        .orFail();
    assertThat(published()).isEqualTo(1);
    Clients clients = new Clients("node-4");
    long begin = System.nanoTime();
    var done = perform("rotate-ca", "--only", "front-proxy");
    System.out.println(
        "figure: another authority of the front proxy of 3 masters: "
            + Duration.ofNanos(System.nanoTime() - begin));
    assertThat(done.exitCode()).as(done.output()).isZero();
    assertThat(published()).isEqualTo(2);
    assertThat(asFrontProxy("/root/old")).isEqualTo("200 200 200 ");
    assertThat(asFrontProxy(proxy)).isEqualTo("200 200 200 ");
    assertThat(authorities()).hasSize(2);
    assertThat(quorate.install(file, "--dry-run").orFail().output())
        .contains("node-1: nothing would change", "node-4: nothing would change");
    var seen = certificates();
    assertThat(seen.exitCode()).as(seen.output()).isEqualTo(4);
    assertThat(seen.output()).contains("--only front-proxy --remove-old");
    var removed = perform("rotate-ca", "--only", "front-proxy", "--remove-old", "--confirm", "lab");
    assertThat(removed.exitCode()).as(removed.output()).isZero();
    clients.stop();
    assertThat(clients.failed("api")).isEmpty();
    assertThat(published()).isEqualTo(1);
    assertThat(asFrontProxy("/root/old")).isEqualTo("401 401 401 ");
    assertThat(asFrontProxy(proxy)).isEqualTo("200 200 200 ");
    assertThat(authorities()).hasSize(1);
    assertThat(certificates().output()).doesNotContain("rotate-ca");
    assertThat(quorate.install(file, "--dry-run").orFail().output())
        .contains("node-1: nothing would change", "node-4: nothing would change");
    Cluster.assertServesPods(NODES);
  }

  /** What each API server says to a front proxy with that certificate. */
  private static String asFrontProxy(String pair) {
    return Lab.ssh(
            "node-1",
            ("for ip in $(kubectl get endpoints kubernetes -o"
                    + " jsonpath='{.subsets[0].addresses[*].ip}'); do curl -sk -o /dev/null -w"
                    + " '%{http_code} ' --cert PAIR.crt --key PAIR.key -H 'X-Remote-User: somebody'"
                    + " https://$ip:6443/version; done")
                .replace("PAIR", pair))
        .orFail()
        .output();
  }

  /** How many authorities aggregated API servers are told to accept. */
  private static long published() {
    return Cluster.kubectl(
            "-n kube-system get configmap extension-apiserver-authentication -o"
                + " jsonpath='{.data.requestheader-client-ca-file}'")
        .lines()
        .filter(l -> l.contains("BEGIN CERTIFICATE"))
        .count();
  }

  /** The front proxy's authorities as the masters have them, less what all have alike. */
  private static List<String> authorities() {
    List<String> all = new ArrayList<>();
    for (String node : List.of("node-1", "node-2", "node-3")) {
      Lab.ssh(
              node,
              "openssl crl2pkcs7 -nocrl -certfile /etc/kubernetes/pki/front-proxy-ca.crt | openssl"
                  + " pkcs7 -print_certs -noout | grep subject")
          .orFail()
          .output()
          .lines()
          .forEach(all::add);
    }
    return all.stream().distinct().toList();
  }
}
