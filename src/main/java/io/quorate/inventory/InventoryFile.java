package io.quorate.inventory;

import io.quorate.inventory.Problem.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Inventories as files: YAML that Ansible reads, with settings below {@code all: vars:} and hosts
 * in the groups k8s_masters and k8s_workers.
 */
public final class InventoryFile {
  private InventoryFile() {}

  /**
   * Reads a file. Whatever is in it, the answer is a reading; its problems have places.
   *
   * @throws IOException when the file itself cannot be read
   */
  public static Reading read(Path file, VersionDefaults defaults) throws IOException {
    String name = file.toString();
    if (Files.size(file) > YamlReader.MAX_CHARACTERS) {
      return unreadable(
          new Place(name, 1, 1),
          "The file is larger than " + YamlReader.MAX_CHARACTERS / 1024 / 1024 + " MiB.",
          "That is no inventory: a thousand hosts take 0.2 MB. Check the file's name.");
    }
    byte[] bytes = Files.readAllBytes(file);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    if (result.isError()) {
      String before = out.toString();
      int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      return unreadable(
          new Place(name, line, before.length() - before.lastIndexOf('\n')),
          "The file is not UTF-8 from here on.",
          "Save it as UTF-8.");
    }
    return parse(out.toString(), name, defaults);
  }

  /**
   * Reads a text.
   *
   * @param fileName what the problems' places call the file
   */
  public static Reading parse(String text, String fileName, VersionDefaults defaults) {
    List<Problem> problems = new ArrayList<>();
    String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
    Written root = YamlReader.read(clean, fileName, problems);
    if (root instanceof Written.Mapping groups) {
      return InventoryBuilder.build(AnsibleReader.read(groups, problems), defaults, problems);
    }
    if (root != null) {
      return unreadable(
          root.place() == null ? new Place(fileName, 1, 1) : root.place(),
          root instanceof Written.Nothing ? "The file is empty." : "This is no inventory.",
          "An inventory begins with \"all:\"; inventory-samples/ has some to start from.");
    }
    return new Reading(null, problems, Map.of());
  }

  /** The inventory as text; reading it gives an equal inventory. */
  public static String write(Inventory inventory) {
    return InventoryWriter.write(inventory);
  }

  /**
   * Writes a file that only its owner can read, wholly or not at all. A link stays one: what it
   * leads to is replaced.
   *
   * @throws IOException when it cannot be written; an older file is then as it was
   */
  public static void save(Path file, Inventory inventory) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException(file + " is no file");
    }
    Path fresh =
        Files.createTempFile(
            folder,
            ".inventory",
            null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(write(inventory));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static Reading unreadable(Place place, String what, String remedy) {
    return new Reading(null, List.of(Problem.error("", what, remedy).at(place)), Map.of());
  }
}
