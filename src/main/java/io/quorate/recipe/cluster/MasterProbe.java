package io.quorate.recipe.cluster;

import io.quorate.inventory.Host;
import io.quorate.plan.facts.DataHash;
import io.quorate.plan.facts.MasterView.Question;
import io.quorate.platform.Template;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.NodeCertificate;
import io.quorate.recipe.component.SharedSecrets;
import java.util.Map;

/** What a master is asked about its cluster, as it sees it itself. */
public final class MasterProbe {

  private static final String NODES =
      "timeout 15 /usr/local/bin/kubectl --kubeconfig="
          + ControlPlaneRecipe.SUPER_ADMIN
          + " --request-timeout=12s get nodes -o go-template='{{range .items}}{{.metadata.name}}|"
          + "{{range .status.conditions}}{{if eq .type \"Ready\"}}{{.status}}"
          + " {{.lastTransitionTime}}{{end}}{{end}}|{{.status.nodeInfo.kubeletVersion}}|"
          + "{{.spec.unschedulable}}|{{range .status.addresses}}"
          + "{{if eq .type \"InternalIP\"}}{{.address}} {{end}}{{end}}|"
          + "{{range $key, $value := .metadata.labels}}{{$key}} {{end}}|"
          + "{{with .metadata.labels}}{{with index . \"topology.kubernetes.io/zone\"}}{{.}}{{end}}{{end}}"
          + "\n{{end}}' && echo end";

  private MasterProbe() {}

  /** {@link io.quorate.plan.facts.MasterView}'s questions to a master. */
  public static Map<String, String> scripts(Host master) {
    return Map.of(
        Question.ETCD.script(), etcd(master),
        Question.API.script(), api(),
        Question.NODES.script(), NODES);
  }

  /** A member tells its peers whom it knows, also when no quorum can be asked. */
  private static String ownMembers(Host master) {
    String address = master.nodeAddress();
    String url = "https://" + (address.contains(":") ? "[" + address + "]" : address) + ":2380";
    return ControlPlaneRecipe.curl(
        SharedSecrets.ETCD_CA + ".crt",
        NodeCertificate.ETCD_PEER,
        "--max-time 2 " + url + "/members");
  }

  private static String etcd(Host master) {
    return new Template("status/etcd.sh").fill(etcdPlaces(ownMembers(master)));
  }

  /**
   * @param members a command that prints the members as the own one knows them
   */
  public static Map<String, String> etcdPlaces(String members) {
    String ask =
        ControlPlaneRecipe.curl(
            SharedSecrets.ETCD_CA + ".crt",
            NodeCertificate.ETCD_HEALTHCHECK_CLIENT,
            "--connect-timeout 2 --max-time 4 -w '\\n%{http_code}' -d \"$request\" \"$url/v3/$method\"");
    return Map.of(
        "json",
        new Template("shell/json.sh").text(),
        "ask",
        ask,
        "members",
        members,
        "compared",
        Long.toString(DataHash.COMPARED_BELOW_BYTES));
  }

  /**
   * Curl tells a certificate that is not good from a server that is not ready, and why it is not.
   */
  private static String api() {
    String ready =
        ControlPlaneRecipe.curl(
            SharedSecrets.CA + ".crt",
            NodeCertificate.ADMIN,
            ControlPlaneRecipe.LOCAL_API + "/readyz");
    return new Template("status/api.sh").fill(Map.of("ready", ready));
  }
}
