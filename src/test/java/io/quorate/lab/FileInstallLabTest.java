package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.terminal.Tmux;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * An inventory written by hand, installed without the wizard: three masters that also work and a
 * worker. The tests build on one another.
 */
@Tag("lab")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FileInstallLabTest {

  private static final int NODES = 4;
  private static final int FINISHED_WITH_WARNINGS = 4;
  private static final int REFUSED = 3;

  /** One more than the inventory has. */
  private static final int SPARE = NODES + 1;

  private static final Canaries CANARIES = new Canaries();
  private static final String PASSPHRASE = CANARIES.put("passphrase of the SSH key");
  private static final String SUDO_PASSWORD = CANARIES.put("sudo password");
  private static final Map<String, String> SECRETS = CANARIES.settings();
  @TempDir static Path home;
  private static Program quorate;
  private static Path key;
  private static ProcessSampler sampler;

  @BeforeAll
  static void freshNodes() {
    Lab.fresh(SPARE);
    quorate = new Program(home);
    Path password = quorate.inventory("vault-password", Canaries.PASSWORD);
    quorate.set("ANSIBLE_VAULT_PASSWORD_FILE", password.toString());
    key = keyOfOps();
    sampler = new ProcessSampler();
  }

  private static Path inventory(LabInventory inventory) {
    return quorate.inventory("lab.yaml", inventory.text());
  }

  private static LabInventory standard() {
    LabInventory inventory = new LabInventory(3, NODES);
    SECRETS.forEach(inventory::set);
    return inventory;
  }

  /** Makes a key with a passphrase, and a password for sudo, with which ops comes to each node. */
  private static Path keyOfOps() {
    Path file = home.resolve("id_ops");
    Commands.run(
            Limits.SOON,
            "ssh-keygen",
            "-q",
            "-t",
            "ed25519",
            "-N",
            PASSPHRASE,
            "-f",
            file.toString())
        .orFail();
    try {
      String open = Files.readString(home.resolve("id_ops.pub")).strip();
      for (int i = 1; i <= SPARE; i++) {
        Lab.ssh(
                "node-" + i,
                "install -d -m 700 -o ops -g ops /home/ops/.ssh && echo '"
                    + open
                    + "' >/home/ops/.ssh/authorized_keys && echo ops:"
                    + SUDO_PASSWORD
                    + " | chpasswd")
            .orFail();
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stopSampling() {
    if (sampler != null) {
      sampler.close();
    }
  }

  @Test
  @Order(1)
  void dryRunSaysWhatWouldChangeAndChangesNothing() {
    var result = quorate.install(inventory(standard()), "--dry-run");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("kube-apiserver.service", "node-4", "nothing was changed");
    assertThat(
            Lab.ssh("node-1", "ls -d /etc/kubernetes /var/lib/quorate /opt/cni 2>/dev/null")
                .output())
        .isEmpty();
  }

  @Test
  @Order(2)
  void installsAVerifiedCluster() {
    var result = quorate.install(inventory(standard()), "--plain", "--yes");
    assertThat(result.exitCode()).as(result.output()).isZero();
    System.out.println("figure: install of 4 nodes took " + result.took());
    Cluster.assertReady(NODES);
    Cluster.assertServesPods(NODES);
    var kubeconfig =
        Commands.run(
            Limits.SOON, Map.of(), Lab.inside("cat", home.resolve(".kube/config").toString()));
    assertThat(kubeconfig.orFail().output()).contains("name: lab");
  }

  @Test
  @Order(3)
  void aSecondRunChangesAndRestartsNothing() {
    Map<String, Map<String, String>> before = startTimes();
    var result = quorate.install(inventory(standard()), "--plain", "--yes");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("nothing was changed").doesNotContain("changed ");
    assertThat(startTimes()).isEqualTo(before);
    System.out.println("figure: a run with nothing to do took " + result.took());
  }

  /** What each node is made to be, and what the next run has to say of it. */
  private static final Map<String, String> DRIFT =
      Map.of(
          "node-1",
          "kill -STOP $(systemctl show -p MainPID --value kube-controller-manager.service)",
          "node-2",
          """
          nft flush table inet quorate_firewall
          nft flush table ip quorate_pods
          chmod 666 /etc/kubernetes/kubelet.yaml
          cd /usr/local/bin
          touch -r etcdutl /run/before
          printf X | dd of=etcdutl bs=1 seek=9999 conv=notrunc status=none
          touch -r /run/before etcdutl
          """,
          "node-3",
          """
          kill -STOP $(systemctl show -p MainPID --value etcd.service)
          folder=/run/systemd/system/kube-proxy.service.d
          mkdir -p $folder
          printf '[Service]\\nExecStart=\\n%s\\n' "$(sed -n '/^ExecStart=/,/[^\\\\]$/p' \
            /etc/systemd/system/kube-proxy.service | sed 's/--v=2/--v=3/')" >$folder/mine.conf
          systemctl daemon-reload
          systemctl restart kube-proxy.service
          rm -r $folder
          systemctl daemon-reload
          """,
          "node-4",
          """
          nft insert rule inet quorate_firewall input tcp dport 10250 accept
          kill -STOP $(systemctl show -p MainPID --value containerd.service)
          mv /etc/kubernetes/kube-proxy.yaml /root/
          ln -s /root/kube-proxy.yaml /etc/kubernetes/kube-proxy.yaml
          mkdir -p /etc/systemd/system/kubelet.service.d
          printf '[Service]\\nEnvironment=MINE=1\\n' >/etc/systemd/system/kubelet.service.d/10-mine.conf
          systemctl daemon-reload
          """);

  @Test
  @Order(4)
  void everyKindOfDriftIsSaidAndRepairedAtOnce() {
    Map<String, Map<String, String>> before = startTimes();
    Lab.ssh(
            "node-1",
            "kubectl patch clusterrolebinding quorate:cluster-admins --type=json -p"
                + " '[{\"op\":\"replace\",\"path\":\"/subjects/0/name\",\"value\":\"nobody\"}]'")
        .orFail();
    DRIFT.forEach((node, script) -> Lab.ssh(node, "set -e\n" + script).orFail());
    var result = quorate.install(inventory(standard()), "--plain", "--yes");
    assertThat(result.exitCode()).as(result.output()).isZero();
    System.out.println("figure: a run that repairs drift took " + result.took());
    assertThat(result.output().replaceAll("(?m)^\\S+ +", ""))
        .contains(
            "node-1  changed kube-controller-manager.service: restarted: its process was stopped",
            "node-1  changed cluster-access in the cluster: not as wanted: ClusterRoleBinding"
                + " quorate:cluster-admins",
            "node-2  changed table quorate_firewall: was empty, loaded again",
            "node-2  changed routes to 3 nodes: table quorate_pods was empty, loaded again",
            "node-2  changed /etc/kubernetes/kubelet.yaml: mode 400, was 666",
            "node-2  changed etcd 3.5.16: /usr/local/bin/etcdutl was altered",
            "node-3  changed etcd.service: restarted: its process was stopped",
            "node-3  changed kube-proxy.service: restarted: it ran with other arguments",
            "node-4  changed table quorate_firewall: had a rule that is not ours: tcp dport 10250"
                + " accept, loaded again",
            "node-4  changed containerd.service: restarted: its process was stopped",
            "node-4  changed /etc/kubernetes/kube-proxy.yaml: a link to /root/kube-proxy.yaml was in"
                + " its place",
            "kubelet.service is also set up by /etc/systemd/system/kubelet.service.d/10-mine.conf,"
                + " which is left alone");
    assertThat(startTimes().get("node-1").get("etcd.service"))
        .as("a quorum needs it")
        .isEqualTo(before.get("node-1").get("etcd.service"));

    var again = quorate.install(inventory(standard()), "--plain", "--yes");
    assertThat(again.exitCode()).as(again.output()).isZero();
    assertThat(again.output())
        .contains("nothing was changed", "10-mine.conf, which is left alone")
        .doesNotContain("changed ");
    Lab.ssh("node-4", "rm -r /etc/systemd/system/kubelet.service.d; systemctl daemon-reload")
        .orFail();
  }

  @Test
  @Order(5)
  void settingsChangeOnlyWhatDependsOnThem() {
    // The firewall's table is replaced by a reload: at no moment is there none, and nothing starts
    // anew.
    assertThat(restartedBy(settled()))
        .isEqualTo(
            Set.of(
                "node-1 kube-apiserver.service",
                "node-2 kube-apiserver.service",
                "node-3 kube-apiserver.service",
                "node-1 kubelet.service",
                "node-2 kubelet.service",
                "node-3 kubelet.service",
                "node-4 kubelet.service"));
    for (int i = 1; i <= NODES; i++) {
      assertThat(Lab.ssh("node-" + i, "nft list ruleset").orFail().output())
          .as("rules of node-" + i)
          .contains("9999")
          .doesNotContain("dport 9100");
    }
    Cluster.assertReady(NODES);
  }

  @Test
  @Order(6)
  void anAddOnWhoseImageCannotBePulledIsExactlyOneWarning() {
    LabInventory wanted = settled().set("dns_addon", "coredns");
    var result = quorate.install(inventory(wanted), "--plain", "--yes");
    assertThat(result.exitCode()).as(result.output()).isEqualTo(FINISHED_WITH_WARNINGS);
    assertThat(result.output().lines().filter(l -> l.contains("WARNING")).toList())
        .as(result.output())
        .filteredOn(l -> !l.contains("DONE WITH WARNINGS"))
        .singleElement()
        .asString()
        .contains("cluster DNS", "registry.k8s.io/coredns/coredns:");
  }

  /** Real programs tell what they are; nothing is brought to them by a changed file. */
  @Test
  @Order(6)
  void anotherVersionIsRefusedByEveryJourneyUntilTheFileSaysWhatRuns() throws IOException {
    LabInventory standard = standard();
    Map<String, Map<String, String>> before = startTimes();
    Path other =
        inventory(
            standard
                .set("service_node_port_range", "30000-31000")
                .set("kubernetes_version", "\"1.21.9\"")
                .set("etcd_version", "\"3.4.23\""));
    List<List<String>> journeys =
        List.of(
            List.of("install", "--dry-run"),
            List.of("install", "--yes", "--plain"),
            List.of("add", "--yes", "--plain"),
            List.of("remove", "node-4", "--yes", "--plain"),
            List.of("repair-network", "node-4", "--yes", "--plain"));
    for (List<String> journey : journeys) {
      List<String> words = new ArrayList<>(journey);
      words.addAll(List.of("-i", other.toString()));
      var result = quorate.run(words.toArray(String[]::new));
      assertThat(result.exitCode()).as(journey + ": " + result.output()).isEqualTo(REFUSED);
      assertThat(result.output())
          .contains("Kubernetes  1.20.2  1.21.9  another minor version")
          .contains("etcd        3.5.16  3.4.23  older than what runs, another data format")
          .contains("quorate inventory set-running-versions -i " + other)
          .doesNotContain("destroy");
    }
    assertThat(startTimes()).isEqualTo(before);

    // As after one of the masters was reinstalled: the others are asked.
    Path known = home.resolve(".ssh/known_hosts");
    List<String> keys = Files.readAllLines(known);
    String key =
        keys.stream().filter(l -> l.startsWith(Lab.address(2) + " ")).findFirst().orElseThrow();
    List<String> changed = new ArrayList<>(keys);
    changed.removeIf(l -> l.startsWith(Lab.address(1) + " "));
    changed.add(key.replace(Lab.address(2), Lab.address(1)));
    Files.write(known, changed);
    var set = quorate.run("inventory", "set-running-versions", "-i", other.toString());
    Files.write(known, keys);
    assertThat(set.exitCode()).as(set.output()).isZero();
    assertThat(set.output()).contains("node-1 is left out", "another host key");
    assertThat(Files.readString(other))
        .contains("kubernetes_version: \"1.20.2\"", "etcd_version: \"3.5.16\"");
    var status = quorate.run("status", "-i", other.toString());
    assertThat(status.output()).contains("Versions      the same on all nodes");
    assertThat(quorate.install(other, "--dry-run").exitCode()).isZero();
  }

  /** The last run comes as ops, whom a key with a passphrase and a password of sudo let in. */
  @Test
  @Order(7)
  void noSecretGetsAnywhere() throws IOException {
    Map<String, String> seen = new LinkedHashMap<>();
    Path file = inventory(asOps());
    seen.put("screen of add", add(file));
    Path roots = inventory(settled());
    seen.put("dry run", said("install", "--dry-run", "-v", "-i", roots.toString()));
    seen.put("status", said("status", "-i", roots.toString()));
    seen.put("status in JSON", said("status", "--json", "-i", roots.toString()));
    seen.put("report", said("report", "-o", home.resolve("state/report.html").toString()));
    seen.put("replay", said("replay", "--plain", "-v", "--speed", "100"));
    seen.put("events", said("replay", "--json"));
    for (String folder : List.of("state", "cache", "config", "data")) {
      seen.putAll(Canaries.files(home.resolve(folder)));
    }
    keysMadeOnTheWay();
    seen.putAll(sampler.texts());
    sampler.close();
    assertThat(CANARIES.leaks(seen)).isEmpty();
    for (int i = 1; i <= SPARE; i++) {
      assertThat(CANARIES.on("node-" + i)).isEmpty();
    }
    aLeakIsFound();
  }

  /** A range for the API servers, a flag for the kubelets, and another port. */
  private static LabInventory settled() {
    return standard()
        .set("service_node_port_range", "30000-31000")
        .set("kubelet_custom_flags", "[\"--max-pods=100\"]")
        .set("firewall_ports", "[{name: kubelet, port: 10250}, {name: mine, port: 9999}]");
  }

  private static LabInventory asOps() {
    return settled()
        .set("ansible_user", "ops")
        .set("ansible_become", "true")
        .set("ask_become_password", "true")
        .set("ansible_ssh_private_key_file", key.toString());
  }

  private static String said(String... words) {
    var result = quorate.run(words);
    // What a busy machine makes of a node's health does not matter here.
    assertThat(result.exitCode()).as(result.output()).isIn(0, FINISHED_WITH_WARNINGS);
    return result.output();
  }

  private static String add(Path file) {
    String node = "'node-" + SPARE + " " + Lab.address(SPARE) + "'";
    List<String> words =
        Program.words("add", "--yes", "-i", file.toString(), "--role", "worker", "--node", node);
    try (Tmux terminal = Tmux.open(140, 50, quorate.environment(), home)) {
      terminal.command(String.join(" ", words) + "; echo code=$?");
      terminal.asked(Limits.SOON, "sudo password of ops:");
      terminal.type(SUDO_PASSWORD).press("Enter");
      terminal.asked(Limits.SOON, "Passphrase of the key:");
      terminal.type(PASSPHRASE).press("Enter");
      String panes = terminal.await(Limits.SOON, "node-5");
      String summary = terminal.await(Limits.RUN, "add of lab: ");
      assertThat(summary).contains("add of lab: done");
      terminal.press("q");
      terminal.await(Limits.SOON, "exit code", t -> t.contains("code=0") || t.contains("code=4"));
      return panes + summary + terminal.history();
    }
  }

  /** What was made by the first run, taken from where it is. */
  private static void keysMadeOnTheWay() {
    // What of a key is in its certificate, too, is left out: it ends with that, or begins with it.
    String script =
        """
        for k in $(find /etc/kubernetes/pki -name '*.key'); do
          if grep -q RSA $k || [ $(wc -l <$k) -gt 9 ]; then
            grep -v -e ----- $k | tail -n +9
          else
            grep -v -e ----- $k | head -n 2
          fi
          base64 -w0 $k | cut -c 61-180
        done
        [ ! -e /etc/kubernetes/pki/encryption.yaml ] ||
          sed -n 's/^ *secret: //p' /etc/kubernetes/pki/encryption.yaml
        """;
    for (int i = 1; i <= SPARE; i++) {
      String made = Lab.ssh("node-" + i, script).output();
      assertThat(made.lines().count()).isGreaterThan(5);
      CANARIES.made("a key of node-" + i, made);
    }
  }

  /** One in each kind of place. */
  private static void aLeakIsFound() {
    String inFile = CANARIES.put("planted in a file");
    String inJournal = CANARIES.put("planted in the journal");
    String inHistory = CANARIES.put("planted in a history");
    String inArguments = CANARIES.put("planted in arguments");
    String inEnvironment = CANARIES.put("planted in an environment");
    Lab.ssh(
            "node-4",
            "echo %s >/etc/planted; logger -t planted %s; echo %s >>/home/ops/.bash_history"
                .formatted(inFile, inJournal, inHistory))
        .orFail();
    String process = "LEAK=%s sh -c 'sleep 600; : %s'".formatted(inEnvironment, inArguments);
    try (ProcessSampler again = new ProcessSampler();
        Running planted = Lab.insideNode("node-4", process)) {
      Limits.await(
          "both leaks of a process are found; it said: " + planted.output(),
          () -> CANARIES.leaks(again.texts()),
          leaks ->
              leaks.stream().anyMatch(l -> l.startsWith("planted in arguments in arguments of a"))
                  && leaks.stream()
                      .anyMatch(l -> l.startsWith("planted in an environment in environment of")));
    }
    assertThat(CANARIES.on("node-4"))
        .contains("node-4: file /etc/planted", "node-4: history /home/ops/.bash_history")
        .anyMatch(l -> l.startsWith("node-4: journal says " + inJournal));
    assertThat(CANARIES.leaks(Map.of("a screen", "so " + inFile))).hasSize(1);
  }

  private Set<String> restartedBy(LabInventory wanted) {
    Map<String, Map<String, String>> before = startTimes();
    var result = quorate.install(inventory(wanted), "--plain", "--yes");
    assertThat(result.exitCode()).as(result.output()).isZero();
    Map<String, Map<String, String>> after = startTimes();
    Set<String> restarted = new TreeSet<>();
    after.forEach(
        (node, units) ->
            units.forEach(
                (unit, time) -> {
                  if (!time.equals(before.get(node).get(unit))) {
                    restarted.add(node + " " + unit);
                  }
                }));
    return restarted;
  }

  private static Map<String, Map<String, String>> startTimes() {
    Map<String, Map<String, String>> times = new HashMap<>();
    for (int i = 1; i <= NODES; i++) {
      times.put("node-" + i, Cluster.startTimes("node-" + i));
    }
    return times;
  }
}
