package io.quorate.inventory.form;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.plan.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The files of a folder that is given as an inventory, as Ansible takes them (docs.ansible.com,
 * "Managing inventory variable load order"): by name, with those of the folders in it, less what is
 * hidden, has an ending of INVENTORY_IGNORE_EXTS, or holds variables.
 */
final class InventoryFolder {
  private static final Set<String> IGNORED = Set.of("group_vars", "host_vars", "vars_plugins");

  private static final List<String> ENDINGS =
      List.of(
          "~", ".pyc", ".pyo", ".swp", ".bak", ".rpm", ".md", ".txt", ".rst", ".orig", ".cfg",
          ".retry");

  /** Ansible leaves it out, too, up to ansible-core 2.18, and reads it since 2.19. */
  private static final String INI = ".ini";

  /** A cluster has a file for each of its sites; a home folder has more. */
  private static final int MOST = 1000;

  private static final int DEEPEST = 8;

  private final List<Problem> problems;
  private final List<Path> files = new ArrayList<>();
  private int seen;

  private InventoryFolder(List<Problem> problems) {
    this.problems = problems;
  }

  /**
   * The files, in the order in which they are read; what cannot be one is a problem.
   *
   * @throws IOException when a folder cannot be read
   */
  static List<Path> files(Path folder, List<Problem> problems) throws IOException {
    InventoryFolder read = new InventoryFolder(problems);
    read.folder(folder, 0);
    if (read.seen > MOST) {
      read.refuse(
          folder,
          "There are more than %d files and folders in this folder.".formatted(MOST),
          "Name the folder that holds the inventory and nothing else.");
      return List.of();
    }
    return read.files;
  }

  private void folder(Path folder, int depth) throws IOException {
    if (depth > DEEPEST) {
      refuse(
          folder,
          "The folder is more than %d folders below the inventory's.".formatted(DEEPEST),
          "Take it out, or check where its links lead.");
      return;
    }
    List<Path> entries;
    try (var listed = Files.list(folder)) {
      entries = listed.limit(MOST + 1L).sorted().toList();
    }
    seen += entries.size();
    if (seen > MOST) {
      return;
    }
    for (Path entry : entries) {
      String name = String.valueOf(entry.getFileName());
      if (name.startsWith(".")
          || IGNORED.contains(name)
          || ENDINGS.stream().anyMatch(name::endsWith)) {
        continue;
      }
      if (name.endsWith(INI)) {
        leftOut(entry);
      } else if (Files.isDirectory(entry)) {
        folder(entry, depth + 1);
      } else {
        file(entry);
      }
    }
  }

  private void file(Path file) {
    if (!Files.isRegularFile(file)) {
      refuse(
          file,
          Files.exists(file) ? "This is neither a file nor a folder." : "This link leads nowhere.",
          "Take it out of the folder.");
    } else if (Files.isExecutable(file)) {
      refuse(
          file,
          "The file is executable: Ansible runs it for its inventory, and Quorate runs none.",
          "If it is no program, take that away: "
              + ShellCommand.of("chmod", "a-x", file.toString())
              + ". Else give what Ansible makes of the folder: ansible-inventory -i FOLDER --list |"
              + " quorate inventory check -");
    } else {
      files.add(file);
    }
  }

  private void leftOut(Path file) {
    problems.add(
        Problem.warning(
                "",
                "The file is left out, as by Ansible up to ansible-core 2.18, for its ending "
                    + INI
                    + "; later ones read it.",
                "Call it otherwise, such as "
                    + String.valueOf(file.getFileName()).replaceAll("\\.ini$", "")
                    + ", or name it with an -i of its own.")
            .at(new Place(file.toString(), 1, 1)));
  }

  private void refuse(Path at, String what, String remedy) {
    problems.add(Problem.error("", what, remedy).at(new Place(at.toString(), 1, 1)));
  }
}
