package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import java.util.Arrays;
import java.util.List;

/** The kubeconfigs of a node: who logs in to an API server with which. */
public enum ComponentKubeconfig {
  ROOT(ControlPlaneRecipe.ROOT_KUBECONFIG, true, NodeCertificate.ADMIN),
  SUPER_ADMIN(ControlPlaneRecipe.SUPER_ADMIN, true, NodeCertificate.SUPER_ADMIN),
  CONTROLLER_MANAGER(
      ControlPlaneRecipe.CONTROLLER_MANAGER_CONF, true, NodeCertificate.CONTROLLER_MANAGER),
  SCHEDULER(ControlPlaneRecipe.SCHEDULER_CONF, true, NodeCertificate.SCHEDULER),
  KUBELET(KubeletRecipe.KUBECONFIG, false, NodeCertificate.KUBELET_CLIENT),
  KUBE_PROXY(KubeProxyRecipe.KUBECONFIG, false, NodeCertificate.KUBE_PROXY);

  private final String path;
  private final boolean mastersOnly;
  private final NodeCertificate certificate;

  ComponentKubeconfig(String path, boolean mastersOnly, NodeCertificate certificate) {
    this.path = path;
    this.mastersOnly = mastersOnly;
    this.certificate = certificate;
  }

  public String path() {
    return path;
  }

  /** Whose name it logs in with. */
  public NodeCertificate certificate() {
    return certificate;
  }

  /** Those of a host, in their order. */
  public static List<ComponentKubeconfig> of(Host host) {
    return Arrays.stream(values()).filter(k -> host.isMaster() || !k.mastersOnly).toList();
  }
}
