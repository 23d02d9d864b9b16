package io.quorate.recipe.lifecycle;

import io.quorate.plan.Digest;
import io.quorate.plan.Operation.Checksum;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.Fetch;
import io.quorate.plan.Operation.FetchAhead;
import io.quorate.plan.Operation.FileBlock;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.Packages;
import io.quorate.plan.Operation.PutBack;
import io.quorate.plan.Operation.RemoveFile;
import io.quorate.plan.Operation.RemoveFolder;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.Target;
import io.quorate.plan.Operation.Unwrite;
import io.quorate.plan.Operation.Upload;
import io.quorate.plan.Operation.Verify;
import io.quorate.plan.Operation.WaitFor;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.platform.Template;
import io.quorate.recipe.preflight.Room;
import io.quorate.recipe.upgrade.NewPrograms;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What each script of {@code assets/} meets; see {@link ScriptFailuresTest}. */
final class ScriptScenarios {

  private ScriptScenarios() {}

  private static final String KUBECTL_NODES =
      """
      *"get nodes -o name"*) echo node/node-1 ;;
      *"get node "*"-o name"*) echo node/node-1 ;;
      *"get deployment"*) echo 0 ;;
      *"get pods"*) echo ImagePullBackOff ;;
      """;

  static List<ScriptScenario> all() {
    return List.of(
            addons(),
            certificates(),
            authorities(),
            keys(),
            common(),
            destroy(),
            etcd(),
            firewallAndNetwork(),
            kubernetes(),
            library(),
            repair(),
            rescue(),
            RestoreScenarios.all(),
            backup(),
            runtime(),
            support(),
            system(),
            upgrade(),
            beforeUpgrade(),
            verify())
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static List<ScriptScenario> addons() {
    ScriptScenario check =
        ScriptScenario.of("addons/manifest.check.sh")
            .after("addons/objects.lib.sh")
            .with(Map.of("FILE", "/etc/m.yaml", "KNOWN", "/etc/applied/m"))
            .on("echo 'kind: ConfigMap' >etc/m.yaml\n");
    ScriptScenario apply =
        ScriptScenario.of("addons/manifest.apply.sh")
            .after("addons/objects.lib.sh")
            .with(check.environment())
            .on(check.setup());
    String differs =
        """
        *" diff "*) printf '%s\\n' '+++ /tmp/LIVE-1/v1.ConfigMap.kube-system.m  2026' '+x: 1'; exit 1 ;;
        *" get "*) echo 1 generation 2 ;;
        """;
    String bound =
        """
        *" reconcile "*) : >"$WALK/bound" ;;
        *" apply "*) [ -e "$WALK/bound" ] ;;
        *" get "*) echo 1 generation 2 ;;
        """;
    return List.of(
        check.answering(differs),
        check.answering("*\" get \"*) echo 1 generation 2 ;;"),
        apply.answering("*\" get \"*) echo 1 generation 2 ;;"),
        apply.answering(bound));
  }

  private static List<ScriptScenario> certificates() {
    ScriptScenario keep =
        ScriptScenario.of("certificates/keep.apply.sh")
            .with(Map.of("KEPT", "/var/lib/quorate/pki.2", "WHAT", "etc/kubernetes/pki"))
            .on("mkdir -p etc/kubernetes/pki; echo x >etc/kubernetes/pki/ca.crt\n");
    ScriptScenario kept =
        keep.named("certificates/kept.apply.sh")
            .on("mkdir -p var/lib/quorate/pki.1 var/lib/quorate/pki.2\n");
    String certificate =
        "printf '%s\\n' '-----BEGIN CERTIFICATE-----' AA '-----END CERTIFICATE-----'";
    ScriptScenario verify =
        ScriptScenario.of("certificates/verify.sh")
            .after("certificates/presents.lib.sh")
            .filled(
                Map.of(
                    "checks",
                    """
                    leaf /etc/a.crt /etc/a.key /etc/ca.crt
                    shows '127.0.0.1:6443' /etc/a.crt
                    enters '/etc/a.crt' 'curl -fsS https://127.0.0.1:6443/version'
                    """))
            .on("mkdir -p etc; echo x >etc/a.crt; echo x >etc/a.key; chmod 600 etc/a.key\n");
    return List.of(
        keep,
        keep.named("certificates/keep.check.sh").on("mkdir -p var/lib/quorate/pki.2\n"),
        kept,
        kept.named("certificates/kept.check.sh").on("mkdir -p var/lib/quorate/pki.2\n"),
        ScriptScenario.of("certificates/quorate-certificates.sh")
            .filled(Map.of("days", "60", "folders", "/var/lib/exporter"))
            .on(
                "mkdir -p etc/kubernetes/pki var/lib/exporter root/.kube\n"
                    + "echo x >etc/kubernetes/pki/a.crt\n"
                    + "echo 'client-certificate-data: QUFB' >root/.kube/config\n")
            .answering("*-enddate*) echo notAfter=Nov 30 16:00:00 2020 GMT ;;\n"),
        verify.answering(
            "*s_client*) "
                + certificate
                + " ;;\n*-fingerprint*) echo AA:BB ;;\n*pub*) echo key ;;\n"));
  }

  /** Another authority of the front proxy: both are accepted, then the new one alone. */
  private static List<ScriptScenario> authorities() {
    String published =
        "*\" get configmap \"*) printf '%s\\n' '-----BEGIN CERTIFICATE-----' NEW"
            + " '-----END CERTIFICATE-----' '-----BEGIN CERTIFICATE-----' OLD"
            + " '-----END CERTIFICATE-----' ;;\n";
    ScriptScenario clear =
        ScriptScenario.of("certificates/published.apply.sh")
            .after("certificates/published.lib.sh")
            .with(Map.of("NAME", "requestheader-client-ca-file", "FILE", "/etc/ca.crt"))
            .on(
                "mkdir -p etc; printf '%s\\n' '-----BEGIN CERTIFICATE-----' NEW '-----END"
                    + " CERTIFICATE-----' >etc/ca.crt\n");
    return List.of(
        clear,
        clear.named("certificates/published.check.sh").answering(published),
        ScriptScenario.of("certificates/front-proxy.sh")
            .filled(
                Map.of(
                    "checks",
                    """
                    takes '/etc/new' 'https://10.0.0.1:6443'
                    refuses '/etc/old' 'https://10.0.0.1:6443'
                    refuses '/etc/older' 'https://10.0.0.1:6443'"""))
            .on("mkdir -p etc; : >etc/old.crt\n")
            .answering("*/etc/old.crt*) printf 401 ;;\n*/version*) printf 200 ;;\n"),
        ScriptScenario.of("certificates/aggregated.sh")
            .filled(
                Map.of(
                    "ask",
                    "curl -fsS https://127.0.0.1:6443",
                    "checks",
                    "answers 'v1.metrics.k8s.io' '/apis/metrics.k8s.io/v1'"))
            .answering("*/apis/*) printf 'HTTP 200' ;;\n"));
  }

  /** Two Secrets, of which the second is not written with the new key until it is replaced. */
  private static List<ScriptScenario> keys() {
    ScriptScenario check =
        ScriptScenario.of("keys/rewrite.check.sh")
            .after("keys/values.lib.sh")
            .filled(
                Map.of(
                    "places",
                    "'/registry/secrets/ k8s:enc:secretbox:v1:key2: secrets'",
                    "scanned",
                    "/registry/secrets/",
                    "key",
                    "key2"));
    String page = "printf '\"Key\" : \"%s\"\\n\"Value\" : \"k8s:enc:secretbox:v1:%s:..\"\\n' ";
    String written = page + "/registry/secrets/a/b key2";
    String answers =
        "*\" get /registry\"*) "
            + written
            + "; if [ -e \"$WALK/replaced\" ]; then "
            + page
            + "/registry/secrets/a/c key2; else "
            + page
            + "/registry/secrets/a/c key1; fi ;;\n"
            + "*\" get secrets\"*) echo '{}' ;;\n"
            + "*\" replace \"*) : >\"$WALK/replaced\"; echo secret/c ;;\n";
    // {"alg":"RS256","kid":"new"}
    String token = "eyJhbGciOiJSUzI1NiIsImtpZCI6Im5ldyJ9.e30.c2lnbmVk";
    return List.of(
        ScriptScenario.of("keys/trusted.sh")
            .filled(
                Map.of(
                    "ask", "curl -fsS https://127.0.0.1:6443/openid/v1/jwks",
                    "keys", "new old",
                    "gone", "older"))
            .answering("*/jwks*) echo '{\"keys\":[{\"kid\":\"old\"},{\"kid\":\"new\"}]}' ;;\n"),
        ScriptScenario.of("keys/token.sh")
            .filled(
                Map.of(
                    "key", "new",
                    "authority", "/etc/kubernetes/pki/ca.crt",
                    "servers", "https://10.0.0.1:6443 https://10.0.0.2:6443"))
            .answering(
                "*\" create --raw \"*) echo '{\"status\":{\"token\":\""
                    + token
                    + "\"}}' ;;\n"
                    + "*/version*) printf 200 ;;\n"),
        check.answering("*\" get \"*) " + written + " ;;\n"),
        check.named("keys/rewrite.apply.sh").answering(answers),
        ScriptScenario.of("keys/read.sh")
            .filled(Map.of("resources", "secrets"))
            .answering("*\" get \"*) echo secret/a ;;\n"));
  }

  private static List<ScriptScenario> support() {
    return List.of(
        ScriptScenario.of("support/journal.sh")
            .filled(Map.of("units", "etcd.service", "lines", "200", "width", "500"))
            .answering(
                """
                *" quorate-"*) echo quorate-firewall.service ;;
                *" -k "*) echo 'kernel: Out of memory: Killed process 7 (etcd)' ;;
                "systemctl "*) echo etcd.service ;;
                "journalctl "*) echo 'a line of a log' ;;
                """));
  }

  private static List<ScriptScenario> system() {
    String guarded = "mkdir -p sys/fs/selinux; : >sys/fs/selinux/enforce\n";
    ScriptScenario labels =
        ScriptScenario.of("system/labels.check.sh")
            .with(Map.of("PATHS", "/usr/local/bin"))
            .on(guarded);
    ScriptScenario rights =
        ScriptScenario.of("system/nginx-rights.check.sh")
            .with(Map.of("PORT", "9090", "FOLDER", "/run/kube-api-proxy"))
            .on(guarded)
            .answering(
                """
                getsebool*) echo 'httpd_can_network_connect --> on' ;;
                matchpathcon*) echo system_u:object_r:httpd_var_run_t:s0 ;;
                "semanage port -l"*) echo 'http_port_t tcp 9090, 80' ;;
                """);
    ScriptScenario manager =
        ScriptScenario.of("system/network-manager.check.sh")
            .with(Map.of("FILE", "/etc/nm.conf"))
            .on(
                "echo x >etc/nm.conf; mkdir -p run; sha256sum <etc/nm.conf"
                    + " >run/quorate-network-manager\n");
    return List.of(
        labels,
        labels.answering("*) echo relabeled ;;"),
        labels.named("system/labels.apply.sh"),
        rights,
        rights.named("system/nginx-rights.apply.sh"),
        rights
            .named("system/nginx-rights.apply.sh")
            .answering("*\" -a \"*) echo already; exit 1 ;;"),
        manager,
        manager.named("system/network-manager.apply.sh"));
  }

  private static List<ScriptScenario> common() {
    return List.of(
        ScriptScenario.of("common/component-version")
            .answering("*version*) echo 1.2.3 ;;\n*) echo v1.2.3 ;;"),
        ScriptScenario.of("common/component-version")
            .called("kubelet", "etcd")
            .answering("*version*) echo 1.2.3 ;;"),
        ScriptScenario.of("common/locales.apply.sh")
            .with(Map.of("LOCALES", "en_US.UTF-8"))
            .on(
                "mkdir -p usr/share/i18n; echo 'en_US.UTF-8 UTF-8' >usr/share/i18n/SUPPORTED\n"
                    + ": >etc/locale.gen\n"),
        ScriptScenario.of("common/locales.check.sh")
            .with(Map.of("LOCALES", "en_US.UTF-8"))
            .answering("locale*) echo en_US.utf8 ;;"),
        ScriptScenario.of("common/modules.apply.sh").with(Map.of("MODULES", "overlay")),
        ScriptScenario.of("common/modules.check.sh").with(Map.of("MODULES", "overlay")),
        ScriptScenario.of("common/swap.apply.sh")
            .on("echo '/dev/sdb none swap sw 0 0' >etc/fstab\n"),
        ScriptScenario.of("common/swap.check.sh")
            .on("echo Filename >proc/swaps; echo '/dev/sda / ext4 x 0 0' >etc/fstab\n"),
        ScriptScenario.of("common/sysctl.apply.sh")
            .with(Map.of("SETTINGS", "net.ipv4.ip_forward=1", "REQUIRED", "net.ipv4.ip_forward"))
            .on("mkdir -p proc/sys/net/ipv4; echo 0 >proc/sys/net/ipv4/ip_forward\n"),
        ScriptScenario.of("common/sysctl.check.sh")
            .with(Map.of("SETTINGS", "net.ipv4.ip_forward=1", "REQUIRED", "net.ipv4.ip_forward"))
            .on("mkdir -p proc/sys/net/ipv4; echo 1 >proc/sys/net/ipv4/ip_forward\n"),
        ScriptScenario.of("common/timesync.apply.sh")
            .with(Map.of("SERVERS", "a b", "SHARED_CLOCK", ""))
            .answering("*\" cat \"*) exit 1 ;;"),
        ScriptScenario.of("common/timesync.check.sh")
            .with(Map.of("SERVERS", "a b", "SHARED_CLOCK", ""))
            .on("echo 'a b' >var/lib/quorate/timesyncd\n")
            .answering("*chrony*) exit 3 ;;"),
        ScriptScenario.of("common/timezone.apply.sh")
            .with(Map.of("ZONE", "Etc/UTC"))
            .on(
                "mkdir -p usr/share/zoneinfo/Etc; : >usr/share/zoneinfo/Etc/UTC; :"
                    + " >etc/timezone\n"),
        ScriptScenario.of("common/timezone.check.sh")
            .with(Map.of("ZONE", "Etc/UTC"))
            .on(
                "mkdir -p usr/share/zoneinfo/Etc; : >usr/share/zoneinfo/Etc/UTC\n"
                    + "ln -s \"$PWD/usr/share/zoneinfo/Etc/UTC\" etc/localtime; echo Etc/UTC"
                    + " >etc/timezone\n"));
  }

  private static final String PODS =
      "mkdir -p proc/4000000; echo 0::/kubepods/x >proc/4000000/cgroup; : >proc/4000000/cmdline\n"
          + "mkdir -p sys/fs/cgroup/kubepods/a\n";

  private static final String INTERFACES =
      """
      *" link show"*) echo '[{"ifname":"cni0"}]' ;;
      *"-4 route show proto 81"*) echo '[{"dst":"10.244.1.0/24","gateway":"10.0.0.2"}]' ;;
      *"route show"*) echo '[]' ;;
      """;

  private static final String RULES =
      """
      *-save*) printf '%s\\n' '*nat' ':KUBE-A - [0:0]' '-A PREROUTING -j KUBE-A' COMMIT ;;
      nft*"list tables"*) echo '{"nftables":[{"table":{"family":"ip","name":"quorate_pods"}}]}' ;;
      "ipset list"*) echo KUBE-SET ;;
      ip*addr*) echo '[{"addr_info":[{"local":"10.96.0.1"}]}]' ;;
      ip*) echo '[]' ;;
      "ipvsadm -S"*) echo '-A -t 10.96.0.1:443 -s rr' ;;
      """;

  private static final Map<String, String> NETWORK =
      Map.of(
          "PODS",
          "10.244.0.0/16",
          "NODE_PORTS",
          "30000-32767",
          "UNITS",
          "etcd.service",
          "EMPTY",
          "/etc/empty",
          "LINK",
          "/etc/link");

  private static List<ScriptScenario> destroy() {
    String mounts =
        "echo \"1 2 3 / $PWD/var/lib/kubelet/pods/x rw\" >proc/self/mountinfo\n"
            + "mkdir -p run/netns; : >run/netns/cni-1\n";
    String ipvs = "mkdir -p sys/class/net/kube-ipvs0\n";
    return List.of(
        ScriptScenario.of("destroy/containers.apply.sh")
            .after("destroy/containers.lib.sh")
            .on(PODS)
            .answering("*\" ps \"*) echo c1 ;;"),
        ScriptScenario.of("destroy/containers.check.sh")
            .after("destroy/containers.lib.sh")
            .on(PODS)
            .answering("*\" ps \"*) echo c1 ;;"),
        ScriptScenario.of("destroy/docker.apply.sh"),
        ScriptScenario.of("destroy/docker.check.sh").answering("*info*) echo false ;;"),
        ScriptScenario.of("destroy/empty.apply.sh").with(NETWORK).on("mkdir etc/empty\n"),
        ScriptScenario.of("destroy/empty.check.sh").with(NETWORK).on("mkdir -p etc/empty/x\n"),
        ScriptScenario.of("destroy/images.apply.sh")
            .answering(
                """
                *"tasks ls"*) echo t1 ;;
                *"containers ls"*) echo c1 ;;
                *"images ls"*) echo i1 ;;
                *"content ls"*) echo x1 ;;
                *"leases ls"*) echo l1 ;;
                *"snapshots ls"*) [ -e "$WALK/gone" ] || printf 'KEY\\ns1\\n' ;;
                *"snapshots rm"*) : >"$WALK/gone" ;;
                """),
        ScriptScenario.of("destroy/images.check.sh").answering("*namespaces*) echo k8s.io ;;"),
        ScriptScenario.of("destroy/interfaces.apply.sh")
            .after("destroy/interfaces.lib.sh")
            .with(NETWORK)
            .on("mkdir -p sys/class/net/tunl0\n")
            .answering(INTERFACES),
        ScriptScenario.of("destroy/interfaces.check.sh")
            .after("destroy/interfaces.lib.sh")
            .with(NETWORK)
            .answering(INTERFACES),
        ScriptScenario.of("destroy/mounts.apply.sh")
            .after("destroy/mounts.lib.sh")
            .on(mounts)
            .answering("umount*) : >\"${WALK%/walk}/proc/self/mountinfo\" ;;"),
        ScriptScenario.of("destroy/mounts.check.sh")
            .after("destroy/mounts.lib.sh")
            .on(": >proc/self/mountinfo\n"),
        ScriptScenario.of("destroy/nginx.apply.sh").with(NETWORK).on(": >etc/link\n"),
        ScriptScenario.of("destroy/nginx.check.sh")
            .with(NETWORK)
            .on("echo \"$PWD/etc/link\" >var/lib/quorate/manifest\n"),
        ScriptScenario.of("destroy/rules.apply.sh")
            .after("destroy/rules.lib.sh")
            .with(NETWORK)
            .on(ipvs)
            .answering(RULES),
        ScriptScenario.of("destroy/rules.check.sh")
            .after("destroy/rules.lib.sh")
            .with(NETWORK)
            .on(ipvs)
            .answering(RULES),
        ScriptScenario.of("destroy/settings.apply.sh")
            .on(
                "mkdir -p proc/sys/net/x; echo 1 >proc/sys/net/x/y; echo net.x.y=0"
                    + " >var/lib/quorate/sysctl-before\n"),
        ScriptScenario.of("destroy/settings.check.sh"),
        ScriptScenario.of("destroy/swap.apply.sh")
            .on("echo '# off for Kubernetes: /dev/sdb' >etc/fstab\n"),
        ScriptScenario.of("destroy/swap.check.sh").on(": >etc/fstab\n"),
        ScriptScenario.of("destroy/units.apply.sh").with(NETWORK),
        ScriptScenario.of("destroy/units.check.sh")
            .with(NETWORK)
            .answering("*show*) echo no ;;\n*is-failed*) exit 1 ;;"),
        ScriptScenario.of("destroy/left-files.sh")
            .filled(Map.of("paths", "/etc/etcd", "count", "2"))
            .on(": >etc/hosts\n"),
        ScriptScenario.of("destroy/left-network.sh")
            .after("destroy/mounts.lib.sh", "destroy/interfaces.lib.sh", "destroy/rules.lib.sh")
            .filled(Map.of("pods", "10.244.0.0/16", "nodePorts", "30000-32767"))
            .on(": >proc/self/mountinfo\n")
            .answering("ip*) echo '[]' ;;\nnft*) echo '{}' ;;"),
        ScriptScenario.of("destroy/left-ports.sh").filled(Map.of("ports", "6443 2379")),
        ScriptScenario.of("destroy/left-processes.sh").after("destroy/containers.lib.sh"),
        ScriptScenario.of("destroy/left-units.sh")
            .filled(Map.of("units", "etcd.service", "count", "1"))
            .answering("*show*) echo ActiveState=inactive ;;"));
  }

  private static final Map<String, String> ETCD =
      Map.of(
          "ENDPOINTS", "https://10.0.0.1:2379",
          "ETCD_LEARNER_URL", "https://10.0.0.4:2380",
          "ETCD_LEARNER_NAME", "node-4",
          "ETCD_PROMOTE_URL", "https://10.0.0.4:2380",
          "ETCD_REMOVE_ID", "4",
          "ETCD_LEADER_URL", "https://10.0.0.1:2379",
          "ETCD_LEADER_NEXT", "2");

  private static List<ScriptScenario> etcd() {
    String answers =
        """
        *"member add"*) : >"$WALK/done"; echo '{}' ;;
        *"member promote"*) : >"$WALK/done"; echo '{}' ;;
        *"member remove"*) : >"$WALK/done"; echo '{}' ;;
        *"move-leader"*) : >"$WALK/done" ;;
        *"endpoint status"*) echo '[{"Status":{"header":{"member_id":1},"leader":1}}]' ;;
        *"member list"*)
          if [ -e "$WALK/done" ]; then AFTER; else BEFORE; fi
          ;;
        """;
    String list =
        "echo '{\"members\":[{\"ID\":4,\"name\":\"node-4\",\"peerURLs\":[\"https://10.0.0.4:2380\"]%s}]}'";
    String voter = list.formatted("");
    String learner = list.formatted(",\"isLearner\":true");
    String other = voter.replace("10.0.0.4", "10.0.0.1");
    return List.of(
        ScriptScenario.of("etcd/etcdctl.sh")
            .filled(Map.of("endpoints", "https://10.0.0.1:2379"))
            .called("member", "list"),
        ScriptScenario.of("etcd/answers.sh")
            .filled(Map.of("endpoints", "https://10.0.0.1:2379,https://10.0.0.2:2379")),
        ScriptScenario.of("etcd/first-data.apply.sh")
            .answering(
                "curl*) printf '%s\\n"
                    + "' 'etcd_server_has_leader 1' 'etcd_server_proposals_applied_total 3' ;;"),
        ScriptScenario.of("etcd/first-data.check.sh"),
        member("leader-move.apply", answers),
        member("leader-move.check", answers),
        member("member-add.apply", answers.replace("BEFORE", other).replace("AFTER", learner)),
        member("member-add.check", answers.replace("BEFORE", learner).replace("AFTER", learner)),
        member("member-promote.apply", answers.replace("BEFORE", learner).replace("AFTER", voter)),
        member("member-promote.check", answers.replace("BEFORE", voter).replace("AFTER", voter)),
        member(
            "member-remove.apply",
            answers.replace("BEFORE", voter).replace("AFTER", other.replace(":4", ":5"))),
        member("member-remove.check", answers.replace("BEFORE", voter).replace("AFTER", voter)),
        downgrade("downgrade.apply", "\"storageVersion\":\"3.5.0\""),
        downgrade("downgrade.check", "\"storageVersion\":\"3.5.0\""),
        downgrade("downgrade-cancel.apply", ""),
        downgrade("downgrade-cancel.check", "\"downgradeInfo\":{\"enabled\":false}"),
        ScriptScenario.of("etcd/snapshot.sh")
            .filled(Map.of("keep", "1", "folders", "/var/lib/exporter"))
            .on(
                "mkdir -p var/lib/exporter var/lib/etcd/member/snap; echo x"
                    + " >var/lib/etcd/member/snap/db; : >var/backups/etcd/etcd-20200101T000000Z.db;"
                    + " : >var/backups/etcd/etcd-20210101T000000Z.db\n")
            .answering(
                """
                df*) echo '/dev/sda1 100 1 9000000 1%% /' ;;
                *"snapshot save"*) { printf '%%512s'; printf '%s'; } >"${line##* }" ;;
                """
                    .formatted(SUM_OF_512_SPACES)));
  }

  /** SHA-256, as the shell's printf takes it. */
  private static final String SUM_OF_512_SPACES =
      "\\344\\111\\352\\367\\010\\120\\263\\123\\135\\350\\303\\221\\106\\123\\076\\354"
          + "\\201\\312\\267\\316\\025\\113\\332\\345\\232\\377\\250\\261\\111\\143\\341\\256";

  private static ScriptScenario member(String name, String answers) {
    return ScriptScenario.of("etcd/" + name + ".sh")
        .after("etcd/members.lib.sh")
        .with(ETCD)
        .on("echo 100 0 >proc/uptime\n")
        .answering(answers.replace("BEFORE", ":").replace("AFTER", ":"));
  }

  private static ScriptScenario downgrade(String name, String more) {
    return ScriptScenario.of("etcd/" + name + ".sh")
        .after("etcd/members.lib.sh", "etcd/downgrade.lib.sh")
        .with(Map.of("ETCD_URL", "https://10.0.0.1:2379", "TARGET", "3.5"))
        .on("echo 100 0 >proc/uptime\n")
        .answering(
            "*\"endpoint status\"*) echo '[{\"Status\":{\"version\":\"3.6.14\""
                + (more.isEmpty() ? "" : "," + more)
                + "}}]' ;;");
  }

  private static List<ScriptScenario> firewallAndNetwork() {
    String shares =
        "echo 100.5 0 >proc/uptime; mkdir -p etc/quorate; echo 10.244.1.0/24"
            + " >etc/quorate/pod-share; echo '{\"subnet\": \"POD_CIDR\"}'"
            + " >etc/quorate/pod-network.conflist\n";
    String nodes =
        """
        *"get node node-1 -o name"*) [ -e "$WALK/known" ] ;;
        *create*) : >"$WALK/known" ;;
        *"get node node-1 --ignore"*) printf 10.244.2.0/24 ;;
        *"get nodes"*) printf '%s\\n' 'node-1 10.244.1.0/24 10.0.0.1' 'node-2 10.244.2.0/24 10.0.0.2' ;;
        *"route show"*) echo '[{"dst":"10.244.9.0/24","gateway":"10.0.0.9"}]' ;;
        nft*" list table "*) printf 'table ip t {\\n\\tchain a {\\n\\t\\tip saddr 10.0.0.1 drop\\n\\t}\\n}\\n' ;;
        *" -C FORWARD"*) exit 1 ;;
        """;
    ScriptScenario program =
        ScriptScenario.of("network/pod-network.sh")
            .filled(
                Map.of(
                    "clusterCidr",
                    "10.244.0.0/16",
                    "json",
                    new Template("shell/json.sh").text(),
                    "nft",
                    new Template("common/nft.lib.sh").text()))
            .with(Map.of("NODE", "node-1", "NODE_OBJECT", "{}", "EXPECTED", "node-2"))
            .on(shares)
            .answering(nodes);
    String tables =
        """
        nft*" list table "*) printf 'table inet t {\\n\\tchain input {\\n\\t\\ttcp dport 10250 drop\\n\\t}\\n}\\n' ;;
        """;
    Map<String, String> table =
        Map.of(
            "TABLE", "t", "RULESET", "/etc/t.nft", "UNIT", "f.service", "NOTED", "/etc/applied/t");
    ScriptScenario calico =
        ScriptScenario.of("network/calico.apply.sh")
            .after("addons/objects.lib.sh", "network/calico.lib.sh")
            .with(
                Map.of(
                    "PATCH",
                    "/etc/p.awk",
                    "ORIGINAL",
                    "/etc/c.yaml",
                    "PATCHED",
                    "/etc/d.yaml",
                    "APPLY",
                    "--server-side",
                    "KNOWN",
                    "/etc/applied/calico"))
            .on(
                "echo '{ print }' >etc/p.awk; printf 'kind: ConfigMap\\n"
                    + "---\\n"
                    + "' >etc/c.yaml; cp etc/c.yaml etc/d.yaml\n");
    ScriptScenario own =
        ScriptScenario.of("network/manifests.apply.sh")
            .after("addons/objects.lib.sh")
            .with(
                Map.of("FILE", "/etc/m.yaml", "KNOWN", "/etc/applied/m", "APPLY", "--server-side"))
            .on("echo 'kind: ConfigMap' >etc/m.yaml\n");
    String digest = Digest.sha256("kind: ConfigMap\n---\n");
    return List.of(
        program.called("config"),
        program.called("check-config"),
        program.called("routes"),
        program.called("check-routes"),
        program
            .called("up")
            .on(shares + "echo '10.244.2.0/24 via 10.0.0.2' >etc/quorate/pod-routes\n"),
        calico,
        calico.named("network/calico.check.sh").answering("*daemonset*) printf " + digest + " ;;"),
        calico
            .named("network/calico.check.sh")
            .answering("*daemonset*) printf " + digest + " ;;\n*\" diff \"*) exit 1 ;;"),
        own.answering("*\" get \"*) echo 1 generation 2 ;;"),
        own.named("network/manifests.check.sh")
            .answering("*\" diff \"*) exit 1 ;;\n*\" get \"*) echo 1 generation 2 ;;"),
        ScriptScenario.of("network/ready.sh")
            .filled(Map.of("objects", "net/daemonset/net net/deployment/web /things/net=Ready"))
            .answering("*things*) echo True ;;\n*\" get \"*) echo 1 1 3 3 3 ;;"),
        ScriptScenario.of("firewall/table.apply.sh")
            .after("common/nft.lib.sh")
            .with(table)
            .on(": >etc/t.nft\n")
            .answering(tables),
        ScriptScenario.of("firewall/table.check.sh")
            .after("common/nft.lib.sh")
            .with(table)
            .on(": >etc/t.nft\n")
            .answering(tables));
  }

  private static List<ScriptScenario> kubernetes() {
    Map<String, String> node =
        Map.of(
            "NODE_DRAIN",
            "node-1",
            "NODE_DELETE",
            "node-1",
            "WITHIN",
            "7",
            "ANSWER",
            "3s",
            "FORCE",
            "yes");
    Map<String, String> wanted =
        Map.of(
            "WANTED",
            "node-1|node-role.kubernetes.io/worker|node-role.kubernetes.io/master:NoSchedule\n"
                + "node-2||");
    ScriptScenario marks =
        ScriptScenario.of("kubernetes/marks.check.sh")
            .after("kubernetes/marks.lib.sh")
            .with(
                Map.of(
                    "WANTED", "node|node-1\nlabel|disk|ssd\ntaint|gpu|yes|NoExecute\nnode|node-2"))
            .answering(
                """
                *"get nodes"*)
                  printf '%s\\n' 'node|node-1|7'
                  [ ! -e "$WALK/patched" ] ||
                    printf '%s\\n' 'label|disk|ssd' 'quorate.io/labels|"disk=ssd"' \\
                      'taint|gpu|yes|NoExecute|' 'quorate.io/taints|"gpu=yes:NoExecute"'
                  ;;
                *"get pods"*) printf '%s\\n' 'pod|default/web' 'toleration|gpu|||NoSchedule|' ;;
                *" patch "*) : >"$WALK/patched" ;;
                """);
    ScriptScenario announce =
        ScriptScenario.of("kubernetes/announce.check.sh")
            .with(Map.of("NODE", "node-1", "NODE_OBJECT", "{}"));
    String log = "mkdir -p var/log/kubernetes; : >var/log/kubernetes/audit.log\n";
    return List.of(
        ScriptScenario.of("kubernetes/audit-log.apply.sh")
            .on(log + "chmod 644 var/log/kubernetes/audit.log\n"),
        ScriptScenario.of("kubernetes/audit-log.check.sh")
            .on(log + "chmod 600 var/log/kubernetes/audit.log\n"),
        announce,
        announce.named("kubernetes/announce.apply.sh"),
        ScriptScenario.of("kubernetes/drain.apply.sh").with(node),
        ScriptScenario.of("kubernetes/drain.check.sh").with(node),
        ScriptScenario.of("kubernetes/node-delete.apply.sh").with(node),
        ScriptScenario.of("kubernetes/node-delete.check.sh").with(node),
        marks,
        marks.named("kubernetes/marks.apply.sh"),
        ScriptScenario.of("kubernetes/roles.apply.sh")
            .with(wanted)
            .answering(
                "*\" -o name\"*) echo node/x ;;\n"
                    + "*\"get node \"*) printf node-role.kubernetes.io/control-plane:NoSchedule"
                    + " ;;"),
        ScriptScenario.of("kubernetes/roles.check.sh")
            .with(wanted)
            .answering("*\"get nodes\"*) echo 'node-1|node-role.kubernetes.io/worker |' ;;"));
  }

  /** The library: an operation of each kind that has something to do. */
  private static List<ScriptScenario> library() {
    String sum = Digest.sha256("a file");
    String there = "echo 100.5 0 >proc/uptime; : >proc/self/mountinfo\n";
    String download =
        """
        curl*)
          while [ $# -gt 0 ]; do
            [ "$1" != --output ] || printf 'a file' >"$2"
            shift
          done
          ;;
        "apt-get "*) : ;;
        "systemctl show"*)
          if [ -e "$WALK/runs" ]; then active=active; else active=inactive; fi
          printf '%s\\n' LoadState=loaded "ActiveState=$active" UnitFileState=disabled \\
            NeedDaemonReload=yes Type=notify MainPID=7
          ;;
        "systemctl restart"*) : >"$WALK/runs" ;;
        """;
    Fetch fetch =
        new Fetch(
            "tool",
            "1.0",
            "https://mirror.example/tool",
            new Checksum.Pinned(sum),
            List.of(new Target("", "/usr/share/tool", "0755")));
    String unwrite =
        "mkdir -p etc/own var/lib/quorate/before/etc; : >etc/mine; : >etc/theirs; :"
            + " >var/lib/quorate/before/etc/theirs\n"
            + "printf '%s\\n"
            + "' \"$PWD/etc/mine\" \"$PWD/etc/theirs\" \"$PWD/etc/own/\" 'user etcd'"
            + " >var/lib/quorate/manifest\n";
    return Stream.of(
            ScriptScenario.of(new Directory("/etc/a/b", "root:root", "0755")),
            ScriptScenario.of(
                new WriteFile("/etc/a/file", Content.of("text"), "root:root", "0644")),
            ScriptScenario.of(new FileBlock("/etc/hosts", "quorate", "text")).on(": >etc/hosts\n"),
            ScriptScenario.of(new RemoveFile("/etc/gone")).on(": >etc/gone\n"),
            ScriptScenario.of(new RemoveFolder("/var/lib/gone")).on("mkdir -p var/lib/gone/x\n"),
            ScriptScenario.of(new Unwrite()).on(unwrite),
            ScriptScenario.of(fetch),
            ScriptScenario.of(new FetchAhead(fetch)),
            ScriptScenario.of(new PutBack(fetch, "/var/lib/kept"))
                .on(
                    "mkdir -p var/lib/kept/artefacts var/lib/kept/programs$PWD/usr/share; printf 'a"
                        + " file' >var/lib/kept/programs$PWD/usr/share/tool\n"
                        + "printf '%s\\n"
                        + "' 'version 1.0' \"file $PWD/usr/share/tool|a:b|755|x|6|1|1|1.0|"
                        + sum
                        + "\" >var/lib/kept/artefacts/tool\n"),
            ScriptScenario.of(new Upload("/here", "/etc/sent", sum))
                .on("printf 'a file' >etc/sent\n"),
            ScriptScenario.of(new Packages(List.of("tool"))),
            ScriptScenario.of(new Packages(List.of("tool"), Packages.Manager.DNF))
                .answering("rpm*) exit 1 ;;"),
            ScriptScenario.of(new Service("etcd.service", List.of("/etc/own"), false))
                .on("echo x >etc/own\n"),
            ScriptScenario.of(new NoService("etcd.service"))
                .answering(
                    """
                    "systemctl show"*)
                      if [ -e "$WALK/ended" ]; then active=inactive; else active=active; fi
                      printf '%s\\n' "ActiveState=$active" UnitFileState=enabled
                      ;;
                    "systemctl "*disable*) : >"$WALK/ended" ;;
                    """),
            ScriptScenario.of(
                new Script("a", "journalctl check; false", "nft list ruleset; exit 9")),
            ScriptScenario.of(
                new WaitFor("a", "crictl info", Duration.ZERO, Duration.ofSeconds(1))),
            ScriptScenario.of(new Verify("a", "crictl info", Duration.ZERO)))
        .map(s -> s.answers().isEmpty() ? s.answering(download) : s)
        .map(s -> s.on(there + s.setup()))
        .toList();
  }

  private static List<ScriptScenario> repair() {
    return List.of(
        ScriptScenario.of("repair/calico.apply.sh").with(Map.of("NODE", "node-1")),
        ScriptScenario.of("repair/calico.wait.sh").answering("*\"get pods\"*) echo True ;;"),
        ScriptScenario.of("repair/manifests.apply.sh")
            .with(Map.of("NODE", "node-1", "OBJECTS", "net/daemonset/net /things/net=Ready"))
            .answering("*\" get daemonset \"*) echo app=net, ;;"),
        ScriptScenario.of("repair/confirm.apply.sh").on("mkdir run/quorate-repair\n"),
        ScriptScenario.of("repair/confirm.check.sh").answering("*is-active*) exit 3 ;;"),
        ScriptScenario.of("repair/flush.apply.sh"),
        ScriptScenario.of("repair/keep.apply.sh").with(Map.of("PATIENCE", "60")),
        ScriptScenario.of("repair/proxy.sh").filled(Map.of("mode", "nftables", "family", "ip")),
        ScriptScenario.of("repair/proxy.sh")
            .filled(Map.of("mode", "iptables", "family", "ip"))
            .answering("*save*) echo '-A PREROUTING -m c -j KUBE-SERVICES' ;;"));
  }

  private static List<ScriptScenario> backup() {
    String member =
        """
        *"endpoint status"*) echo '[{"Status":{"header":{"cluster_id":11,"member_id":22,"revision":7},"version":"3.6.1","dbSize":3}}]' ;;
        df*) echo /dev/sda1 9 1 9999999 1% / ;;
        *"snapshot save"*) echo db >"${line##* }" ;;
        *"snapshot status"*) echo '{"hash":1,"revision":7,"totalKey":9,"totalSize":3,"version":"3.6.0"}' ;;
        *"hashkv --help"*) : ;;
        *"endpoint hashkv"*) echo '[{"HashKV":{"hash":5,"compact_revision":2}}]' ;;
        *"hashkv --rev"*) echo '{"hash":5,"hashRevision":7,"compactRevision":2}' ;;
        *"--limit=1"*) echo '{"header":{},"count":9}' ;;
        *"get /registry/"*) printf '%s\\n' /registry/pods/a/b /registry/apps.x/deployments/c ;;
        """;
    return List.of(
        ScriptScenario.of("backup/snapshot.apply.sh")
            .after("restore/objects.lib.sh")
            .on("mkdir -p var/backups/etcd\n")
            .answering(member));
  }

  private static List<ScriptScenario> rescue() {
    String folder =
        "mkdir -p var/backups/etcd/rescue var/lib/etcd/member/snap; echo db"
            + " >var/lib/etcd/member/snap/db; echo x >var/backups/etcd/rescue/snapshot.db\n";
    String keys =
        """
        *"get /registry/"*) printf '%s\\n' /registry/pods/a/b /registry/apps.x/deployments/c ;;
        *"snapshot save"*) echo db >"${line##* }" ;;
        """;
    Map<String, String> survivor = Map.of("FOLDER", "/var/backups/etcd/rescue", "LOST", "node-1");
    List<String> objects = List.of("restore/objects.lib.sh");
    return List.of(
        rescue("done.apply", objects, survivor, folder, keys),
        rescue("done.check", objects, survivor, folder, keys),
        rescue("forget.apply", List.of("rescue/forget.lib.sh"), survivor, folder, KUBECTL_NODES),
        rescue("forget.check", List.of("rescue/forget.lib.sh"), survivor, folder, KUBECTL_NODES),
        rescue("snapshot.apply", objects, survivor, folder, keys),
        rescue("snapshot.apply", objects, survivor, folder, "*\"endpoint status\"*) exit 1 ;;"),
        rescue("snapshot.check", objects, survivor, folder, "*is-active*) exit 3 ;;"));
  }

  private static ScriptScenario rescue(
      String name,
      List<String> libraries,
      Map<String, String> variables,
      String setup,
      String answers) {
    return new ScriptScenario(
        "rescue/" + name + ".sh", libraries, Map.of(), variables, List.of(), setup, answers);
  }

  private static List<ScriptScenario> runtime() {
    Map<String, String> archive =
        Map.of("ARCHIVE", "/etc/a.tar", "RECORD", "/etc/record", "RUNTIME", "containerd");
    String tar =
        ": >etc/a.tar; echo '[{\"RepoTags\":[\"busybox:1\"]}]' >manifest.json; tar -cf etc/a.tar"
            + " manifest.json\n";
    String record =
        tar
            + "printf '%s\\n"
            + "' \"$(stat -c '%s %Y' etc/a.tar)\" docker.io/library/busybox:1 >etc/record\n";
    return List.of(
        ScriptScenario.of("runtime/docker.apply.sh")
            .with(Map.of("VERSION", "20.10"))
            .answering("*show*) echo 'Version: 5:20.10~3-0~debian' ;;"),
        ScriptScenario.of("runtime/docker.check.sh")
            .with(Map.of("VERSION", "20.10"))
            .answering("dpkg-query*) echo 'installed 5:20.10~3' ;;"),
        ScriptScenario.of("runtime/image-import.apply.sh").with(archive).on(tar),
        ScriptScenario.of("runtime/image-import.apply.sh")
            .on(tar)
            .with(Map.of("ARCHIVE", "/etc/a.tar", "RECORD", "/etc/record", "RUNTIME", "docker")),
        ScriptScenario.of("runtime/image-import.check.sh")
            .with(archive)
            .on(record)
            .answering("*\"images ls\"*) echo docker.io/library/busybox:1 ;;"),
        ScriptScenario.of("runtime/image-import.check.sh")
            .on(record)
            .with(Map.of("ARCHIVE", "/etc/a.tar", "RECORD", "/etc/record", "RUNTIME", "docker")));
  }

  private static final String KEPT =
      "mkdir -p etc/kept/artefacts etc/kept/programs/usr; echo x >etc/kept/complete; printf 'a"
          + " file' >etc/kept/programs/usr/tool\n"
          + "printf '%s\\n' 'version 1.0' 'file /usr/tool|a:b|755|x|6|1|1|1.0|"
          + Digest.sha256("a file")
          + "' >etc/kept/artefacts/tool\n";

  private static List<ScriptScenario> upgrade() {
    Map<String, String> node =
        Map.of("NODE_DRAIN", "node-1", "NODE_BACK", "node-1", "WITHIN", "7", "FORCE", "yes");
    String ours = "*annotations*) printf quorate-upgrade ;;\n";
    String records =
        // Not below usr/local/bin, which is that of all scenarios, and they run side by side.
        "mkdir -p var/lib/quorate/artefacts usr/lib; printf 'a file' >usr/lib/tool\n"
            + "printf '%s\\n' 'version 1.0' \"file $(stat -L -c '%n|%U:%G|%a|%F|%s|%Y|%i|%.9Z' --"
            + " $PWD/usr/lib/tool)|"
            + Digest.sha256("a file")
            + "\" >var/lib/quorate/artefacts/tool\n"
            // The clock of ctimes ticks each 10 ms at the slowest: a link made after has another.
            + "sleep 0.05\n";
    ScriptScenario keep =
        ScriptScenario.of("upgrade/keep.apply.sh")
            .after("upgrade/noted.lib.sh")
            .with(
                Map.of(
                    "RECORDS",
                    "/var/lib/quorate/artefacts",
                    "KEPT",
                    "/var/lib/quorate/upgrade",
                    "LAST",
                    "/var/lib/quorate/before-upgrade",
                    "WANTED",
                    "Kubernetes 1.21.9",
                    "MASTER",
                    "yes"))
            .on("mkdir -p etc/kubernetes; : >etc/kubernetes/x\n" + records)
            .answering("*\"snapshot status\"*) echo '{\"revision\":7,\"totalKey\":3}' ;;");
    ScriptScenario images =
        ScriptScenario.of("upgrade/images.check.sh")
            .after("upgrade/images.lib.sh")
            .with(
                Map.of(
                    "IMAGES",
                    "registry.k8s.io/pause:3.10",
                    "MANIFEST",
                    "/etc/m.yaml",
                    "RUNTIME",
                    "containerd"))
            .on(
                "echo 'image: calico/cni:v3' >etc/m.yaml; mkdir -p etc/containerd;"
                    + " echo 'A=\"b\"' >etc/containerd/environment\n")
            .answering("*images*ls*) echo docker.io/calico/node:v3 ;;");
    ScriptScenario rest =
        ScriptScenario.of("upgrade/rest.check.sh")
            .with(Map.of("ETCD_ASK", "curl https://10.0.0.1:2379/version", "ETCD_WANTED", "3.5.30"))
            .answering("curl*) echo '{\"etcdserver\":\"3.5.30\"}' ;;");
    ScriptScenario asking =
        ScriptScenario.of("upgrade/asking.check.sh")
            .after("upgrade/asking.lib.sh")
            .with(Map.of("LOG", "/etc/asked", "ASKS", "/etc/asks.sh", "MASTER", "yes"))
            .answering("*\"get pods\"*) echo a 0 ;;");
    String object =
        """
        {"status":{"conditions":[{"type":"Ready","status":"True"}],"nodeInfo":
        {"kubeletVersion":"v1.21.9","containerRuntimeVersion":"containerd://2.1.9"}}}\
        """;
    return List.of(
        newProgram("kube-apiserver", "", "echo Kubernetes v1.21.9"),
        newProgram("kube-apiserver", "server/bin/kube-apiserver", "echo Kubernetes v1.21.9"),
        newProgram("containerd", "server/bin/containerd", "echo containerd 1.21.9"),
        ScriptScenario.of("upgrade/back.apply.sh").with(node).answering(ours),
        ScriptScenario.of("upgrade/back.check.sh").with(node),
        ScriptScenario.of("upgrade/drain.apply.sh").with(node),
        ScriptScenario.of("upgrade/drain.apply.sh")
            .with(node)
            .answering(ours + "*\" drain \"*) exit 1 ;;"),
        ScriptScenario.of("upgrade/drain.check.sh").with(node),
        keep,
        keep.on(records + "touch -d 2020-01-01 usr/lib/tool; mkdir -p etc/kubernetes\n"),
        keep.named("upgrade/keep.check.sh"),
        keep.named("upgrade/kept.apply.sh").on(records + "mkdir var/lib/quorate/upgrade\n"),
        keep.named("upgrade/kept.check.sh"),
        ScriptScenario.of("upgrade/look-kept.sh").filled(Map.of("folders", "/etc/kept")).on(KEPT),
        ScriptScenario.of("upgrade/whole.sh")
            .filled(Map.of("kept", "/etc/kept", "wanted", "tool=1.0"))
            .on(KEPT),
        ScriptScenario.of("upgrade/leases.sh")
            .answering("*\"get lease\"*) echo 2099-01-01T00:00:00.000000Z ;;"),
        ScriptScenario.of("upgrade/versions.sh")
            .filled(Map.of("answer", "cat /etc/said", "wanted", "etcd=3.5.30 runc=1.1.5"))
            .on(
                "printf '%s\\n"
                    + "' 'runs etcd etcd Version: 3.5.30' 'disk runc runc 1.1.5' >etc/said\n"),
        ScriptScenario.of("upgrade/node.sh")
            .filled(
                Map.of(
                    "ask",
                    "curl https://127.0.0.1:6443/api/v1/nodes/node-1",
                    "version",
                    "1.21.9",
                    "runtime",
                    "containerd://2.1.9"))
            .answering("curl*) echo '" + object + "' ;;"),
        ScriptScenario.of("upgrade/network.sh")
            .filled(
                Map.of(
                    "endpoints", "curl https://127.0.0.1:6443/endpoints",
                    "node", "node-1",
                    "name", "kubernetes.default.svc.cluster.local",
                    "dns", "10.96.0.10",
                    "type", "\\000\\001"))
            .answering(
                "curl*) echo '"
                    + "{\"items\":[{\"subsets\":[{\"addresses\":[{\"ip\":\"10.9.0.2\","
                    + "\"nodeName\":\"node-2\"}]}]}]}' ;;\n"
                    + "socat*) printf '\\000\\014\\022\\064\\201\\200\\000\\001\\000\\001' ;;"),
        images.named("upgrade/images.check.sh"),
        images.named("upgrade/images.apply.sh"),
        images
            .named("upgrade/images.apply.sh")
            .with(Map.of("IMAGES", "pause:3.10", "MANIFEST", "/etc/m.yaml", "RUNTIME", "docker"))
            .answering("*image*inspect*) exit 1 ;;"),
        ScriptScenario.of("upgrade/pods-back.sh")
            .filled(Map.of("node", "node-1"))
            .answering(
                """
                *"get daemonsets"*) echo calico-node 3 ;;
                *"get pods"*) echo calico-node calico-node-x1 True ;;
                """),
        ScriptScenario.of("upgrade/holds.sh")
            .filled(
                Map.of(
                    "node",
                    "node-1",
                    "seconds",
                    "10",
                    "pods",
                    new Template("upgrade/pods-back.sh").fill(Map.of("node", "node-1"))))
            .on("echo 100.5 0 >proc/uptime\n")
            .answering(
                """
                *"get node "*) echo True ;;
                *"get daemonsets"*) echo calico-node 3 ;;
                *"get pods"*) echo calico-node calico-node-x1 True ;;
                """),
        rest,
        ScriptScenario.of("upgrade/kubelet-rest.check.sh"),
        ScriptScenario.of("upgrade/kubelet-rest.apply.sh"),
        rest.named("upgrade/rest.apply.sh"),
        rest.named("upgrade/serve.apply.sh"),
        rest.named("upgrade/serve.check.sh"),
        asking.named("upgrade/asking.check.sh"),
        asking.named("upgrade/asking.apply.sh"),
        asking
            .named("upgrade/asked.sh")
            .filled(
                Map.of("log", "/etc/asked", "node", "node-1", "proxied", "", "servers", "node-1"))
            .on("echo '10 200 node-1' >etc/asked; echo 'a 0' >etc/asked.pods\n"),
        ScriptScenario.of("upgrade/version.sh")
            .filled(
                Map.of(
                    "ask",
                    "curl https://10.0.0.1:2379/version",
                    "server",
                    "etcd",
                    "field",
                    "etcdserver",
                    "version",
                    "3.5.30"))
            .answering(rest.answers()));
  }

  /**
   * The question to a program that was staged.
   *
   * @param entry of the archive; empty: it is the download
   * @param work what it does, as a shell's program
   */
  static ScriptScenario newProgram(String name, String entry, String work) {
    String path = "/usr/local/bin/" + name;
    Fetch fetch =
        new Fetch(
            name,
            "1.21.9",
            "https://mirror.example/program",
            new Checksum.Pinned(Digest.sha256("a file")),
            List.of(new Target(entry, path, "0755")));
    WriteFile config =
        new WriteFile(
            "/etc/containerd/config.toml", Content.of("version = 2\n"), "root:root", "0644");
    Service service =
        new Service(name + ".service", List.of(), false, "", List.of(path, "--flag=a b"));
    String file = entry.isEmpty() ? "download" : entry;
    String pack = entry.isEmpty() ? "" : "tar -cf download " + entry + "\n";
    String folder = "var/cache/quorate/ahead/" + name + "-1.21.9";
    return ScriptScenario.of(NewPrograms.asked(List.of(fetch, config, service)).getFirst())
        .on(
            "echo 100.5 0 >proc/uptime; : >proc/self/mountinfo\n"
                + "mkdir -p %1$s/server/bin; cd %1$s; printf '%%s\\n' '#!/bin/sh' '%2$s' >%3$s\n"
                    .formatted(folder, work, file)
                + pack);
  }

  /** What is asked before an upgrade. */
  private static List<ScriptScenario> beforeUpgrade() {
    String pod =
        "{\"metadata\":{\"namespace\":\"fake\",\"name\":\"pod\"},\"spec\":{\"nodeName\":\"node-1\"}}";
    ScriptScenario objects =
        ScriptScenario.of("upgrade/look-objects.sh")
            .filled(
                Map.of(
                    "list", new Template("upgrade/objects.awk").text(),
                    "removed", "1.25 policy/v1beta1 poddisruptionbudgets",
                    "before", "https://10.0.0.1:6443/readyz",
                    "ready", "curl -fsS",
                    "raw", "curl -fsS"))
            .answering(
                """
                *6443/apis) echo '{"groups":[{"versions":[{"groupVersion":"policy/v1beta1"}]}]}' ;;
                *6443/apis/policy/v1beta1)
                  echo '{"groupVersion":"policy/v1beta1","resources":[{"name":"poddisruptionbudgets"}]}' ;;
                *6443/apis/policy/v1beta1/*) echo '{"items":[]}' ;;
                *6443/api/v1/*pods*) echo '{"items":[POD]}' ;;
                *customresourcedefinitions*) echo '{"items":[]}' ;;
                curl*) exit 7 ;;
                *"get poddisruptionbudgets"*) echo '1 1 fake web 0 1 1 1 app=web,' ;;
                *webhookconfigurations*) echo 'MutatingWebhookConfiguration a one fake hook pods,' ;;
                *"get endpoints"*) echo node-1 ;;
                *"get configmap"*) echo .:53 ;;
                """
                    .replace("POD", pod));
    return List.of(
        objects,
        ScriptScenario.of("upgrade/look-api-server.sh")
            .filled(Map.of("metrics", "curl -fsS https://127.0.0.1:6443/metrics"))
            .answering("curl*) echo 'apiserver_request_total{verb=\"GET\"} 1' ;;"),
        ScriptScenario.of("upgrade/look-downloads.sh")
            .filled(Map.of("files", "0 etcd 3.6.14 http://127.0.0.1/etcd"))
            .on(
                "mkdir -p var/lib/quorate/artefacts; echo version 3.5.1"
                    + " >var/lib/quorate/artefacts/etcd\n")
            .answering("curl*) echo 'status 403' ;;"),
        ScriptScenario.of("upgrade/look-node.sh")
            .filled(
                Map.of(
                    "room",
                    Room.script(List.of("/etc/x")),
                    "units",
                    "kubelet.service",
                    "manifest",
                    "/etc/m.yaml"))
            .on(
                "echo 'kind: ConfigMap' >etc/m.yaml; mkdir proc/7; printf '%s\\0' kubelet --v=2"
                    + " >proc/7/cmdline\n")
            .answering(
                """
                systemctl*) printf '%s\\n' MainPID=7 Id=kubelet.service ;;
                df*) printf '%s\\n' Filesystem '/dev/fake 9 1 8 1% /' ;;
                """),
        ScriptScenario.of("restore/room.sh")
            .filled(Map.of("room", Room.script(List.of("/etc/x"))))
            .on("mkdir -p var/lib/etcd/member\n")
            .answering(
                """
                df*) printf '%s\\n' Filesystem '/dev/fake 9 1 8 1% /' ;;
                du*) echo 5 /var/lib/etcd/member ;;
                """),
        ScriptScenario.of("kubernetes/ready.sh")
            .filled(Map.of("ask", "curl -fsS https://x/readyz"))
            .answering("curl*) printf 500; exit 22 ;;"));
  }

  private static List<ScriptScenario> verify() {
    Map<String, String> pods = Map.of("STATE", "s", "RECORD", "/etc/record");
    String answers =
        """
        *"get nodes"*) printf '%s\\n' 'node-1 busybox:1' 'node-2 busybox:1' ;;
        *"get pod "*) printf 10.244.1.2 ;;
        *"exec on-node-1"*) echo node-2 ;;
        *"exec on-node-2"*) echo node-1 ;;
        """;
    return List.of(
        ScriptScenario.of("verify/access.sh"),
        ScriptScenario.of("verify/units.sh")
            .filled(Map.of("units", "etcd.service"))
            .answering("*show*) printf '%s\\n' ActiveState=active DropInPaths= ;;"),
        ScriptScenario.of("verify/apiserver.sh")
            .filled(Map.of("ready", "curl -fsS https://x/readyz"))
            .answering("curl*) printf ok ;;"),
        ScriptScenario.of("verify/dns.sh")
            .filled(Map.of("image", "coredns:1"))
            .answering("*deployment*) echo 1 ;;"),
        ScriptScenario.of("verify/dns.sh")
            .filled(Map.of("image", "coredns:1"))
            .answering(KUBECTL_NODES),
        ScriptScenario.of("verify/etcd.sh")
            .after("etcd/members.lib.sh")
            .filled(Map.of("members", "1"))
            .answering(
                """
                *"member list"*) echo '{"members":[{"ID":1,"name":"node-1","peerURLs":["https://a"]}]}' ;;
                *"endpoint status"*) echo '[{"Status":{"header":{"revision":7}}}]' ;;
                *hashkv*) echo '[{"HashKV":{"hash":99}}]' ;;
                """),
        ScriptScenario.of("verify/leases.sh")
            .answering(
                "*leases*) for n in kube-controller-manager kube-scheduler; do echo $n a_1"
                    + " 2099-01-01T00:00:00Z; done ;;"),
        ScriptScenario.of("verify/nodes.sh")
            .filled(Map.of("names", "node-1"))
            .answering("*\"get nodes\"*) echo 'node-1 True v1' ;;"),
        ScriptScenario.of("verify/pods.apply.sh")
            .after("verify/pods.lib.sh")
            .with(pods)
            .answering(answers),
        ScriptScenario.of("verify/pods.check.sh")
            .after("verify/pods.lib.sh")
            .with(pods)
            .on("echo 's none' >etc/record\n")
            .answering("*) : ;;"),
        ScriptScenario.of("verify/proxy.sh")
            .filled(
                Map.of("service", "curl -fsS https://10.96.0.1/version", "address", "10.96.0.1")));
  }
}
