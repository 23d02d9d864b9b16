package io.quorate.inventory.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Host;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Severity;
import io.quorate.inventory.Role;
import io.quorate.inventory.release.InventoryLoader.Loaded;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a folder with a pod network's manifests, and what of it is taken. */
class ManifestFolderTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 10, 1);

  private static final String DAEMONSET =
      """
      apiVersion: apps/v1
      kind: DaemonSet
      metadata:
        name: net
        namespace: nets
      data: 10.0.0.0/16
      """;

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectory(temp.resolve("net"));
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private Loaded load(String ready, Occasion occasion) throws IOException {
    Path file = temp.resolve("home.yaml");
    Files.writeString(
        file,
        """
        all:
          vars:
            cni: manifests
            cni_manifests: %s
            cni_ready: [%s]
            etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n
          hosts: {a: {ansible_host: 192.168.1.1}}
          children: {k8s_masters: {hosts: {a: }}, k8s_workers: {hosts: {a: }}}
        """
            .formatted(folder, ready));
    return InventoryLoader.load(file, occasion, TODAY);
  }

  private Loaded load() throws IOException {
    return load("nets/daemonset/net", Occasion.FIRST_INSTALL);
  }

  private static List<Problem> about(Loaded loaded, String field) {
    return loaded.problems().stream().filter(p -> p.field().equals(field)).toList();
  }

  @Test
  void filesAreTakenInTheOrderOfTheirNames() throws IOException {
    file("20-net.yaml", DAEMONSET);
    file("10-space.json", "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\"}");
    file("notes.txt", "no manifest");
    file(".hidden.yaml", "no manifest");
    Loaded loaded = load();
    Inventory inventory = Objects.requireNonNull(loaded.inventory());
    assertThat(inventory.network().manifests().text().reveal())
        .isEqualTo(
            "---\n# 10-space.json\n{\"apiVersion\": \"v1\", \"kind\": \"Namespace\"}\n"
                + "---\n# 20-net.yaml\n"
                + DAEMONSET);
    assertThat(about(loaded, "cni_manifests")).isEmpty();
    assertThat(about(loaded, "cni_ready")).isEmpty();
  }

  @Test
  void anInstallNeedsThem() throws IOException {
    assertThat(about(load(), "cni_manifests"))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.isError()).isTrue();
              assertThat(p.what()).contains("no .yaml, .yml or .json file");
              assertThat(p.place()).isNotNull();
              assertThat(p.place().line()).isEqualTo(4);
            });
    Files.delete(folder);
    assertThat(about(load(), "cni_manifests"))
        .singleElement()
        .extracting(Problem::what)
        .isEqualTo(folder + " is not a folder on this machine.");
  }

  @Test
  void aClusterThatIsThereDoesNot() throws IOException {
    Files.delete(folder);
    Loaded loaded = load("nets/daemonset/net", Occasion.EXISTING_CLUSTER);
    assertThat(about(loaded, "cni_manifests"))
        .singleElement()
        .extracting(Problem::severity)
        .isEqualTo(Severity.WARNING);
    assertThat(Objects.requireNonNull(loaded.inventory()).network().manifests().text().isEmpty())
        .isTrue();
  }

  @Test
  void whatIsNoObjectIsSaidWithItsPlace() throws IOException {
    file("values.yaml", DAEMONSET + "---\n# of a chart\nimage: net\n");
    assertThat(about(load(), "cni_manifests"))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.what()).contains("no apiVersion and kind");
              assertThat(p.place())
                  .isEqualTo(new Problem.Place(folder.resolve("values.yaml").toString(), 9, 1));
            });
    file("values.yaml", "kind: [\n");
    assertThat(about(load(), "cni_manifests")).singleElement().matches(Problem::isError);
  }

  @Test
  void whatHasToBeReadyIsThere() throws IOException {
    file("net.yaml", DAEMONSET);
    assertThat(about(load("nets/daemonset/other", Occasion.FIRST_INSTALL), "cni_ready"))
        .singleElement()
        .extracting(Problem::severity)
        .isEqualTo(Severity.WARNING);
    assertThat(about(load("other", Occasion.FIRST_INSTALL), "cni_ready"))
        .singleElement()
        .matches(Problem::isError);
    assertThat(about(load("", Occasion.FIRST_INSTALL), "cni_ready"))
        .singleElement()
        .matches(Problem::isError);
  }

  @Test
  void theNetworkOfThePodsIsLookedFor() throws IOException {
    file("net.yaml", DAEMONSET.replace("10.0.0.0/16", "10.244.0.0/16"));
    assertThat(about(load(), "cni_manifests"))
        .singleElement()
        .extracting(Problem::severity)
        .isEqualTo(Severity.NOTE);
  }

  @Test
  void aFolderThatIsNotUsedIsSaid() throws IOException {
    Path file = temp.resolve("other.yaml");
    Files.writeString(
        file, "all: {vars: {cni_manifests: ~/net}, hosts: {a: {ansible_host: 192.168.1.1}}}\n");
    assertThat(about(InventoryLoader.load(file, TODAY), "cni_manifests"))
        .singleElement()
        .extracting(Problem::severity)
        .isEqualTo(Severity.WARNING);
  }

  @Test
  void whatIsBrokenInTheFolderKeepsNoClusterFromItsOtherJourneys() throws IOException {
    file("net.yaml", DAEMONSET);
    file("bad.yaml", "a: [\n");
    Loaded loaded = load("nets/daemonset/net", Occasion.EXISTING_CLUSTER);
    assertThat(loaded.refused()).isFalse();
    assertThat(about(loaded, "cni_manifests"))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.severity()).isEqualTo(Severity.WARNING);
              assertThat(p.remedy()).contains("neither applied nor compared");
            });
    assertThat(Objects.requireNonNull(loaded.inventory()).network().manifests().text().isEmpty())
        .isTrue();
  }

  @Test
  void documentsOfCommentsAloneAreNone() throws IOException {
    file("10-empty.yaml", "");
    file("20-comments.yaml", "---\n# Source: a/b.yaml\n---\n" + DAEMONSET + "---\n");
    assertThat(about(load(), "cni_manifests")).isEmpty();
  }

  @Test
  void aFileIsTakenAsItIs() throws IOException {
    String indented = DAEMONSET.indent(2);
    file("net.yaml", "\uFEFF" + indented);
    assertThat(Objects.requireNonNull(load().inventory()).network().manifests().text().reveal())
        .isEqualTo("---\n# net.yaml\n" + indented);
    file("net.yaml", "%YAML 1.2\n---\n" + DAEMONSET);
    assertThat(about(load(), "cni_manifests")).singleElement().matches(Problem::isError);
  }

  @Test
  void anotherNamespaceIsAnotherObject() throws IOException {
    file("net.yaml", DAEMONSET);
    assertThat(about(load("net/daemonset/net", Occasion.FIRST_INSTALL), "cni_ready"))
        .singleElement()
        .extracting(Problem::what)
        .asString()
        .contains("namespace net");
  }

  @Test
  void aClusterThatIsThereMayLackBoth() throws IOException {
    Path file = temp.resolve("mended.yaml");
    Files.writeString(
        file,
        """
        all:
          vars: {cni: manifests, etcd_initial_token: sample-only-7f3k9q2m5x8w1z4v6b0n}
          hosts: {a: {ansible_host: 192.168.1.1}}
          children: {k8s_masters: {hosts: {a: }}, k8s_workers: {hosts: {a: }}}
        """);
    assertThat(InventoryLoader.load(file, Occasion.FIRST_INSTALL, TODAY).refused()).isTrue();
    assertThat(InventoryLoader.load(file, Occasion.EXISTING_CLUSTER, TODAY).refused()).isFalse();
  }

  @Test
  void aFolderIsTheSameFromEverywhere() {
    Inventory.Manifests named = new Inventory.Manifests("net", List.of(), new Secret(""));
    Inventory here =
        Objects.requireNonNull(
            InventoryLoader.answers(
                    Map.of("etcd_initial_token", "sample-only-7f3k9q2m5x8w1z4v6b0n"),
                    List.of(new Host("a", "192.168.1.1", Set.of(Role.MASTER, Role.WORKER))),
                    Occasion.FIRST_INSTALL,
                    TODAY)
                .inventory());
    Inventory relative = here.withNetwork(here.network().withManifests(named));
    assertThat(relative.anchored().network().manifests().folder())
        .isEqualTo(Path.of("net").toAbsolutePath().toString());
    assertThat(relative.anchored().anchored()).isEqualTo(relative.anchored());
    assertThat(here.anchored()).isEqualTo(here);
  }
}
