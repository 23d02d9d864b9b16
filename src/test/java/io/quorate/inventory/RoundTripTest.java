package io.quorate.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory.Component;
import io.quorate.release.Catalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written reads back as it was, whatever is in it. */
class RoundTripTest {
  private final Random random = new Random(20261123);

  @Test
  void files() {
    for (int i = 0; i < 300; i++) {
      Inventory inventory = inventory();
      String text = InventoryFile.write(inventory);

      Reading reading = InventoryFile.parse(text, "f", Catalogue.load());

      assertThat(reading.problems()).as(text).isEmpty();
      assertThat(reading.inventory()).as(text).isEqualTo(inventory);
    }
  }

  @Test
  void forms() {
    for (int i = 0; i < 300; i++) {
      Inventory inventory = simple();

      Reading reading =
          SettingForm.read(SettingForm.of(inventory), inventory.hosts(), Catalogue.load());

      assertThat(reading.problems()).isEmpty();
      assertThat(reading.inventory()).isEqualTo(inventory);
    }
  }

  @Test
  void savedFilesAreTheOwnersAloneAndLinksStayLinks(@TempDir Path folder) throws Exception {
    Path real = Files.writeString(folder.resolve("real.yaml"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), real);
    Inventory inventory = inventory();

    InventoryFile.save(link, inventory);

    assertThat(link).isSymbolicLink();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-------");
    assertThat(InventoryFile.read(link, Catalogue.load()).inventory()).isEqualTo(inventory);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void theFileLooksLikeThis() {
    Inventory inventory =
        InventoryFile.parse(
                """
                all:
                  vars:
                    jump_host: bastion
                    kubernetes_version: 1.36.4
                    etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n
                    kubelet_config: {maxPods: 200, list: [a, "1"]}
                  hosts: {node-1: {ansible_host: 10.9.0.1, ansible_port: 2222}}
                  children: {k8s_masters: {hosts: {node-1: }}}
                """,
                "f",
                Catalogue.load())
            .inventory();
    assertThat(inventory == null ? "" : InventoryFile.write(inventory))
        .isEqualTo(
            """
            # The wanted cluster. Quorate reads it, and so does Ansible:
            #   quorate install -i FILE        ansible -i FILE all -m ping
            # It holds the token of etcd: keep it readable for its owner only.
            all:
              vars:
                # Access
                cluster_name: kubernetes
                ansible_user: root
                ansible_port: 22
                ansible_become: false
                jump_host: bastion
                # The same for Ansible:
                ansible_ssh_common_args: "-o ProxyJump=bastion"
                # Versions
                kubernetes_version: "1.36.4"
                container_runtime: containerd
                etcd_version: "3.6.14"
                containerd_version: "2.3.4"
                runc_version: "1.4.3"
                cri_dockerd_version: "0.3.26"
                cni_plugins_version: "1.9.1"
                calico_version: "3.32.1"
                coredns_version: "1.14.2"
                pause_image: "registry.k8s.io/pause:3.10.2"
                # Network
                cluster_cidr: "10.0.0.0/16"
                service_cluster_ip: "10.1.0.0/16"
                cluster_dns: "10.1.0.3"
                kubernetes_svc_ip: "10.1.0.1"
                service_node_port_range: "30000-32767"
                cni: calico
                calico_mode: ipip
                kube_proxy_mode: iptables
                dns_addon: coredns
                # etcd
                etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n
                etcd_snapshot_schedule: "0 */6 * * *"
                etcd_snapshot_keep: 20
                # Firewall
                firewall_enabled: true
                # Components
                kubelet_config:
                  maxPods: 200
                  list:
                    - a
                    - "1"
              hosts:
                node-1:
                  ansible_host: "10.9.0.1"
                  ansible_port: 2222
              children:
                k8s_masters:
                  hosts:
                    node-1:
                k8s_workers:
                  hosts:
            """);
  }

  private Inventory inventory() {
    return inventory(this::text);
  }

  /** Words only: commas and equals signs have a meaning in a form's field. */
  private Inventory simple() {
    return inventory(() -> "w" + random.nextInt(1000));
  }

  private Inventory inventory(Supplier<String> text) {
    Map<Component, Map<String, Object>> config = new EnumMap<>(Component.class);
    Map<Component, Map<String, String>> environment = new EnumMap<>(Component.class);
    Map<Component, List<String>> flags = new EnumMap<>(Component.class);
    for (Component component : Component.values()) {
      environment.put(component, Map.of("A" + random.nextInt(9), text.get(), "B", text.get()));
    }
    Setting.WITH_CONFIG.forEach(component -> config.put(component, tree(3, text)));
    Setting.WITH_FLAGS.forEach(component -> flags.put(component, List.of("--a=b,c", "--d=e=f")));
    return new Inventory(
        text.get(),
        new Access(
            text.get(),
            random.nextInt(65535),
            maybe(text),
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextBoolean(),
            maybe(text)),
        hosts(text),
        new Inventory.Versions(
            "1.3" + random.nextInt(10) + ".0",
            "3.5.30",
            any(Inventory.Runtime.values()),
            "1.30.10",
            "1.20.0",
            "29",
            "0.4.4",
            "1.9.1",
            "3.30.0",
            "1.10.0",
            text.get()),
        new Inventory.Network(
            text.get(),
            text.get(),
            text.get(),
            text.get(),
            text.get(),
            text.get(),
            random.nextInt(),
            any(Inventory.Cni.values()),
            any(Inventory.CalicoMode.values()),
            random.nextBoolean() ? null : random.nextInt(),
            any(Inventory.ProxyMode.values()),
            random.nextInt(),
            random.nextInt(),
            any(Inventory.DnsAddon.values())),
        new Inventory.Etcd(
            text.get(),
            random.nextBoolean() ? "" : text.get(),
            random.nextInt(),
            random.nextInt(),
            random.nextInt(),
            text.get()),
        new Inventory.Firewall(
            random.nextBoolean(),
            random.nextBoolean() ? List.of() : List.of(new Inventory.Firewall.Port("a-b", 80)),
            texts(text)),
        new Inventory.Machine(texts(text), text.get(), text.get(), text.get(), texts(text)),
        new Inventory.Components(random.nextInt(), texts(text), flags, config, environment),
        new Inventory.Downloads(
            maybe(text),
            any(Inventory.Distribute.values()),
            texts(text),
            Map.of("a/b", text.get())));
  }

  private List<Host> hosts(Supplier<String> text) {
    List<Host> hosts = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      Set<Role> roles = EnumSet.of(any(Role.values()), any(Role.values()));
      Integer port = random.nextBoolean() ? null : random.nextInt(65535);
      hosts.add(new Host("n" + i, text.get(), maybe(text), roles, maybe(text), port, maybe(text)));
    }
    return hosts;
  }

  private Map<String, Object> tree(int depth, Supplier<String> text) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (int i = random.nextInt(4) + 1; i > 0; i--) {
      tree.put(text.get() + i, value(depth, text));
    }
    return tree;
  }

  private Object value(int depth, Supplier<String> text) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextLong();
      case 2 -> random.nextBoolean();
      case 3 -> random.nextGaussian() * Math.pow(10, random.nextInt(-20, 20));
      case 4 -> text.get();
      case 5 -> tree(depth - 1, text);
      default -> List.of(value(depth - 1, text), value(depth - 1, text));
    };
  }

  private String text() {
    String signs = "abcXYZ019 .:,-_/'\"\\{}[]&*#?|<>=!%@`~$()é中😀";
    List<String> tricky =
        List.of("yes", "No", "1.30", "12:30", "022", "~", "null", "1e3", "0x1f", "2026-11-23", "=");
    if (random.nextInt(4) == 0) {
      return tricky.get(random.nextInt(tricky.size()));
    }
    StringBuilder text = new StringBuilder();
    int[] points = signs.codePoints().toArray();
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    String made = text.toString().strip().replaceAll("\\{[{%]+", "{");
    return made.isEmpty() ? "x" : made;
  }

  private List<String> texts(Supplier<String> text) {
    return random.nextBoolean() ? List.of() : List.of(text.get(), text.get() + "2");
  }

  private @Nullable String maybe(Supplier<String> text) {
    return random.nextBoolean() ? null : text.get();
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
