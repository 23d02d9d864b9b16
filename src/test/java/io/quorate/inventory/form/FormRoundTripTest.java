package io.quorate.inventory.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Access;
import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Component;
import io.quorate.inventory.Marks;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Role;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.setting.Setting;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written in a form reads back as it was, whatever is in it. */
class FormRoundTripTest {
  private static final String SIGNS = "abXY019 .:,-_/'\"\\{}[]&*#?|<>=!%@`~$();\té中😀";
  private static final List<String> TRICKY =
      List.of(
          "yes",
          "No",
          "None",
          "True",
          "1.30",
          "12:30",
          "022",
          "~",
          "null",
          "1e3",
          "0x1f",
          "#",
          "a#b",
          "'",
          "\"",
          "a'b\"c",
          "$(reboot)",
          "`id`",
          "; rm -rf /",
          "a\\",
          "[1, 2]",
          "{}",
          "(1)",
          "r'x'",
          "a=b",
          " lead",
          "trail ",
          "---",
          "- x",
          "\\n");

  /** Settings that other forms say in parts or not as a text, or of a runtime that is not there. */
  private static final Set<Setting> NO_TEXTS =
      Set.of(
          Setting.ANSIBLE_PORT,
          Setting.JUMP_HOST,
          Setting.ANSIBLE_BECOME,
          Setting.CRI_DOCKERD_VERSION,
          Setting.KUBELET_CUSTOM_FLAGS,
          Setting.APISERVER_CUSTOM_FLAGS,
          Setting.NODE_LABELS,
          Setting.NODE_TAINTS);

  private final Random random = new Random(20261125);

  @TempDir Path folder;

  private String text() {
    if (random.nextInt(3) == 0) {
      return TRICKY.get(random.nextInt(TRICKY.size()));
    }
    int[] points = SIGNS.replace("\t", "").codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    String made = text.toString().replaceAll("\\{[{%]+", "{");
    return made.isBlank() ? "x" : made;
  }

  /** Texts of a whole field are stripped by all readers. */
  private String field() {
    return text().strip();
  }

  private Inventory nasty() {
    Inventory plain = FormsTest.office();
    Inventory.Components components =
        new Inventory.Components(
            2,
            List.of("NodeRestriction"),
            Map.of(
                Component.KUBELET, List.of("--a=" + field(), "--b=" + field()),
                Component.APISERVER, List.of("--c=" + field())),
            Map.of(
                Component.KUBELET,
                new TreeMap<>(
                    Map.of(
                        "k" + text(),
                        text(),
                        "n",
                        random.nextInt(),
                        "t",
                        random.nextBoolean(),
                        "list",
                        List.of(text(), 1, Map.of("x", text()))))),
            Map.of(Component.KUBELET, Map.of("A", new Secret(text()), "B", new Secret(text()))));
    return new Inventory(
        "c" + field(),
        new Access(
            field(), 22, field(), true, false, true, false, random.nextBoolean() ? null : "u@h:23"),
        List.of(
            host(1, Set.of(Role.MASTER)),
            host(2, Set.of(Role.MASTER, Role.WORKER)),
            host(3, Set.of(Role.WORKER))),
        plain.versions(),
        plain.network(),
        plain.etcd(),
        plain.firewall(),
        random.nextBoolean()
            ? plain.machine()
            : plain.machine().with(Map.of("rack", "r1"), List.of("shared:NoExecute")),
        components,
        plain.downloads());
  }

  /** With any of the variables that a host can have of its own; each value is met once only. */
  private Host host(int i, Set<Role> roles) {
    return new Host(
            "n" + i,
            "10.0.0." + i,
            random.nextBoolean() ? null : random.nextBoolean() ? "10.1.0." + i : "n" + i + ".lan",
            roles,
            random.nextBoolean() ? null : "user" + i + field(),
            random.nextBoolean() ? null : 2200 + i,
            random.nextBoolean() ? null : "key" + i + field())
        .withMarks(
            random.nextBoolean()
                ? Marks.NONE
                : new Marks(
                    random.nextBoolean() ? null : Map.of("mark" + i, "v" + i),
                    random.nextBoolean() ? null : List.of("taint" + i + "=v:NoSchedule")));
  }

  private Reading read(String name, String text) throws IOException {
    return Forms.read(Source.of(Files.writeString(folder.resolve(name), text)), Catalogue.load());
  }

  @Test
  void iniHoldsEverything() throws Exception {
    for (int i = 0; i < 500; i++) {
      Inventory inventory = nasty();
      String text = Forms.write(inventory, Form.INI).text();

      Reading reading = read("hosts", text);

      assertThat(reading.problems()).as(text).isEmpty();
      assertThat(reading.inventory()).as(text).isEqualTo(inventory);
    }
  }

  @Test
  void kubesprayAndK0sctlHoldHostsAndWhatTheyKnow() throws Exception {
    for (int i = 0; i < 200; i++) {
      Inventory inventory = nasty();
      for (Form form : List.of(Form.KUBESPRAY, Form.K0SCTL)) {
        Rendering rendering = Forms.write(inventory, form);

        Reading reading = read("other.yaml", rendering.text());

        assertThat(reading.problems()).as(rendering.text()).filteredOn(Problem::isError).isEmpty();
        Inventory again = Objects.requireNonNull(reading.inventory());
        assertThat(again.hosts().stream().map(Host::roles).toList())
            .isEqualTo(inventory.hosts().stream().map(Host::roles).toList());
        for (Host host : inventory.hosts()) {
          assertThat(user(again, host.name())).isEqualTo(user(inventory, host.name()));
          assertThat(keyFile(again, host.name()))
              .as(rendering.text())
              .isEqualTo(keyFile(inventory, host.name()));
        }
        for (Host host : inventory.hosts()) {
          if (form == Form.KUBESPRAY || host.isWorker()) {
            Host back = host(again, host.name());
            assertThat(again.labelsOf(back)).isEqualTo(inventory.labelsOf(host));
            assertThat(again.taintsOf(back)).isEqualTo(inventory.taintsOf(host));
          }
        }
        assertThat(again.access().jumpHost()).isEqualTo(inventory.access().jumpHost());
        assertThat(again.network().clusterCidr()).isEqualTo(inventory.network().clusterCidr());
        assertThat(again.network().calicoMode()).isEqualTo(inventory.network().calicoMode());
        assertThat(again.versions().kubernetes()).isEqualTo(inventory.versions().kubernetes());
        Component flagged = form == Form.K0SCTL ? Component.APISERVER : Component.KUBELET;
        assertThat(again.components().flags(flagged))
            .isEqualTo(inventory.components().flags(flagged));
      }
    }
  }

  private static Host host(Inventory inventory, String name) {
    return inventory.hosts().stream().filter(h -> h.name().equals(name)).findFirst().orElseThrow();
  }

  private static String user(Inventory inventory, String name) {
    String own = host(inventory, name).user();
    return own == null ? inventory.access().userOrUsual() : own;
  }

  private static String keyFile(Inventory inventory, String name) {
    String own = host(inventory, name).keyFile();
    return own == null ? inventory.access().keyFile() : own;
  }

  /** Whatever is left out is named: each setting of our own file is in the text or in the list. */
  @Test
  void nothingIsDroppedSilently() {
    for (int i = 0; i < 50; i++) {
      Inventory inventory = nasty();
      for (Form form : List.of(Form.KUBESPRAY, Form.K0SCTL, Form.SSH_CONFIG)) {
        Rendering rendering = Forms.write(inventory, form);
        String left = String.join("\n", rendering.leftOut());
        inventory.hosts().forEach(host -> saysAllOf(host, form, rendering));
        InventoryFile.settings(inventory)
            .forEach(
                (setting, value) ->
                    assertThat(
                            left.contains(setting.key() + ":")
                                || (value instanceof String text && holds(rendering.text(), text))
                                || saidAsK0sDoes(setting, form, inventory, rendering.text())
                                || NO_TEXTS.contains(setting))
                        .as(form + " " + setting + " " + rendering.text())
                        .isTrue());
        rendering
            .leftOut()
            .forEach(phrase -> assertThat(rendering.text()).contains("#   " + phrase + "\n"));
      }
    }
  }

  /** Whether bird wraps packets is said by its overlay there. */
  private static boolean saidAsK0sDoes(
      Setting setting, Form form, Inventory inventory, String text) {
    return form == Form.K0SCTL
        && setting == Setting.CALICO_MODE
        && text.contains("mode: bird\n")
        && text.contains(
            switch (inventory.network().calicoMode()) {
              case IPIP -> "overlay: Always\n";
              case NONE -> "overlay: Never\n";
              case VXLAN -> "overlay: ?\n";
            });
  }

  /** Each of a host's own variables and its roles are in the text or in the list. */
  private static void saysAllOf(Host host, Form form, Rendering rendering) {
    Map<Setting, String> own = new EnumMap<>(Setting.class);
    own.put(Setting.ANSIBLE_HOST, host.address());
    own.put(Setting.PRIVATE_ADDRESS, host.nodeAddress());
    own.put(Setting.ANSIBLE_USER, host.user() == null ? "" : host.user());
    own.put(Setting.ANSIBLE_PORT, host.port() == null ? "" : String.valueOf(host.port()));
    own.put(Setting.ANSIBLE_SSH_PRIVATE_KEY_FILE, host.keyFile() == null ? "" : host.keyFile());
    Map<String, String> labels = host.marks().labels();
    own.put(Setting.NODE_LABELS, labels == null ? "" : String.join("", labels.keySet()));
    List<String> taints = host.marks().taints();
    own.put(Setting.NODE_TAINTS, taints == null ? "" : String.join("", taints));
    own.forEach(
        (setting, value) ->
            assertThat(
                    rendering.leftOut().stream()
                            .anyMatch(l -> l.startsWith(setting.key() + " of " + host.name() + ":"))
                        || holds(withoutComments(rendering.text()), value))
                .as(form + " " + host + " " + setting + " " + rendering.text())
                .isTrue());
    String roles =
        host.roles().stream()
            .sorted()
            .map(r -> r.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    String said =
        switch (form) {
          case SSH_CONFIG -> "#   roles of " + host.name() + ": " + roles + "\n";
          case MARKDOWN -> "| " + host.name() + " | " + roles + " |";
          // Read back in another test.
          default -> host.name();
        };
    assertThat(rendering.text()).contains(said);
  }

  private static String withoutComments(String text) {
    return text.replaceAll("(?m)^#   .*$", "");
  }

  /** Markdown has a table with all settings, and of the secret ones the names. */
  @Test
  void nothingIsDroppedSilentlyFromMarkdown() {
    for (int i = 0; i < 50; i++) {
      Inventory inventory = nasty();
      Rendering rendering = Forms.write(inventory, Form.MARKDOWN);
      inventory.hosts().forEach(host -> saysAllOf(host, Form.MARKDOWN, rendering));
      InventoryFile.settings(inventory)
          .forEach(
              (setting, value) -> {
                String name = setting.key().replace("_", "\\_");
                assertThat(rendering.leftOut().contains(setting.key())).isEqualTo(setting.secret());
                if (setting.secret()) {
                  assertThat(rendering.text().lines().toList().getLast())
                      .startsWith("Left out, because it is secret: ")
                      .contains(name);
                } else {
                  assertThat(rendering.text()).contains("\n| " + name + " | ");
                  assertThat(!(value instanceof String text) || holds(rendering.text(), text))
                      .as(setting + " " + rendering.text())
                      .isTrue();
                }
              });
    }
  }

  /** What every host has otherwise is not the way to any of them, and would be gone. */
  @Test
  void whatAllHostsOverrideIsNamed() {
    Inventory plain = FormsTest.office();
    Inventory inventory =
        new Inventory(
            plain.clusterName(),
            new Access("everybody", 2022, "all-keys", true, false, true, false, null),
            List.of(new Host("n1", "10.0.0.1", null, Set.of(Role.MASTER), "me", 23, "my-key")),
            plain.versions(),
            plain.network(),
            plain.etcd(),
            plain.firewall(),
            plain.machine(),
            plain.components(),
            plain.downloads());
    for (Form form : List.of(Form.SSH_CONFIG, Form.K0SCTL)) {
      assertThat(Forms.write(inventory, form).leftOut())
          .contains(
              "ansible_user: everybody",
              "ansible_port: 2022",
              "ansible_ssh_private_key_file: all-keys");
    }
  }

  /** Letters and digits only: how the rest is quoted differs. */
  private static boolean holds(String text, String value) {
    return bare(text.replaceAll("\\\\(u[0-9A-F]{4}|U[0-9A-F]{8})", "")).contains(bare(value));
  }

  private static String bare(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  @Test
  void everyLineOfMarkdownStaysOne() {
    for (int i = 0; i < 200; i++) {
      String text = Forms.write(nasty(), Form.MARKDOWN).text();
      assertThat(text.lines().filter(line -> line.startsWith("|")))
          .allMatch(line -> line.replaceAll("\\\\.", "").chars().filter(c -> c == '|').count() >= 3)
          .allMatch(line -> line.endsWith(" |"));
      assertThat(text.replaceAll("\\\\.", "").replace("<br>", "")).doesNotContain("<");
      assertThat(text.lines().filter(line -> line.startsWith("```"))).hasSize(2);
    }
  }
}
