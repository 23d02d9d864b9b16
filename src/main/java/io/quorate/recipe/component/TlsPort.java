package io.quorate.recipe.component;

import io.quorate.inventory.Host;
import java.util.Arrays;
import java.util.List;

/** Where a node's processes answer over TLS, and which file has the certificate that they show. */
public enum TlsPort {
  API_SERVER(6443, "kube-apiserver", true, "", NodeCertificate.APISERVER.certificatePath(), false),
  ETCD_CLIENTS(2379, "etcd, for clients", true, "", EtcdRecipe.PKI + "/server.crt", true),
  ETCD_PEERS(2380, "etcd, for peers", true, "peers", EtcdRecipe.PKI + "/peer.crt", true),
  CONTROLLER_MANAGER(10257, "kube-controller-manager", true, "", "", false),
  SCHEDULER(10259, "kube-scheduler", true, "", "", false),
  KUBELET(10250, "kubelet", false, "", NodeCertificate.KUBELET_SERVER.certificatePath(), false);

  private final int number;
  private final String process;
  private final boolean mastersOnly;
  private final String listens;
  private final String file;
  private final boolean rereads;

  TlsPort(
      int number,
      String process,
      boolean mastersOnly,
      String listens,
      String file,
      boolean rereads) {
    this.number = number;
    this.process = process;
    this.mastersOnly = mastersOnly;
    this.listens = listens;
    this.file = file;
    this.rereads = rereads;
  }

  public int number() {
    return number;
  }

  /** Who answers there. */
  public String process() {
    return process;
  }

  /** The file with its certificate; empty where the process makes one for itself as it starts. */
  public String file() {
    return file;
  }

  /** Whether it shows what the file has at each new connection, without a restart. */
  public boolean rereads() {
    return rereads;
  }

  /** Those that show a new certificate without a restart: etcd's. */
  public static List<TlsPort> rereading() {
    return Arrays.stream(values()).filter(TlsPort::rereads).toList();
  }

  /** Those of a host, in their order. */
  public static List<TlsPort> of(Host host) {
    return Arrays.stream(values()).filter(p -> host.isMaster() || !p.mastersOnly).toList();
  }

  /**
   * Where it is asked on the host itself, such as {@code 127.0.0.1:6443}.
   *
   * @param own the address by which other nodes know it; a name may lead to loopback there
   */
  public String place(String own) {
    // A member listens for its peers at the address by which they know it alone.
    String address = listens.isEmpty() ? "127.0.0.1" : own;
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + number;
  }
}
