package io.quorate.recipe.preflight;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.ProxyMode;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.release.Version;
import io.quorate.plan.Finding;
import io.quorate.plan.Finding.Kind;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.platform.ContainerRuntime;
import io.quorate.platform.MachineShape;
import io.quorate.platform.OperatingSystem;
import io.quorate.platform.PodNetwork;
import io.quorate.recipe.component.CommonRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether a machine by itself can be a node: system, size, kernel, what kind of machine it is. */
record MachineChecks(Inventory inventory, Host host, NodeFacts facts) {

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(system());
    findings.add(serviceManager());
    findings.add(architecture());
    findings.add(memory());
    findings.add(disk());
    findings.add(kernel());
    findings.add(cgroups());
    findings.add(swap());
    if (shape().container()) {
      findings.add(container());
    }
    if (inventory.versions().runtime() == Runtime.DOCKER
        && OperatingSystem.of(facts).docker(facts).isEmpty()) {
      findings.add(
          Finding.failed(
              host.name(),
              Kind.DOCKER,
              "Docker",
              facts.osName() + " has no Docker of its own, and Docker's is not offered there.",
              "Take `container_runtime: containerd`."));
    }
    ContainerRuntime runtime = ContainerRuntime.of(inventory);
    if (!shape().oomAdjustable() && runtime.needsOomScores().isPresent()) {
      findings.add(
          Finding.failed(
              host.name(),
              Kind.OOM_SCORES,
              runtime.title() + " in a container",
              runtime.needsOomScores().get(),
              "Take `container_runtime: containerd`, which can do without."));
    }
    return findings;
  }

  private MachineShape shape() {
    return MachineShape.of(facts);
  }

  private Finding system() {
    String title = "Operating system";
    OperatingSystem system = OperatingSystem.of(facts);
    OperatingSystem.Support support = system.support(facts);
    if (support == OperatingSystem.Support.FULL) {
      List<String> lacking = system.lacking(CommonRecipe.packages(inventory, system));
      return Finding.ok(
          host.name(),
          Kind.OS,
          title,
          lacking.isEmpty()
              ? facts.osName()
              : facts.osName() + "; it has no package " + String.join(", ", lacking));
    }
    if (support == OperatingSystem.Support.OLD) {
      return Finding.warning(
          host.name(),
          Kind.OS,
          title,
          facts.osName() + " gets no security updates.",
          "Plan its upgrade: newer releases of Kubernetes want a newer kernel.");
    }
    return Finding.failed(
        host.name(),
        Kind.OS,
        title,
        facts.osName() + " is not supported.",
        "Install " + OperatingSystem.supported() + ".");
  }

  private Finding serviceManager() {
    return facts.commands().contains("systemctl")
        ? Finding.ok(host.name(), Kind.SYSTEMD, "Service manager", "systemd")
        : Finding.failed(
            host.name(),
            Kind.SYSTEMD,
            "Service manager",
            "There is no systemctl.",
            "Quorate writes systemd units: install systemd and start the machine with it.");
  }

  private Finding architecture() {
    return Set.of("amd64", "arm64").contains(facts.arch())
        ? Finding.ok(host.name(), Kind.ARCH, "Architecture", facts.arch())
        : Finding.failed(
            host.name(),
            Kind.ARCH,
            "Architecture",
            "No programs are published for " + facts.arch() + ".",
            "Take a machine with amd64 or arm64.");
  }

  /**
   * Below the first line nothing works, below the second little else does. A master of an empty
   * cluster takes 770 MiB, a worker 290 MiB (measured); a machine of 2 GiB reports some less.
   */
  private Finding memory() {
    long least = host.isMaster() ? 900 : 450;
    long good = host.isMaster() ? 1800 : 900;
    return amount(Kind.MEMORY, "Memory", facts.memoryMiB(), least, good, "Give the machine more.");
  }

  /** Programs and images of a node take about 2 GiB; the kubelet evicts pods when 10 % are left. */
  private Finding disk() {
    return amount(
        Kind.DISK,
        "Free space at /var/lib",
        facts.diskFreeMiB(),
        3072,
        10240,
        "Make room or enlarge the disk.");
  }

  private Finding amount(
      Kind check, String title, long found, long least, long good, String remedy) {
    String text = found + " MiB";
    if (found < least) {
      return Finding.failed(
          host.name(), check, title, text + "; it takes at least " + least + " MiB.", remedy);
    }
    return found < good
        ? Finding.warning(
            host.name(), check, title, text + "; " + good + " MiB are advised.", remedy)
        : Finding.ok(host.name(), check, title, text);
  }

  private Finding kernel() {
    Version kernel = Version.lineIn(facts.kernel());
    if (facts.commands().isEmpty() || kernel == null) {
      return Finding.warning(
          host.name(), Kind.KERNEL, "Kernel", "\"" + facts.kernel() + "\" says no version.", "");
    }
    if (kernel.below("4.4")) {
      return kernelFailed("4.4", "Kubernetes");
    }
    if (inventory.network().proxyMode() == ProxyMode.NFTABLES && kernel.below("5.13")) {
      return kernelFailed("5.13", "`kube_proxy_mode: nftables`");
    }
    PodNetwork network = PodNetwork.of(inventory);
    Version tested = network.testedKernel().orElse(null);
    if (tested != null && kernel.before(tested)) {
      return Finding.warning(
          host.name(),
          Kind.KERNEL,
          "Kernel",
          facts.kernel()
              + "; "
              + network.title()
              + " is tested with "
              + tested.minorLine()
              + " and later.",
          "Upgrade the kernel, or take `cni: routed`.");
    }
    return Finding.ok(host.name(), Kind.KERNEL, "Kernel", facts.kernel());
  }

  private Finding kernelFailed(String least, String what) {
    return Finding.failed(
        host.name(),
        Kind.KERNEL,
        "Kernel",
        facts.kernel() + " is too old for " + what + ", which needs " + least + ".",
        "Upgrade the kernel.");
  }

  /** 1.35 made failCgroupV1 the kubelet's default (KEP-5573); Quorate sets it to false. */
  private Finding cgroups() {
    String title = "Control groups";
    if (facts.cgroupV2()) {
      return Finding.ok(host.name(), Kind.CGROUPS, title, "version 2");
    }
    Version kubernetes = Version.lineIn(inventory.versions().kubernetes());
    if (kubernetes != null && kubernetes.atLeast("1.35")) {
      return Finding.warning(
          host.name(),
          Kind.CGROUPS,
          title,
          "Version 1, which kubelets refuse by default since Kubernetes 1.35; they are told not to.",
          "Start the machine with systemd.unified_cgroup_hierarchy=1.");
    }
    return Finding.ok(host.name(), Kind.CGROUPS, title, "version 1");
  }

  private Finding swap() {
    if (!facts.swapOn()) {
      return Finding.ok(host.name(), Kind.SWAP, "Swap", "off");
    }
    return shape().container()
        ? Finding.warning(
            host.name(),
            Kind.SWAP,
            "Swap",
            "The container's host has swap on, which the kubelet refuses.",
            "Switch it off on the host, or set failSwapOn: false in `kubelet_config`.")
        : Finding.ok(
            host.name(), Kind.SWAP, "Swap", "on; it will be switched off, now and in fstab");
  }

  private Finding container() {
    List<String> adapted = new ArrayList<>();
    adapted.add("kernel modules and the machine's sysctls are left to its host");
    if (!shape().oomAdjustable()) {
      adapted.add("oom scores are not lowered");
    }
    if (!shape().conntrackWritable()) {
      adapted.add("the connection tracking limit stays as it is");
    }
    return Finding.ok(
        host.name(),
        Kind.CONTAINER,
        "Kind of machine",
        "A container (" + facts.container() + "): " + String.join("; ", adapted) + ".");
  }
}
