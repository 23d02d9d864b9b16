package io.quorate.plan;

/** The stretch of a run that a step belongs to, in the order in which a person sees them. */
public enum Phase {
  PREPARE("Prepare"),
  FIREWALL("Firewall"),
  RUNTIME("Runtime"),
  CERTIFICATES("Certificates"),
  RESTORE("Restore"),
  ETCD("etcd"),
  CONTROL_PLANE("Control plane"),
  NODES("Nodes"),
  ADDONS("Add-ons"),
  RESCUE("Rescue"),
  NETWORK("Network"),
  DESTROY("Destroy"),
  VERIFY("Verify");

  private final String title;

  Phase(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
