package io.quorate.usecase;

import io.quorate.inventory.Inventory;
import io.quorate.inventory.Inventory.Downloads;
import io.quorate.inventory.release.Artefact;
import io.quorate.inventory.release.Artefacts;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Checksums of image archives that nobody publishes one for. The operator's machine reads such an
 * archive once and every node has to get exactly that file; the sum is said, so that it can be
 * pinned under `checksums`.
 */
final class ArchiveSums {

  private static final int TIMEOUT_MILLIS = 10_000;

  private final Path cache;
  private final Consumer<String> say;

  /**
   * @param cache a folder for sums that were taken, to spare reading an archive again while its
   *     size and date stay
   */
  ArchiveSums(Path cache, Consumer<String> say) {
    this.cache = cache;
    this.say = say;
  }

  /** Where a sum of an archive comes from. */
  private interface Source {
    String sumOf(String url) throws IOException;
  }

  /** The inventory with a checksum for each of its image archives. */
  Inventory complete(Inventory inventory) throws IOException {
    return complete(inventory, this::sumOf);
  }

  /** The same with made-up checksums, for simulated nodes: nothing is read. */
  static Inventory simulated(Inventory inventory) {
    try {
      return complete(inventory, url -> hex(url.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException("nothing is read", e);
    }
  }

  private static Inventory complete(Inventory inventory, Source source) throws IOException {
    List<String> names = inventory.downloads().imageArchives();
    List<Artefact> archives = Artefacts.imageArchives(inventory);
    Map<String, String> sums = new HashMap<>(inventory.downloads().checksums());
    for (int i = 0; i < archives.size(); i++) {
      if (archives.get(i).sha256() == null && archives.get(i).checksumUrl() == null) {
        sums.put(names.get(i), source.sumOf(archives.get(i).url()));
      }
    }
    Downloads d = inventory.downloads();
    return inventory.withDownloads(
        new Downloads(d.mirror(), d.distribute(), d.imageArchives(), sums));
  }

  private String sumOf(String url) throws IOException {
    URLConnection connection = open(url);
    String state;
    try (InputStream in = connection.getInputStream()) {
      state = connection.getContentLengthLong() + " " + connection.getLastModified();
      Path record = cache.resolve(hex(url.getBytes(StandardCharsets.UTF_8)));
      if (Files.exists(record)) {
        String[] known = Files.readString(record).split("\n", -1);
        if (known.length == 2 && known[0].equals(state)) {
          return known[1];
        }
      }
      String sum = hash(in);
      say.accept(
          "There is no published checksum of "
              + url
              + ". All nodes have to download the same file, SHA-256 "
              + sum
              + ". Pin it under `checksums` in the inventory.");
      Files.createDirectories(cache);
      Path fresh = Files.createTempFile(cache, ".sum", "");
      Files.writeString(fresh, state + "\n" + sum);
      Files.move(
          fresh, record, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return sum;
    } catch (IOException e) {
      throw new IOException("the image archive " + url + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static URLConnection open(String url) throws IOException {
    URLConnection connection = URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    return connection;
  }

  private static String hash(InputStream in) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
