package io.quorate.inventory.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.EtcdToken;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.rule.Validation.Occasion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a wanted cluster: field and words. */
class ValidationTest {
  private static final String TOKEN = "sample-only-7f3k9q2m5x8w1z4v6b0n";

  private static Inventory inventory(
      String settings, String hosts, String masters, String workers) {
    String token = settings.contains("etcd_initial_token") ? "" : "etcd_initial_token: " + TOKEN;
    String text =
        """
        all:
          vars: {%s}
          hosts: {%s}
          children:
            k8s_masters: {hosts: {%s}}
            k8s_workers: {hosts: {%s}}
        """
            .formatted(
                token.isEmpty() || settings.isEmpty() ? token + settings : token + ", " + settings,
                hosts,
                masters,
                workers);
    return Objects.requireNonNull(
        InventoryFile.parse(text, "f", Catalogue.load()).inventory(), text);
  }

  private static Inventory settings(String settings) {
    return inventory(settings, "a: {ansible_host: 10.9.0.1}", "a:", "a:");
  }

  private static Inventory masters(int count) {
    StringBuilder hosts = new StringBuilder();
    StringBuilder names = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      hosts.append("n%d: {ansible_host: 10.9.0.%d}, ".formatted(i, i));
      names.append("n%d: , ".formatted(i));
    }
    return inventory("", hosts + "w: {ansible_host: 10.9.1.1}", names.toString(), "w: ");
  }

  private static void assertProblem(Inventory inventory, String field, String what) {
    List<Problem> problems = Validation.problems(inventory);
    assertThat(problems)
        .anySatisfy(
            problem -> {
              assertThat(problem.field()).isEqualTo(field);
              assertThat(problem.what()).isEqualTo(what);
              assertThat(problem.remedy()).matches("(?s).*[.?]");
            });
  }

  /** Who does what a remedy says is done: each network that advice names is taken. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cluster_cidr: ten | 10.9.0 | 3",
        "cluster_cidr: 127.0.0.0/16 | 10.0.9 | 3",
        "cluster_cidr: 10.0.0.0/16 | 10.0.0 | 3",
        "cluster_cidr: 10.0.0.0/16 | 192.168.9 | 500",
        "cluster_cidr: 10.0.0.0/16 | 10.244.9 | 5000",
        "'cluster_cidr: 10.0.0.0/16, service_cluster_ip: 10.244.0.0/16' | 10.0.0 | 3",
        "cluster_cidr: 10.64.0.0/25 | 10.0.9 | 1",
        "cluster_cidr: 16.0.0.0/6 | 10.0.9 | 1",
        "service_cluster_ip: 10.0.128.0/17 | 10.1.9 | 3",
        "service_cluster_ip: 10.1.0.0/30 | 10.1.9 | 3",
        "service_cluster_ip: 10.1.0.0/16 | 10.1.0 | 3",
        "'cluster_cidr: 10.1.0.0/16, service_cluster_ip: 10.1.0.0/16' | 10.1.0 | 3",
        "'cluster_cidr: 10.0.0.0/8, service_cluster_ip: 10.1.0.0/16' | 10.9.0 | 3",
      })
  void networksThatAdviceNamesAreTaken(String settings, String net, int count) {
    StringBuilder hosts = new StringBuilder();
    StringBuilder workers = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String address =
          count < 200 ? net + "." + (i + 1) : "172.16." + (i / 200) + "." + (i % 200 + 1);
      hosts.append("n%d: {ansible_host: %s}, ".formatted(i, i == 0 ? net + ".1" : address));
      workers.append("n%d: , ".formatted(i));
    }
    Pattern network = Pattern.compile("such as ([0-9.]+/[0-9]+)");
    List<Problem> problems =
        Validation.problems(inventory(settings, hosts.toString(), "n0:", workers.toString()));
    Map<String, String> followed = new LinkedHashMap<>();
    for (String setting : settings.split(", ")) {
      followed.put(setting.split(": ")[0], setting.split(": ")[1]);
    }
    List<String> refused = List.of("cluster_cidr", "service_cluster_ip");
    for (Problem problem : problems) {
      Matcher advised = network.matcher(problem.remedy());
      if (refused.contains(problem.field()) && advised.find()) {
        followed.put(problem.field(), advised.group(1));
      }
    }
    String then =
        followed.entrySet().stream()
            .map(e -> e.getKey() + ": " + e.getValue())
            .collect(Collectors.joining(", "));
    assertThat(then).as("advice was given").isNotEqualTo(settings);
    assertThat(Validation.problems(inventory(then, hosts.toString(), "n0:", workers.toString())))
        .as(then)
        .noneMatch(problem -> refused.contains(problem.field()));
  }

  @Test
  void aGoodOneHasNoProblems() {
    assertThat(Validation.problems(settings(""))).isEmpty();
    for (int count : new int[] {1, 3, 5, 7}) {
      assertThat(Validation.problems(masters(count))).isEmpty();
    }
  }

  @Test
  void packagesMayHaveNamesOfDebianAndOfRpm() {
    String names = "[htop, g++, tmux=3.3a-3, NetworkManager-tui, perl-JSON-PP, python3_lxml]";
    assertThat(Validation.problems(settings("packages: " + names))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | ERROR   | No host is a master.                                | Put 1, 3, 5 or 7 hosts into k8s_masters.
          2 | ERROR   | 2 masters survive no failure, as 1 does.            | Take 1 or 3.
          4 | ERROR   | 4 masters survive 1 failure, as 3 do.               | Take 3 or 5.
          8 | ERROR   | 8 masters survive 3 failures, as 7 do.              | Take 7 or 9.
          9 | WARNING | 9 masters make every write wait for 5 of them.      | Take 7 or fewer, which survive 3 failures.
          """)
  void countsMasters(int count, Problem.Severity severity, String what, String remedy) {
    assertThat(Validation.problems(masters(count)))
        .containsExactly(new Problem(severity, "k8s_masters", null, what, remedy));
  }

  @Test
  void anExistingClusterMayBeEvenForAWhile() {
    assertThat(Validation.problems(masters(4), Occasion.EXISTING_CLUSTER))
        .singleElement()
        .satisfies(p -> assertThat(p.isError()).isFalse());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cluster_name: a b | cluster_name | "a b" is not a valid cluster name.
          'ansible_user: "a;b"' | ansible_user | "a;b" is not a valid user name.
          ansible_user: ops | ansible_become | The user ops is not root, and sudo is not used.
          ansible_port: 70000 | ansible_port | 70000 is out of range.
          jump_host: a@b@c | jump_host | "a@b@c" is not a valid jump host.
          jump_host: ops@a:23 | jump_host | "a" is a name that only this inventory knows.
          'jump_host: "ops@10.9.0.9,a"' | jump_host | "a" is a name that only this inventory knows.
          jump_host: b:99999 | jump_host | "b:99999" is not a valid jump host.
          ask_become_password: true | ask_become_password | sudo's password is asked for, but sudo is not used.
          kubernetes_version: latest | kubernetes_version | "latest" is not a version.
          containerd_version: 1.7 | containerd_version | "1.7" is not a version.
          'docker_version: "5; id"' | docker_version | "5; id" is not a version.
          pause_image: pause | pause_image | "pause" is not an image with a tag.
          cluster_cidr: ten | cluster_cidr | "ten" is not an IPv4 network.
          cluster_cidr: 10.64.0.0/33 | cluster_cidr | "10.64.0.0/33" is not an IPv4 network.
          cluster_cidr: 10.64.0.1/16 | cluster_cidr | 10.64.0.1/16 is an address inside a network, not a network.
          cluster_cidr: 127.0.0.0/16 | cluster_cidr | 127.0.0.0/16 overlaps 127.0.0.0/8, which hosts use for themselves.
          cluster_cidr: 10.9.0.0/16 | cluster_cidr | a's address 10.9.0.1 lies in the pods' network 10.9.0.0/16.
          cluster_cidr: 10.64.0.0/25 | cluster_cidr | 10.64.0.0/25 has room for 0 nodes with a /24 each, and there are 1.
          cluster_cidr: 16.0.0.0/6 | cluster_cidr | 16.0.0.0/6 is too wide for a /24 a node: Kubernetes allows 16 bits between.
          service_cluster_ip: 10.0.128.0/17 | service_cluster_ip | The services' network 10.0.128.0/17 overlaps the pods' network 10.0.0.0/16.
          service_cluster_ip: 10.8.0.0/13 | service_cluster_ip | a's address 10.9.0.1 lies in the services' network 10.8.0.0/13.
          service_cluster_ip: 10.1.0.0/30 | service_cluster_ip | A /30 is not a valid services' network.
          kubernetes_svc_ip: 10.1.0.2 | kubernetes_svc_ip | 10.1.0.2 is not the first address of the services' network 10.1.0.0/16.
          kubernetes_svc_ip: x | kubernetes_svc_ip | "x" is not an IPv4 address.
          cluster_dns: 10.2.0.3 | cluster_dns | 10.2.0.3 is outside of the services' network 10.1.0.0/16.
          cluster_dns: 10.1.0.1 | cluster_dns | 10.1.0.1 is the address of the service kubernetes.
          cluster_dns: 10.1.255.255 | cluster_dns | 10.1.255.255 is the first or last number of 10.1.0.0/16, which services never get.
          cluster_dns: 10.01.0.3 | cluster_dns | "10.01.0.3" is not an IPv4 address.
          cluster_domain: a_b | cluster_domain | "a_b" is not a DNS domain.
          service_node_port_range: many | service_node_port_range | "many" is not a range of ports.
          service_node_port_range: 32000-30000 | service_node_port_range | 32000-30000 is not a range of TCP ports.
          service_node_port_range: 30000-70000 | service_node_port_range | 30000-70000 is not a range of TCP ports.
          service_node_port_range: 6000-7000 | service_node_port_range | Port 6443 of the API server lies in the node ports 6000-7000.
          service_node_port_range: 9000-9100 | service_node_port_range | Port 9090 of kube_api_proxy_port lies in the node ports 9000-9100.
          service_node_port_range: 30000-33000 | service_node_port_range | The node ports 30000-33000 reach into the ports that Linux gives to outgoing connections (32768-60999).
          kube_api_proxy_port: 6443 | kube_api_proxy_port | Port 6443 is that of the API server.
          kube_api_proxy_port: 22 | kube_api_proxy_port | Port 22 is SSH's.
          cni_mtu: 100 | cni_mtu | 100 is out of range.
          proxy_conntrack_min: -1 | proxy_conntrack_min | -1 is out of range.
          etcd_initial_token: initialtoken0987 | etcd_initial_token | The etcd token is the original playbook's default, which everybody knows.
          etcd_initial_token: short1 | etcd_initial_token | The etcd token has 6 characters; it needs at least 16.
          etcd_initial_token: aaaaaaaaaaaaaaaaaaaa | etcd_initial_token | The etcd token is easy to guess: it repeats itself or is made of common words.
          etcd_initial_token: mysecrettoken2026 | etcd_initial_token | The etcd token is easy to guess: it repeats itself or is made of common words.
          'etcd_initial_token: "a b$(id)zzzzzzzzzz"' | etcd_initial_token | The etcd token has characters other than letters, digits, dots, dashes and underscores.
          'etcd_initial_token: ""' | etcd_initial_token | There is no etcd token.
          etcd_snapshot_schedule: daily | etcd_snapshot_schedule | "daily" is not a schedule. It has 1 field, not 5.
          etcd_snapshot_keep: 0 | etcd_snapshot_keep | 0 is out of range.
          etcd_election_timeout: 1000 | etcd_election_timeout | An election after 1000 ms is less than 5 heartbeats of 250 ms, which etcd refuses.
          etcd_election_timeout: 10000 | etcd_election_timeout | An election may take twice 10000 ms, longer than the 10 s for which controllers keep their leases.
          etcd_auto_compaction_retention: long | etcd_auto_compaction_retention | "long" is not a time.
          firewall_ports: [ssh 22] | firewall_ports | Port 22 is SSH's, which is never closed.
          firewall_ports: [a 70000] | firewall_ports | 70000 is not a TCP port.
          firewall_ports: [A_b 80] | firewall_ports | "A_b" is not a valid port name.
          firewall_ports: [a 80, a 81] | firewall_ports | Two ports are called a.
          firewall_ports: [a 80, b 80] | firewall_ports | Port 80 is there twice.
          firewall_allowed_hosts: [office] | firewall_allowed_hosts | "office" is not an IPv4 address or network.
          gen_locales: [english] | gen_locales | "english" is not a locale.
          timezone: Europe/Moskau | timezone | "Europe/Moskau" is not a time zone.
          'ntp_server_main: "a b"' | ntp_server_main | "a b" is neither a host name nor an address.
          'packages: ["htop; reboot"]' | packages | "htop; reboot" is not a valid package name.
          verbosity: 11 | verbosity | 11 is out of range.
          'admission_control: ["A,B"]' | admission_control | "A,B" is not a valid admission plug-in.
          kubelet_custom_flags: [-v=4] | kubelet_custom_flags | "-v=4" is not of the form --flag=value.
          etcd_custom_flags: [--debug] | etcd_custom_flags | "--debug" is not of the form --flag=value.
          'kubelet_custom_flags: ["--a=$(id)"]' | kubelet_custom_flags | "--a=$(id)" has a quote, a dollar, a back-quote or a backslash in it.
          'etcd_environment: {ETCD_INITIAL_CLUSTER_TOKEN: fake-a1}' | etcd_environment | ETCD_INITIAL_CLUSTER_TOKEN cannot hold a secret: etcd writes what its ETCD_ variables say into its log.
          'etcd_environment: {ETCD_DISCOVERY_PROXY: "http://u:fake@p:3128"}' | etcd_environment | ETCD_DISCOVERY_PROXY cannot hold a secret: etcd writes what its ETCD_ variables say into its log.
          'etcd_environment: {"A B": c}' | etcd_environment | "A B" is not a valid variable name.
          docker_storage_driver: a b | docker_storage_driver | "a b" is not a valid storage driver.
          mirror: ftp://x/y | mirror | "ftp://x/y" is not a mirror.
          mirror: http://u:p@x/y | mirror | The mirror's URL has a user or password in it, which logs would show.
          'mirror: "/srv/$(id)"' | mirror | "/srv/$(id)" has a space, a quote or a sign that a shell acts on in it.
          mirror: /srv/mirror | mirror | Each node will look for the folder /srv/mirror on itself.
          image_archives: [../x.tar] | image_archives | "../x.tar" is not a path, URL or file that can be used.
          'image_archives: ["a;b"]' | image_archives | "a;b" is not a path, URL or file that can be used.
          'checksums: {a/b: "123"}' | checksums | The sum of "a/b" is not a SHA-256.
          """)
  void judgesSettings(String setting, String field, String what) {
    assertProblem(settings(setting), field, what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'a: {ansible_host: 10.9.0.1}, B_x: {ansible_host: 10.9.0.2}' | hosts.B_x | "B_x" is not a valid node name.
          'a: {ansible_host: 10.9.0.1}, 10.9.0.2: ' | hosts.10.9.0.2 | "10.9.0.2" is not a valid node name.
          'a: {ansible_host: 10.9.0.1}, b: {ansible_host: 10.9.0.1}' | hosts.b.ansible_host | b and a have the same address 10.9.0.1.
          'a: {ansible_host: node.lan}, b: {ansible_host: NODE.lan}' | hosts.b.ansible_host | b and a have the same address NODE.lan.
          'a: {ansible_host: "fd00::1"}, b: {ansible_host: "fd00:0:0::1"}' | hosts.b.ansible_host | b and a have the same address fd00:0:0::1.
          'a: {ansible_host: 1.1.1.1, private_address: 10.9.0.1}, b: {ansible_host: 10.9.0.1}' | hosts.b.ansible_host | b and a have the same address 10.9.0.1.
          'a: {ansible_host: 1.1.1.1, private_address: 10.9.0.1}, b: {ansible_host: 1.1.1.1, private_address: 10.9.0.2}' | hosts.b.ansible_host | b and a have the same address 1.1.1.1.
          'a: {ansible_host: "10.9.0.1; id"}' | hosts.a.ansible_host | "10.9.0.1; id" is neither an IP address nor a host name.
          'a: {ansible_host: 10.9.0.256}' | hosts.a.ansible_host | "10.9.0.256" is neither an IP address nor a host name.
          'a: {ansible_host: "fd00::1"}' | hosts.a.ansible_host | fd00::1 is an IPv6 address, and the clusters made here are IPv4.
          'a: {ansible_host: 127.0.0.1}' | hosts.a.ansible_host | 127.0.0.1 is a loopback address, at which other nodes cannot reach a host.
          'a: {ansible_host: node-a.lan}' | hosts.a.ansible_host | The other nodes know a by the name node-a.lan only.
          'a: {ansible_host: 1.1.1.1, private_address: node-a}' | hosts.a.private_address | "node-a" is not an IPv4 address.
          'a: {ansible_host: 10.9.0.1, ansible_port: 0}' | hosts.a.ansible_port | 0 is not a TCP port.
          'a: {ansible_host: 10.9.0.1, ansible_user: "-x"}' | hosts.a.ansible_user | "-x" is not a valid user name.
          'a: {ansible_host: 10.9.0.1}, b: {ansible_host: 10.9.0.2, jump_host: a}' | hosts.b.jump_host | "a" is a name that only this inventory knows.
          'a: {ansible_host: 10.9.0.1}, b: {ansible_host: 10.9.0.2}' | hosts.b | The host b has no role.
          """)
  void judgesHosts(String hosts, String field, String what) {
    assertProblem(inventory("", hosts, "a:", "a:"), field, what);
  }

  @Test
  void hostsBehindOneAddressMayDifferByPort() {
    assertThat(
            Validation.problems(
                inventory(
                    "",
                    "a: {ansible_host: 1.1.1.1, ansible_port: 2201, private_address: 10.9.0.1},"
                        + " b: {ansible_host: 1.1.1.1, ansible_port: 2202, private_address:"
                        + " 10.9.0.2}",
                    "a:",
                    "b:")))
        .isEmpty();
  }

  @Test
  void thePodsNetworkCountsWithTheOperatorsNodeMask() {
    assertThat(
            Validation.problems(
                settings(
                    "cluster_cidr: 10.64.0.0/25, controller_manager_custom_flags:"
                        + " [--node-cidr-mask-size=26]")))
        .isEmpty();
  }

  @Test
  void aNewTokenIsGoodAndNeverTheSame() {
    assertThat(EtcdToken.random()).hasSize(32).isNotEqualTo(EtcdToken.random());
    for (int i = 0; i < 200; i++) {
      assertThat(EtcdToken.fault(EtcdToken.random())).isNull();
    }
  }

  @Test
  void aTokenIsNeverQuoted() {
    for (String token : List.of("short1", "aaaaaaaaaaaaaaaaaaaa", "x y z x y z x y z x y z")) {
      assertThat(Validation.problems(settings("etcd_initial_token: " + token)).toString())
          .doesNotContain(token);
    }
    assertThat(
            InventoryFile.parse(
                    "all: {vars: {etcd_initial_token: \"{{ hidden }}\"}}", "f", Catalogue.load())
                .problems()
                .toString())
        .doesNotContain("hidden");
  }
}
