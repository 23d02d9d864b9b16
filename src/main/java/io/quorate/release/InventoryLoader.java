package io.quorate.release;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.InventoryFile;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one call that gets from a file or a person's answers to an inventory that may be used. */
public final class InventoryLoader {
  private InventoryLoader() {}

  /**
   * @param inventory null when a problem is an error: what is refused cannot be used by mistake
   * @param problems all of them, with places when they came from a file
   */
  public record Loaded(@Nullable Inventory inventory, List<Problem> problems) {
    public Loaded {
      problems = List.copyOf(problems);
    }

    public boolean refused() {
      return problems.stream().anyMatch(Problem::isError);
    }
  }

  /**
   * Reads a file, fills in versions, validates, and checks that the versions fit.
   *
   * @throws IOException when the file itself cannot be read
   */
  public static Loaded load(Path file, LocalDate today) throws IOException {
    return judge(InventoryFile.read(file, Catalogue.load()), today);
  }

  /** Judges what was read. */
  public static Loaded judge(Reading reading, LocalDate today) {
    return new Loaded(reading.hasErrors() ? null : reading.inventory(), reading.problems());
  }
}
