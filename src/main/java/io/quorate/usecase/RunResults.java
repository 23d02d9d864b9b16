package io.quorate.usecase;

import io.quorate.engine.RunFolder;
import io.quorate.inventory.Inventory;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.release.Catalogue;
import io.quorate.inventory.setting.Reading;
import io.quorate.plan.Secret;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a run brings to the operator's machine once it is done: by the run's own process, since no
 * screen may be there any more.
 *
 * @param kubeconfig the access to the cluster; null when there is none to bring
 * @param file the inventory file to bring up to date; null when it stays as it is
 * @param inventory what that file has to say then, as YAML; null exactly when the file is
 * @param backup the backup to bring, or the snapshot on the way; null when there is none
 * @param used what the run has of a backup; null when it has nothing
 */
public record RunResults(
    @Nullable Secret kubeconfig,
    @Nullable String file,
    @Nullable Secret inventory,
    @Nullable BackupHome backup,
    @Nullable BackupUse used) {

  public RunResults(
      @Nullable Secret kubeconfig, @Nullable String file, @Nullable Secret inventory) {
    this(kubeconfig, file, inventory, null, null);
  }

  public RunResults {
    if ((file == null) != (inventory == null)) {
      throw new IllegalArgumentException("a file and what it says belong together");
    }
  }

  public static RunResults nothing() {
    return new RunResults(null, null, null);
  }

  /** The same, with an inventory file that says this once the run is done. */
  public RunResults with(Path inventoryFile, Inventory wanted) {
    return new RunResults(
        kubeconfig,
        inventoryFile.toAbsolutePath().toString(),
        new Secret(InventoryFile.write(wanted)),
        backup,
        used);
  }

  /** The same, with a backup. */
  public RunResults with(BackupHome brought) {
    return new RunResults(kubeconfig, file, inventory, brought, used);
  }

  /** The same, of a run that has a backup. */
  public RunResults using(BackupUse own) {
    return new RunResults(kubeconfig, file, inventory, backup, own);
  }

  /**
   * Brings it.
   *
   * @return how the cluster is used from here, what was proved, or an empty text
   */
  public String bring(RunFolder folder, String cluster) throws IOException {
    if (file != null && inventory != null) {
      keep(file, inventory.reveal());
    }
    String proved = used == null ? "" : used.prove();
    return kubeconfig == null
        ? proved
        : "the cluster is at hand: " + AccessHome.bring(folder, cluster, kubeconfig);
  }

  private static void keep(String file, String text) throws IOException {
    Reading reading = InventoryFile.parse(text, file, Catalogue.load());
    Inventory wanted = reading.inventory();
    if (wanted == null) {
      throw new IOException("what " + file + " has to say cannot be read back");
    }
    InventoryFile.update(Path.of(file), wanted, Catalogue.load());
  }
}
