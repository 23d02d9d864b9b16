package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.terminal.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster that the wizard has installed, and the hours after it: a look at it, a node's network
 * repaired, a lost quorum rescued, and the whole taken away. The tests build on one another.
 */
@Tag("lab")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DayTwoLabTest {

  private static final int NODES = 4;
  private static final int FAILED = 1;
  private static final int REFUSED = 3;
  private static final int WARNINGS = 4;

  /** All that Quorate may have touched, less what a running Linux writes by itself. */
  private static final String EVERYTHING =
      "find /etc /usr/local /opt /root /var/lib /var/backups /var/cache/quorate /run/netns -xdev"
          + " 2>/dev/null | grep -Ev '^/var/lib/(systemd|private|apt|dpkg|logrotate|dbus)/'"
          + " | sort; iptables-save | grep -E '^-'; nft list tables | grep -v -E ' ip6? ';"
          + " ls /sys/class/net";

  private static final String OPEN_UNTIL_TOLD =
      "echo open; until [ -e /run/told ]; do sleep 0.2; done; rm /run/told; echo through";

  /** Rules of somebody else, in both kinds of tables, and how they are taken away again. */
  private static final String THEIR_RULES =
      "nft 'table inet theirs { chain input { type filter hook input priority 10; tcp dport 4242"
          + " drop; }; }'; iptables -A INPUT -s 192.0.2.77 -j ACCEPT";

  private static final String WITHOUT_THEIR_RULES =
      "nft delete table inet theirs; iptables -D INPUT -s 192.0.2.77 -j ACCEPT";

  /** Somebody else's rule is away while a repair is under way, and there again at its end. */
  private static final String THEIR_RULE_GOES_AND_COMES_BACK =
      "there() { rules=$(iptables-save) || exit; case $rules in *192.0.2.77*) ;; *) return 1 ;; esac"
          + "; }; while there; do sleep 0.2; done; until there; do sleep 0.5; done;"
          + " echo gone and back";

  private static final Pattern TOKEN = Pattern.compile("etcd_initial_token: \"?([^\"\n]+)\"?");

  @TempDir static Path home;
  private static Program quorate;
  private static Path inventory;
  private static final Map<String, Set<String>> FRESH = new TreeMap<>();

  @BeforeAll
  static void theWizardEndsInAVerifiedCluster() throws IOException {
    Lab.fresh(NODES);
    for (int i = 1; i <= NODES; i++) {
      FRESH.put("node-" + i, everything("node-" + i));
    }
    quorate = new Program(home);
    Files.writeString(home.resolve(".ssh/known_hosts"), "");
    inventory = new GuidedInstall(quorate, NODES).toItsEnd();
  }

  private static Set<String> everything(String node) {
    return new TreeSet<>(Lab.ssh(node, EVERYTHING).orFail().output().lines().toList());
  }

  private static Commands.Result quorate(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command, "-i", inventory.toString()));
    words.addAll(Arrays.asList(more));
    var result = quorate.run(words.toArray(String[]::new));
    System.out.println("figure: " + command + " took " + result.took());
    return result;
  }

  private static Commands.Result awaitStatus(int exitCode, String... more) {
    return Limits.await(
        "status with exit code " + exitCode,
        () -> quorate("status", more),
        result -> result.exitCode() == exitCode);
  }

  @Test
  @Order(1)
  void whatTheWizardHasInstalledServesAndIsLeftAlone() {
    Cluster.assertReady(NODES);
    Cluster.assertServesPods(NODES);
    var again = quorate.install(inventory, "--plain", "--yes");
    assertThat(again.exitCode()).as(again.output()).isZero();
    assertThat(again.output()).contains("nothing was changed");
  }

  @Test
  @Order(2)
  void statusShowsAHealthyCluster() {
    var result = awaitStatus(0);
    assertThat(result.output())
        .contains(
            "Cluster lab is healthy",
            "3 voting members, 3 healthy, quorum 2, survives 1 failure",
            "3 of 3 ready",
            "4 of 4 Ready",
            "leader",
            "all run, none failed");
    assertThat(result.output().split("Cluster lab", 2)[1].lines()).allMatch(l -> l.length() <= 80);
    assertThat(awaitStatus(0, "--json").output())
        .startsWith("{\"cluster\":\"lab\"")
        .contains("\"state\":\"HEALTHY\"");
  }

  @Test
  @Order(3)
  void statusShowsACrashedMaster() throws IOException {
    Map<String, String> before = readySince();
    assertThat(before).hasSize(NODES);
    Lab.lab("crash", "node-1");
    Limits.await(
        "a master of three that is down",
        () -> quorate("status"),
        result ->
            result.exitCode() == WARNINGS
                && result.output().contains("2 healthy, quorum 2, survives no further failure")
                && result.output().contains("2 of 3 ready")
                && result.output().contains("node-1 could not be asked"));
    Lab.lab("start", "node-1");
    awaitStatus(0);
    Map<String, String> since = readySince();
    since.remove("node-1");
    before.remove("node-1");
    assertThat(since).as("another master's crash concerns none of them").isEqualTo(before);
  }

  private static Map<String, String> readySince() throws IOException {
    Map<String, String> since = new TreeMap<>();
    JsonNode status = new ObjectMapper().readTree(quorate("status", "--json").output());
    for (JsonNode node : status.path("nodes")) {
      since.put(node.path("name").asText(), node.path("since").asText());
    }
    assertThat(since.values()).allMatch(s -> s.matches("\\d{4}-.*Z"));
    return since;
  }

  @Test
  @Order(4)
  void statusWatchesOnAScreen() {
    try (Tmux tmux = Tmux.open(80, 24, quorate.environment(), home)) {
      tmux.command(
          String.join(" ", Program.words("status", "-i", inventory.toString(), "--watch"))
              + "; echo \"left with $?\"");
      tmux.await(Limits.SOON, "Cluster lab is healthy");
      tmux.press("r").await(Limits.SOON, "asking all nodes");
      tmux.press("q");
      tmux.await(Limits.SOON, "left with 0");
    }
  }

  /** The program alone tries once; its unit has patience. */
  @Test
  @Order(5)
  void aSnapshotThatFailsIsSeen() {
    String folder = "/var/lib/node_exporter/textfile_collector";
    Lab.ssh(
            "node-2",
            "systemctl is-active quorate-etcd-snapshot.timer && mkdir -p "
                + folder
                + " && mv /usr/local/bin/etcdctl.sh /usr/local/bin/etcdctl.away"
                + " && ! /usr/local/bin/etcd-snapshot.sh;"
                + " mv /usr/local/bin/etcdctl.away /usr/local/bin/etcdctl.sh")
        .orFail();
    assertThat(awaitStatus(WARNINGS).output())
        .contains("node-2: the last one failed, ", "etcdctl.sh", "quorate-etcd-snapshot");
    assertThat(
            Lab.ssh(
                    "node-2",
                    "systemctl start quorate-etcd-snapshot.service && cat "
                        + folder
                        + "/quorate_backup.prom && ls /var/backups/etcd && rm -r "
                        + "/var/lib/node_exporter")
                .orFail()
                .output())
        .contains("quorate_backup_last_attempt_failed 0", "last-attempt")
        .containsPattern("etcd-[0-9TZ]+\\.db");
    assertThat(awaitStatus(0).output()).containsPattern("node-2: [0-9]+ (s|min) old, ");
  }

  @Test
  @Order(6)
  void theClusterIsReadBackWithoutItsInventory() throws IOException {
    Path back = home.resolve("back.yaml");
    String key = Lab.key().toString();
    var read =
        quorate.run(
            "inventory",
            "--from-cluster",
            "--master",
            Lab.address(2),
            "--key",
            key,
            "-o",
            back.toString());
    assertThat(read.exitCode()).as(read.output()).isZero();
    assertThat(read.output()).doesNotContain("note: ");
    // Nodes have a digest of the token alone: the person puts it back.
    String found = Files.readString(back);
    assertThat(found).containsPattern("etcd_initial_token: \"?[0-9a-f]{64}\"?\n");
    Matcher token = TOKEN.matcher(Files.readString(inventory));
    assertThat(token.find()).isTrue();
    assertThat(found).doesNotContain(token.group(1));
    Files.writeString(back, TOKEN.matcher(found).replaceFirst(token.group()));
    var difference = quorate.run("inventory", "diff", inventory.toString(), back.toString());
    assertThat(difference.exitCode()).as(difference.output()).isZero();
    assertThat(quorate.install(back, "--dry-run").orFail().output())
        .contains("node-1: nothing would change", "node-4: nothing would change");

    var again = quorate.run("inventory", "--from-cluster", "--key", key, "-o", back.toString());
    assertThat(again.exitCode()).as(again.output()).isEqualTo(2);
    assertThat(again.output()).contains("is not written over");

    Lab.lab("crash", "node-3");
    var status = quorate.run("status", "--from-cluster", "--key", key, "--json");
    assertThat(status.exitCode()).as(status.output()).isEqualTo(WARNINGS);
    assertThat(status.output()).contains("\"cluster\":\"lab\"", "Not asked: ", "node-3");
    Lab.lab("start", "node-3");
    quorate.trustTheNodes();
  }

  @Test
  @Order(7)
  void aNodesNetworkIsRepairedAndSshLives() {
    Lab.ssh(
            "node-4",
            "iptables -I FORWARD -s 10.0.0.0/16 -j DROP; iptables -P INPUT DROP; iptables -I INPUT"
                + " -p tcp --dport 22 -j ACCEPT; iptables -A INPUT -m conntrack --ctstate"
                + " ESTABLISHED -j ACCEPT; nft add table inet theirs")
        .orFail();
    try (Running session = Lab.session("node-4", OPEN_UNTIL_TOLD)) {
      session.await(Limits.SOON, "open");
      repair();
      // What is sent now comes over the connection that was there before.
      Lab.ssh("node-4", "touch /run/told").orFail();
      session.await(Limits.SOON, "through");
      assertThat(session.end(Limits.SOON)).as(session.output()).isZero();
    }
    Cluster.assertServesPods(NODES);
  }

  private static void repair() {
    var refused = quorate("repair-network", "node-9");
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(2);

    var result = quorate("repair-network", "node-4", "--plain", "--yes");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("iptables filter: ", "-P INPUT DROP", "nothing is to come back");
    String rules = Lab.ssh("node-4", "iptables-save; nft list tables").orFail().output();
    assertThat(rules)
        .contains(":INPUT ACCEPT", "KUBE-SERVICES", "quorate_firewall", "inet theirs")
        .doesNotContain("-j DROP\n-A FORWARD", "--dport 22");
  }

  @Test
  @Order(8)
  void withoutAConfirmationTheOldRulesComeBack() {
    Lab.ssh(
            "node-4",
            "iptables -A INPUT -s 192.0.2.77 -j ACCEPT; mkdir -p"
                + " /run/systemd/system/kube-proxy.service.d; printf"
                + " '[Service]\\nExecStartPre=/bin/false\\n'"
                + " >/run/systemd/system/kube-proxy.service.d/broken.conf; systemctl daemon-reload")
        .orFail();
    try (Running rule = Lab.insideNode("node-4", THEIR_RULE_GOES_AND_COMES_BACK)) {
      var result = quorate("repair-network", "node-4", "--plain", "--yes", "--revert-after", "30");
      assertThat(result.exitCode()).as(result.output()).isEqualTo(FAILED);
      Lab.ssh("node-4", "rm -r /run/systemd/system/kube-proxy.service.d; systemctl daemon-reload")
          .orFail();
      rule.await(Limits.SOON, "gone and back");
    }
    assertThat(Lab.ssh("node-4", "iptables-save").orFail().output()).contains("KUBE-SERVICES");
    Lab.ssh("node-4", "iptables -D INPUT -s 192.0.2.77 -j ACCEPT").orFail();
  }

  /** Nobody can confirm: the node's network is gone while it has no rules of its own. */
  @Test
  @Order(9)
  void aCutConnectionBringsTheOldRulesBack() {
    Lab.ssh(
            "node-4",
            "iptables -A INPUT -s 192.0.2.77 -j ACCEPT; mkdir -p"
                + " /run/systemd/system/kube-proxy.service.d; printf"
                + " '[Service]\\nExecStartPre=/bin/sleep 15\\n'"
                + " >/run/systemd/system/kube-proxy.service.d/slow.conf; systemctl daemon-reload")
        .orFail();
    List<String> words =
        Program.words(
            "repair-network",
            "-i",
            inventory.toString(),
            "node-4",
            "--plain",
            "--yes",
            "--revert-after",
            "30");
    try (Running rule = Lab.insideNode("node-4", THEIR_RULE_GOES_AND_COMES_BACK);
        Running repair = Running.start(quorate.environment(), words)) {
      repair.await(Limits.SOON, "Flush the rules");
      Lab.lab("partition", "node-4");
      rule.await(Limits.SOON, "gone and back");
      Lab.lab("heal", "node-4");
      assertThat(repair.end(Limits.RUN)).as(repair.output()).isEqualTo(FAILED);
    }
    Lab.ssh(
            "node-4",
            "rm -r /run/systemd/system/kube-proxy.service.d; systemctl daemon-reload; iptables -D"
                + " INPUT -s 192.0.2.77 -j ACCEPT")
        .orFail();
    quorate("repair-network", "node-4", "--plain", "--yes").orFail();
  }

  @Test
  @Order(10)
  void aRescueIsRefusedWhileThereIsAQuorum() {
    Lab.lab("crash", "node-1");
    var result = quorate("rescue", "--survivor", "node-3", "--confirm", "lab", "--plain");
    assertThat(result.exitCode()).as(result.output()).isEqualTo(REFUSED);
    assertThat(result.output())
        .contains(
            "etcd has its quorum: 3 voting members, 2 healthy, quorum 2",
            "`quorate remove node-1 -i " + inventory + "`");
    // What was said instead does it, and says what is left.
    var removed = quorate("remove", "node-1", "--plain", "--yes");
    assertThat(removed.exitCode()).as(removed.output()).isZero();
    assertThat(removed.output()).contains("2 masters survive no failure");
  }

  @Test
  @Order(11)
  void aLostQuorumIsRescuedFromOneSurvivor() throws IOException {
    Lab.ssh(
            "node-3",
            "for i in $(seq 50); do kubectl create configmap kept-$i --from-literal=n=$i"
                + " >/dev/null || exit; done")
        .orFail();
    Lab.lab("reset", "node-1", "node-2");
    var down = quorate("status");
    assertThat(down.exitCode()).as(down.output()).isEqualTo(FAILED);
    assertThat(down.output()).contains("which is lost", "quorate rescue --survivor node-3");
    var refused = quorate("remove", "node-2", "--plain", "--yes");
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(REFUSED);
    assertThat(refused.output()).contains("The quorum is lost", "quorate rescue --survivor node-3");

    var proposed = quorate("rescue");
    assertThat(proposed.exitCode()).as(proposed.output()).isEqualTo(2);
    assertThat(proposed.output()).contains("--survivor NODE", "node-3: its member serves");

    var result = quorate("rescue", "--survivor", "node-3", "--confirm", "lab", "--plain", "-v");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .contains(
            "objects are there as before",
            "add two (`quorate add -i " + inventory + "`) to have 3");
    String kept =
        Lab.ssh("node-3", "kubectl get configmaps -o name | grep -c kept-").orFail().output();
    assertThat(kept.strip()).isEqualTo("50");
    assertThat(Lab.ssh("node-3", "kubectl get nodes --no-headers").orFail().output().lines())
        .hasSize(2)
        .allMatch(l -> l.matches("node-[34]\\s+Ready\\s.*"));
    assertThat(Lab.ssh("node-3", "etcdctl.sh member list").orFail().output().lines()).hasSize(1);
    assertThat(Files.readString(inventory)).doesNotContain("node-1", "node-2").contains("node-3");
    assertThat(
            Lab.ssh(
                    "node-3",
                    "ls -d /var/backups/etcd/rescue-*/member /var/backups/etcd/rescue-*/*.db")
                .orFail()
                .output()
                .lines())
        .hasSize(2);
    awaitStatus(0);

    var last = quorate("remove", "node-3", "--plain", "--yes");
    assertThat(last.output()).contains("last");
    assertThat(last.exitCode()).as(last.output()).isEqualTo(REFUSED);
    assertThat(Lab.ssh("node-3", "etcdctl.sh member list").orFail().output().lines()).hasSize(1);
  }

  @Test
  @Order(12)
  void threeMastersStandAgain() throws IOException {
    // They were reinstalled: until a person says so, another host key is another machine.
    quorate.trustTheNodes();
    var result =
        quorate(
            "add",
            "--node",
            "node-[1-2] " + Lab.SUBNET + ".[11-12]",
            "--role",
            "master,worker",
            "--plain",
            "--yes");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(Lab.ssh("node-3", "etcdctl.sh member list").orFail().output().lines())
        .hasSize(3)
        .allMatch(l -> l.contains(", started, ") && l.endsWith(", false"));
    assertThat(
            Lab.ssh("node-1", "kubectl get configmaps -o name | grep -c kept-").orFail().output())
        .startsWith("50");
  }

  @Test
  @Order(13)
  void destroyAsksForTheNameAndNamesWhoIsAbsent() {
    var unnamed = quorate("destroy", "--yes", "--plain");
    assertThat(unnamed.exitCode()).as(unnamed.output()).isEqualTo(2);
    assertThat(unnamed.output()).contains("--confirm lab");
    Lab.lab("stop", "node-4");
    Lab.ssh("node-1", THEIR_RULES).orFail();
    var result = quorate("destroy", "--confirm", "lab", "--plain");
    assertThat(result.exitCode()).as(result.output()).isEqualTo(WARNINGS);
    assertThat(result.output()).contains("node-4 did not answer and still has the cluster");
    Lab.lab("start", "node-4");
    var rest = quorate("destroy", "--confirm", "lab", "--plain");
    assertThat(rest.exitCode()).as(rest.output()).isZero();
    assertThat(rest.output())
        .contains("no process of the cluster", "no mounts, interfaces, routes or rules");
    assertThat(Lab.ssh("node-1", "nft list table inet theirs; iptables-save").orFail().output())
        .contains("tcp dport 4242 drop", "-A INPUT -s 192.0.2.77/32 -j ACCEPT");
    Lab.ssh("node-1", WITHOUT_THEIR_RULES).orFail();
  }

  @Test
  @Order(14)
  void nothingIsLeftAndAFreshInstallSucceeds() {
    for (String node : FRESH.keySet()) {
      Set<String> left = everything(node);
      Set<String> before = FRESH.getOrDefault(node, Set.of());
      Set<String> gone = new TreeSet<>(before);
      gone.removeAll(left);
      left.removeAll(before);
      assertThat(left).as("left on " + node).isEmpty();
      assertThat(gone).as("taken from " + node).isEmpty();
      assertThat(Lab.ssh(node, "nft list tables").orFail().output()).doesNotContain("quorate");
    }
    var again = quorate("destroy", "--confirm", "lab", "--plain");
    assertThat(again.output()).contains("nothing was changed");
    // One of each role: what could be in a newcomer's way on the others was looked for above.
    Path anew = quorate.inventory("anew.yaml", new LabInventory(1, 2).text());
    var result = quorate.install(anew, "--plain", "--yes");
    assertThat(result.exitCode()).as(result.output()).isZero();
    Cluster.assertReady(2);
  }
}
