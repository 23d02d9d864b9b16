package io.quorate.recipe.cluster;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A trace of another cluster's installer.
 *
 * @param path where it lies
 * @param owner whose it is
 * @param remedy how it is taken away
 */
public record Residue(String path, String owner, String remedy) {

  private static final List<Residue> KNOWN =
      List.of(
          new Residue(
              "/etc/kubernetes/manifests/kube-apiserver.yaml",
              "a control plane of kubeadm",
              "Run `kubeadm reset` there if that cluster is not needed any more."),
          new Residue(
              "/var/lib/kubelet/kubeadm-flags.env",
              "a node of kubeadm",
              "Run `kubeadm reset` there if that node is not needed any more."),
          new Residue(
              "/var/lib/rancher/k3s",
              "k3s",
              "Run `k3s-uninstall.sh` or `k3s-agent-uninstall.sh` there."),
          new Residue("/var/lib/rancher/rke2", "RKE2", "Run `rke2-uninstall.sh` there."),
          new Residue("/var/lib/k0s", "k0s", "Run `k0s reset` there."),
          new Residue("/var/snap/microk8s", "MicroK8s", "Run `snap remove --purge microk8s`."),
          new Residue(
              "/var/lib/etcd/member",
              "etcd data that Quorate did not write",
              "Move /var/lib/etcd away if nobody needs that data any more."));

  public static Set<String> paths() {
    return KNOWN.stream().map(Residue::path).collect(Collectors.toUnmodifiableSet());
  }

  /** Those among the paths that were found. */
  public static List<Residue> among(Set<String> present) {
    return KNOWN.stream().filter(l -> present.contains(l.path())).toList();
  }
}
