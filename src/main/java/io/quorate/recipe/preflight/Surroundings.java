package io.quorate.recipe.preflight;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.DnsAddon;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.platform.EnterpriseLinux;
import io.quorate.platform.MachineShape;
import io.quorate.platform.OperatingSystem;
import io.quorate.platform.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a machine has beside itself that stands in a cluster's way: how it resolves names, its file
 * systems, a firewall or a runtime of somebody. Only what is amiss is a finding.
 *
 * @param lines records of {@code assets/preflight/machine.sh}
 */
record Surroundings(Inventory inventory, Host host, NodeFacts facts, List<String[]> lines) {

  /** The record with the answer to the script. */
  static final String SCRIPT = "preflight-machine";

  /** The images of a node's own pods have about 5000 files; a pod's volumes are some more each. */
  private static final long LEAST_INODES = 20_000;

  private static final long GOOD_INODES = 200_000;

  /** What every IPv6 link has to carry: RFC 8200, section 5. */
  private static final int LEAST_MTU = 1280;

  static String script() {
    return new Template("preflight/machine.sh").text();
  }

  static Surroundings of(Inventory inventory, Host host, NodeFacts facts) {
    return new Surroundings(
        inventory,
        host,
        facts,
        facts.records().getOrDefault(SCRIPT, "").lines().map(l -> l.split("\t", -1)).toList());
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    processors().ifPresent(findings::add);
    packets().ifPresent(findings::add);
    resolver().ifPresent(findings::add);
    inodes().ifPresent(findings::add);
    findings.addAll(fileSystems());
    swap().ifPresent(findings::add);
    findings.addAll(firewalls());
    selinux().ifPresent(findings::add);
    docker().ifPresent(findings::add);
    findings.addAll(packages());
    return findings;
  }

  /** Network cards that have one address, as those of cloned machines. */
  static List<Finding> twins(Inventory inventory, Map<String, NodeFacts> nodes) {
    Map<String, List<String>> byAddress = new TreeMap<>();
    for (Host host : inventory.hosts()) {
      NodeFacts facts = nodes.get(host.name());
      if (facts != null) {
        of(inventory, host, facts)
            .value("mac")
            .ifPresent(
                mac -> byAddress.computeIfAbsent(mac, k -> new ArrayList<>()).add(host.name()));
      }
    }
    return byAddress.entrySet().stream()
        .filter(e -> e.getValue().size() > 1)
        .map(
            e ->
                Finding.warning(
                    "",
                    Kind.HARDWARE_ADDRESS,
                    "Network cards",
                    String.join(", ", e.getValue())
                        + " share the hardware address "
                        + e.getKey()
                        + ": in one network each gets what is meant for the other.",
                    "Cloned machines: give each card an address of its own."))
        .toList();
  }

  private List<String[]> all(String key) {
    return lines.stream().filter(l -> l.length > 1 && l[0].equals(key)).toList();
  }

  private List<String> values(String key) {
    return all(key).stream().map(l -> l[1]).toList();
  }

  private Optional<String> value(String key) {
    return values(key).stream().findFirst();
  }

  /** Of a node that runs already it is said, and nothing else: a run may be what mends it. */
  private Finding failed(Kind kind, String title, String found, String remedy) {
    Finding failed = Finding.failed(host.name(), kind, title, found, remedy);
    return facts.isOurs() ? failed.warned() : failed;
  }

  private Finding warning(Kind kind, String title, String found, String remedy) {
    return Finding.warning(host.name(), kind, title, found, remedy);
  }

  private Optional<Finding> processors() {
    return host.isMaster() && facts.cpus() < 2
        ? Optional.of(
            warning(
                Kind.CPUS,
                "Processors",
                facts.cpus() + "; a master is advised to have 2.",
                "Give the machine more."))
        : Optional.empty();
  }

  private Optional<Finding> packets() {
    return facts.mtu() > 0 && facts.mtu() < LEAST_MTU
        ? Optional.of(
            warning(
                Kind.MTU,
                "Size of packets",
                facts.defaultInterface()
                    + " carries packets of "
                    + facts.mtu()
                    + " bytes; IPv6 and most tunnels want "
                    + LEAST_MTU
                    + ".",
                "Raise the MTU of " + facts.defaultInterface() + "."))
        : Optional.empty();
  }

  /** CoreDNS asks these, from a pod: there, loopback is the pod itself. */
  private Optional<Finding> resolver() {
    String file = value("resolver").orElse("");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    List<String> servers = values("nameserver");
    Predicate<String> loops = s -> s.startsWith("127.") || s.equals("::1");
    boolean dns = inventory.network().dnsAddon() == DnsAddon.COREDNS;
    String found;
    if (servers.isEmpty()) {
      found = file + " names no server" + (dns ? ", without which CoreDNS does not start." : ".");
    } else if (servers.stream().anyMatch(loops)) {
      found =
          file
              + " names "
              + servers.stream().filter(loops).findFirst().orElseThrow()
              + ", which in a pod is the pod itself"
              + (dns ? ": CoreDNS would ask itself." : ".");
    } else {
      return Optional.empty();
    }
    String remedy =
        "Name a server there that other machines reach, or start systemd-resolved, whose list of"
            + " servers is taken.";
    return Optional.of(
        dns
            ? failed(Kind.RESOLVER, "Name servers", found, remedy)
            : warning(Kind.RESOLVER, "Name servers", found, remedy));
  }

  private Optional<Finding> inodes() {
    Optional<Long> free = value("inodes").filter(n -> n.matches("\\d{1,18}")).map(Long::parseLong);
    if (free.isEmpty() || free.get() >= GOOD_INODES) {
      return Optional.empty();
    }
    String title = "Free inodes at /var/lib";
    String remedy = "Remove small files nobody needs (`df -i`), or make the file system anew.";
    return Optional.of(
        free.get() < LEAST_INODES
            ? failed(
                Kind.INODES,
                title,
                free.get() + "; it takes at least " + LEAST_INODES + ".",
                remedy)
            : warning(
                Kind.INODES, title, free.get() + "; " + GOOD_INODES + " are advised.", remedy));
  }

  private List<Finding> fileSystems() {
    List<Finding> findings = new ArrayList<>();
    List<String> closed = values("read-only");
    if (!closed.isEmpty()) {
      findings.add(
          failed(
              Kind.READ_ONLY,
              "File systems",
              String.join(", ", closed) + " cannot be written: mounted read-only.",
              "Disks that fail are often remounted so: look at `dmesg`, then"
                  + " `mount -o remount,rw`."));
    }
    List<String> noPrograms = values("no-programs");
    if (!noPrograms.isEmpty()) {
      findings.add(
          failed(
              Kind.NO_PROGRAMS,
              "File systems",
              "No program starts from " + String.join(", ", noPrograms) + ": mounted noexec.",
              "Take noexec out of its line in /etc/fstab, then `mount -o remount,exec`."));
    }
    value("no-types")
        .ifPresent(
            path ->
                findings.add(
                    failed(
                        Kind.OVERLAY,
                        "Container layers",
                        path + " is XFS made with ftype=0, on which overlayfs does not work.",
                        "Make the file system anew: `mkfs.xfs -n ftype=1`.")));
    return findings;
  }

  /** Swap of /etc/fstab is switched off for good; this comes back with the next boot. */
  private Optional<Finding> swap() {
    return MachineShape.of(facts).container()
        ? Optional.empty()
        : value("zram")
            .map(
                maker ->
                    failed(
                        Kind.ZRAM,
                        "Swap in memory",
                        maker + " makes swap at each boot, with which the kubelet does not start.",
                        maker.endsWith(".service")
                            ? "`systemctl disable --now " + maker + "`."
                            : "Remove the package systemd-zram-generator or zram-generator, or"
                                + " empty its configuration: `: >"
                                + " /etc/systemd/zram-generator.conf`, then restart the"
                                + " machine."));
  }

  /** Each table of the kernel is asked: what one drops no other lets through. */
  private List<Finding> firewalls() {
    List<String> ended = OperatingSystem.of(facts).unwanted();
    List<Finding> findings = new ArrayList<>();
    for (String[] line : all("firewall")) {
      String name = line[1];
      if (ended.contains(name + ".service")) {
        continue;
      }
      boolean drops = line.length > 2 && line[2].equals("dropped");
      String remedy =
          (name.equals("ufw") ? "`ufw disable`" : "`systemctl disable --now " + name + "`")
              + ": Quorate brings a firewall of its own (`firewall_enabled`).";
      findings.add(
          drops
              ? failed(
                  Kind.OTHER_FIREWALL,
                  "Firewall",
                  name + " is active, and drops what pods send to other nodes.",
                  remedy)
              : warning(
                  Kind.OTHER_FIREWALL,
                  "Firewall",
                  name + " is active: what it drops no rule of Quorate's lets through.",
                  remedy));
    }
    return findings;
  }

  private Optional<Finding> selinux() {
    boolean known = OperatingSystem.of(facts) instanceof EnterpriseLinux;
    return value("selinux")
        .filter(mode -> mode.equals("Enforcing") && !known)
        .map(
            mode ->
                warning(
                    Kind.SELINUX,
                    "SELinux",
                    "It is enforcing, and Quorate gives no labels on " + facts.osName() + ".",
                    "If something is denied (`ausearch -m avc`), `setenforce 0`."));
  }

  private Optional<Finding> docker() {
    if (inventory.versions().runtime() == Runtime.DOCKER || facts.isOurs()) {
      return Optional.empty();
    }
    return value("docker")
        .map(
            count ->
                warning(
                    Kind.OTHER_RUNTIME,
                    "Docker",
                    "Docker runs here, with "
                        + count
                        + " containers: its containerd becomes the cluster's, and is started anew.",
                    "Move what runs there to another machine, or take"
                        + " `container_runtime: docker`."));
  }

  private List<Finding> packages() {
    List<Finding> findings = new ArrayList<>();
    for (String[] line : all("lock")) {
      if (line.length > 3) {
        findings.add(
            warning(
                Kind.PACKAGES_HELD,
                "Packages",
                "%s (process %s) holds %s; a run waits for it, for 5 minutes at the most."
                    .formatted(line[1], line[2], line[3]),
                "Wait until it is done."));
      }
    }
    List<String> broken = values("broken");
    if (!broken.isEmpty()) {
      findings.add(
          failed(
              Kind.PACKAGES_BROKEN,
              "Packages",
              "dpkg wants these installed again: " + String.join(", ", broken) + ".",
              "`apt-get install --reinstall " + String.join(" ", broken) + "` there."));
    }
    return findings;
  }
}
