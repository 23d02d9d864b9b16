package io.quorate.inventory.setting;

import static io.quorate.inventory.setting.Declaration.*;

import io.quorate.inventory.Cidr;
import io.quorate.inventory.Host;
import io.quorate.inventory.HostName;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.SshPlace;
import io.quorate.inventory.TypingDistance;
import io.quorate.plan.Secret;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every setting that an inventory file or the wizard knows, declared once: the name in a file is
 * the constant's name in lower case, and schema, form, reader, writer, help and the documentation's
 * table are made of the rest.
 *
 * <p>A default is written as a person would type it. An empty one means that the setting is filled
 * in (versions: from the catalogue, to match Kubernetes), derived from others, or left out; {@link
 * #help()} says which.
 */
public enum Setting {
  CLUSTER_NAME(
      text(Group.ACCESS, "kubernetes")
          .value(Inventory::clusterName)
          .alwaysWritten()
          .form(
              TextRule.CLUSTER_NAME,
              "is not a valid cluster name",
              "Take letters, digits, dots, dashes and underscores, at most 63.")
          .asked("Cluster name")
          .help(
              "The cluster's name. It names the context in the kubeconfig, and is what has to"
                  + " be typed before something is destroyed.")
          .example("production")
          .source("Quorate")),
  ANSIBLE_USER(
      text(Group.ACCESS, "root")
          .value(i -> i.access().user())
          .ofHost(Host::user)
          .form(SshPlace.USER)
          .asked("SSH user")
          .help(
              "The user that logs in by SSH. Any but root needs sudo (ansible_become). A host"
                  + " may have its own. Left out, your ssh_config may say it.")
          .example("ops")
          .source("Ansible, special variables")),
  ANSIBLE_PORT(
      number(Group.ACCESS, "22", 1, 65535)
          .value(i -> i.access().port())
          .ofHost(Host::port)
          .asked("SSH port")
          .help(
              "The SSH server's TCP port, 1 to 65535. A host may have its own. Left out, your"
                  + " ssh_config may say it.")
          .example("22")
          .source("Ansible, special variables")),
  ANSIBLE_SSH_PRIVATE_KEY_FILE(
      text(Group.ACCESS, "")
          .value(i -> i.access().keyFile())
          .ofHost(Host::keyFile)
          .ofOperator()
          .asked("Private key file")
          .help(
              "The private key file to log in with; ~ is your home folder. Empty, keys of a"
                  + " running agent and the files that ssh_config names, or the usual ones in"
                  + " ~/.ssh, are tried. A host may have its own.")
          .example("~/.ssh/id_ed25519")
          .source("Ansible, special variables")),
  SSH_AGENT(
      flag(Group.ACCESS, "true")
          .value(i -> i.access().agent())
          .ofOperator()
          .asked("Use the SSH agent")
          .help("Whether the keys of a running ssh-agent are tried.")
          .example("true")
          .source("OpenSSH, ssh-agent(1)")),
  ASK_PASSWORD(
      flag(Group.ACCESS, "false")
          .value(i -> i.access().askPassword())
          .ofOperator()
          .asked("Log in by password")
          .help(
              "Whether an SSH password is asked for at the start of a run. It is kept in"
                  + " memory only.")
          .example("false")
          .source("Quorate; the original kept passwords in the inventory in clear")),
  ANSIBLE_BECOME(
      flag(Group.ACCESS, "false")
          .value(i -> i.access().become())
          .alwaysWritten()
          .asked("Become root by sudo")
          .help("Whether commands run through sudo. Needed when the user is not root.")
          .example("true")
          .source("Ansible, special variables")),
  ASK_BECOME_PASSWORD(
      flag(Group.ACCESS, "false")
          .value(i -> i.access().askBecomePassword())
          .asked("sudo asks a password")
          .when("ansible_become", "true")
          .help(
              "Whether sudo's password is asked for at the start of a run. It is kept in"
                  + " memory only.")
          .example("false")
          .source("Quorate")),
  JUMP_HOST(
      text(Group.ACCESS, "")
          .value(i -> i.access().jumpHost())
          .ofHost(Host::jumpHost)
          .form(SshPlace.JUMP_HOST)
          .asked("Jump host")
          .help(
              "The host that SSH goes through, [user@]host[:port], or several with commas"
                  + " between, or none. Left out, hosts are reached as ssh_config says, else"
                  + " directly. A host may have its own, or none.")
          .example("ops@bastion.example.com:22")
          .source("OpenSSH, ProxyJump in ssh_config(5)")),
  SSH_CONFIG(
      text(Group.ACCESS, "")
          .value(i -> i.access().sshConfig())
          .ofOperator()
          .help(
              "A file in place of your ~/.ssh/config and /etc/ssh/ssh_config, which say what is"
                  + " not said here about the way to the hosts: user, port, keys, jump host, host"
                  + " name, known_hosts. none: none is read. ~ is your home folder.")
          .example("~/.ssh/lab")
          .source("OpenSSH, ssh_config(5)")),

  ANSIBLE_HOST(
      text(Group.HOST, "")
          .ofHost(Host::address)
          .help(
              "Where SSH reaches this host, an IP address or a name. Without it, the host's"
                  + " name is used.")
          .example("192.168.88.11")
          .source("Ansible, special variables")),
  PRIVATE_ADDRESS(
      text(Group.HOST, "")
          .ofHost(Host::privateAddress)
          .help(
              "The IPv4 address that the other nodes, etcd and the certificates use, when it"
                  + " is not the one that SSH uses.")
          .example("10.20.0.11")
          .source("Quorate")),

  KUBERNETES_VERSION(
      version(Group.VERSIONS)
          .value(i -> i.versions().kubernetes())
          .asked("Kubernetes")
          .help(
              "The version to install, or just a minor version, such as 1.36, for its newest"
                  + " known patch. Empty takes the newest patch of the suggested minor version.")
          .example("1.36.4")
          .source("kubernetes.io/releases")),
  CONTAINER_RUNTIME(
      choice(Group.VERSIONS, Inventory.Runtime.class, "containerd")
          .value(i -> i.versions().runtime())
          .alwaysWritten()
          .asked("Container runtime")
          .help(
              "What runs the containers. Docker needs cri-dockerd from Kubernetes 1.24 on and"
                  + " is meant for those who have to keep it.")
          .example("containerd")
          .source("kubernetes.io, container runtimes")),
  ETCD_VERSION(
      version(Group.VERSIONS)
          .value(i -> i.versions().etcd())
          .asked("etcd")
          .help("etcd's version. Empty takes the one that matches Kubernetes.")
          .example("3.6.14")
          .source("kubernetes/kubernetes, cmd/kubeadm/app/constants")),
  CONTAINERD_VERSION(
      version(Group.VERSIONS)
          .value(i -> i.versions().containerd())
          .asked("containerd")
          .help("containerd's version. Empty takes the one that matches Kubernetes.")
          .example("2.3.4")
          .source("containerd, RELEASES.md")),
  RUNC_VERSION(
      version(Group.VERSIONS)
          .value(i -> i.versions().runc())
          .asked("runc")
          .help("runc's version. Empty takes a matching one.")
          .example("1.4.3")
          .source("opencontainers/runc, releases")),
  DOCKER_VERSION(
      version(Group.VERSIONS)
          .value(i -> i.versions().docker())
          .form(TextRule.DOCKER, "is not a version", "Write it as %s.")
          .asked("Docker")
          .when("container_runtime", "docker")
          .help(
              "Docker's version, or the beginning of it, as the package source calls it."
                  + " Empty takes the newest that it has.")
          .example("29")
          .source("docs.docker.com, Engine release notes")),
  CRI_DOCKERD_VERSION(
      version(Group.VERSIONS)
          .value(i -> i.versions().criDockerd())
          .mustBe(
              text -> text.isEmpty() || TextRule.VERSION.matcher(text).matches(),
              "is not a version",
              "Write three numbers, such as %s.")
          .asked("cri-dockerd")
          .when("container_runtime", "docker")
          .help(
              "cri-dockerd's version, for Docker with Kubernetes 1.24 and later. Its project"
                  + " publishes no checksums, so a version other than the suggested one needs an"
                  + " entry in checksums.")
          .example("0.3.26")
          .source("Mirantis/cri-dockerd, releases")),
  CNI_PLUGINS_VERSION(
      version(Group.VERSIONS)
          .value(i -> i.versions().cniPlugins())
          .asked("CNI plugins")
          .help("The version of the CNI project's plugins. Empty takes a matching one.")
          .example("1.9.1")
          .source("containernetworking/plugins, releases")),
  CALICO_VERSION(
      version(Group.VERSIONS)
          .value(i -> i.versions().calico())
          .asked("Calico")
          .when("cni", "calico")
          .help(
              "Calico's version. Empty takes one that is tested with Kubernetes' version. Its"
                  + " manifests have no published checksums, so a version other than the suggested"
                  + " one needs an entry in checksums.")
          .example("3.32.1")
          .source("docs.tigera.io, Kubernetes requirements")),
  COREDNS_VERSION(
      version(Group.VERSIONS)
          .value(i -> i.versions().coredns())
          .asked("CoreDNS")
          .when("dns_addon", "coredns")
          .help("CoreDNS's version. Empty takes the one that matches Kubernetes.")
          .example("1.14.2")
          .source("coredns/deployment, CoreDNS-k8s_version.md")),
  PAUSE_IMAGE(
      text(Group.VERSIONS, "")
          .value(i -> i.versions().pauseImage())
          .form(TextRule.IMAGE, "is not an image with a tag", "Write it as %s.")
          .asked("Pause image")
          .help(
              "The sandbox image with its tag. It has to be in a registry that nodes reach,"
                  + " or in image_archives.")
          .example("registry.k8s.io/pause:3.10.2")
          .source("kubernetes/kubernetes, build/pause")),

  CLUSTER_CIDR(
      text(Group.NETWORK, "10.0.0.0/16")
          .value(i -> i.network().clusterCidr())
          .alwaysWritten()
          .form(Cidr.FORM)
          .asked("Pod network")
          .help(
              "The pods' network, IPv4. Each node takes a /24 of it. It must not overlap the"
                  + " services' network, the nodes' addresses, or any network that pods have to"
                  + " reach.")
          .example("10.0.0.0/16")
          .source("kube-controller-manager, --cluster-cidr")),
  SERVICE_CLUSTER_IP(
      text(Group.NETWORK, "10.1.0.0/16")
          .value(i -> i.network().serviceCidr())
          .alwaysWritten()
          .form(Cidr.FORM)
          .asked("Service network")
          .help(
              "The services' network, IPv4, /12 to /28. It exists inside the cluster only and"
                  + " must not overlap any other.")
          .example("10.1.0.0/16")
          .source("kube-apiserver, --service-cluster-ip-range")),
  CLUSTER_DNS(
      text(Group.NETWORK, "10.1.0.3")
          .value(i -> i.network().clusterDns())
          .alwaysWritten()
          .asked("Cluster DNS address")
          .help(
              "The DNS service's address, inside the services' network. Empty takes the third"
                  + " address of the services' network.")
          .example("10.1.0.3")
          .source("kubelet configuration, clusterDNS")),
  KUBERNETES_SVC_IP(
      text(Group.NETWORK, "10.1.0.1")
          .value(i -> i.network().kubernetesServiceIp())
          .alwaysWritten()
          .asked("kubernetes service")
          .help(
              "The address of the service \"kubernetes\". The API server always takes the"
                  + " first address of the services' network, and its certificate has to name it.")
          .example("10.1.0.1")
          .source("kubernetes.io, PKI certificates and requirements")),
  CLUSTER_DOMAIN(
      text(Group.NETWORK, "cluster.local")
          .value(i -> i.network().clusterDomain())
          .asked("Cluster domain")
          .help("The DNS domain of services.")
          .example("cluster.local")
          .source("kubelet configuration, clusterDomain")),
  SERVICE_NODE_PORT_RANGE(
      text(Group.NETWORK, "30000-32767")
          .value(i -> i.network().nodePortRange())
          .alwaysWritten()
          .form(TextRule.PORT_RANGE)
          .asked("Node ports")
          .help("The ports that services of type NodePort take on every node, first-last.")
          .example("30000-32767")
          .source("kube-apiserver, --service-node-port-range")),
  KUBE_API_PROXY_PORT(
      number(Group.NETWORK, "9090", 1, 65535)
          .value(i -> i.network().apiProxyPort())
          .asked("API proxy port")
          .help(
              "The TCP port on 127.0.0.1 of each worker where its proxy to all masters' API"
                  + " servers listens.")
          .example("9090")
          .source("The original playbook")),
  CNI(
      choice(Group.NETWORK, Inventory.Cni.class, "calico")
          .value(i -> i.network().cni())
          .alwaysWritten()
          .asked("Pod network by")
          .help(
              "The pod network. calico works across routed networks and knows network"
                  + " policies; routed uses the CNI project's own plugins and static routes, and"
                  + " needs all nodes in one network; manifests applies a folder of your own, such"
                  + " as Flannel's or Cilium's.")
          .example("calico")
          .source("Quorate")),
  CALICO_MODE(
      choice(Group.NETWORK, Inventory.CalicoMode.class, "ipip")
          .value(i -> i.network().calicoMode())
          .alwaysWritten()
          .asked("Calico mode")
          .when("cni", "calico")
          .help(
              "How Calico carries packets between nodes: ipip (IP protocol 4), vxlan (UDP"
                  + " 4789, where IP protocol 4 is blocked, as in many clouds), or none (the network"
                  + " itself routes pod addresses).")
          .example("ipip")
          .source("docs.tigera.io, overlay networking")),
  CNI_MANIFESTS(
      text(Group.NETWORK, "")
          .value(i -> i.network().manifests().folder())
          .asked("Folder of manifests")
          .when("cni", "manifests")
          .help(
              "For cni manifests, a folder on this machine: its own .yaml, .yml and .json"
                  + " files (none of folders in it) are applied in the order of their names, and"
                  + " compared with the cluster at each run. A relative path begins where quorate is"
                  + " started. What is taken out of the folder stays in the cluster.")
          .example("~/flannel")
          .source("kubernetes.io, installing addons")),
  CNI_READY(
      list(Group.NETWORK, "")
          .value(i -> i.network().manifests().ready())
          .asked("Ready when")
          .when("cni", "manifests")
          .help(
              "For cni manifests, what has to be ready before an install counts as done:"
                  + " NAMESPACE/KIND/NAME of a daemonset, deployment or statefulset, or of any"
                  + " object with =CONDITION behind it. What has no namespace begins with the slash.")
          .example("kube-flannel/daemonset/kube-flannel-ds")
          .source("Quorate")),
  CNI_MTU(
      number(Group.NETWORK, "", 576, 9216)
          .value(i -> i.network().mtu())
          .asked("MTU")
          .unless("cni", "manifests")
          .help(
              "The pods' MTU in bytes, 576 to 9216. Empty finds it from the node's interface,"
                  + " less what the tunnel needs (20 bytes for ipip, 50 for vxlan).")
          .example("1440")
          .source("docs.tigera.io, configure MTU")),
  KUBE_PROXY_MODE(
      choice(Group.NETWORK, Inventory.ProxyMode.class, "")
          .value(i -> i.network().proxyMode())
          .alwaysWritten()
          .asked("kube-proxy mode")
          .help(
              "How kube-proxy programs services. iptables works everywhere. nftables is"
                  + " faster with many services, needs Kubernetes 1.33 (1.31 as beta), Linux 5.13"
                  + " and nft 1.0.1, and serves node ports on the primary address only. ipvs is on"
                  + " its way out since 1.35. It is always written into the configuration, as"
                  + " Kubernetes' own default is going to change.")
          .example("iptables")
          .source("Kubernetes enhancements 3866, 5343 and 5495")),
  PROXY_CONNTRACK_MAX_PER_CORE(
      number(Group.NETWORK, "65536", 0, 10_000_000)
          .value(i -> i.network().conntrackMaxPerCore())
          .asked("Conntrack per core")
          .help(
              "Connections that the kernel may track, per processor. 0 leaves the kernel's"
                  + " limit alone, which nodes that are containers need.")
          .example("65536")
          .source("kube-proxy configuration, conntrack.maxPerCore")),
  PROXY_CONNTRACK_MIN(
      number(Group.NETWORK, "131072", 0, 100_000_000)
          .value(i -> i.network().conntrackMin())
          .asked("Conntrack at least")
          .help("The least number of tracked connections, however few processors there are.")
          .example("131072")
          .source("kube-proxy configuration, conntrack.min")),
  DNS_ADDON(
      choice(Group.NETWORK, Inventory.DnsAddon.class, "coredns")
          .value(i -> i.network().dnsAddon())
          .alwaysWritten()
          .asked("Cluster DNS add-on")
          .help(
              "Whether CoreDNS is installed, under the service name kube-dns at cluster_dns."
                  + " none leaves DNS to you.")
          .example("coredns")
          .source("kubernetes.io, DNS for services and pods")),

  ETCD_INITIAL_TOKEN(
      text(Group.ETCD, "")
          .value(i -> i.etcd().initialToken())
          .secret()
          .alwaysWritten()
          .asked("etcd token")
          .help(
              "Names the etcd cluster while it forms, so that members of two clusters never"
                  + " mix. At least 16 characters that nobody guesses; the wizard makes one.")
          .example("sample-only-7f3k9q2m5x8w1z4v6b0n")
          .source("etcd.io, clustering guide")),
  ETCD_SNAPSHOT_SCHEDULE(
      text(Group.ETCD, "0 */6 * * *")
          .value(i -> i.etcd().snapshotSchedule())
          .alwaysWritten()
          .mayBeEmpty()
          .asked("Snapshot schedule")
          .help(
              "When snapshots are taken, by each master's clock and time zone: five cron fields"
                  + " (minute hour day month weekday), or @hourly, @daily, @weekly, @monthly or"
                  + " @yearly. An empty text, \"\", means none.")
          .example("0 */6 * * *")
          .source("The original playbook; crontab(5), systemd.time(7)")),
  ETCD_SNAPSHOT_KEEP(
      number(Group.ETCD, "20", 1, 10000)
          .value(i -> i.etcd().snapshotKeep())
          .alwaysWritten()
          .asked("Snapshots kept")
          .help("How many snapshots stay on each master, at least 1.")
          .example("20")
          .source("The original playbook")),
  ETCD_HEARTBEAT_INTERVAL(
      number(Group.ETCD, "250", 10, 5000)
          .value(i -> i.etcd().heartbeatInterval())
          .asked("etcd heartbeat, ms")
          .advanced()
          .help(
              "Milliseconds between a leader's heartbeats, 10 to 5000. About the round-trip"
                  + " time between masters or more.")
          .example("250")
          .source("etcd.io, tuning")),
  ETCD_ELECTION_TIMEOUT(
      number(Group.ETCD, "2500", 50, 50000)
          .value(i -> i.etcd().electionTimeout())
          .asked("etcd election, ms")
          .advanced()
          .help(
              "Milliseconds without a heartbeat until members elect a new leader: at least 5"
                  + " heartbeats (10 are advised), at most 50000. Controllers give up their leases"
                  + " after 10 seconds without etcd, so more than 5000 is not wise; the original had"
                  + " 10000.")
          .example("2500")
          .source("etcd.io, tuning; kube-controller-manager, --leader-elect-renew-deadline")),
  ETCD_AUTO_COMPACTION_RETENTION(
      text(Group.ETCD, "8h")
          .value(i -> i.etcd().autoCompactionRetention())
          .form(TextRule.RETENTION, "is not a time", "Write a number and h, m or s, such as 8h.")
          .asked("etcd compaction")
          .advanced()
          .help("How long etcd keeps old revisions, such as 8h or 30m. 0 keeps them all.")
          .example("8h")
          .source("The original playbook; etcd.io, maintenance")),

  FIREWALL_ENABLED(
      flag(Group.FIREWALL, "true")
          .value(i -> i.firewall().enabled())
          .alwaysWritten()
          .asked("Firewall")
          .help(
              "Whether nodes get kube-firewall.service, which lets only the cluster and the"
                  + " allowed hosts reach the listed ports. Nothing else is filtered, and SSH never"
                  + " is.")
          .example("true")
          .source("The original playbook")),
  FIREWALL_PORTS(
      ports(
              Group.FIREWALL,
              "kubelet 10250, kube-ctrl-mgr 10257, kube-scheduler 10259, kube-proxy 10256,"
                  + " kube-proxy-metrics 10249, etcd-client 2379, etcd-peer 2380, node-exporter 9100")
          .value(i -> i.firewall().ports())
          .asked("Cluster-only ports")
          .when("firewall_enabled", "true")
          .help(
              "The TCP ports that only the cluster's nodes, its pods, loopback and the"
                  + " allowed hosts may reach, each with a name. The API server's 6443 is not among"
                  + " them: kubectl and CI come from elsewhere and are checked by certificate; add"
                  + " it to close it, and then name those hosts in firewall_allowed_hosts. SSH can"
                  + " never be among them.")
          .example("kubelet 10250, etcd-client 2379")
          .source("kubernetes.io, ports and protocols; etcd.io, configuration")),
  FIREWALL_ALLOWED_HOSTS(
      list(Group.FIREWALL, "")
          .value(i -> i.firewall().allowedHosts())
          .asked("Allowed hosts")
          .when("firewall_enabled", "true")
          .help(
              "Addresses or networks outside the cluster that may reach the listed ports,"
                  + " such as a monitoring server.")
          .example("192.168.88.5, 10.99.0.0/24")
          .source("The original playbook")),

  GEN_LOCALES(
      list(Group.MACHINE, "en_US.UTF-8")
          .value(i -> i.machine().locales())
          .form(TextRule.LOCALE, "is not a locale", "Write them as %s.")
          .asked("Locales")
          .help("Locales that are generated on the nodes.")
          .example("en_US.UTF-8, ru_RU.UTF-8")
          .source("The original playbook; locale-gen(8)")),
  TIMEZONE(
      text(Group.MACHINE, "")
          .value(i -> i.machine().timezone())
          .mustBe(
              zone -> zone.isEmpty() || ZoneId.getAvailableZoneIds().contains(zone),
              "is not a time zone",
              "Take a name of the tz database, such as Europe/Moscow or Etc/UTC; \"timedatectl"
                  + " list-timezones\" has them all.")
          .asked("Time zone")
          .help(
              "The nodes' time zone, a name of the tz database. Empty leaves each node as it"
                  + " is.")
          .example("Europe/Moscow")
          .source("The original playbook; timedatectl(1)")),
  NTP_SERVER_MAIN(
      text(Group.MACHINE, "0.ubuntu.pool.ntp.org")
          .value(i -> i.machine().ntpServerMain())
          .mustBe(
              HostName::isNameOrAddress,
              "is neither a host name nor an address",
              "Write a time server, such as %s.")
          .asked("Time server")
          .help(
              "The time server that systemd-timesyncd asks, or chrony on Rocky Linux and"
                  + " AlmaLinux. etcd and certificates need clocks that agree.")
          .example("0.ubuntu.pool.ntp.org")
          .source("The original playbook; timesyncd.conf(5)")),
  NTP_SERVER_FALLBACK(
      text(Group.MACHINE, "1.ubuntu.pool.ntp.org")
          .value(i -> i.machine().ntpServerFallback())
          .mustBe(
              HostName::isNameOrAddress,
              "is neither a host name nor an address",
              "Write a time server, such as %s.")
          .asked("Second time server")
          .help("The time server for when the first does not answer.")
          .example("1.ubuntu.pool.ntp.org")
          .source("The original playbook; timesyncd.conf(5)")),
  PACKAGES(
      list(
              Group.MACHINE,
              "bash-completion, htop, lsof, nfs-common, rsync, tmux, unattended-upgrades")
          .value(i -> i.machine().packages())
          .form(TextRule.PACKAGE, "is not a valid package name", "Write them as %s.")
          .asked("More packages")
          .advanced()
          .help(
              "Packages that nodes get beside those that the components need, by Debian's"
                  + " names. On Rocky Linux and AlmaLinux common ones have their own names there"
                  + " (bind-utils for dnsutils), all others are asked for as they are, and htop,"
                  + " which is not in their repositories, is left out.")
          .example("htop, tmux")
          .source("The original playbook")),
  NODE_LABELS(
      map(Group.MACHINE)
          .value(i -> i.machine().labels())
          .ofHost(host -> host.marks().labels())
          .help(
              "Labels of the nodes beside those of their roles, a mapping. A host or a group may"
                  + " have its own, which take the place of those of all. A label that was changed"
                  + " by hand comes back with the next install, and one that leaves the file leaves"
                  + " the node; what somebody else put there stays.")
          .example("disk=ssd")
          .source("kubernetes.io, labels and selectors; kubespray has the same name")),
  NODE_TAINTS(
      list(Group.MACHINE, "")
          .value(i -> i.machine().taints())
          .ofHost(host -> host.marks().taints())
          .help(
              "Taints of the nodes beside those of their roles, key=value:Effect or key:Effect,"
                  + " kept and taken away as node_labels are. The effects are NoSchedule,"
                  + " PreferNoSchedule, and NoExecute, which also evicts pods that run there and do"
                  + " not tolerate it. A host or a group may have its own.")
          .example("dedicated=db:NoSchedule")
          .source("kubernetes.io, taints and tolerations; kubespray has the same name")),

  VERBOSITY(
      number(Group.COMPONENTS, "2", 0, 10)
          .value(i -> i.components().verbosity())
          .asked("Verbosity")
          .advanced()
          .help(
              "How much the Kubernetes components log, 0 to 10. 2 is usual, 4 is for finding"
                  + " faults.")
          .example("2")
          .source("The original playbook; kubernetes.io, system logs")),
  ADMISSION_CONTROL(
      list(Group.COMPONENTS, "NodeRestriction")
          .value(i -> i.components().admissionPlugins())
          .form(TextRule.PLUGIN, "is not a valid admission plug-in", "Write them as %s.")
          .asked("Admission plug-ins")
          .advanced()
          .help(
              "Admission plug-ins that are enabled beside those that the API server enables"
                  + " by itself. NodeRestriction keeps a node from changing others.")
          .example("NodeRestriction")
          .source("kubernetes.io, admission controllers")),
  APISERVER_CUSTOM_FLAGS(
      flags(Component.APISERVER)
          .asked("API server flags")
          .advanced()
          .help(
              "Flags of your own for kube-apiserver, --flag=value each; they are appended, so"
                  + " they win.")
          .example("--event-ttl=2h")
          .source("kubernetes.io, kube-apiserver")),
  SCHEDULER_CUSTOM_FLAGS(
      flags(Component.SCHEDULER)
          .asked("Scheduler flags")
          .advanced()
          .help(
              "Flags of your own for kube-scheduler, --flag=value each; they are appended, so"
                  + " they win.")
          .example("--kube-api-qps=100")
          .source("kubernetes.io, kube-scheduler")),
  CONTROLLER_MANAGER_CUSTOM_FLAGS(
      flags(Component.CONTROLLER_MANAGER)
          .asked("Controller flags")
          .advanced()
          .help(
              "Flags of your own for kube-controller-manager, --flag=value each; they are"
                  + " appended, so they win.")
          .example("--node-monitor-grace-period=30s")
          .source("kubernetes.io, kube-controller-manager")),
  KUBELET_CUSTOM_FLAGS(
      flags(Component.KUBELET)
          .asked("kubelet flags")
          .advanced()
          .help(
              "Flags of your own for the kubelet, --flag=value each. What has a configuration"
                  + " key belongs in kubelet_config.")
          .example("--node-labels=disk=ssd")
          .source("kubernetes.io, kubelet")),
  KUBE_PROXY_CUSTOM_FLAGS(
      flags(Component.KUBE_PROXY)
          .asked("kube-proxy flags")
          .advanced()
          .help(
              "Flags of your own for kube-proxy, --flag=value each. It ignores most of them"
                  + " when it has a configuration file: use kube_proxy_config.")
          .example("--v=4")
          .source("kubernetes.io, kube-proxy")),
  ETCD_CUSTOM_FLAGS(
      flags(Component.ETCD)
          .asked("etcd flags")
          .advanced()
          .help("Flags of your own for etcd, --flag=value each.")
          .example("--quota-backend-bytes=8589934592")
          .source("etcd.io, configuration")),
  KUBELET_CONFIG(
      config(Component.KUBELET)
          .help(
              "Keys that are merged over the kubelet's configuration file"
                  + " (KubeletConfiguration).")
          .example("maxPods: 200")
          .source("kubernetes.io, kubelet configuration v1beta1")),
  KUBE_PROXY_CONFIG(
      config(Component.KUBE_PROXY)
          .help(
              "Keys that are merged over kube-proxy's configuration file"
                  + " (KubeProxyConfiguration).")
          .example("metricsBindAddress: 0.0.0.0:10249")
          .source("kubernetes.io, kube-proxy configuration v1alpha1")),
  CONTAINERD_CONFIG(
      config(Component.CONTAINERD)
          .help("Keys that are merged over containerd's config.toml, tables as mappings.")
          .example("debug: {level: info}")
          .source("containerd, config.toml(5)")),
  DOCKER_CONFIG(
      config(Component.DOCKER)
          .help("Keys that are merged over Docker's daemon.json.")
          .example("live-restore: true")
          .source("docs.docker.com, dockerd")),
  DOCKER_STORAGE_DRIVER(
      text(Group.COMPONENTS, "overlay2")
          .help(
              "Docker's storage driver. It is the key storage-driver of docker_config, which"
                  + " wins when both are given.")
          .example("overlay2")
          .source("The original playbook; docs.docker.com, storage drivers")),
  APISERVER_ENVIRONMENT(
      environment(Component.APISERVER)
          .help("Environment variables of kube-apiserver's unit.")
          .example("GOMAXPROCS=4")
          .source("systemd.exec(5), Environment")),
  SCHEDULER_ENVIRONMENT(
      environment(Component.SCHEDULER)
          .help("Environment variables of kube-scheduler's unit.")
          .example("GOMAXPROCS=2")
          .source("systemd.exec(5), Environment")),
  CONTROLLER_MANAGER_ENVIRONMENT(
      environment(Component.CONTROLLER_MANAGER)
          .help("Environment variables of kube-controller-manager's unit.")
          .example("GOMAXPROCS=2")
          .source("systemd.exec(5), Environment")),
  KUBELET_ENVIRONMENT(
      environment(Component.KUBELET)
          .help("Environment variables of the kubelet's unit.")
          .example("GOMEMLIMIT=512MiB")
          .source("systemd.exec(5), Environment")),
  KUBE_PROXY_ENVIRONMENT(
      environment(Component.KUBE_PROXY)
          .help("Environment variables of kube-proxy's unit.")
          .example("GOMAXPROCS=1")
          .source("systemd.exec(5), Environment")),
  ETCD_ENVIRONMENT(
      environment(Component.ETCD)
          .help("Environment variables of etcd's unit.")
          .example("ETCD_LOG_LEVEL=info")
          .source("etcd.io, configuration")),
  CONTAINERD_ENVIRONMENT(
      environment(Component.CONTAINERD)
          .help(
              "Environment variables of containerd's unit, such as a proxy for pulling"
                  + " images.")
          .example("HTTPS_PROXY=http://proxy.example.com:3128")
          .source("systemd.exec(5), Environment")),
  DOCKER_ENVIRONMENT(
      environment(Component.DOCKER)
          .help("Environment variables of Docker's unit, such as a proxy for pulling images.")
          .example("HTTPS_PROXY=http://proxy.example.com:3128")
          .source("systemd.exec(5), Environment")),

  MIRROR(
      text(Group.DOWNLOADS, "")
          .value(i -> i.downloads().mirror())
          .asked("Mirror")
          .help(
              "A URL or folder that stands in for the official hosts:"
                  + " https://dl.k8s.io/release/... is then looked for at"
                  + " MIRROR/dl.k8s.io/release/.... Empty downloads from the official hosts.")
          .example("http://mirror.example.com:8000")
          .source("Quorate")),
  DISTRIBUTE(
      choice(Group.DOWNLOADS, Inventory.Distribute.class, "nodes")
          .value(i -> i.downloads().distribute())
          .asked("Who downloads")
          .help(
              "Who downloads: each of the nodes itself, or the operator's machine once for"
                  + " all, which then uploads (for nodes without internet).")
          .example("nodes")
          .source("Quorate")),
  IMAGE_ARCHIVES(
      list(Group.DOWNLOADS, "")
          .value(i -> i.downloads().imageArchives())
          .asked("Image archives")
          .help(
              "Archives of container images that are imported on every node: paths below the"
                  + " mirror, URLs, or files on the operator's machine (beginning with / or ~/).")
          .example("images/pause.tar")
          .source("Quorate")),
  CHECKSUMS(
      map(Group.DOWNLOADS)
          .value(i -> i.downloads().checksums())
          .help(
              "Pinned SHA-256 sums, which win over published ones. The name is the file's"
                  + " official URL without https://.")
          .example(
              "dl.k8s.io/release/v1.36.4/bin/linux/amd64/kubelet=0000000000000000000000000000000000000000000000000000000000000000")
          .source("Quorate"));

  /** What a setting is about; also the order of a written file. */
  public enum Group {
    ACCESS("Access"),
    /** Of one host only. */
    HOST("Host"),
    VERSIONS("Versions"),
    NETWORK("Network"),
    ETCD("etcd"),
    FIREWALL("Firewall"),
    MACHINE("Machines"),
    COMPONENTS("Components"),
    DOWNLOADS("Downloads");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  /** What a value looks like. */
  public enum Kind {
    TEXT,
    NUMBER,
    /** true or false. */
    FLAG,
    /** One of {@link Setting#options()}. */
    CHOICE,
    /** Digits and dots; a leading v is dropped. */
    VERSION,
    /** Texts. */
    LIST,
    /** Pairs of a name and a TCP port. */
    PORTS,
    /** Names with texts. */
    MAP,
    /** Whatever YAML can say below a mapping. */
    TREE
  }

  /** Whether a setting may hold a secret: all that treats secrets in a way of its own asks this. */
  public enum Holds {
    /** Its value is seen by everybody on the nodes, or is no secret in itself. */
    NO_SECRET,
    /** Its value is one. */
    A_SECRET,
    /** Each of its values may be one, and none is shown: a proxy's URL has a password in it. */
    SECRETS,
    /** The values under names such as password are, and those that were sealed. */
    SECRETS_BY_NAME
  }

  private static final Map<String, Setting> BY_KEY =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Setting::key, s -> s));

  private static final List<Setting> OF_HOSTS =
      Arrays.stream(values())
          .filter(Setting::perHost)
          .sorted(Comparator.comparing(setting -> setting.group() != Group.HOST))
          .toList();

  private final Declaration declared;

  Setting(Declaration declared) {
    this.declared = declared;
  }

  /** The setting with this name in a file; null when there is none. */
  public static @Nullable Setting ofKey(String key) {
    return BY_KEY.get(key);
  }

  /** The key that a mistyped one probably means: at most three typing errors away; null: none. */
  public static @Nullable String nearestKey(String mistyped) {
    String lower = mistyped.toLowerCase(Locale.ROOT).replace('-', '_');
    Function<String, Integer> distance = key -> TypingDistance.between(lower, key);
    return BY_KEY.keySet().stream()
        .filter(key -> Math.abs(key.length() - lower.length()) <= 3)
        .filter(key -> distance.apply(key) <= Math.min(3, key.length() / 3))
        .min(Comparator.comparing(distance).thenComparing(Comparator.naturalOrder()))
        .orElse(null);
  }

  public static Setting flagsOf(Component component) {
    return of(component, Kind.LIST);
  }

  static Setting configOf(Component component) {
    return of(component, Kind.TREE);
  }

  static Setting environmentOf(Component component) {
    return of(component, Kind.MAP);
  }

  private static Setting of(Component component, Kind kind) {
    return Arrays.stream(values())
        .filter(setting -> setting.declared.component == component && setting.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  /** The components that take custom flags. */
  public static final List<Component> WITH_FLAGS = with(Kind.LIST);

  /** The components whose configuration file can be overridden. */
  public static final List<Component> WITH_CONFIG = with(Kind.TREE);

  private static List<Component> with(Kind kind) {
    return Arrays.stream(values())
        .filter(setting -> setting.kind() == kind)
        .flatMap(setting -> Stream.ofNullable(setting.declared.component))
        .toList();
  }

  /** Whether it is the flags of a component: every user of a node reads them. */
  boolean isFlags() {
    return declared.component != null && kind() == Kind.LIST;
  }

  /** Whether it is the variables of a component's unit. */
  public boolean isEnvironment() {
    return declared.component != null && kind() == Kind.MAP;
  }

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Group group() {
    return declared.group;
  }

  public Kind kind() {
    return declared.kind;
  }

  public String defaultText() {
    return declared.standard;
  }

  /** What a {@link Kind#CHOICE} can be; empty for all others. */
  public List<String> options() {
    return declared.options;
  }

  /** The least that a {@link Kind#NUMBER} may be. */
  public int least() {
    return declared.least;
  }

  /** The most that a {@link Kind#NUMBER} may be. */
  public int most() {
    return declared.most;
  }

  /** Whether a host may have a value of its own. */
  public boolean perHost() {
    return declared.hostValue != null;
  }

  /** Whether it may hold a secret, and where. */
  public Holds holds() {
    return declared.holds;
  }

  /** Whether its value as a whole must not be shown. */
  public boolean secret() {
    return declared.holds == Holds.A_SECRET;
  }

  /** Whether something in it may be a secret. */
  public boolean mayHoldSecret() {
    return declared.holds != Holds.NO_SECRET;
  }

  /** What it does, in a sentence or two. */
  public String help() {
    return declared.help;
  }

  /** A value as one would type it. */
  public String example() {
    return declared.example;
  }

  /** Where the fact behind the default or the rule comes from. */
  public String source() {
    return declared.source;
  }

  /**
   * Its value in an inventory: text, number, truth value, choice, {@link Secret}, list or map, by
   * its kind; null when there is none.
   */
  public @Nullable Object valueIn(Inventory inventory) {
    return declared.value.apply(inventory);
  }

  /** A host's own value; null when it has none, or the setting is not {@link #perHost()}. */
  public @Nullable Object valueIn(Host host) {
    return declared.hostValue == null ? null : declared.hostValue.apply(host);
  }

  /** The settings that a host may have values of its own for, its addresses first. */
  public static List<Setting> ofHosts() {
    return OF_HOSTS;
  }

  /** Whether a written file has it even when it is the default. */
  public boolean alwaysWritten() {
    return declared.alwaysWritten;
  }

  /** Whether it is about the operator's own machine, which no node has to know. */
  public boolean ofOperator() {
    return declared.ofOperator;
  }

  /** Whether an empty text means none instead of the default. */
  boolean mayBeEmpty() {
    return declared.mayBeEmpty;
  }

  /** What its texts have to be like; null when they may be anything. */
  public @Nullable TextRule rule() {
    return declared.rule;
  }

  /** What the wizard calls it; empty when it does not ask for it. */
  public String label() {
    return declared.label;
  }

  /** Whether most clusters never need it. */
  public boolean advanced() {
    return declared.advanced;
  }

  /**
   * Whether it says anything beside the others.
   *
   * @param values a setting's text by its key
   */
  public boolean matters(UnaryOperator<String> values) {
    return declared.matters.test(values);
  }
}
