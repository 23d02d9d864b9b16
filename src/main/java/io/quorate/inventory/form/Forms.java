package io.quorate.inventory.form;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.InventoryFile;
import java.util.List;

/** Writes inventories in all forms. */
public final class Forms {
  private Forms() {}

  /** The inventory in a form, with what the form cannot say. */
  public static Rendering write(Inventory inventory, Form form) {
    return switch (form) {
      case NATIVE -> new Rendering(InventoryFile.write(inventory), List.of(), true);
      case SSH_CONFIG -> SshConfigWriter.write(inventory);
      case MARKDOWN -> MarkdownWriter.write(inventory);
    };
  }
}
