package io.quorate.inventory.form;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A form in which a cluster can be written down. */
public enum Form {
  /** Our own: YAML that Ansible reads too. */
  NATIVE(true),
  /** Ansible's INI, such as the original playbook's file of hosts. */
  INI(true),
  /** What kubespray reads, as INI or YAML. */
  KUBESPRAY(true),
  /** k0sctl's Cluster. */
  K0SCTL(true),
  /** What OpenSSH reads: how each host is reached. */
  SSH_CONFIG(false),
  /** A page for people. */
  MARKDOWN(false),
  /** An object for programs, such as Terraform's jsondecode. */
  JSON(false),
  /** Lines for /etc/hosts. */
  ETC_HOSTS(false),
  /** Prometheus' file of targets (file_sd_configs). */
  PROMETHEUS(false);

  private final boolean readable;

  Form(boolean readable) {
    this.readable = readable;
  }

  /** Its name on the command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether an inventory can be read from it; all can be written. */
  public boolean readable() {
    return readable;
  }

  /**
   * Whether it is a list of hosts, of which some may be left out; the others describe a cluster,
   * which is another one without some of its hosts.
   */
  public boolean listsHosts() {
    return switch (this) {
      case SSH_CONFIG, JSON, ETC_HOSTS, PROMETHEUS -> true;
      case NATIVE, INI, KUBESPRAY, K0SCTL, MARKDOWN -> false;
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

  /** The names of all. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Form::key).toList();
  }
}
