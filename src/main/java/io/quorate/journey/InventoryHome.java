package io.quorate.journey;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.secret.Vault;
import io.quorate.plan.FileFailure;
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
      super(taken(file) + " " + REMEDY);
    }
  }

  /** What to do about a file that cannot be taken. */
  static final String REMEDY = "Name another file, or open it: `quorate inventory -i`.";

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
    } else if (isOwn(file)) {
      InventoryFile.update(file, inventory, Catalogue.load(), vault);
    } else if (!says(file, inventory)) {
      throw new OthersFileException(file);
    }
  }

  /** Why the inventory cannot be written there; empty when nothing is known against it. */
  synchronized String refusal(Path file, Inventory inventory) {
    if (file.toString().isBlank()) {
      return "The inventory has no file.";
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      return file + " is a folder.";
    }
    if (!Files.isDirectory(folder)) {
      return "There is no folder " + folder + ".";
    }
    try {
      boolean taken = Files.exists(file) && !isOwn(file) && !says(file, inventory);
      return taken ? taken(file) : "";
    } catch (IOException e) {
      return file + " is there already, and cannot be read: " + FileFailure.words(e) + ".";
    }
  }

  private static String taken(Path file) {
    return file + " is there already.";
  }

  private boolean isOwn(Path file) throws IOException {
    return own != null && Files.exists(own) && Files.isSameFile(file, own);
  }

  private boolean says(Path file, Inventory inventory) throws IOException {
    return inventory.equals(InventoryFile.read(file, Catalogue.load(), vault).inventory());
  }
}
