package io.quorate.wizard.journey;

import io.quorate.usecase.upgrade.UpgradeTarget;
import io.quorate.wizard.Field;

/** What is explained of an upgrade's fields, and where it is from. */
final class UpgradeHelp {

  static final String SKEW = "kubernetes.io/releases, \"Version Skew Policy\"";
  static final String ETCD = "etcd.io/docs, \"Upgrading etcd clusters\"";
  static final String CONTAINERD = "containerd, RELEASES.md, \"Upgrade Path\"";
  static final String DRAINING = "kubernetes.io/docs, \"Safely Drain a Node\"";

  private UpgradeHelp() {}

  /** Of a field of {@link UpgradeTargetPage}. */
  static Field.Help of(String key) {
    return switch (key) {
      case UpgradeTargetPage.OTHERS ->
          new Field.Help(
              "The versions of etcd, the container runtime, the CNI plugins and the add-ons go"
                  + " with Kubernetes' unless you choose them here.",
              "yes",
              "kubernetes/kubernetes, cmd/kubeadm/app/constants");
      case "etcd" ->
          new Field.Help(
              "etcd goes up one minor version at a time, and leaves 3.5 from 3.5.32 on only, and"
                  + " 3.6 from 3.6.11 on: below, members that joined as learners may lose their"
                  + " vote. The way passes such a patch by itself.",
              "3.6.14",
              ETCD);
      case "containerd" ->
          new Field.Help(
              "containerd goes from one minor version to the next, or from one long-term one to"
                  + " the next: 1.7 to 2.3. It is changed on drained nodes only.",
              "2.3.4",
              CONTAINERD);
      case "runc" ->
          new Field.Help(
              "runc starts containers; those that run keep theirs.",
              "1.4.3",
              "github.com/opencontainers/runc, releases");
      case "cni-plugins" ->
          new Field.Help(
              "The plug-ins that give pods their interfaces; pods that run keep theirs.",
              "1.9.1",
              "github.com/containernetworking/plugins, releases");
      case "calico" ->
          new Field.Help(
              "Calico's manifest is applied when all nodes are done. Its project tests each"
                  + " version with a few of Kubernetes only.",
              "3.32.1",
              "docs.tigera.io, \"System requirements\"");
      case "coredns" ->
          new Field.Help(
              "The cluster's DNS; it is changed when all nodes are done.",
              "1.14.2",
              "github.com/coredns/deployment, \"CoreDNS-k8s_version.md\"");
      case "pause-image" ->
          new Field.Help(
              "The image of each pod's first container, with its tag; pods that run keep theirs.",
              "registry.k8s.io/pause:3.10.2",
              "kubernetes/kubernetes, cmd/kubeadm/app/constants");
      case UpgradeTarget.THROUGH ->
          new Field.Help(
              "Each minor version on the way is passed in its newest known patch. Name others"
                  + " here where only those can be had, as without an internet connection: one"
                  + " for each minor version, with a comma between.",
              "1.34.9, 1.35.7",
              SKEW);
      case UpgradeTargetPage.DRAIN_ONCE ->
          new Field.Help(
              "The masters' programs go through all minor versions first, as far as kubelets may"
                  + " be older (three minor versions, two before 1.25), and each node is drained"
                  + " once instead of once for each minor version.",
              "yes",
              SKEW);
      default ->
          new Field.Help(
              "A minor version stands for its newest known patch. What runs is first brought to"
                  + " the newest patch of its own minor version, then to each next one: no API"
                  + " server may be more than one ahead of the others. F2 goes through what can"
                  + " be next; anything else can be typed.",
              "1.36",
              SKEW);
    };
  }
}
