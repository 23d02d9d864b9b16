package io.quorate.recipe.cis;

import static io.quorate.recipe.cis.Asks.absent;
import static io.quorate.recipe.cis.Asks.at;
import static io.quorate.recipe.cis.Asks.atLeast;
import static io.quorate.recipe.cis.Asks.filesBelow;
import static io.quorate.recipe.cis.Asks.flag;
import static io.quorate.recipe.cis.Asks.given;
import static io.quorate.recipe.cis.Asks.is;
import static io.quorate.recipe.cis.Asks.isNot;
import static io.quorate.recipe.cis.Asks.lists;
import static io.quorate.recipe.cis.Asks.listsNot;
import static io.quorate.recipe.cis.Asks.mode;
import static io.quorate.recipe.cis.Asks.named;
import static io.quorate.recipe.cis.Asks.owner;
import static io.quorate.recipe.cis.NodeAnswer.Program.ETCD;
import static io.quorate.recipe.cis.NodeAnswer.Program.KUBE_APISERVER;
import static io.quorate.recipe.cis.NodeAnswer.Program.KUBE_CONTROLLER_MANAGER;
import static io.quorate.recipe.cis.NodeAnswer.Program.KUBE_SCHEDULER;
import static io.quorate.recipe.cis.Rule.masters;

import io.quorate.plan.facts.Benchmark.State;
import io.quorate.recipe.cis.NodeAnswer.Place;
import io.quorate.recipe.cis.NodeAnswer.Program;
import io.quorate.recipe.component.ClusterPki;
import io.quorate.recipe.component.ControlPlaneRecipe;
import io.quorate.recipe.component.SharedSecrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Parts 1 to 3: what is on masters. */
final class MasterLines {

  static final String ROOT = "root:root";
  static final int OWNER_ALONE = 0600;
  static final int ALL_READ = 0644;
  private static final int FOLDER_OWNER_ALONE = 0700;

  private static final String UNITS =
      "The benchmark means the file of a static pod; here a unit of systemd starts the program.";
  private static final String NETWORK =
      "What the network's plug-ins write is left to them: they would write it again. host-local's"
          + " lock and last address, for example, hold no secret.";
  private static final String ADMIN_PLUGINS = " `admission_control` in the inventory turns it on.";

  private MasterLines() {}

  static List<Rule> all() {
    List<Rule> all = new ArrayList<>();
    all.addAll(files());
    all.addAll(apiServer());
    all.addAll(controllers());
    all.addAll(etcd());
    all.addAll(configuration());
    return all;
  }

  private static List<Rule> files() {
    List<Rule> rules = new ArrayList<>();
    unit(rules, 1, "the API server", KUBE_APISERVER);
    unit(rules, 3, "the controller manager", KUBE_CONTROLLER_MANAGER);
    unit(rules, 5, "the scheduler", KUBE_SCHEDULER);
    unit(rules, 7, "etcd", ETCD);
    Function<NodeAnswer, List<Place>> network =
        filesBelow(p -> true, "/etc/cni/net.d", "/var/lib/cni/networks");
    rules.add(
        masters("1.1.9", "Files of the pods' network: 600 or less", mode(OWNER_ALONE, network))
            .left(NETWORK));
    rules.add(masters("1.1.10", "Files of the pods' network: root's", owner(ROOT, network)));
    Function<NodeAnswer, List<Place>> data = named(ETCD, "data-dir");
    rules.add(masters("1.1.11", "etcd's data: 700 or less", mode(FOLDER_OWNER_ALONE, data)));
    rules.add(masters("1.1.12", "etcd's data: its own user's", owner("etcd:etcd", data)));
    Function<NodeAnswer, List<Place>> admins =
        at(ControlPlaneRecipe.ROOT_KUBECONFIG, ControlPlaneRecipe.SUPER_ADMIN);
    rules.add(
        masters("1.1.13", "Administrators' kubeconfigs: 600 or less", mode(OWNER_ALONE, admins)));
    rules.add(masters("1.1.14", "Administrators' kubeconfigs: root's", owner(ROOT, admins)));
    kubeconfig(rules, 15, "Scheduler", KUBE_SCHEDULER);
    kubeconfig(rules, 17, "Controller manager", KUBE_CONTROLLER_MANAGER);
    rules.add(
        masters(
            "1.1.19",
            "Certificates and keys, and their folders: root's",
            owner(ROOT, answer -> answer.below(ClusterPki.FOLDER))));
    rules.add(
        masters(
            "1.1.20",
            "Certificates: 644 or less",
            mode(ALL_READ, filesBelow(p -> p.endsWith(".crt"), ClusterPki.FOLDER))));
    rules.add(
        masters(
            "1.1.21",
            "Keys, that of Secrets among them: 600 or less",
            mode(
                OWNER_ALONE,
                filesBelow(
                    p -> p.endsWith(".key") || p.equals(SharedSecrets.ENCRYPTION),
                    ClusterPki.FOLDER))));
    return rules;
  }

  private static void unit(List<Rule> rules, int number, String name, Program program) {
    Function<NodeAnswer, List<Place>> file = at(unitFile(program));
    rules.add(
        masters("1.1." + number, "Unit of " + name + ": 600 or less", mode(OWNER_ALONE, file))
            .noting(UNITS));
    rules.add(
        masters("1.1." + (number + 1), "Unit of " + name + ": root's", owner(ROOT, file))
            .noting(UNITS));
  }

  static String unitFile(Program program) {
    return "/etc/systemd/system/" + program.title() + ".service";
  }

  private static void kubeconfig(List<Rule> rules, int number, String name, Program program) {
    Function<NodeAnswer, List<Place>> file = named(program, "kubeconfig");
    rules.add(
        masters("1.1." + number, name + "'s kubeconfig: 600 or less", mode(OWNER_ALONE, file)));
    rules.add(masters("1.1." + (number + 1), name + "'s kubeconfig: root's", owner(ROOT, file)));
  }

  private static List<Rule> apiServer() {
    Program api = KUBE_APISERVER;
    String plugins = "enable-admission-plugins";
    String off = "disable-admission-plugins";
    return List.of(
        masters("1.2.1", "No anonymous requests", MasterLines::anonymous),
        masters("1.2.2", "No tokens from a file", absent(api, "token-auth-file")),
        masters(
                "1.2.3",
                "Admission: DenyServiceExternalIPs",
                lists(api, plugins, "DenyServiceExternalIPs"))
            .left(
                "Services that have externalIPs could not be changed any more. Kubernetes has it"
                    + " from 1.21 on: `admission_control: [DenyServiceExternalIPs]` in the inventory"
                    + " turns it on."),
        masters(
            "1.2.4",
            "It shows kubelets a certificate of its own",
            given(api, "kubelet-client-certificate", "kubelet-client-key")),
        masters(
            "1.2.5",
            "It knows kubelets by their authority",
            given(api, "kubelet-certificate-authority")),
        masters(
            "1.2.6",
            "Authorization: no AlwaysAllow",
            flag(
                api,
                "authorization-mode",
                v -> v.isPresent() && !Asks.items(v.get()).contains("AlwaysAllow"))),
        masters("1.2.7", "Authorization: Node", lists(api, "authorization-mode", "Node")),
        masters("1.2.8", "Authorization: RBAC", lists(api, "authorization-mode", "RBAC")),
        masters("1.2.9", "Admission: EventRateLimit", lists(api, plugins, "EventRateLimit"))
            .left(
                "Its limits depend on the cluster, and events beyond them are missed just when"
                    + " something fails. Priority and fairness keep the API server from drowning."
                    + ADMIN_PLUGINS
                    + " It needs a file of limits (`apiserver_custom_flags`)."),
        masters("1.2.10", "Admission: no AlwaysAdmit", listsNot(api, plugins, "AlwaysAdmit")),
        masters("1.2.11", "Admission: AlwaysPullImages", lists(api, plugins, "AlwaysPullImages"))
            .left(
                "Pods could not start while the registry is away, nor in a cluster without one. It"
                    + " is for clusters whose tenants may not see one another's images."
                    + ADMIN_PLUGINS),
        masters("1.2.12", "Admission: ServiceAccount", listsNot(api, off, "ServiceAccount")),
        masters(
            "1.2.13", "Admission: NamespaceLifecycle", listsNot(api, off, "NamespaceLifecycle")),
        masters("1.2.14", "Admission: NodeRestriction", lists(api, plugins, "NodeRestriction")),
        masters("1.2.15", "No profiling", is(api, "profiling", "false")),
        masters("1.2.16", "There is an audit log", given(api, "audit-log-path")),
        masters(
            "1.2.17", "The audit log is kept for 30 days", atLeast(api, "audit-log-maxage", 30)),
        masters("1.2.18", "The audit log keeps 10 files", atLeast(api, "audit-log-maxbackup", 10)),
        masters(
            "1.2.19",
            "Each file of the audit log has 100 MB",
            atLeast(api, "audit-log-maxsize", 100)),
        masters(
                "1.2.20",
                "Requests have a fitting timeout",
                answer -> unlessSet(answer, api, "request-timeout"))
            .noting("It is not set: Kubernetes ends requests after a minute."),
        masters(
            "1.2.21",
            "Tokens of deleted service accounts do not count",
            isNot(api, "service-account-lookup", "false")),
        masters(
            "1.2.22",
            "Service account tokens have a key of their own",
            given(api, "service-account-key-file")),
        masters(
            "1.2.23",
            "It shows etcd a certificate of its own",
            given(api, "etcd-certfile", "etcd-keyfile")),
        masters(
            "1.2.24",
            "It has a certificate for those who connect",
            given(api, "tls-cert-file", "tls-private-key-file")),
        masters("1.2.25", "It knows certificates by their authority", given(api, "client-ca-file")),
        masters("1.2.26", "It knows etcd by its authority", given(api, "etcd-cafile")),
        masters("1.2.27", "Secrets are encrypted", given(api, "encryption-provider-config")),
        masters("1.2.28", "Secrets are encrypted by a strong provider", MasterLines::providers),
        masters(
            "1.2.29",
            "Strong ciphers only",
            flag(api, "tls-cipher-suites", v -> Asks.strong(v.map(Asks::items).orElse(List.of())))),
        masters(
            "1.2.30",
            "Service account tokens are not extended",
            is(api, "service-account-extend-token-expiration", "false")));
  }

  private static Verdict anonymous(NodeAnswer answer) {
    if (!answer.runs(KUBE_APISERVER)) {
      return Verdict.toJudge("kube-apiserver does not run as a unit");
    }
    Optional<String> file = answer.flag(KUBE_APISERVER, "authentication-config");
    if (file.isPresent()) {
      return Verdict.toJudge("whom " + file.get() + " lets in");
    }
    return is(KUBE_APISERVER, "anonymous-auth", "false").apply(answer);
  }

  /** What is left out has a good default; what was chosen is for a person. */
  private static Verdict unlessSet(NodeAnswer answer, Program program, String flag) {
    Verdict absent = absent(program, flag).apply(answer);
    return absent.state() == State.NOT_HELD ? Verdict.toJudge(absent.found()) : absent;
  }

  private static Verdict providers(NodeAnswer answer) {
    List<String> found = answer.providers();
    return found.isEmpty()
        ? Verdict.toJudge("no provider was found")
        : Verdict.of(
            List.of("aescbc", "kms", "secretbox").containsAll(found), String.join(", ", found));
  }

  private static List<Rule> controllers() {
    Program manager = KUBE_CONTROLLER_MANAGER;
    return List.of(
        masters(
            "1.3.1",
            "Pods that have ended are cleared away",
            given(manager, "terminated-pod-gc-threshold")),
        masters("1.3.2", "No profiling", is(manager, "profiling", "false")),
        masters(
            "1.3.3",
            "Each controller has rights of its own",
            is(manager, "use-service-account-credentials", "true")),
        masters(
            "1.3.4",
            "Service account tokens are signed by a key of their own",
            given(manager, "service-account-private-key-file")),
        masters("1.3.5", "Pods get the cluster's authority", given(manager, "root-ca-file")),
        masters("1.3.6", "Kubelets may ask for new certificates", gateOn(manager))
            .noting(NodeLines.RENEWED),
        masters("1.3.7", "It listens on loopback only", is(manager, "bind-address", "127.0.0.1")),
        masters("1.4.1", "No profiling", is(KUBE_SCHEDULER, "profiling", "false")),
        masters(
            "1.4.2",
            "It listens on loopback only",
            is(KUBE_SCHEDULER, "bind-address", "127.0.0.1")));
  }

  private static Function<NodeAnswer, Verdict> gateOn(Program program) {
    return listsNot(program, "feature-gates", "RotateKubeletServerCertificate=false");
  }

  private static List<Rule> etcd() {
    return List.of(
        masters("2.1", "It has a certificate for clients", given(ETCD, "cert-file", "key-file")),
        masters("2.2", "Clients show a certificate", is(ETCD, "client-cert-auth", "true")),
        masters("2.3", "No certificate that it makes itself", isNot(ETCD, "auto-tls", "true")),
        masters(
            "2.4",
            "It has a certificate for its peers",
            given(ETCD, "peer-cert-file", "peer-key-file")),
        masters("2.5", "Peers show a certificate", is(ETCD, "peer-client-cert-auth", "true")),
        masters(
            "2.6",
            "No certificate for peers that it makes itself",
            isNot(ETCD, "peer-auto-tls", "true")),
        masters("2.7", "etcd has an authority of its own", MasterLines::ownAuthority));
  }

  private static Verdict ownAuthority(NodeAnswer answer) {
    Optional<String> etcd = answer.flag(ETCD, "trusted-ca-file");
    Optional<String> sum = etcd.flatMap(answer::sum);
    Optional<String> cluster = answer.flag(KUBE_APISERVER, "client-ca-file").flatMap(answer::sum);
    return sum.isEmpty() || cluster.isEmpty()
        ? Verdict.toJudge("the authorities of etcd and of the API server were not both found")
        : Verdict.of(!sum.equals(cluster), etcd.orElse(""));
  }

  private static List<Rule> configuration() {
    return List.of(
        masters(
                "3.1.1",
                "People do not log in by certificates",
                a -> Verdict.toJudge("who has one"))
            .people(
                "The administrator's kubeconfig has one, for a year: it is the way in when nothing"
                    + " else works. Others log in by OpenID Connect (`apiserver_custom_flags`), or by"
                    + " certificates that are short-lived."),
        masters(
                "3.1.2",
                "People do not log in by tokens of service accounts",
                a -> Verdict.toJudge("who has one"))
            .people("Quorate gives none to anybody."),
        masters(
                "3.1.3",
                "People do not log in by bootstrap tokens",
                isNot(KUBE_APISERVER, "enable-bootstrap-token-auth", "true"))
            .noting("They are not taken at all."),
        masters("3.2.1", "There is an audit policy", given(KUBE_APISERVER, "audit-policy-file")),
        masters(
            "3.2.2", "The audit policy records what matters, and no bodies", MasterLines::policy));
  }

  private static Verdict policy(NodeAnswer answer) {
    return answer.policy() == null
        ? Verdict.toJudge("no audit policy could be read")
        : new AuditPolicy(answer.policy()).verdict();
  }
}
