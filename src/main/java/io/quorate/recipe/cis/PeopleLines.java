package io.quorate.recipe.cis;

import static io.quorate.recipe.cis.Rule.masters;
import static io.quorate.recipe.cis.Rule.nodes;
import static io.quorate.recipe.cis.Rule.objects;

import io.quorate.plan.facts.Benchmark.State;
import io.quorate.recipe.cis.NodeAnswer.Program;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Part 5: what people run, and whom they let in. */
final class PeopleLines {

  private static final String FLOOR =
      "Asked is whether everybody who logs in may; whom roles and bindings let in beyond that is for"
          + " a person.";
  private static final String POD_SECURITY =
      "Quorate sets no policy: pods that need more would not start any more. Label namespaces with"
          + " `pod-security.kubernetes.io/enforce` (Kubernetes 1.23 and later), or use a policy"
          + " engine, which is not seen here.";
  private static final List<String> BASELINE = List.of("baseline", "restricted");
  private static final List<String> RESTRICTED = List.of("restricted");

  /** Types of plug-ins that make networks with policies. */
  private static final Set<String> WITH_POLICIES =
      Set.of("antrea", "calico", "cilium-cni", "kube-ovn", "kube-router", "weave-net");

  private PeopleLines() {}

  static List<Rule> all() {
    return List.of(
        objects("5.1.1", "cluster-admin for those who need it only", ObjectAnswer::administrators)
            .people("Quorate binds its group quorate:cluster-admins."),
        floor("5.1.2", "Few may read Secrets", "get secrets", "list secrets", "watch secrets"),
        objects("5.1.3", "No wildcards in roles", ObjectAnswer::wildcards)
            .people("Add-ons bring roles of their own."),
        floor("5.1.4", "Few may make pods", "create pods"),
        objects("5.1.5", "Default service accounts are not used", ObjectAnswer::defaultAccounts)
            .people(
                "Where its token is wanted nowhere, set automountServiceAccountToken: false on"
                    + " the account."),
        objects("5.1.6", "Service account tokens where they are needed only", o -> o.pods("token"))
            .people("Pods that ask the API for nothing need none."),
        judged(
            "5.1.7",
            "Nobody is of the group system:masters",
            "whose certificates are of that group",
            "/etc/kubernetes/super-admin.conf on the masters is, for when roles are broken. Nobody"
                + " else has one from Quorate."),
        judged(
            "5.1.8",
            "Few may bind, impersonate and escalate",
            "roles with these verbs",
            "Quorate gives them to administrators only."),
        floor("5.1.9", "Few may make persistent volumes", "create persistentvolumes"),
        floor("5.1.10", "Few may use the proxy to nodes", "get nodes/proxy"),
        floor(
            "5.1.11",
            "Few may approve certificate signing requests",
            "update certificatesigningrequests/approval"),
        floor(
            "5.1.12",
            "Few may change webhook configurations",
            "update validatingwebhookconfigurations",
            "update mutatingwebhookconfigurations"),
        floor("5.1.13", "Few may make service account tokens", "create serviceaccounts/token"),
        security(
            "5.2.1",
            "A policy control for pods is active",
            o -> o.enforced("baseline", "restricted")),
        security("5.2.2", "Few privileged containers", o -> o.enforced("privileged", BASELINE)),
        security("5.2.3", "Few containers with hostPID", o -> o.enforced("hostPID", BASELINE)),
        security("5.2.4", "Few containers with hostIPC", o -> o.enforced("hostIPC", BASELINE)),
        security(
            "5.2.5", "Few containers with hostNetwork", o -> o.enforced("hostNetwork", BASELINE)),
        security(
            "5.2.6", "Few containers with allowPrivilegeEscalation", o -> o.enforced("restricted")),
        security("5.2.7", "Few containers run as root", o -> o.enforced("restricted")),
        security("5.2.8", "Few containers with NET_RAW", o -> o.enforced("restricted")),
        security("5.2.9", "Few containers with capabilities", o -> o.enforced("restricted")),
        objects(
                "5.2.10",
                "Few HostProcess containers (Windows)",
                o -> Verdict.notApplicable("nodes run Linux"))
            .people("Quorate has no nodes with Windows."),
        security("5.2.11", "Few hostPath volumes", o -> o.enforced("hostPath", BASELINE)),
        security("5.2.12", "Few hostPorts", o -> o.enforced("hostPort", BASELINE)),
        nodes("5.3.1", "The pods' network has policies", PeopleLines::network)
            .people(
                "Calico has; Quorate's own routed network has not. The network of a cluster that"
                    + " is used is changed by building a new one beside it."),
        objects("5.3.2", "Namespaces have NetworkPolicies", ObjectAnswer::networkPolicies)
            .people("Who may reach whom depends on what people run."),
        objects("5.4.1", "Secrets as files, not as variables", o -> o.pods("secretEnv"))
            .people("Variables are seen by all that a container starts."),
        judged(
            "5.4.2",
            "Secrets kept outside",
            "whether a store of secrets is worth it",
            "In etcd they are encrypted (1.2.27)."),
        masters("5.5.1", "Images are checked (ImagePolicyWebhook)", PeopleLines::images)
            .people("It needs a service that decides, or a policy engine, which is not seen here."),
        objects("5.6.1", "Namespaces set bounds", ObjectAnswer::namespaces)
            .people("Which depends on what people run."),
        judged(
            "5.6.2",
            "Pods have a seccomp profile",
            "pods that ask for Unconfined",
            "Pods that do not say are limited by the kubelet (4.2.14)."),
        security("5.6.3", "Pods have a security context", o -> o.enforced("restricted")),
        objects("5.6.4", "The namespace default is not used", ObjectAnswer::inDefault)
            .people("It is where everything goes that says nothing."));
  }

  private static Rule floor(String number, String title, String... requests) {
    return objects(number, title, o -> o.everybody(requests)).people(FLOOR);
  }

  private static Rule security(String number, String title, Function<ObjectAnswer, Verdict> judge) {
    return objects(number, title, judge).people(POD_SECURITY);
  }

  private static Rule judged(String number, String title, String what, String why) {
    return objects(number, title, o -> Verdict.toJudge(what)).people(why);
  }

  private static Verdict network(NodeAnswer answer) {
    List<String> types = answer.networkTypes();
    String found = String.join(", ", types);
    if (types.stream().anyMatch(WITH_POLICIES::contains)) {
      return Verdict.held(found);
    }
    return types.contains("bridge")
        ? Verdict.notHeld(found)
        : Verdict.toJudge(found.isEmpty() ? "no configuration was found" : found);
  }

  private static Verdict images(NodeAnswer answer) {
    Verdict asked =
        Asks.lists(Program.KUBE_APISERVER, "enable-admission-plugins", "ImagePolicyWebhook")
            .apply(answer);
    return asked.state() == State.NOT_HELD
        ? Verdict.toJudge("ImagePolicyWebhook is not on")
        : asked;
  }
}
