package io.quorate.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.release.InventoryLoader;
import io.quorate.inventory.rule.Validation.Occasion;
import io.quorate.inventory.setting.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file that is opened in the wizard says there what it says. */
class WrittenAnswersTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 10, 1);

  @TempDir Path folder;

  static List<Path> samples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("inventory-samples"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static Inventory read(Path file) throws IOException {
    var loaded = InventoryLoader.load(file, Occasion.EXISTING_CLUSTER, TODAY);
    return Objects.requireNonNull(loaded.inventory(), () -> loaded.problems().toString());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void samplesStayAsTheyAre(Path file) throws Exception {
    Inventory written = read(file);
    InstallWizard wizard = InstallWizard.ofFile(written, file.toString(), TODAY);
    assertThat(wizard.draft().accepted()).isEqualTo(written);
    assertThat(wizard.value(OwnField.PATH.key())).isEqualTo(file.toString());
    wizard.answers().settings().values().forEach(text -> assertThat(text).doesNotContain("\n"));
  }

  @Test
  void everythingThatAFileCanSayIsKept() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("home.yaml"),
            """
            all:
              vars:
                cluster_name: home
                etcd_initial_token: not-a-secret-3fk29dk3la02
                kubelet_config: {maxPods: 200, evictionHard: {memory.available: 5%, imagefs.available: "10%"}}
                ansible_become: true
                node_labels: {rack: r1, example.com/disk: "1.10"}
                node_taints: [shared:PreferNoSchedule]
              children:
                k8s_masters:
                  hosts:
                    node-1: {ansible_host: 192.0.2.11, ansible_ssh_private_key_file: /keys/one, ansible_port: 2222}
                    node-2: {ansible_host: 192.0.2.12, private_address: 198.51.100.12, ansible_user: ops, node_labels: {disk: ssd, empty: }, node_taints: []}
            """);
    Inventory written = read(file);
    InstallWizard wizard = InstallWizard.ofFile(written, "home.yaml", TODAY);
    // Two masters: a cluster that is there may be on its way.
    assertThat(wizard.draft().accepted()).isEqualTo(written);
    assertThat(SavedAnswers.of(wizard).goal()).isEqualTo(Goal.EDIT);
    SavedAnswers saved = SavedAnswers.of(wizard);
    assertThat(SavedAnswers.read(saved.text()).answers()).isEqualTo(saved.answers());
    InstallWizard other = wizard.rewriteHost(1, "node-2 192.0.2.98").wizard();
    assertThat(Objects.requireNonNull(other.draft().accepted()).hosts().get(1).marks())
        .isEqualTo(written.hosts().get(1).marks());
    InstallWizard moved = wizard.rewriteHost(0, "node-1 192.0.2.99").wizard();
    assertThat(Objects.requireNonNull(moved.draft().accepted()).hosts().getFirst().keyFile())
        .isEqualTo("/keys/one");
  }

  @Test
  void whatAFileLeavesOpenFollowsTheVersion() throws Exception {
    Path sample = Path.of("inventory-samples/three-masters-one-worker.yaml");
    InstallWizard wizard = InstallWizard.ofFile(read(sample), sample.toString(), TODAY);
    String etcd = wizard.value(Setting.ETCD_VERSION.key());
    InstallWizard older = wizard.edit(Setting.KUBERNETES_VERSION.key(), "1.33");
    assertThat(wizard.answers().settings()).doesNotContainKey(Setting.ETCD_VERSION.key());
    assertThat(older.value(Setting.ETCD_VERSION.key())).isNotEqualTo(etcd);
  }
}
