package io.quorate.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.secret.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryHomeTest {

  @TempDir Path folder;
  private Path file;
  private Inventory there;
  private Inventory fewer;

  @BeforeEach
  void aFile() throws IOException {
    file = folder.resolve("home.yaml");
    Files.copy(Path.of("inventory-samples/three-masters-one-worker.yaml"), file);
    there = read();
    fewer = there.withHosts(there.hosts().subList(0, 3));
  }

  private Inventory read() throws IOException {
    return Objects.requireNonNull(InventoryFile.read(file, Catalogue.load()).inventory());
  }

  @Test
  void othersFilesAreNotWrittenOver() throws Exception {
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> InventoryHome.fresh().write(file, fewer))
        .isInstanceOf(InventoryHome.OthersFileException.class)
        .hasMessageContaining("is there already")
        .hasMessageContaining("quorate inventory -i");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    InventoryHome.fresh().write(file, there);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void whatIsRefusedIsKnownBefore() {
    InventoryHome fresh = InventoryHome.fresh();
    assertThat(fresh.refusal(file, fewer)).contains("is there already");
    assertThat(fresh.refusal(file, there)).isEmpty();
    assertThat(fresh.refusal(folder.resolve("new.yaml"), fewer)).isEmpty();
    assertThat(fresh.refusal(folder, fewer)).contains("is a folder");
    assertThat(fresh.refusal(folder.resolve("none/new.yaml"), fewer))
        .contains("There is no folder");
    assertThat(fresh.refusal(Path.of(""), fewer)).isEqualTo("The inventory has no file.");
    assertThat(InventoryHome.of(file, Vault.closed()).refusal(file, fewer)).isEmpty();
  }

  @Test
  void theOpenedFileIsChangedLineByLine() throws Exception {
    List<String> before = Files.readAllLines(file);
    InventoryHome.of(file, Vault.closed()).write(folder.resolve("./home.yaml"), fewer);
    List<String> after = Files.readAllLines(file);
    assertThat(read()).isEqualTo(fewer);
    assertThat(before).containsAll(after);
    assertThat(after).anyMatch(line -> line.contains("#"));
  }

  @Test
  void whatItWroteItselfIsItsOwn() throws Exception {
    InventoryHome home = InventoryHome.fresh();
    Path fresh = folder.resolve("fresh.yaml");
    home.write(fresh, there);
    home.write(fresh, fewer);
    assertThat(InventoryFile.read(fresh, Catalogue.load()).inventory()).isEqualTo(fewer);
    assertThatThrownBy(() -> home.write(file, fewer))
        .isInstanceOf(InventoryHome.OthersFileException.class);
  }
}
