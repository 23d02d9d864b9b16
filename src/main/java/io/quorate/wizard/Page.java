package io.quorate.wizard;

/** The pages of the install journey, in their order. */
public enum Page {
  ACCESS("Access", "How the hosts are reached over SSH, and what the cluster is called."),
  HOSTS("Hosts", "The machines of the cluster; each is tried at once in the background."),
  ROLES("Roles", "Masters run etcd and the control plane; workers take ordinary pods."),
  VERSIONS("Versions", "What is installed, and where it is downloaded from."),
  NETWORK("Network", "The networks of pods and services, and how packets travel."),
  SECURITY("etcd token and security", "The etcd token, snapshots, the firewall and the clocks."),
  REVIEW("Review", "The inventory as it will be written, and what would change on each node."),
  PREFLIGHT("Preflight", "Each node is looked at before anything is changed."),
  INSTALL("Install", "The nodes are being changed; every one reports as it happens.");

  private final String title;
  private final String purpose;

  Page(String title, String purpose) {
    this.title = title;
    this.purpose = purpose;
  }

  public String title() {
    return title;
  }

  /** What the page is for, in one sentence. */
  public String purpose() {
    return purpose;
  }

  /** Counted from 1. */
  public int step() {
    return ordinal() + 1;
  }

  /** Whether answers are given here that become part of the inventory. */
  public boolean asks() {
    return compareTo(REVIEW) < 0;
  }

  /** The page after this one; the last stays. */
  public Page following() {
    return values()[Math.min(ordinal() + 1, values().length - 1)];
  }

  /** The page before this one; the first stays. */
  public Page preceding() {
    return values()[Math.max(ordinal() - 1, 0)];
  }
}
