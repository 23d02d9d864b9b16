package io.quorate.usecase.support;

import io.quorate.engine.ProcessIdentity;
import io.quorate.engine.RunMeta;
import io.quorate.inventory.Access;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.JumpHost;
import io.quorate.inventory.SshPlace;
import io.quorate.inventory.setting.SettingValues;
import io.quorate.plan.facts.NodeFacts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names by which a cluster and its people can be told, as far as they are known. */
final class KnownNames {

  /** Accounts that systems come with, and words that stand in every cluster's texts. */
  private static final Set<String> COMMON =
      Set.of(
          "root",
          "admin",
          "ubuntu",
          "debian",
          "rocky",
          "almalinux",
          "core",
          "localhost",
          "kubernetes",
          "kubelet",
          "cluster",
          "default",
          "node",
          "master",
          "worker",
          "etcd",
          "docker",
          "containerd",
          "calico",
          "coredns",
          "quorate",
          "none");

  /** Domains of everybody's. */
  private static final Pattern PUBLIC =
      Pattern.compile(
          "(.*\\.)?(k8s\\.io|kubernetes\\.io|github\\.com|githubusercontent\\.com|docker\\.(io|com)|gcr\\.io"
              + "|ghcr\\.io|quay\\.io|pkg\\.dev|debian\\.org|ubuntu\\.com|rockylinux\\.org|almalinux\\.org"
              + "|ntp\\.org|cluster\\.local)");

  private static final Pattern DOMAIN_NAME =
      Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]+");

  private final Set<String> clusters = new LinkedHashSet<>();
  private final Set<String> hosts = new LinkedHashSet<>();
  private final Set<String> others = new LinkedHashSet<>();
  private final Set<String> domains = new LinkedHashSet<>();
  private final Set<String> users = new LinkedHashSet<>();
  private final Set<String> addresses = new LinkedHashSet<>();

  Set<String> clusters() {
    return clusters;
  }

  /** Those of machines of a cluster. */
  Set<String> hosts() {
    return hosts;
  }

  /** Other machines, such as mirrors, time servers and the operator's own. */
  Set<String> others() {
    return others;
  }

  Set<String> domains() {
    return domains;
  }

  Set<String> users() {
    return users;
  }

  /** The addresses that are to be numbered first; what else looks like one counts, too. */
  Set<String> addresses() {
    return addresses;
  }

  void add(Inventory inventory) {
    cluster(inventory.clusterName());
    Access access = inventory.access();
    user(access.user());
    jumpHost(access.jumpHost());
    for (Host host : inventory.hosts()) {
      machine(host.name(), hosts);
      machine(host.address(), hosts);
      machine(host.nodeAddress(), hosts);
      user(access.userOf(host));
      jumpHost(host.jumpHost());
    }
    SettingValues.of(inventory)
        .forEach((setting, value) -> SettingValues.textsIn(value).forEach(this::setting));
  }

  void add(NodeFacts facts) {
    machine(facts.hostname(), hosts);
    add(facts.hostname().replaceFirst("\\..*", ""), hosts);
    facts.addresses().forEach(a -> machine(a, hosts));
  }

  void add(RunMeta run) {
    cluster(run.cluster());
    holder(run.holder());
    ProcessIdentity process = run.process();
    if (process != null) {
      machine(process.host(), others);
    }
  }

  /** Somebody at a machine, such as {@code anna@laptop}. */
  void holder(String holder) {
    String[] parts = holder.split("[@\\s()]+", -1);
    user(parts[0]);
    if (parts.length > 1) {
      machine(parts[1], others);
    }
  }

  void cluster(String name) {
    add(name, clusters);
  }

  void host(String name) {
    machine(name, hosts);
  }

  private void user(@Nullable String name) {
    add(name, users);
  }

  private void jumpHost(@Nullable String text) {
    @Nullable List<SshPlace> way = text == null ? List.of() : JumpHost.way(text);
    if (way != null) {
      for (SshPlace place : way) {
        user(place.user());
        machine(place.host(), others);
      }
    }
  }

  /** A setting that is, or begins with, the name of a machine. */
  private void setting(String text) {
    @Nullable String name;
    if (text.contains("://")) {
      try {
        name = new URI(text).getHost();
      } catch (URISyntaxException e) {
        return;
      }
    } else {
      name = text.replaceFirst("[/:].*", "");
    }
    if (name != null && DOMAIN_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
      machine(name, others);
    }
  }

  private void machine(@Nullable String name, Set<String> kind) {
    if (name == null || PUBLIC.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
      return;
    }
    if (Addresses.isAddress(name)) {
      addresses.add(name);
      return;
    }
    add(name, kind);
    int dot = name.indexOf('.');
    if (dot > 0) {
      String domain = name.substring(dot + 1);
      if (domain.contains(".")) {
        add(domain, domains);
      }
    }
  }

  private static void add(@Nullable String name, Set<String> kind) {
    if (name != null && !name.isBlank() && !COMMON.contains(name.toLowerCase(Locale.ROOT))) {
      kind.add(name);
    }
  }
}
