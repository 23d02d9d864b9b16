package io.quorate.inventory.form;

import io.quorate.inventory.installer.ClusterFile;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A form in which a cluster can be written down. */
public enum Form {
  /** Our own: YAML that Ansible reads too. */
  NATIVE(Use.BOTH),
  /** Ansible's INI, such as the original playbook's file of hosts. */
  INI(Use.BOTH),
  /** What kubespray reads, as INI or YAML. */
  KUBESPRAY(Use.BOTH),
  /** k0sctl's Cluster. */
  K0SCTL(Use.BOTH, ClusterFile.K0SCTL),
  /** RKE's cluster.yml. */
  RKE(Use.READ, ClusterFile.RKE),
  /** KubeOne's KubeOneCluster. */
  KUBEONE(Use.READ, ClusterFile.KUBEONE),
  /** KubeKey's Cluster. */
  KUBEKEY(Use.READ, ClusterFile.KUBEKEY),
  /** The nodes of a cluster that kubeadm made, as kubectl prints them. */
  KUBEADM(Use.READ, ClusterFile.KUBEADM),
  /** What OpenSSH reads: how each host is reached. */
  SSH_CONFIG(Use.WRITTEN),
  /** A page for people. */
  MARKDOWN(Use.WRITTEN),
  /** An object for programs, such as Terraform's jsondecode. */
  JSON(Use.WRITTEN),
  /** Lines for /etc/hosts. */
  ETC_HOSTS(Use.WRITTEN),
  /** Prometheus' file of targets (file_sd_configs). */
  PROMETHEUS(Use.WRITTEN);

  private enum Use {
    READ,
    WRITTEN,
    BOTH
  }

  private final Use use;
  private final @Nullable ClusterFile clusterFile;

  Form(Use use) {
    this(use, null);
  }

  Form(Use use, @Nullable ClusterFile clusterFile) {
    this.use = use;
    this.clusterFile = clusterFile;
  }

  /** Its name on the command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether an inventory can be read from it. */
  public boolean readable() {
    return use != Use.WRITTEN;
  }

  /** Whether an inventory can be written in it. */
  public boolean writable() {
    return use != Use.READ;
  }

  /** The other installer's kind of file that it is; null: it is none. */
  @Nullable ClusterFile clusterFile() {
    return clusterFile;
  }

  /**
   * Whether it is a list of hosts, of which some may be left out; the others describe a cluster,
   * which is another one without some of its hosts.
   */
  public boolean listsHosts() {
    return switch (this) {
      case SSH_CONFIG, JSON, ETC_HOSTS, PROMETHEUS -> true;
      case NATIVE, INI, KUBESPRAY, K0SCTL, RKE, KUBEONE, KUBEKEY, KUBEADM, MARKDOWN -> false;
    };
  }

  /** The form of a name; null when there is none. */
  public static @Nullable Form ofKey(String key) {
    return Arrays.stream(values()).filter(f -> f.key().equals(key)).findFirst().orElse(null);
  }

  /** The names of all that can be read. */
  public static List<String> readableKeys() {
    return Arrays.stream(values()).filter(Form::readable).map(Form::key).toList();
  }

  /** The names of all that can be written. */
  public static List<String> writableKeys() {
    return Arrays.stream(values()).filter(Form::writable).map(Form::key).toList();
  }

  /** The names of all. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Form::key).toList();
  }
}
