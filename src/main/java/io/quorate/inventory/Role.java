package io.quorate.inventory;

import java.util.Locale;

/** What a host is for. A host may have both roles. */
public enum Role {
  /** Runs etcd and the control plane. */
  MASTER,
  /** Takes ordinary pods. */
  WORKER;

  /** The groups of an inventory file whose hosts have the roles. */
  public static final String MASTERS = "k8s_masters";

  public static final String WORKERS = "k8s_workers";

  /** Its word in messages and files: master or worker. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
