package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Machine;
import io.quorate.inventory.Inventory.ProxyMode;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Content;
import io.quorate.plan.Operation.Directory;
import io.quorate.plan.Operation.FileBlock;
import io.quorate.plan.Operation.NoService;
import io.quorate.plan.Operation.Service;
import io.quorate.plan.Operation.WriteFile;
import io.quorate.plan.Phase;
import io.quorate.plan.Step;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.platform.AssetScript;
import io.quorate.platform.MachineShape;
import io.quorate.platform.OperatingSystem;
import io.quorate.platform.PodNetwork;
import io.quorate.platform.Template;
import io.quorate.recipe.Context;
import io.quorate.recipe.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The machine below Kubernetes: packages, time, language, kernel settings, names. */
public final class CommonRecipe {

  /**
   * What components call, and what the person at the node likes to find (the playbook's list), as
   * Debian has them.
   */
  private static final List<String> PACKAGES =
      List.of(
          "bash-completion",
          "ca-certificates",
          "conntrack",
          "cron",
          "curl",
          "ebtables",
          "ethtool",
          "htop",
          "ipset",
          "iproute2",
          "iptables",
          "kmod",
          "locales",
          "lsof",
          "nfs-common",
          "nftables",
          "openssl",
          "procps",
          "rsync",
          "socat",
          "tmux",
          "tzdata",
          "unattended-upgrades");

  private static final String JOURNALD = "/etc/systemd/journald.conf.d/90-quorate.conf";
  private static final String SYSCTL = "/etc/sysctl.d/90-quorate.conf";
  private static final String MODULES = "/etc/modules-load.d/90-quorate.conf";

  private CommonRecipe() {}

  /** The step's id, for those that wait for it. */
  public static String id(Host host) {
    return StepKind.COMMON.on(host.name());
  }

  public static List<Step> steps(Context context) {
    Operation names = names(context);
    return context.hosts().stream()
        .map(
            host ->
                new Step(
                    id(host),
                    host.name(),
                    Phase.PREPARE,
                    "Prepare the system",
                    operations(context, host, names),
                    Set.of(),
                    Duration.ofMinutes(20)))
        .toList();
  }

  private static List<Operation> operations(Context context, Host host, Operation names) {
    Inventory inventory = context.inventory();
    NodeFacts facts = context.factsOf(host);
    boolean container = MachineShape.of(facts).container();
    List<Operation> operations = new ArrayList<>();
    OperatingSystem system = OperatingSystem.of(facts);
    operations.add(system.packages(packages(inventory, system)));
    system.unwanted().forEach(u -> operations.add(new NoService(u)));
    operations.addAll(languageAndTime(inventory.machine(), system, container));
    operations.addAll(system.leavingAlone(PodNetwork.of(inventory).interfaces()));
    operations.add(file(JOURNALD, "[Journal]\nStorage=persistent\n"));
    operations.add(new Service("systemd-journald.service", List.of(JOURNALD), false));
    operations.addAll(kernel(inventory, host, container));
    operations.add(names);
    operations.add(new Directory("/etc/kubernetes", "root:root", "0755"));
    operations.add(
        file(
            "/usr/local/share/bash-completion/completions/kubectl",
            new Template("common/kubectl-completion").text()));
    operations.add(
        new WriteFile(
            "/usr/local/bin/component-version",
            Content.of(new Template("common/component-version").text()),
            "root:root",
            "0755"));
    return operations;
  }

  /** All that are installed, as Debian has them. */
  public static List<String> packages(Inventory inventory, OperatingSystem system) {
    Set<String> names = new TreeSet<>(PACKAGES);
    names.addAll(system.ownPackages());
    if (inventory.network().proxyMode() == ProxyMode.IPVS) {
      names.add("ipvsadm");
    }
    names.addAll(inventory.machine().packages());
    return List.copyOf(names);
  }

  private static List<Operation> languageAndTime(
      Machine machine, OperatingSystem system, boolean container) {
    List<Operation> operations = new ArrayList<>();
    if (!machine.locales().isEmpty()) {
      operations.addAll(system.locales(machine.locales()));
    }
    if (!machine.timezone().isEmpty()) {
      operations.add(
          AssetScript.of(
                  "time zone " + machine.timezone(),
                  "common/timezone",
                  Map.of("ZONE", machine.timezone()))
              .doing("setting the time zone to " + machine.timezone()));
      // cron keeps the zone that it was started with.
      operations.add(new Service(system.cronUnit(), List.of("/etc/localtime"), false));
    }
    operations.addAll(system.time(machine.ntpServerMain(), machine.ntpServerFallback(), container));
    return operations;
  }

  /** A container shares its kernel: what is the machine's is left to the machine. */
  private static List<Operation> kernel(Inventory inventory, Host host, boolean container) {
    List<Operation> operations = new ArrayList<>();
    if (!container) {
      List<String> modules = modules(inventory.network().proxyMode());
      operations.add(AssetScript.of("no swap", "common/swap", Map.of()).doing("turning swap off"));
      operations.add(file(MODULES, String.join("\n", modules) + "\n"));
      operations.add(
          AssetScript.of(
                  "kernel modules", "common/modules", Map.of("MODULES", String.join(" ", modules)))
              .doing("loading kernel modules"));
    }
    Sysctls sysctls = Sysctls.of(inventory, host, container);
    operations.add(file(SYSCTL, sysctls.text()));
    operations.add(
        AssetScript.of(
                "kernel settings",
                "common/sysctl",
                Map.of("SETTINGS", sysctls.settings(), "REQUIRED", sysctls.required()))
            .doing("setting kernel parameters"));
    return operations;
  }

  private static List<String> modules(ProxyMode mode) {
    List<String> modules = new ArrayList<>(List.of("overlay", "br_netfilter", "nf_conntrack"));
    if (mode == ProxyMode.IPVS) {
      modules.addAll(List.of("ip_vs", "ip_vs_rr", "ip_vs_wrr", "ip_vs_sh"));
    }
    return modules;
  }

  /** Every node knows every other by name, whatever the DNS says. */
  static Operation names(Context context) {
    return new FileBlock("/etc/hosts", "quorate", hosts(context));
  }

  /** Every node of the cluster: address, short name, name in the cluster's domain. */
  static String hosts(Context context) {
    String domain = context.inventory().network().clusterDomain();
    return context.inventory().hostsByName().stream()
        .flatMap(
            host ->
                NodeAddresses.of(context, host).stream()
                    .limit(1)
                    .map(a -> "%s %s %s.%s".formatted(a, host.name(), host.name(), domain)))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static WriteFile file(String path, String text) {
    return new WriteFile(path, Content.of(text), "root:root", "0644");
  }
}
