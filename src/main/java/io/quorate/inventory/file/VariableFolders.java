package io.quorate.inventory.file;

import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.ansible.AnsibleGroups;
import io.quorate.inventory.ansible.AnsibleGroups.Source;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.yaml.Written;
import io.quorate.inventory.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folders {@code group_vars} and {@code host_vars} beside an inventory (docs.ansible.com,
 * "Organizing host and group variables"): for each group and host a file without ending, .yml,
 * .yaml or .json, or a folder of such files, which are taken in the order of their names.
 */
public final class VariableFolders {
  private static final List<String> ENDINGS = List.of("", ".yml", ".yaml", ".json");

  /** Files of all folders together; a thousand hosts with a page each take 2 MB. */
  private static final long MOST_BYTES = 16L * 1024 * 1024;

  private static final int DEEPEST = 8;

  private final AnsibleGroups groups;
  private final Vault vault;
  private final List<Problem> problems;
  private final Set<String> sealed = new LinkedHashSet<>();
  private long bytes;

  private VariableFolders(AnsibleGroups groups, Vault vault, List<Problem> problems) {
    this.groups = groups;
    this.vault = vault;
    this.problems = problems;
  }

  /** The folder that holds an inventory, spelled as the inventory was. */
  public static Path beside(Path file) {
    Path folder = file.getParent();
    return folder == null ? Path.of("") : folder;
  }

  /**
   * Adds what the folders say.
   *
   * @param folder that holds the inventory
   * @param implied groups that are there without being named in the inventory
   * @param vault opens files that are sealed as a whole
   * @return the files that were
   */
  public static Set<String> add(
      AnsibleGroups groups, Path folder, Set<String> implied, Vault vault, List<Problem> problems)
      throws IOException {
    VariableFolders folders = new VariableFolders(groups, vault, problems);
    groups.nextFolders();
    Set<String> names = new LinkedHashSet<>(implied);
    names.add(AnsibleGroups.ALL);
    names.add(AnsibleGroups.UNGROUPED);
    groups.groups().stream().map(group -> group.name).forEach(names::add);
    folders.folder(folder.resolve("group_vars"), names, Source.Kind.GROUP_FOLDER);
    folders.folder(folder.resolve("host_vars"), groups.hosts(), Source.Kind.HOST_FOLDER);
    return folders.sealed;
  }

  private void folder(Path folder, Iterable<String> names, Source.Kind kind) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    for (String name : names) {
      if (name.contains("/") || name.indexOf('\0') >= 0 || name.equals("..") || name.equals(".")) {
        continue;
      }
      for (Path file : filesOf(folder, name)) {
        variables(file, name, kind);
      }
    }
  }

  /** The first that is there counts, as in Ansible: a folder or a file. */
  private List<Path> filesOf(Path folder, String name) throws IOException {
    for (String ending : ENDINGS) {
      Path path = folder.resolve(name + ending);
      if (Files.isDirectory(path)) {
        List<Path> files = new ArrayList<>();
        if (ending.isEmpty()) {
          below(path, 0, files);
        }
        return files;
      }
      if (Files.exists(path)) {
        return List.of(path);
      }
    }
    return List.of();
  }

  private void below(Path folder, int depth, List<Path> files) throws IOException {
    List<Path> entries;
    try (var listed = Files.list(folder)) {
      entries = listed.sorted().toList();
    }
    for (Path entry : entries) {
      String name = String.valueOf(entry.getFileName());
      int dot = name.lastIndexOf('.');
      String ending = dot <= 0 ? "" : name.substring(dot);
      if (name.startsWith(".") || name.endsWith("~")) {
        continue;
      }
      if (Files.isDirectory(entry)) {
        if (ending.isEmpty() && depth < DEEPEST) {
          below(entry, depth + 1, files);
        }
      } else if (ENDINGS.contains(ending) && Files.isRegularFile(entry)) {
        files.add(entry);
      }
    }
  }

  private void variables(Path file, String name, Source.Kind kind) throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    bytes += Files.size(file);
    if (bytes > MOST_BYTES) {
      if (bytes - Files.size(file) <= MOST_BYTES) {
        problems.add(
            Problem.error(
                    "",
                    "The files of group_vars and host_vars are larger than 16 MiB together.",
                    "Put the inventory into a folder of its own.")
                .at(new Place(file.toString(), 1, 1)));
      }
      return;
    }
    Written.Mapping read = read(file, vault, problems);
    if (InventoryFile.isSealed(file)) {
      sealed.add(file.toString());
    }
    if (read != null) {
      groups.addFolder(kind, name, read.entries());
    }
  }

  /**
   * A file of variables; null when it has none, or cannot be read, which is then a problem.
   *
   * @throws IOException when the file itself cannot be read
   */
  public static Written.@Nullable Mapping read(Path file, Vault vault, List<Problem> problems)
      throws IOException {
    String text = InventoryFile.text(file, vault, problems);
    if (text == null) {
      return null;
    }
    Written root = YamlReader.read(text, file.toString(), problems);
    if (root instanceof Written.Mapping mapping) {
      return mapping;
    }
    if (root != null && !(root instanceof Written.Nothing)) {
      problems.add(
          Problem.error("", "Variables are wanted here.", "Write \"name: value\" a line.")
              .at(root.place()));
    }
    return null;
  }
}
