package io.quorate.inventory.form;

import io.quorate.inventory.Problem;
import io.quorate.inventory.file.InventoryFile;
import io.quorate.inventory.file.Piped;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.secret.VaultException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts of inventories: of files, and of what came through standard input.
 *
 * @param piped null: nothing did, and a dash is a file's name as others are
 */
public record Texts(@Nullable Piped piped, Vault vault) {
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** Null when it is none that can be read, which is then a problem. */
  @Nullable String of(Path file, List<Problem> problems) throws IOException {
    return isPiped(file) && piped != null
        ? InventoryFile.text(piped, vault, problems)
        : InventoryFile.text(file, vault, problems);
  }

  boolean isPiped(Path file) {
    return piped != null && file.equals(Piped.NAME);
  }

  /** Whether it begins with a byte order mark, which {@link #of} leaves out. */
  boolean isMarked(Path file) throws IOException {
    if (isPiped(file) && piped != null) {
      return piped.text().startsWith("\uFEFF");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MARK.length), MARK);
    }
  }

  /** Whether it is an Ansible Vault file as a whole. */
  public boolean isSealed(Path file) throws IOException {
    return isPiped(file) && piped != null
        ? InventoryFile.isSealed(piped)
        : Files.isRegularFile(file) && InventoryFile.isSealed(file);
  }

  /** The vault id of a file that is sealed as a whole. */
  public String label(Path file) throws IOException, VaultException {
    return Vault.labelOf(isPiped(file) && piped != null ? piped.text() : Files.readString(file));
  }
}
