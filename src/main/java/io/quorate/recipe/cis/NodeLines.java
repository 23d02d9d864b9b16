package io.quorate.recipe.cis;

import static io.quorate.recipe.cis.Asks.absent;
import static io.quorate.recipe.cis.Asks.at;
import static io.quorate.recipe.cis.Asks.inSettings;
import static io.quorate.recipe.cis.Asks.mode;
import static io.quorate.recipe.cis.Asks.named;
import static io.quorate.recipe.cis.Asks.owner;
import static io.quorate.recipe.cis.Asks.setting;
import static io.quorate.recipe.cis.MasterLines.ALL_READ;
import static io.quorate.recipe.cis.MasterLines.OWNER_ALONE;
import static io.quorate.recipe.cis.MasterLines.ROOT;
import static io.quorate.recipe.cis.NodeAnswer.Program.KUBELET;
import static io.quorate.recipe.cis.NodeAnswer.Program.KUBE_PROXY;
import static io.quorate.recipe.cis.Rule.nodes;

import io.quorate.plan.facts.Benchmark.State;
import io.quorate.recipe.cis.NodeAnswer.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Part 4: what is on every node that runs pods, masters among them. */
final class NodeLines {

  static final String RENEWED =
      "Quorate makes the kubelets' certificates, and renews them (`quorate certificates renew`);"
          + " they do not ask for new ones themselves.";

  private NodeLines() {}

  static List<Rule> all() {
    List<Rule> all = new ArrayList<>();
    all.addAll(files());
    all.addAll(kubelet());
    all.add(
        nodes(
            "4.3.1",
            "Metrics on loopback only",
            setting(
                KUBE_PROXY,
                "metrics-bind-address",
                "metricsBindAddress",
                v -> v.isEmpty() || v.get().startsWith("127.0.0.1"))));
    return all;
  }

  private static List<Rule> files() {
    List<Rule> rules = new ArrayList<>();
    both(rules, 1, "kubelet's unit", OWNER_ALONE, at(MasterLines.unitFile(KUBELET)));
    both(
        rules,
        3,
        "kube-proxy's kubeconfig",
        OWNER_ALONE,
        inSettings(KUBE_PROXY, "clientConnection.kubeconfig"));
    both(rules, 5, "kubelet's kubeconfig", OWNER_ALONE, named(KUBELET, "kubeconfig"));
    both(
        rules,
        7,
        "Authority by which the kubelet knows its callers",
        ALL_READ,
        inSettings(KUBELET, "authentication.x509.clientCAFile"));
    both(rules, 9, "kubelet's settings", OWNER_ALONE, named(KUBELET, "config"));
    return rules;
  }

  private static void both(
      List<Rule> rules, int number, String name, int most, Function<NodeAnswer, List<Place>> file) {
    rules.add(
        nodes(
            "4.1." + number,
            name + ": " + Integer.toOctalString(most) + " or less",
            mode(most, file)));
    rules.add(nodes("4.1." + (number + 1), name + ": root's", owner(ROOT, file)));
  }

  private static Rule rule(
      int number, String title, String flag, String path, Predicate<Optional<String>> good) {
    return nodes("4.2." + number, title, setting(KUBELET, flag, path, good));
  }

  private static Predicate<Optional<String>> is(String value) {
    return v -> v.filter(value::equals).isPresent();
  }

  private static Predicate<Optional<String>> isNot(String value) {
    return v -> v.filter(value::equals).isEmpty();
  }

  private static List<Rule> kubelet() {
    return List.of(
        rule(
            1,
            "No anonymous requests",
            "anonymous-auth",
            "authentication.anonymous.enabled",
            is("false")),
        rule(
            2,
            "Authorization: no AlwaysAllow",
            "authorization-mode",
            "authorization.mode",
            v -> v.isPresent() && !v.get().equals("AlwaysAllow")),
        rule(
            3,
            "It knows its callers by their authority",
            "client-ca-file",
            "authentication.x509.clientCAFile",
            Optional::isPresent),
        rule(
            4,
            "No read-only port",
            "read-only-port",
            "readOnlyPort",
            v -> v.isEmpty() || v.get().equals("0")),
        rule(
            5,
            "Idle streaming connections end",
            "streaming-connection-idle-timeout",
            "streamingConnectionIdleTimeout",
            v -> v.isEmpty() || !v.get().matches("0[a-z]*")),
        rule(
            6,
            "It keeps its iptables chains",
            "make-iptables-util-chains",
            "makeIPTablesUtilChains",
            isNot("false")),
        nodes("4.2.7", "No hostname override", absent(KUBELET, "hostname-override"))
            .left(
                "A node is called as in the inventory, whatever its machine calls itself; its"
                    + " certificate is for that name, and nobody else gets one."),
        rule(
            8,
            "Events have a fitting rate",
            "event-qps",
            "eventRecordQPS",
            v -> v.isEmpty() || Asks.number(v.get()) > 0),
        nodes("4.2.9", "It has a certificate for its callers", NodeLines::certificate),
        rule(
                10,
                "Its certificates are renewed",
                "rotate-certificates",
                "rotateCertificates",
                isNot("false"))
            .noting(RENEWED),
        rule(
                11,
                "Its certificate for its callers is renewed",
                "rotate-server-certificates",
                "featureGates.RotateKubeletServerCertificate",
                isNot("false"))
            .noting(RENEWED),
        rule(
            12,
            "Strong ciphers only",
            "tls-cipher-suites",
            "tlsCipherSuites",
            v -> Asks.strong(v.map(Asks::items).orElse(List.of()))),
        nodes("4.2.13", "Pods have a limit of PIDs", NodeLines::processes)
            .noting(
                "4,096, and none on a node that is a container, where the limit is the machine's."),
        nodes("4.2.14", "Seccomp by default", NodeLines::systemCalls)
            .noting("From Kubernetes 1.27 on, where it is stable."));
  }

  private static Verdict certificate(NodeAnswer answer) {
    Verdict certificate =
        setting(KUBELET, "tls-cert-file", "tlsCertFile", Optional::isPresent).apply(answer);
    Verdict key =
        setting(KUBELET, "tls-private-key-file", "tlsPrivateKeyFile", Optional::isPresent)
            .apply(answer);
    return certificate.state() == State.HELD ? key : certificate;
  }

  private static Verdict processes(NodeAnswer answer) {
    Verdict limit =
        setting(
                KUBELET,
                "pod-max-pids",
                "podPidsLimit",
                v -> v.isPresent() && Asks.number(v.get()) > 0)
            .apply(answer);
    return limit.state() == State.NOT_HELD && answer.container()
        ? Verdict.notApplicable(limit.found() + "; the node is a container")
        : limit;
  }

  private static Verdict systemCalls(NodeAnswer answer) {
    Verdict limited =
        setting(KUBELET, "seccomp-default", "seccompDefault", is("true")).apply(answer);
    return limited.state() == State.NOT_HELD && answer.kubeletBefore("1.27")
        ? Verdict.notApplicable(limited.found() + "; the kubelet is older than 1.27")
        : limited;
  }
}
