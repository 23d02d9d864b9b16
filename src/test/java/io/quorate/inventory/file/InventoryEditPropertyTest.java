package io.quorate.inventory.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Role;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.yaml.FlowText;
import io.quorate.inventory.yaml.SourceText;
import io.quorate.inventory.yaml.UneditableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever a file looks like and whatever is wanted: the text says it, and keeps the rest. */
class InventoryEditPropertyTest {

  private final AnyInventory any = new AnyInventory(20261125);
  private final Random random = any.random;

  /** Files by hand and files that were written, each in many styles. */
  private List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    try (var samples = Files.list(Path.of("inventory-samples"))) {
      for (Path sample : samples.filter(Files::isRegularFile).sorted().toList()) {
        texts.add(Files.readString(sample));
      }
    }
    for (int i = 0; i < 30; i++) {
      texts.add(InventoryFile.write(i % 2 == 0 ? any.inventory() : any.simple()));
    }
    List<String> dressed = new ArrayList<>(texts);
    for (String text : texts) {
      dressed.add(commented(text));
      dressed.add(commented(text).replace("\n", "\r\n"));
      dressed.add(inBrackets(text));
      dressed.add(anchored(text).stripTrailing());
    }
    return dressed;
  }

  private String commented(String text) {
    StringBuilder out = new StringBuilder(random.nextBoolean() ? "---\n" : "");
    for (String line : text.lines().toList()) {
      if (random.nextInt(4) == 0) {
        out.repeat(' ', random.nextInt(10)).append("# \tnote: [é中😀] {a: &b *c} \"'\n");
      }
      if (random.nextInt(6) == 0) {
        out.append("\n");
      }
      boolean trailing = !line.isBlank() && random.nextInt(3) == 0;
      out.append(line).append(trailing ? "   # - why:\t'so' 😀" : "").append("\n");
    }
    return out.append(random.nextBoolean() ? "...\n" : "# end").toString();
  }

  /** Everything below all in one line, or spread over lines that mean nothing. */
  private String inBrackets(String text) {
    SourceText source = new SourceText(text);
    String flow = FlowText.of(Objects.requireNonNull(source.root()), source);
    if (text.contains(", ") || random.nextBoolean()) {
      return flow;
    }
    return flow.replace(", ", random.nextBoolean() ? ",\n   " : " ,   # so\n ") + "\n";
  }

  /** Anchors at every third value; one at the hosts of one group, used by others. */
  private String anchored(String text) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (String line : text.lines().toList()) {
      boolean colon = line.matches("\\s+[a-z_]+:( .*)?");
      if (colon && random.nextInt(3) == 0) {
        out.append(line.replaceFirst(":", ": &a" + at++)).append("\n");
      } else {
        out.append(line).append("\n");
      }
    }
    return out.toString();
  }

  private static Inventory read(String text) {
    Reading reading = InventoryFile.parse(text, "f", Catalogue.load());
    assertThat(reading.problems()).as(text).isEmpty();
    return Objects.requireNonNull(reading.inventory());
  }

  @Test
  void whatDoesNotChangeStaysByteForByte() throws IOException {
    for (String text : texts()) {
      assertThat(InventoryEdit.update(text, read(text), Catalogue.load())).isEqualTo(text);
    }
  }

  @Test
  void whatIsWantedIsRead() throws IOException {
    for (String text : texts()) {
      Inventory before = read(text);
      for (int i = 0; i < 3; i++) {
        Inventory wanted = mixed(before, any.inventory());
        String edited = edited(text, wanted);

        assertThat(InventoryEdit.sameMeaning(read(edited), wanted)).as(edited).isTrue();
        assertThat(edited(edited, wanted)).isEqualTo(edited);
      }
    }
  }

  @Test
  void commentsSurviveEveryChangeOfASetting() throws IOException {
    for (String text : texts()) {
      Inventory before = read(text);
      Inventory wanted = mixed(before, any.inventory()).withHosts(before.hosts());
      Inventory sameLists =
          new Inventory(
              wanted.clusterName(),
              wanted.access(),
              wanted.hosts(),
              wanted.versions(),
              wanted.network().withManifests(before.network().manifests()),
              wanted.etcd(),
              before.firewall(),
              before.machine(),
              before.components(),
              before.downloads());
      String edited = edited(text, sameLists);
      assertThat(edited.lines().map(String::strip).filter(line -> line.startsWith("#")).toList())
          .isEqualTo(text.lines().map(String::strip).filter(line -> line.startsWith("#")).toList());
    }
  }

  private static String edited(String text, Inventory wanted) {
    try {
      return InventoryEdit.update(text, wanted, Catalogue.load());
    } catch (UneditableException e) {
      throw new AssertionError(e.getMessage() + "\n" + text + "\nwanted " + wanted, e);
    }
  }

  /** Some of the one, some of the other. */
  private Inventory mixed(Inventory one, Inventory other) {
    return new Inventory(
        either(one.clusterName(), other.clusterName()),
        either(one.access(), other.access()),
        hosts(one.hosts(), other.hosts()),
        either(one.versions(), other.versions()),
        either(one.network(), other.network()),
        either(one.etcd(), other.etcd()),
        either(one.firewall(), other.firewall()),
        either(one.machine(), other.machine()),
        either(one.components(), other.components()),
        either(one.downloads(), other.downloads()));
  }

  private <T> T either(T one, T other) {
    return random.nextBoolean() ? one : other;
  }

  private List<Host> hosts(List<Host> one, List<Host> other) {
    List<Host> hosts = new ArrayList<>();
    for (Host host : one) {
      switch (random.nextInt(5)) {
        case 0 -> {}
        case 1 ->
            hosts.add(
                new Host(
                    host.name(), host.address(), host.privateAddress(), roles(), null, 2200, "k"));
        case 2 -> hosts.add(new Host(host.name(), "10.7.0." + hosts.size(), roles()));
        default -> hosts.add(host);
      }
    }
    for (Host host : other) {
      if (hosts.stream().noneMatch(h -> h.name().equals(host.name()))) {
        hosts.add(host);
      }
    }
    return hosts;
  }

  private Set<Role> roles() {
    return switch (random.nextInt(3)) {
      case 0 -> EnumSet.of(Role.MASTER);
      case 1 -> EnumSet.of(Role.WORKER);
      default -> EnumSet.allOf(Role.class);
    };
  }
}
