package io.quorate.node.rehearsal;

import io.quorate.node.Node.NodeException;
import io.quorate.plan.Digest;
import io.quorate.plan.Secret;
import io.quorate.plan.facts.MasterView;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import io.quorate.plan.facts.UpgradeQuestion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a probe finds on a simulated machine: a healthy one with what the run gave it. */
final class RehearsalFacts {

  private static final String PKI = "/etc/kubernetes/pki/";
  private static final String RECORDS = "/var/lib/quorate/";
  private static final Set<String> COMMANDS =
      Set.of("bash", "ip", "nft", "sh", "ss", "systemctl", "tar");

  private static final long DISK_FREE_MIB = 61_440;

  /** Where an upgrade wants room. */
  private static final List<String> ROOMS =
      List.of("/usr/local/bin", "/var/backups", "/var/lib/containerd", "/var/lib/etcd");

  /** Who listens where, as the kernel shortens the names. */
  private static final Map<String, Map<Integer, String>> PORTS =
      Map.of(
          "ssh.service", Map.of(22, "sshd"),
          "sshd.service", Map.of(22, "sshd"),
          "rpcbind.service", Map.of(111, "rpcbind"),
          "etcd.service", Map.of(2379, "etcd", 2380, "etcd"),
          "kube-apiserver.service", Map.of(6443, "kube-apiserver"),
          "kube-controller-manager.service", Map.of(10257, "kube-controller"),
          "kube-scheduler.service", Map.of(10259, "kube-scheduler"),
          "kubelet.service", Map.of(10248, "kubelet", 10250, "kubelet"),
          "kube-proxy.service", Map.of(10249, "kube-proxy", 10256, "kube-proxy"),
          "kube-api-proxy.service", Map.of(9090, "nginx"));

  private final RehearsalMachine machine;
  private final RehearsalState state;
  private final RehearsalFleet fleet;

  RehearsalFacts(RehearsalMachine machine, RehearsalFleet fleet) {
    this.machine = machine;
    this.state = machine.copyOfState();
    this.fleet = fleet;
  }

  NodeFacts answer(ProbeRequest request, long clockSkewMillis) throws NodeException {
    return new NodeFacts(
        machine.name(),
        machine.name(),
        state.system.id(),
        state.system.version(),
        state.system.title(),
        "amd64",
        state.system.kernel(),
        4,
        8192,
        DISK_FREE_MIB,
        true,
        "none",
        true,
        true,
        Digest.sha256("machine " + machine.name()).substring(0, 32),
        clockSkewMillis,
        false,
        machine.addresses(),
        routes(),
        "eth0",
        1500,
        "Etc/UTC",
        listening(),
        request.names(),
        request.targets().stream().collect(Collectors.toMap(t -> t, t -> true)),
        among(request.units(), state.started.keySet()),
        request.paths().stream().filter(state::has).collect(Collectors.toSet()),
        commands(request),
        pki(),
        request.etcdctl().isEmpty() && !asksEtcd(request) ? null : fleet.etcd().listed(state),
        asksEtcd(request) ? fleet.etcd().view(state) : null,
        records(request));
  }

  private static boolean asksEtcd(ProbeRequest request) {
    return request.scripts().containsKey(MasterView.Question.ETCD.script());
  }

  private static Set<String> among(Set<String> asked, Set<String> there) {
    Set<String> found = new HashSet<>(asked);
    found.retainAll(there);
    return found;
  }

  /** The network of the main address, if that is an IPv4 one. */
  private List<String> routes() {
    String address = machine.addresses().getFirst();
    return address.matches("\\d+(\\.\\d+){3}")
        ? List.of(address.substring(0, address.lastIndexOf('.')) + ".0/24")
        : List.of();
  }

  private Map<Integer, String> listening() {
    Map<Integer, String> listening = new TreeMap<>();
    state.started.keySet().forEach(u -> listening.putAll(PORTS.getOrDefault(u, Map.of())));
    return listening;
  }

  private Set<String> commands(ProbeRequest request) {
    return request.commands().stream()
        .filter(
            c ->
                COMMANDS.contains(c)
                    || state.system.commands().contains(c)
                    || state.files.containsKey("/usr/local/bin/" + c))
        .collect(Collectors.toSet());
  }

  private Map<String, Secret> pki() {
    Map<String, Secret> found = new HashMap<>();
    state.files.forEach(
        (path, entry) -> {
          if (path.startsWith(PKI)) {
            found.put(path, new Secret(entry.text()));
          }
        });
    return found;
  }

  private Map<String, String> records(ProbeRequest request) throws NodeException {
    Map<String, String> found = new HashMap<>();
    if (request.scripts().containsKey(ProbeRequest.USE)) {
      found.put(ProbeRequest.USE, fleet.etcd().keys(state) + "end\n");
    }
    if (request.scripts().containsKey(ProbeRequest.VERSIONS)) {
      found.put(ProbeRequest.VERSIONS, new RehearsalVersions(state).answer());
    }
    if (request.scripts().containsKey(ProbeRequest.CERTIFICATES)) {
      found.put(ProbeRequest.CERTIFICATES, RehearsalTrust.answer(state));
    }
    if (request.scripts().containsKey(ProbeRequest.BENCHMARK)) {
      found.put(ProbeRequest.BENCHMARK, new RehearsalBenchmark(state).facts());
    }
    if (request.scripts().containsKey(ProbeRequest.BENCHMARK_OBJECTS)) {
      found.put(ProbeRequest.BENCHMARK_OBJECTS, new RehearsalBenchmark(state).objects());
    }
    if (request.scripts().containsKey(ProbeRequest.JOURNAL)) {
      found.put(ProbeRequest.JOURNAL, new RehearsalJournal(state).answer());
    }
    if (request.scripts().containsKey(ProbeRequest.SIGNING)) {
      found.put(ProbeRequest.SIGNING, RehearsalTokens.signing(state, fleet.now()));
    }
    if (request.scripts().containsKey(ProbeRequest.TOKENS)) {
      found.put(ProbeRequest.TOKENS, RehearsalTokens.answer(state));
    }
    if (request.scripts().containsKey(ProbeRequest.AGGREGATED)) {
      found.put(ProbeRequest.AGGREGATED, RehearsalAuthorities.behind(state));
    }
    for (UpgradeQuestion question : UpgradeQuestion.values()) {
      if (request.scripts().containsKey(question.script())) {
        found.put(question.script(), upgrade(question));
      }
    }
    state.files.forEach(
        (path, entry) -> {
          if (path.startsWith(RECORDS) && path.indexOf('/', RECORDS.length()) < 0) {
            found.put(path.substring(RECORDS.length()), entry.text());
          }
        });
    return found;
  }

  /** As a calm cluster answers the scripts below {@code assets/upgrade}. */
  private String upgrade(UpgradeQuestion question) {
    return switch (question) {
      case OBJECTS, API_SERVER, DOWNLOADS -> "end\n";
      case KEPT -> new RehearsalKept(state).answer() + "end\n";
      case NODE ->
          ROOMS.stream()
                  .map(path -> "room " + path + " / " + DISK_FREE_MIB * 1024 + "\n")
                  .collect(Collectors.joining())
              + "end\n";
    };
  }
}
