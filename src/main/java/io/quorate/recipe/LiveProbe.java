package io.quorate.recipe;

import io.quorate.facts.DataHash;
import io.quorate.facts.MasterView.Question;
import io.quorate.facts.ProbeRequest;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.platform.Template;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is asked to see a live cluster: every master its view of it, all of them side by side. */
public final class LiveProbe {

  private static final String OWN = "https://127.0.0.1:2379";
  private static final String ETCDCTL = "/usr/local/bin/etcdctl.sh";

  /** Dead members must not make the others' answers late. */
  private static final String PATIENCE = " --dial-timeout=2s --command-timeout=4s ";

  private static final String NODES =
      "timeout 15 /usr/local/bin/kubectl --kubeconfig="
          + ControlPlaneRecipe.SUPER_ADMIN
          + " --request-timeout=12s get nodes -o go-template='{{range .items}}{{.metadata.name}}|"
          + "{{range .status.conditions}}{{if eq .type \"Ready\"}}{{.status}}"
          + " {{.lastTransitionTime}}{{end}}{{end}}|{{.status.nodeInfo.kubeletVersion}}|"
          + "{{.spec.unschedulable}}|{{range .status.addresses}}"
          + "{{if eq .type \"InternalIP\"}}{{.address}} {{end}}{{end}}|"
          + "{{range $key, $value := .metadata.labels}}{{$key}} {{end}}\n{{end}}' && echo end";

  private LiveProbe() {}

  /** The install's questions, which plans need, and the masters' views with them. */
  public static Map<String, ProbeRequest> requests(Inventory inventory) {
    Map<String, ProbeRequest> requests = new LinkedHashMap<>(InstallProbe.requests(inventory));
    inventory.hosts().forEach(h -> requests.computeIfPresent(h.name(), (n, r) -> asked(r, h)));
    return requests;
  }

  /**
   * The same where nodes join: what a newcomer sends to ports that the firewall of a running node
   * keeps for the nodes that it knows is dropped there, which would be waited for.
   *
   * @param wanted the inventory with the newcomers
   * @param there the inventory as it is
   */
  public static Map<String, ProbeRequest> joining(Inventory wanted, Inventory there) {
    Map<String, ProbeRequest> requests = requests(wanted);
    Set<String> known = there.hosts().stream().map(Host::name).collect(Collectors.toSet());
    Set<String> closed = new HashSet<>();
    if (wanted.firewall().enabled()) {
      for (Host host : there.hosts()) {
        wanted.firewall().ports().forEach(p -> closed.add(Preflight.target(host, p.port())));
      }
    }
    requests.replaceAll(
        (name, r) -> known.contains(name) ? r : r.withTargets(without(r.targets(), closed)));
    return requests;
  }

  private static Set<String> without(Set<String> targets, Set<String> closed) {
    return targets.stream().filter(t -> !closed.contains(t)).collect(Collectors.toSet());
  }

  /**
   * The same without trying whether the nodes reach one another, which takes seconds where one is
   * dead: for those who look, and for plans by which nobody joins.
   */
  public static Map<String, ProbeRequest> looks(Inventory inventory) {
    Map<String, ProbeRequest> requests = requests(inventory);
    requests.replaceAll(
        (name, r) ->
            new ProbeRequest(
                Set.of(), Set.of(), r.paths(), r.commands(), r.units(), r.etcdctl(), r.scripts()));
    return requests;
  }

  private static ProbeRequest asked(ProbeRequest request, Host host) {
    Set<String> units = new LinkedHashSet<>(request.units());
    units.add("kubelet.service");
    Map<String, String> scripts = new LinkedHashMap<>(request.scripts());
    scripts.put(Since.SCRIPT, new Template("status/since.sh").text());
    if (host.isMaster()) {
      units.add("etcd.service");
      scripts.putAll(scripts(host));
    }
    return new ProbeRequest(
        request.names(),
        request.targets(),
        request.paths(),
        request.commands(),
        units,
        request.etcdctl(),
        scripts);
  }

  /** {@link io.quorate.facts.MasterView}'s questions to a master. */
  static Map<String, String> scripts(Host master) {
    return Map.of(
        Question.MEMBERS.script(), own("member list"),
        Question.OWN_MEMBERS.script(), ownMembers(master),
        Question.STATUS.script(), own("endpoint status"),
        Question.QUORUM.script(), quorum(master),
        Question.API.script(), api(),
        Question.NODES.script(), NODES);
  }

  private static String own(String question) {
    return "timeout 15 " + ETCDCTL + " --endpoints=" + OWN + PATIENCE + question + " -w json";
  }

  /** A member tells its peers whom it knows, also when no quorum can be asked. */
  private static String ownMembers(Host master) {
    String address = master.nodeAddress();
    String url = "https://" + (address.contains(":") ? "[" + address + "]" : address) + ":2380";
    return ControlPlaneRecipe.curl(
        SharedSecrets.ETCD_CA + ".crt", NodeCertificate.ETCD_PEER, url + "/members");
  }

  private static String quorum(Host master) {
    return new Template("status/quorum.sh").fill(quorumPlaces(ownMembers(master)));
  }

  /**
   * @param members a command that prints the members as the own one knows them
   */
  static Map<String, String> quorumPlaces(String members) {
    return Map.of(
        "json", new Template("shell/json.sh").text(),
        "members", members,
        "compared", Long.toString(DataHash.COMPARED_BELOW_BYTES));
  }

  /**
   * Curl tells a certificate that is not good from a server that is not ready, and why it is not.
   */
  private static String api() {
    return ControlPlaneRecipe.curl(
            SharedSecrets.CA + ".crt",
            NodeCertificate.ADMIN,
            ControlPlaneRecipe.LOCAL_API + "/readyz")
        + " -w '\\nverify %{ssl_verify_result}\\n' 2>&1; printf '\\nexit %s\\n' $?";
  }
}
