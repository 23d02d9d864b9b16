package io.quorate.inventory.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Downloads to the operator's machine, once: what is in the cache and has the right checksum is not
 * asked for again. A file appears in the cache whole and verified, or not at all. Threads and
 * programs may share a cache.
 */
public final class Downloader implements AutoCloseable {
  /** File locks keep programs apart; threads of one program need these. */
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private static final int BUFFER = 64 * 1024;

  /** A list of a release's sums has a few KB. */
  private static final int LONGEST_CHECKSUM_FILE = 1024 * 1024;

  private final Path cache;
  private final Transport transport;

  /**
   * @param cache a folder, made when it is missing
   * @param environment where the proxy is looked for (http_proxy, https_proxy, no_proxy)
   */
  public Downloader(Path cache, Map<String, String> environment) {
    this.cache = cache;
    this.transport = new Transport(new ProxyEnvironment(environment));
  }

  /** With the usual cache, {@code $XDG_CACHE_HOME/quorate} or {@code ~/.cache/quorate}. */
  public static Downloader usual(Map<String, String> environment) {
    String xdg = environment.get("XDG_CACHE_HOME");
    Path caches =
        xdg != null && xdg.startsWith("/")
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".cache");
    return new Downloader(caches.resolve("quorate").resolve("downloads"), environment);
  }

  /**
   * A file on this machine.
   *
   * @param sha256 its sum, lower case
   * @param fresh whether it had to be downloaded
   */
  public record Downloaded(Path file, String sha256, boolean fresh) {}

  /** Told how far a download is; from the downloading thread, many times a second. */
  @FunctionalInterface
  public interface Progress {
    /**
     * @param total -1 when the server does not say
     */
    void bytes(long done, long total);
  }

  /**
   * The artefact's file, verified.
   *
   * @throws ChecksumMismatch when what came has another checksum than the pinned or published one
   * @throws DownloadFailed when it cannot be had, or nothing is known to verify it with
   */
  public Downloaded get(Artefact artefact, Progress progress)
      throws IOException, InterruptedException {
    return get(artefact, progress, false);
  }

  /**
   * The same for a file that the operator named and answers for, such as an image archive: without
   * a known checksum it is taken as it comes.
   */
  public Downloaded getTrusted(Artefact artefact, Progress progress)
      throws IOException, InterruptedException {
    return get(artefact, progress, true);
  }

  /**
   * Whether the artefact can be had: it lies in the cache, or its server and that of its checksum
   * say so. Nothing is downloaded.
   *
   * @return what is missing, its URL; empty when it is all there
   * @throws DownloadFailed when somebody does not tell
   */
  public Optional<String> missing(Artefact artefact) throws IOException, InterruptedException {
    Path file = place(artefact);
    if (Files.exists(file) && Files.exists(sumOf(file))) {
      return Optional.empty();
    }
    List<String> urls = new ArrayList<>(List.of(artefact.url()));
    if (artefact.sha256() == null && artefact.checksumUrl() != null) {
      urls.add(artefact.checksumUrl());
    }
    for (String url : urls) {
      switch (transport.offer(url)) {
        case THERE -> {}
        case MISSING -> {
          return Optional.of(url);
        }
        case UNCLEAR -> throw new DownloadFailed(url + " does not tell whether it is there.");
      }
    }
    return Optional.empty();
  }

  private Downloaded get(Artefact artefact, Progress progress, boolean trusted)
      throws IOException, InterruptedException {
    Path file = place(artefact).toAbsolutePath();
    Files.createDirectories(file.resolve("..").normalize());
    ReentrantLock lock = LOCKS.computeIfAbsent(file, f -> new ReentrantLock());
    lock.lockInterruptibly();
    Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assert held.isValid();
      return locked(artefact, file, progress, trusted);
    } finally {
      lock.unlock();
    }
  }

  private Downloaded locked(Artefact artefact, Path file, Progress progress, boolean trusted)
      throws IOException, InterruptedException {
    String expected = expected(artefact, file);
    if (expected == null && !trusted) {
      throw new DownloadFailed(
          "Nothing is known to verify "
              + artefact.url()
              + " with: put its SHA-256 into the inventory's checksums.");
    }
    if (expected != null && Files.exists(file) && digest(file).equals(expected)) {
      return new Downloaded(file, expected, false);
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".partial");
    try {
      String found = download(artefact.url(), fresh, progress);
      if (expected != null && !found.equals(expected)) {
        throw new ChecksumMismatch(artefact.url(), expected, found);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      Files.writeString(sumOf(file), found + "\n");
      return new Downloaded(file, found, true);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** The pinned sum, else the published one; when nobody answers, the one verified last time. */
  private @Nullable String expected(Artefact artefact, Path file)
      throws IOException, InterruptedException {
    if (artefact.sha256() != null || artefact.checksumUrl() == null) {
      return artefact.sha256();
    }
    String text;
    try (Transport.Content content = transport.open(artefact.checksumUrl())) {
      text = new String(content.stream().readNBytes(LONGEST_CHECKSUM_FILE), StandardCharsets.UTF_8);
    } catch (IOException e) {
      if (Files.exists(file) && Files.exists(sumOf(file))) {
        return Files.readString(sumOf(file)).strip();
      }
      throw e;
    }
    String published = Checksums.find(text, artefact.fileName());
    if (published == null) {
      throw new DownloadFailed(
          artefact.checksumUrl() + " has no SHA-256 of " + artefact.fileName() + ".");
    }
    return published;
  }

  /** Below the cache by URL, so that two mirrors, versions or architectures never mix. */
  private Path place(Artefact artefact) throws DownloadFailed {
    String name = artefact.url().replaceFirst("^(https?|file)://+", "");
    String safe = name.replaceAll("[^A-Za-z0-9._/+-]", "_");
    Path place = cache.resolve(safe).normalize();
    if (safe.isEmpty() || !place.startsWith(cache.normalize()) || safe.endsWith("/")) {
      throw new DownloadFailed(artefact.url() + " names no file.");
    }
    return place;
  }

  private static Path sumOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".verified-sha256");
  }

  private String download(String url, Path into, Progress progress)
      throws IOException, InterruptedException {
    MessageDigest digest = sha256();
    try (Transport.Content content = transport.open(url);
        InputStream in = content.stream();
        OutputStream out = Files.newOutputStream(into)) {
      byte[] buffer = new byte[BUFFER];
      long done = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        out.write(buffer, 0, n);
        digest.update(buffer, 0, n);
        done += n;
        progress.bytes(done, content.length());
      }
    } catch (DownloadFailed e) {
      throw e;
    } catch (IOException e) {
      throw new DownloadFailed("The download of " + url + " broke off: " + e.getMessage() + ".", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String digest(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    transport.close();
  }
}
