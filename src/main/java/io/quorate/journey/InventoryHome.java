package io.quorate.journey;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.InventoryFile;
import io.quorate.inventory.Vault;
import io.quorate.release.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a wizard's inventory goes: into a new file, or into the very file that was opened. Whatever
 * else is there may be another cluster's only description.
 */
public final class InventoryHome {

  /** The file is there, and was not opened. */
  public static final class OthersFileException extends IOException {
    private static final long serialVersionUID = 1L;

    OthersFileException(Path file) {
      super(
          "Name another file: "
              + file
              + " is there already. `quorate inventory -i` opens it to be changed.");
    }
  }

  private final boolean wasOpened;
  private final Vault vault;

  /** The file that may be changed: the opened one, or the one that was written first. */
  private @Nullable Path own;

  private InventoryHome(@Nullable Path opened, Vault vault) {
    this.wasOpened = opened != null;
    this.own = opened;
    this.vault = vault;
  }

  /** For answers that were never in a file. */
  public static InventoryHome fresh() {
    return new InventoryHome(null, Vault.closed());
  }

  /**
   * For what was read from a file.
   *
   * @param vault opens and seals what is sealed in it
   */
  public static InventoryHome of(Path opened, Vault vault) {
    return new InventoryHome(opened, vault);
  }

  /** Whether the file itself keeps what was said. */
  boolean keepsAnswers() {
    return wasOpened;
  }

  /**
   * Writes a new file, or changes the lines of what is other in the one that is its own.
   *
   * @throws OthersFileException when the file is there, is not its own, and says something else
   */
  synchronized void write(Path file, Inventory inventory) throws IOException {
    if (!Files.exists(file)) {
      InventoryFile.save(file, inventory);
      own = file;
    } else if (own != null && Files.exists(own) && Files.isSameFile(file, own)) {
      InventoryFile.update(file, inventory, Catalogue.load(), vault);
    } else if (!inventory.equals(InventoryFile.read(file, Catalogue.load(), vault).inventory())) {
      throw new OthersFileException(file);
    }
  }
}
