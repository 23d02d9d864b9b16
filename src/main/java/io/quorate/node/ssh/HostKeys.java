package io.quorate.node.ssh;

import io.quorate.node.ssh.ConnectFailure.HostKeyUnknown;
import io.quorate.node.ssh.config.Configured;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The host keys that are trusted, and the authorities whose certificates are: those of known_hosts
 * files, or a list settled before. No key is ever trusted because it came first: an unknown one
 * ends the attempt, and {@link #accept} is called when a person has agreed to it. Safe for many
 * connections at once.
 */
public final class HostKeys {
  private final List<Path> operators;
  private final List<Path> systems;
  private final KnownHosts settled;
  private final @Nullable Path own;

  private HostKeys(
      List<Path> operators, List<Path> systems, KnownHosts settled, @Nullable Path own) {
    this.operators = List.copyOf(operators);
    this.systems = List.copyOf(systems);
    this.settled = settled;
    this.own = own;
  }

  /**
   * The operator's ~/.ssh/known_hosts and the system's, to read, or those that ssh_config names in
   * their place, and Quorate's own file below $XDG_DATA_HOME, where accepted keys go.
   */
  public static HostKeys standard() {
    Path home = Path.of(System.getProperty("user.home"));
    String data = System.getenv("XDG_DATA_HOME");
    Path folder = data == null || data.isBlank() ? home.resolve(".local/share") : Path.of(data);
    return of(
        List.of(home.resolve(".ssh/known_hosts")),
        List.of(Path.of("/etc/ssh/ssh_known_hosts")),
        folder.resolve("quorate/known_hosts"));
  }

  /**
   * @param operators files that are only read, as are {@code systems}; they need not exist
   * @param own read as well, and written by {@link #accept}
   */
  public static HostKeys of(List<Path> operators, List<Path> systems, Path own) {
    return new HostKeys(operators, systems, new KnownHosts(List.of()), own);
  }

  /** Exactly these keys, as lines of known_hosts, such as {@link #linesFor} gives them. */
  public static HostKeys pinned(List<String> lines) {
    return new HostKeys(List.of(), List.of(), KnownHosts.parse(lines, ""), null);
  }

  /** What is known of these machines and their jump hosts, to hand it to {@link #pinned}. */
  public List<String> linesFor(List<Endpoint> endpoints) throws IOException {
    Set<String> lines = new LinkedHashSet<>();
    for (Endpoint endpoint : endpoints) {
      for (Endpoint e = endpoint; e != null; e = e.jump()) {
        lines.addAll(of(e).lines());
      }
    }
    return List.copyOf(lines);
  }

  /**
   * Trusts a key from now on, in this process and in later ones.
   *
   * @throws IllegalStateException when the keys are {@link #pinned}
   */
  public synchronized void accept(HostKeyUnknown unknown) throws IOException {
    if (own == null) {
      throw new IllegalStateException("pinned host keys are settled; nothing can be added");
    }
    Path folder = own.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    KnownKeys known = of(unknown.endpoint());
    if (!known.hold(unknown.key())) {
      append(own, known.name() + " " + unknown.type() + " " + unknown.key());
    }
  }

  /** One write of whole lines to a file opened for appending: two writers do not mix theirs. */
  private static void append(Path file, String line) throws IOException {
    boolean endsInMidLine = endsInMidLine(file);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      String text = (endsInMidLine ? "\n" : "") + line + "\n";
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
  }

  private static boolean endsInMidLine(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    byte[] bytes = Files.readAllBytes(file);
    return bytes.length > 0 && bytes[bytes.length - 1] != '\n';
  }

  /** What is known of a machine. */
  KnownKeys of(Endpoint endpoint) throws IOException {
    return KnownKeys.of(endpoint, load(endpoint.configured()));
  }

  /**
   * @param configured may name other files in place of the operator's and the system's
   */
  private synchronized KnownHosts load(Configured configured) throws IOException {
    if (own == null) {
      return settled;
    }
    List<Path> files = new ArrayList<>(named(configured.userKnownHosts(), operators));
    files.addAll(named(configured.globalKnownHosts(), systems));
    files.add(own);
    KnownHosts known = settled;
    for (Path file : files) {
      known = known.and(read(file));
    }
    return known;
  }

  private static List<Path> named(@Nullable List<String> instead, List<Path> usual) {
    return instead == null ? usual : instead.stream().map(Path::of).toList();
  }

  private static KnownHosts read(Path file) throws IOException {
    try {
      // Bytes that are no UTF-8 make a line malformed, not the file unreadable.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return KnownHosts.parse(text.lines().toList(), file.toString());
    } catch (NoSuchFileException absent) {
      return new KnownHosts(List.of());
    }
  }

  /** The name of a machine in known_hosts. */
  static String canonical(String host, int port) {
    String lower = host.toLowerCase(Locale.ROOT);
    return port == 22 ? lower : "[" + lower + "]:" + port;
  }

  static String withPort(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** {@code SHA256:…}, as ssh-keygen -l shows it. */
  static String fingerprint(byte[] key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  static String base64(byte[] key) {
    return Base64.getEncoder().encodeToString(key);
  }
}
