package io.quorate.inventory.file;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Problem;
import io.quorate.inventory.Problem.Place;
import io.quorate.inventory.ProblemList;
import io.quorate.inventory.ansible.AnsibleGroups;
import io.quorate.inventory.ansible.AnsibleReader;
import io.quorate.inventory.ansible.AnsibleYaml;
import io.quorate.inventory.ansible.SecretLines;
import io.quorate.inventory.ansible.VariableNames;
import io.quorate.inventory.secret.Vault;
import io.quorate.inventory.secret.VaultException;
import io.quorate.inventory.setting.Draft;
import io.quorate.inventory.setting.InventoryBuilder;
import io.quorate.inventory.setting.Reading;
import io.quorate.inventory.setting.Setting;
import io.quorate.inventory.setting.VersionDefaults;
import io.quorate.inventory.yaml.UneditableException;
import io.quorate.inventory.yaml.WholeFile;
import io.quorate.inventory.yaml.Written;
import io.quorate.inventory.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Inventories as files: YAML that Ansible reads, with settings below {@code all: vars:} and hosts
 * in the groups k8s_masters and k8s_workers.
 */
public final class InventoryFile {
  private static final int LONGEST_LINE = 1_000_000;

  private InventoryFile() {}

  /**
   * Reads a file, and the folders {@code group_vars} and {@code host_vars} beside it, as Ansible
   * does. Whatever is in it, the answer is a reading; its problems have places.
   *
   * @throws IOException when the file itself cannot be read
   */
  public static Reading read(Path file, VersionDefaults defaults) throws IOException {
    return read(file, defaults, Vault.closed());
  }

  /** The same, with Ansible Vault values opened, or the whole file if it is one. */
  public static Reading read(Path file, VersionDefaults defaults, Vault vault) throws IOException {
    List<Problem> problems = new ProblemList();
    String text = text(file, vault, problems);
    if (text == null) {
      return new Reading(null, problems, Map.of());
    }
    boolean whole = isSealed(file);
    Set<String> sealed = whole ? Set.of(file.toString()) : Set.of();
    Reading reading =
        parse(text, file.toString(), VariableFolders.beside(file), sealed, defaults, vault);
    return whole ? reading.allSealed() : reading;
  }

  /**
   * The text of a file; null when it is none that can be read, which is then a problem.
   *
   * @throws IOException when the file itself cannot be read
   */
  public static @Nullable String text(Path file, List<Problem> problems) throws IOException {
    return text(file, Vault.closed(), problems);
  }

  /** The same; what is in the file, where it is an Ansible Vault file as a whole. */
  public static @Nullable String text(Path file, Vault vault, List<Problem> problems)
      throws IOException {
    return text(content(file), file, vault, problems);
  }

  /** The same of what came through standard input. */
  public static @Nullable String text(Piped piped, Vault vault, List<Problem> problems) {
    return text(content(Piped.NAME, piped.bytes()), Piped.NAME, vault, problems);
  }

  private static @Nullable String text(
      Content content, Path file, Vault vault, List<Problem> problems) {
    if (content.fault() != null) {
      problems.add(content.fault());
      return null;
    }
    String text = content.text();
    if (SecretLines.isSealed(text)) {
      try {
        text = vault.open(text);
      } catch (VaultException e) {
        problems.add(fault(new Place(file.toString(), 1, 1), e.getMessage(), e.remedy()));
        return null;
      }
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Whether a file is an Ansible Vault file as a whole. */
  public static boolean isSealed(Path file) throws IOException {
    return SecretLines.isSealed(content(file).text());
  }

  /** The same of what came through standard input. */
  public static boolean isSealed(Piped piped) {
    return SecretLines.isSealed(content(Piped.NAME, piped.bytes()).text());
  }

  /** A file's text; with a fault, the text up to it. */
  private record Content(String text, @Nullable Problem fault) {}

  private static Content content(Path file) throws IOException {
    return Files.size(file) > YamlReader.MAX_CHARACTERS
        ? tooLarge(file)
        : content(file, Files.readAllBytes(file));
  }

  private static Content tooLarge(Path file) {
    return new Content(
        "",
        fault(
            new Place(file.toString(), 1, 1),
            "The file is larger than " + YamlReader.MAX_CHARACTERS / 1024 / 1024 + " MiB.",
            "That is not an inventory: a thousand hosts take 0.2 MB. Check the file's name."));
  }

  private static Content content(Path file, byte[] bytes) {
    if (bytes.length > YamlReader.MAX_CHARACTERS) {
      return tooLarge(file);
    }
    String name = file.toString();
    String fault = binaryFault(bytes);
    if (fault != null) {
      return new Content(
          "", fault(new Place(name, 1, 1), fault, "Save it as UTF-8, or check the file's name."));
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    String text = out.toString();
    if (!result.isError()) {
      return new Content(text, lineFault(name, text));
    }
    int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
    return new Content(
        text,
        fault(
            new Place(name, line, text.length() - text.lastIndexOf('\n')),
            "The file is not UTF-8 from here on.",
            "Save it as UTF-8."));
  }

  /**
   * Readers look at words again and again while they grow; a line of JSON may be the whole file.
   */
  private static @Nullable Problem lineFault(String file, String text) {
    int line = 1;
    int begin = 0;
    while (begin < text.length()) {
      int end = text.indexOf('\n', begin);
      end = end < 0 ? text.length() : end;
      if (end - begin > LONGEST_LINE) {
        return fault(
            new Place(file, line, 1),
            "The line has more than a million characters.",
            "Break it into several, or check the file's name.");
      }
      line++;
      begin = end + 1;
    }
    return null;
  }

  /** Null when it looks like text of one byte a letter. */
  private static @Nullable String binaryFault(byte[] bytes) {
    if (bytes.length > 1
        && (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe
            || bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff)) {
      return "The file is UTF-16.";
    }
    for (byte b : bytes) {
      if (b == 0) {
        return "The file is not text: there are zero bytes in it.";
      }
    }
    return null;
  }

  /**
   * Reads a text that stands in no folder.
   *
   * @param fileName what the problems' places call the file
   */
  public static Reading parse(String text, String fileName, VersionDefaults defaults) {
    return parse(text, fileName, defaults, Vault.closed());
  }

  /** The same, with Ansible Vault values opened. */
  public static Reading parse(String text, String fileName, VersionDefaults defaults, Vault vault) {
    try {
      return parse(text, fileName, null, Set.of(), defaults, vault);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reading parse(
      String text,
      String fileName,
      @Nullable Path folder,
      Set<String> whole,
      VersionDefaults defaults,
      Vault vault)
      throws IOException {
    List<Problem> problems = new ProblemList();
    String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
    Written root = YamlReader.read(clean, fileName, problems);
    if (root instanceof Written.Mapping mapping) {
      AnsibleGroups groups = AnsibleYaml.read(mapping, problems);
      Set<String> sealed = new HashSet<>(whole);
      if (folder != null) {
        sealed.addAll(VariableFolders.add(groups, folder, Set.of(), vault, problems));
      }
      Draft draft = AnsibleReader.read(groups, VariableNames.Manner.OURS, problems);
      return InventoryBuilder.build(draft, defaults, vault, sealed, problems).sealedIn(sealed);
    }
    if (root != null) {
      problems.add(
          Problem.error(
                  "",
                  root instanceof Written.Nothing
                      ? "The file is empty."
                      : "This is not an inventory.",
                  "An inventory begins with \"all:\"; inventory-samples/ has some to start from.")
              .at(root.place() == null ? new Place(fileName, 1, 1) : root.place()));
    }
    return new Reading(null, problems, Map.of());
  }

  /** What a written file says of the whole cluster: the main settings, and what is no default. */
  public static Map<Setting, Object> settings(Inventory inventory) {
    return InventoryWriter.settings(inventory);
  }

  /**
   * The inventory as text, with its secrets in clear: for a file that its owner alone reads.
   * Reading it gives an equal inventory.
   */
  public static String write(Inventory inventory) {
    return InventoryWriter.write(inventory, InventoryWriter.Manner.CLEAR);
  }

  /** The inventory as text for people's eyes. */
  public static String shown(Inventory inventory) {
    return InventoryWriter.write(inventory, InventoryWriter.Manner.SHOWN);
  }

  /**
   * The inventory as text to be kept: what came sealed is sealed as it came, and what stood in
   * clear does so. Reading it with the vault's password gives an equal inventory.
   */
  public static String kept(Inventory inventory) {
    return InventoryWriter.write(inventory, InventoryWriter.Manner.KEPT);
  }

  /**
   * What a cluster's masters keep of its inventory: everything but etcd's token, variables of
   * components and what is about the operator's own machine. {@link #draft} reads it.
   *
   * @param shown whether it is for people's eyes: marks stand for secrets, line by line
   */
  public static String record(Inventory inventory, boolean shown) {
    return InventoryWriter.record(inventory, manner(shown));
  }

  /**
   * The components' variables, which may hold a proxy's password; empty when there are none.
   *
   * @param shown as with {@link #record}
   */
  public static String recordOfEnvironment(Inventory inventory, boolean shown) {
    return InventoryWriter.recordOfEnvironment(inventory, manner(shown));
  }

  private static InventoryWriter.Manner manner(boolean shown) {
    return shown ? InventoryWriter.Manner.SHOWN : InventoryWriter.Manner.CLEAR;
  }

  /**
   * Reads a text that stands in no folder, up to where it begins to mean something.
   *
   * @param problems what is wrong with the writing is added
   */
  public static Draft draft(String text, String fileName, List<Problem> problems) {
    return YamlReader.read(text, fileName, problems) instanceof Written.Mapping mapping
        ? AnsibleReader.read(
            AnsibleYaml.read(mapping, problems), VariableNames.Manner.OURS, problems)
        : new Draft(Map.of(), List.of(), Map.of());
  }

  /**
   * Writes a file that only its owner can read, wholly or not at all. A link stays one: what it
   * leads to is replaced.
   *
   * @throws IOException when it cannot be written; an older file is then as it was
   */
  public static void save(Path file, Inventory inventory) throws IOException {
    WholeFile.write(file, write(inventory), WholeFile.Readers.OWNER);
  }

  /**
   * Brings a file to an inventory and leaves alone whatever does not change, comments and order
   * among it (see {@link InventoryEdit}); a file that is not there yet is written. It is written as
   * {@link #save} does, and not at all when nothing changes.
   *
   * @throws UneditableException when the file is no inventory, or cannot be changed in its place
   * @throws IOException when it cannot be read or written; it is then as it was
   */
  public static void update(Path file, Inventory inventory, VersionDefaults defaults)
      throws IOException {
    update(file, inventory, defaults, Vault.closed());
  }

  /**
   * The same with Ansible Vault values: one that changes is sealed again. Without a password they
   * stay as they are, whatever is wanted; a file that is one as a whole cannot be updated then.
   */
  public static void update(Path file, Inventory inventory, VersionDefaults defaults, Vault vault)
      throws IOException {
    if (!Files.exists(file)) {
      save(file, inventory);
      return;
    }
    change(file, text -> InventoryEdit.update(text, inventory, defaults, vault), vault);
  }

  /** A change of an inventory's text. */
  interface Change {
    String of(String text) throws UneditableException;
  }

  /** Changes a file's text; one that is sealed as a whole is so again. */
  static void change(Path file, Change change, Vault vault) throws IOException {
    Content content = content(file);
    if (content.fault() != null) {
      throw new UneditableException(content.fault().what() + " " + content.fault().remedy());
    }
    String text = content.text();
    boolean sealed = SecretLines.isSealed(text);
    try {
      String plain = sealed ? vault.open(text) : text;
      String edited = change.of(plain);
      if (!edited.equals(plain)) {
        replace(file, sealed ? vault.seal(edited, Vault.labelOf(text)) : edited);
      }
    } catch (VaultException e) {
      throw new UneditableException(e.getMessage() + " " + e.remedy());
    }
  }

  /** Writes what is in a sealed file in its place. */
  static void unseal(Path file, Vault vault) throws IOException {
    try {
      replace(file, vault.open(content(file).text()));
    } catch (VaultException e) {
      throw new UneditableException(e.getMessage() + " " + e.remedy());
    }
  }

  /** Seals a sealed file with another password. */
  static void reseal(Path file, Vault vault, Vault fresh) throws IOException {
    String text = content(file).text();
    try {
      replace(file, fresh.seal(vault.open(text), Vault.labelOf(text)));
    } catch (VaultException e) {
      throw new UneditableException(e.getMessage() + " " + e.remedy());
    }
  }

  private static void replace(Path file, String text) throws IOException {
    WholeFile.write(file, text, WholeFile.Readers.OWNER);
  }

  private static Problem fault(Place place, String what, String remedy) {
    return Problem.error("", what, remedy).at(place);
  }
}
