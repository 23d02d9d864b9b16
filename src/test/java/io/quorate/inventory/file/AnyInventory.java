package io.quorate.inventory.file;

import io.quorate.inventory.Access;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.Marks;
import io.quorate.inventory.Role;
import io.quorate.inventory.setting.Setting;
import io.quorate.plan.Secret;
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

/** Inventories of all kinds, most of them nonsense, the same ones for a seed. */
final class AnyInventory {
  final Random random;

  AnyInventory(long seed) {
    random = new Random(seed);
  }

  Inventory inventory() {
    return inventory(this::text);
  }

  /** Words only: commas and equals signs have a meaning in a form's field. */
  Inventory simple() {
    return inventory(() -> "w" + random.nextInt(1000));
  }

  private Inventory inventory(Supplier<String> text) {
    Map<Component, Map<String, Object>> config = new EnumMap<>(Component.class);
    Map<Component, Map<String, Secret>> environment = new EnumMap<>(Component.class);
    Map<Component, List<String>> flags = new EnumMap<>(Component.class);
    for (Component component : Component.values()) {
      environment.put(
          component,
          Map.of("A" + random.nextInt(9), new Secret(text.get()), "B", new Secret(text.get())));
    }
    Setting.WITH_CONFIG.forEach(component -> config.put(component, tree(3, text)));
    Setting.WITH_FLAGS.forEach(component -> flags.put(component, List.of("--a=b,c", "--d=e=f")));
    return new Inventory(
        text.get(),
        new Access(
            maybe(text),
            random.nextBoolean() ? null : random.nextInt(65535),
            maybe(text),
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextBoolean(),
            maybe(text),
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
            any(Inventory.DnsAddon.values()),
            new Inventory.Manifests(text.get(), texts(text), new Secret(""))),
        new Inventory.Etcd(
            new Secret(text.get()),
            random.nextBoolean() ? "" : text.get(),
            random.nextInt(),
            random.nextInt(),
            random.nextInt(),
            text.get()),
        new Inventory.Firewall(
            random.nextBoolean(),
            random.nextBoolean() ? List.of() : List.of(new Inventory.Firewall.Port("a-b", 80)),
            texts(text)),
        new Inventory.Machine(
            texts(text),
            text.get(),
            text.get(),
            text.get(),
            texts(text),
            random.nextBoolean() ? Map.of() : Map.of("l" + random.nextInt(9), text.get()),
            texts(text)),
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
      Host host = new Host("n" + i, text.get(), maybe(text), roles, maybe(text), port, maybe(text));
      hosts.add(host.withMarks(marks(text)));
    }
    return hosts;
  }

  private Marks marks(Supplier<String> text) {
    return switch (random.nextInt(4)) {
      case 0 -> new Marks(Map.of("a.example.com/x", text.get()), List.of(text.get()));
      case 1 -> new Marks(Map.of(), null);
      case 2 -> new Marks(null, List.of());
      default -> Marks.NONE;
    };
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
