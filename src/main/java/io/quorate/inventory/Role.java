package io.quorate.inventory;

/** What a host is for. A host may have both roles. */
public enum Role {
  /** Runs etcd and the control plane. */
  MASTER,
  /** Takes ordinary pods. */
  WORKER
}
