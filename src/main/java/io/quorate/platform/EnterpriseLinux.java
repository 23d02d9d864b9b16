package io.quorate.platform;

import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.FileBlock;
import io.quorate.plan.Operation.Packages;
import io.quorate.plan.Operation.Packages.Manager;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.facts.NodeFacts;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rocky Linux and AlmaLinux 9: dnf, chrony, firewalld off, and SELinux as it is, with the labels
 * that its policy wants.
 */
public final class EnterpriseLinux implements OperatingSystem {

  private static final String CHRONY = "/etc/chrony.conf";
  private static final String NETWORK_MANAGER = "/etc/NetworkManager/conf.d/90-quorate.conf";

  /** The digest of the file above as NetworkManager read it last; see system/network-manager. */
  private static final String NETWORK_MANAGER_READ = "/run/quorate-network-manager";

  /**
   * Debian's names to those of its own; all others are asked for as they are. A package that has
   * another name by now says what it provides, which counts.
   */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("bind9-dnsutils", "bind-utils"),
          Map.entry("conntrack", "conntrack-tools"),
          Map.entry("cron", "cronie"),
          Map.entry("dnsutils", "bind-utils"),
          Map.entry("ebtables", "iptables-nft"),
          Map.entry("gnupg", "gnupg2"),
          Map.entry("iproute2", "iproute"),
          Map.entry("iptables", "iptables-nft"),
          Map.entry("iputils-ping", "iputils"),
          Map.entry("libseccomp2", "libseccomp"),
          Map.entry("locales", "glibc-langpack-en"),
          Map.entry("netcat-openbsd", "nmap-ncat"),
          Map.entry("nfs-common", "nfs-utils"),
          Map.entry("open-iscsi", "iscsi-initiator-utils"),
          Map.entry("procps", "procps-ng"),
          Map.entry("unattended-upgrades", "dnf-automatic"),
          Map.entry("xz-utils", "xz"));

  /** In EPEL only, which is not everybody's to trust. */
  private static final Set<String> LACKING = Set.of("htop");

  /** The locales of no language, which the C library has in it. */
  private static final Set<String> WITHOUT_PACKAGE = Set.of("C", "POSIX");

  @Override
  public Set<String> names() {
    return Set.of("rocky", "almalinux");
  }

  @Override
  public String releases() {
    return "Rocky Linux or AlmaLinux 9";
  }

  @Override
  public Support support(NodeFacts facts) {
    return facts.osVersion().equals("9") || facts.osVersion().startsWith("9.")
        ? Support.FULL
        : Support.NONE;
  }

  @Override
  public Set<String> commands() {
    return Set.of("dnf", "rpm");
  }

  @Override
  public Packages packages(Collection<String> names) {
    return new Packages(
        names.stream()
            .filter(n -> !LACKING.contains(n))
            .map(n -> NAMES.getOrDefault(n, n))
            .distinct()
            .sorted()
            .toList(),
        Manager.DNF);
  }

  @Override
  public List<String> lacking(Collection<String> names) {
    return names.stream().filter(LACKING::contains).sorted().toList();
  }

  /** What is essential in Debian, and not in its smallest installation; and the labels' tools. */
  @Override
  public List<String> ownPackages() {
    return List.of(
        "chrony",
        "diffutils",
        "findutils",
        "gawk",
        "gzip",
        "policycoreutils",
        "policycoreutils-python-utils",
        "tar",
        "which");
  }

  /**
   * firewalld drops what pods send and what nodes send to one another; the cluster has its own
   * rules. On machines of a cloud, nm-cloud-setup takes routes of pods away.
   */
  @Override
  public List<String> unwanted() {
    return List.of(
        "firewalld.service",
        "nm-cloud-setup.timer",
        "nm-cloud-setup.service",
        "rpcbind.socket",
        "rpcbind.service");
  }

  /** Each language is a package. */
  @Override
  public List<Operation> locales(List<String> names) {
    List<String> packages =
        names.stream()
            .map(n -> n.split("[_.@]", 2)[0])
            .filter(n -> !WITHOUT_PACKAGE.contains(n))
            .map(n -> "glibc-langpack-" + n)
            .distinct()
            .sorted()
            .toList();
    return packages.isEmpty() ? List.of() : List.of(new Packages(packages, Manager.DNF));
  }

  @Override
  public String cronUnit() {
    return "crond.service";
  }

  @Override
  public List<Operation> time(String server, String fallback, boolean container) {
    FileBlock servers =
        new FileBlock(
            CHRONY, "quorate", "server %s iburst\nserver %s iburst\n".formatted(server, fallback));
    return container
        ? List.of(servers)
        : List.of(servers, new Service("chronyd.service", List.of(CHRONY), false));
  }

  @Override
  public List<Operation> leavingAlone(List<String> interfaces) {
    String list =
        interfaces.stream().map(i -> "interface-name:" + i).collect(Collectors.joining(";"));
    return List.of(
        new WriteFile(
            NETWORK_MANAGER,
            Content.of("[keyfile]\nunmanaged-devices+=" + list + "\n"),
            "root:root",
            "0644"),
        AssetScript.of(
                "NetworkManager leaves the pods' interfaces alone",
                "system/network-manager",
                Map.of("FILE", NETWORK_MANAGER))
            .doing("telling NetworkManager to leave the pods' interfaces alone"));
  }

  @Override
  public List<String> traces() {
    return List.of(NETWORK_MANAGER_READ);
  }

  @Override
  public List<Operation> labels(List<String> paths) {
    return List.of(
        AssetScript.of(
                "SELinux labels of what was installed",
                "system/labels",
                Map.of("PATHS", String.join(" ", paths)))
            .doing("setting SELinux labels"));
  }

  @Override
  public Nginx nginx(NodeFacts facts) {
    return new Nginx(
        List.of("nginx", "nginx-mod-stream"), "/usr/share/nginx/modules/mod-stream.conf", "nginx");
  }

  @Override
  public List<Operation> nginxRights(int port) {
    return List.of(
        AssetScript.of(
                "SELinux lets nginx carry connections",
                "system/nginx-rights",
                Map.of("PORT", Integer.toString(port), "FOLDER", "/run/kube-api-proxy"))
            .doing("letting nginx carry connections"));
  }

  /** Its own is podman; Docker is for those who have to keep it. */
  @Override
  public Optional<Docker> docker(NodeFacts facts) {
    return Optional.empty();
  }
}
