package io.quorate.inventory.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.InventoryLoader.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InventorySamplesTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  private static final Path PLAYBOOK = Path.of("inventory-samples/original-playbook/hosts");

  static List<Path> samples() throws IOException {
    try (var files = Files.list(Path.of("inventory-samples"))) {
      return Stream.concat(files.filter(Files::isRegularFile).sorted(), Stream.of(PLAYBOOK))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void areAccepted(Path sample) throws IOException {
    Loaded loaded = InventoryLoader.load(sample, TODAY);

    assertThat(loaded.problems()).filteredOn(Problem::isError).isEmpty();
    assertThat(loaded.inventory()).isNotNull();
    if (!sample.endsWith("mirror.yaml") && !sample.equals(PLAYBOOK)) {
      assertThat(loaded.problems()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void comeBackFromAWrittenFile(Path sample) throws IOException {
    Inventory inventory = Objects.requireNonNull(InventoryLoader.load(sample, TODAY).inventory());

    String written = InventoryFile.write(inventory);

    var again = InventoryFile.parse(written, "written.yaml", Catalogue.load());
    assertThat(again.problems()).isEmpty();
    assertThat(again.inventory()).isEqualTo(inventory);
  }

  @Test
  void theOriginalPlaybooksFilesAreToldWhatHasNoEffectToday() throws IOException {
    Loaded loaded = InventoryLoader.load(PLAYBOOK, TODAY);

    assertThat(loaded.problems())
        .extracting(Problem::field)
        .contains("cfssl_version", "calico_node_version", "kubernetes_version", "firewall_ports");
    Inventory inventory = Objects.requireNonNull(loaded.inventory());
    assertThat(inventory.masters()).hasSize(3);
    assertThat(inventory.machine().locales()).containsExactly("en_US.UTF-8", "ru_RU.UTF-8");
    assertThat(inventory.versions().kubernetes()).startsWith("1.3");
  }

  @Test
  void anOldKubernetesIsAWarningOnly() throws IOException {
    Loaded loaded = InventoryLoader.load(Path.of("inventory-samples/mirror.yaml"), TODAY);

    assertThat(loaded.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.isError()).isFalse();
              assertThat(problem.what())
                  .isEqualTo("Support of Kubernetes 1.20 ended on 2022-02-28.");
              assertThat(problem.place())
                  .isEqualTo(new Problem.Place("inventory-samples/mirror.yaml", 8, 25));
            });
  }
}
