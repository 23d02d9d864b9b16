package io.quorate.node.ssh.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/** Reads an ssh_config file with what it includes. What cannot be read is a line with a fault. */
final class ConfigReader {
  /** As deep as OpenSSH goes. */
  private static final int DEEPEST = 16;

  /** Files that include one another by patterns would become more with each level. */
  private static final int MOST_FILES = 500;

  /** A megabyte of lines, which nobody writes. */
  private static final long MOST_BYTES = 1 << 20;

  private final Path home;
  private final Path folder;
  private int files;

  /**
   * @param home what a leading ~ stands for
   * @param folder where names of included files begin
   */
  ConfigReader(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
  }

  /** The lines of a file that need not exist, and that its owner alone may write. */
  List<ConfigLine> read(Path file) {
    return read(file, 0, true);
  }

  /** The lines of a file that somebody has named: it has to exist, and may be anybody's. */
  List<ConfigLine> readNamed(Path file) {
    return Files.exists(file)
        ? read(file, 0, false)
        : List.of(ConfigLine.faulty(file, "does not exist"));
  }

  private List<ConfigLine> read(Path file, int depth, boolean guarded) {
    files++;
    if (files > MOST_FILES) {
      return List.of(ConfigLine.faulty(file, "is one file too many: there are " + MOST_FILES));
    }
    String text;
    try {
      if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
        // /dev/null says nothing, and a pipe may never end.
        return List.of();
      }
      if (Files.isDirectory(file)) {
        return List.of(ConfigLine.faulty(file, "is a folder"));
      }
      if (guarded && Files.exists(file)) {
        String owner = Files.getOwner(file).getName();
        if (!owner.equals("root") && !owner.equals(System.getProperty("user.name"))) {
          return List.of(ConfigLine.faulty(file, "is of somebody else, " + owner));
        }
        if (isWritableByOthers(file)) {
          return List.of(
              ConfigLine.faulty(file, "may be written by others. Run chmod go-w '" + file + "'"));
        }
      }
      if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
        return List.of(ConfigLine.faulty(file, "is larger than " + MOST_BYTES + " bytes"));
      }
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException absent) {
      return List.of();
    } catch (IOException e) {
      return List.of(ConfigLine.faulty(file, "cannot be read: " + e.getMessage()));
    }
    List<ConfigLine> lines = new ArrayList<>();
    String[] texts = text.split("\n", -1);
    for (int i = 0; i < texts.length; i++) {
      ConfigLine line = ConfigLine.parse(texts[i], file, i + 1);
      if (line != null) {
        lines.add(
            line.key().equals("include") && line.fault() == null ? include(line, depth) : line);
      }
    }
    return lines;
  }

  /** Whoever may write it says where the operator's password goes. */
  private static boolean isWritableByOthers(Path file) throws IOException {
    Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
    return modes.contains(PosixFilePermission.GROUP_WRITE)
        || modes.contains(PosixFilePermission.OTHERS_WRITE);
  }

  private ConfigLine include(ConfigLine line, int depth) {
    if (depth == DEEPEST) {
      return line.faulty("includes files more than " + DEEPEST + " deep");
    }
    List<ConfigLine> lines = new ArrayList<>();
    for (String name : line.arguments()) {
      try {
        if (name.startsWith("~") && !name.startsWith("~/")) {
          return line.faulty("names the home of somebody else, which is not looked up: " + name);
        }
        Path path = name.startsWith("~/") ? home.resolve(name.substring(2)) : folder.resolve(name);
        for (Path file : expand(path.toAbsolutePath().normalize())) {
          // Each file for itself: what one of them is about at its end is not the next one's.
          lines.add(line.including(read(file, depth + 1, true)));
        }
      } catch (InvalidPathException | PatternSyntaxException e) {
        return line.faulty("includes what is no name of a file");
      } catch (IOException | DirectoryIteratorException e) {
        return line.faulty("includes what cannot be listed: " + e.getMessage());
      }
    }
    return line.including(lines);
  }

  /** The files that a name with patterns stands for, in the order of their names. */
  private static List<Path> expand(Path pattern) throws IOException {
    List<Path> found = List.of(pattern.getRoot());
    for (Path part : pattern) {
      List<Path> next = new ArrayList<>();
      for (Path place : found) {
        String name = part.toString();
        if (name.chars().noneMatch(c -> c == '*' || c == '?' || c == '[')) {
          next.add(place.resolve(part));
        } else if (Files.isDirectory(place)) {
          next.addAll(matching(place, name));
        }
      }
      found = next;
    }
    return found;
  }

  private static List<Path> matching(Path place, String name) throws IOException {
    // Braces mean something to Java alone.
    String glob = name.replace("{", "\\{").replace("}", "\\}");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(place, glob)) {
      List<Path> sorted = new ArrayList<>();
      for (Path file : files) {
        if (name.startsWith(".") || !file.getFileName().toString().startsWith(".")) {
          sorted.add(file);
        }
      }
      sorted.sort(null);
      return sorted;
    }
  }
}
