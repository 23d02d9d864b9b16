package io.quorate.inventory.release;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Cni;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.Inventory.ProxyMode;
import io.quorate.inventory.Inventory.Runtime;
import io.quorate.inventory.Problem;
import io.quorate.inventory.setting.Setting;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether an inventory's versions fit together: Kubernetes, etcd, the container runtime, the pod
 * network and kube-proxy's mode. A text that is no version is not judged here.
 */
public final class Compatibility {
  private static final Version DOCKERSHIM_GONE = new Version(1, 24, 0, "");
  private static final Version CGROUP_FALLBACK_GONE = new Version(1, 38, 0, "");
  private static final Version CONTAINERD_2 = new Version(2, 0, 0, "");

  /** etcd.io/blog, 2022-04: members could disagree after a crash. */
  private static final Version INCONSISTENT_FROM = new Version(3, 5, 0, "");

  private static final Version INCONSISTENT_BEFORE = new Version(3, 5, 3, "");
  private static final Version EXPERIMENTAL_FLAGS_GONE = new Version(3, 7, 0, "");

  /** Before it, Calico's tags hold no finished manifests. */
  private static final Version CALICO_MANIFESTS = new Version(3, 24, 0, "");

  /** Those manifests use policy/v1. */
  private static final Version POLICY_V1 = new Version(1, 21, 0, "");

  private static final Version CALICO_NFTABLES = new Version(3, 29, 0, "");

  /** Kubernetes enhancement 3866. */
  private static final Version NFTABLES_ALPHA = new Version(1, 29, 0, "");

  private static final Version NFTABLES_BETA = new Version(1, 31, 0, "");
  private static final Version NFTABLES_STABLE = new Version(1, 33, 0, "");

  /** Kubernetes enhancement 5495. */
  private static final Version IPVS_DEPRECATED = new Version(1, 35, 0, "");

  private final Inventory inventory;
  private final Catalogue catalogue;
  private final List<Problem> problems = new ArrayList<>();

  private Compatibility(Inventory inventory, Catalogue catalogue) {
    this.inventory = inventory;
    this.catalogue = catalogue;
  }

  /**
   * What does not fit.
   *
   * @param today what the end of support is compared with
   */
  public static List<Problem> problems(Inventory inventory, Catalogue catalogue, LocalDate today) {
    Compatibility judge = new Compatibility(inventory, catalogue);
    Version kubernetes = Version.parse(inventory.versions().kubernetes());
    if (kubernetes == null) {
      return List.of();
    }
    Catalogue.Line line = catalogue.line(inventory.versions().kubernetes());
    if (line == null) {
      judge.unknown(kubernetes);
    } else {
      judge.support(line, today);
      judge.etcd(line);
    }
    judge.etcdItself();
    if (inventory.versions().runtime() == Runtime.CONTAINERD) {
      judge.containerd(kubernetes, line);
    } else {
      judge.docker(kubernetes);
    }
    if (inventory.network().cni() == Cni.CALICO) {
      judge.calico(kubernetes);
    }
    judge.proxyMode(kubernetes);
    return List.copyOf(judge.problems);
  }

  private void unknown(Version kubernetes) {
    String oldest = catalogue.lines().getLast().minor();
    String newest = catalogue.lines().getFirst().minor();
    error(
        "kubernetes_version",
        "Kubernetes " + kubernetes + " is not known here.",
        "Take one from "
            + oldest
            + " to "
            + newest
            + "; "
            + catalogue.suggested()
            + " is suggested.");
  }

  private void support(Catalogue.Line line, LocalDate today) {
    if (!line.supportedOn(today)) {
      warning(
          "kubernetes_version",
          "Support of Kubernetes " + line.minor() + " ended on " + line.endOfLife() + ".",
          "Take "
              + catalogue.suggested()
              + ", unless you have to stay: there are no more security"
              + " fixes.");
    }
  }

  private void etcd(Catalogue.Line line) {
    Version etcd = Version.parse(inventory.versions().etcd());
    if (etcd != null && !line.etcdAllowed().contains(etcd.minorLine())) {
      error(
          "etcd_version",
          "etcd " + etcd + " does not go with Kubernetes " + line.minor() + ".",
          "Take etcd "
              + String.join(" or ", line.etcdAllowed())
              + ", such as "
              + line.etcd()
              + ".");
    }
  }

  private void etcdItself() {
    Version etcd = Version.parse(inventory.versions().etcd());
    if (etcd == null) {
      return;
    }
    if (!etcd.before(INCONSISTENT_FROM) && etcd.before(INCONSISTENT_BEFORE)) {
      error(
          "etcd_version",
          "Members of etcd " + etcd + " can disagree about the data after a crash.",
          "Take 3.5.3 or later.");
    }
    for (String flag : inventory.components().flags(Component.ETCD)) {
      if (flag.startsWith("--experimental-") && !etcd.before(EXPERIMENTAL_FLAGS_GONE)) {
        error(
            "etcd_custom_flags",
            "etcd "
                + etcd
                + " does not know "
                + flag.substring(0, flag.indexOf('=') < 0 ? flag.length() : flag.indexOf('='))
                + " any more.",
            "Take the flag's name without experimental-.");
      }
    }
  }

  private void containerd(Version kubernetes, Catalogue.@Nullable Line line) {
    Version containerd = Version.parse(inventory.versions().containerd());
    if (containerd == null) {
      return;
    }
    String what =
        "containerd " + containerd + " does not go with Kubernetes " + kubernetes.minorLine() + ".";
    if (line != null && containerd.before(line.containerdLeast())) {
      error(
          "containerd_version",
          what,
          "Take " + line.containerdLeast() + " or later, such as " + line.containerd() + ".");
    } else if (line != null
        && line.containerdBelow() != null
        && !containerd.before(line.containerdBelow())) {
      error(
          "containerd_version",
          what + " It speaks CRI v1 only, which this kubelet does not.",
          "Take one before " + line.containerdBelow() + ", such as " + line.containerd() + ".");
    } else if (!kubernetes.before(CGROUP_FALLBACK_GONE) && containerd.before(CONTAINERD_2)) {
      error(
          "containerd_version",
          what + " The kubelet takes its cgroup driver from the runtime, and 1.x does not tell it.",
          "Take containerd 2.0 or later.");
    }
  }

  private void docker(Version kubernetes) {
    if (kubernetes.before(DOCKERSHIM_GONE)) {
      return;
    }
    if (inventory.versions().criDockerd().isEmpty()) {
      error(
          "cri_dockerd_version",
          "Docker needs cri-dockerd from Kubernetes 1.24 on.",
          "Give cri_dockerd_version, such as 0.3.26, or take containerd.");
      return;
    }
    for (String arch : List.of(Artefacts.AMD64, Artefacts.ARM64)) {
      Artefact artefact = Artefacts.of(inventory, "cri-dockerd", arch);
      if (artefact.sha256() == null) {
        warning(
            "cri_dockerd_version",
            "No checksum is known of cri-dockerd " + artefact.version() + " for " + arch + ".",
            "Put the SHA-256 of "
                + artefact.fileName()
                + " into checksums if you have such nodes"
                + ": its project publishes none, and nothing is installed unverified.");
      }
    }
  }

  private void calico(Version kubernetes) {
    Version calico = Version.parse(inventory.versions().calico());
    if (calico == null) {
      return;
    }
    if (kubernetes.before(POLICY_V1)) {
      error(
          "cni",
          "Calico's manifests need Kubernetes 1.21, and " + kubernetes + " is wanted.",
          "Take cni: routed, or a later Kubernetes.");
    } else if (calico.before(CALICO_MANIFESTS)) {
      error(
          "calico_version",
          "Calico " + calico + " has no finished manifests at its release's tag.",
          "Take 3.24 or later, or cni: routed.");
    } else {
      tested(kubernetes, calico);
    }
    Artefact manifest = Artefacts.of(inventory, "calico-manifest", Artefacts.AMD64);
    if (manifest.sha256() == null) {
      error(
          "calico_version",
          "No checksum is known of Calico " + calico + "'s manifest.",
          "Put the SHA-256 of "
              + manifest.url().replaceFirst("^[a-z]+://", "")
              + " into checksums: its project publishes none, and nothing is installed unverified.");
    }
    if (inventory.network().proxyMode() == ProxyMode.NFTABLES && calico.before(CALICO_NFTABLES)) {
      error(
          "kube_proxy_mode",
          "Calico " + calico + " does not work with kube-proxy's mode nftables.",
          "Take Calico 3.29 or later, or the mode iptables.");
    }
  }

  private void tested(Version kubernetes, Version calico) {
    Catalogue.Tested tested = catalogue.calicoTested().get(calico.minorLine());
    if (tested == null || !tested.covers(kubernetes)) {
      String range =
          tested == null
              ? "unknown here"
              : tested.first().minorLine() + " to " + tested.last().minorLine();
      warning(
          "calico_version",
          "Calico "
              + calico
              + " was not tested with Kubernetes "
              + kubernetes.minorLine()
              + " (its tested versions: "
              + range
              + ").",
          isSuggested(calico)
              ? "It may well work; no Calico that is known here matches better."
              : "It may well work; leave calico_version out to take the one that matches best.");
    }
  }

  /** Whether a Calico is the one that is taken where none is given. */
  private boolean isSuggested(Version calico) {
    Map<Setting, String> given =
        Map.of(Setting.KUBERNETES_VERSION, inventory.versions().kubernetes());
    return calico.equals(
        Version.parse(catalogue.fill(given).getOrDefault(Setting.CALICO_VERSION, "")));
  }

  private void proxyMode(Version kubernetes) {
    ProxyMode mode = inventory.network().proxyMode();
    if (mode == ProxyMode.NFTABLES && kubernetes.before(NFTABLES_ALPHA)) {
      error(
          "kube_proxy_mode",
          "kube-proxy " + kubernetes + " has no mode nftables.",
          "Take iptables, or Kubernetes 1.33 or later.");
    } else if (mode == ProxyMode.NFTABLES && kubernetes.before(NFTABLES_STABLE)) {
      boolean beta = !kubernetes.before(NFTABLES_BETA);
      warning(
          "kube_proxy_mode",
          "kube-proxy's mode nftables is "
              + (beta ? "beta" : "alpha")
              + " in Kubernetes "
              + kubernetes.minorLine()
              + ".",
          beta
              ? "Take iptables, unless you want to try it; it is stable from 1.33 on."
              : "Take iptables; to try it, set featureGates: {NFTablesProxyMode: true} in"
                  + " kube_proxy_config.");
    } else if (mode == ProxyMode.IPVS && !kubernetes.before(IPVS_DEPRECATED)) {
      warning(
          "kube_proxy_mode",
          "kube-proxy's mode ipvs is deprecated since Kubernetes 1.35 and will be taken out.",
          "Take nftables or iptables.");
    }
  }

  private void error(String field, String what, String remedy) {
    problems.add(Problem.error(field, what, remedy));
  }

  private void warning(String field, String what, String remedy) {
    problems.add(Problem.warning(field, what, remedy));
  }
}
