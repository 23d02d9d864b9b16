package io.quorate.usecase;

import io.quorate.backup.BackupFolder;
import io.quorate.backup.Retention;
import io.quorate.node.Node.NodeException;
import io.quorate.node.ssh.Credentials;
import io.quorate.node.ssh.Endpoint;
import io.quorate.node.ssh.HostKeys;
import io.quorate.node.ssh.RemoteFolder;
import io.quorate.node.ssh.SshConnector;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A folder for backups on a machine that is neither this one nor a node, reached by SFTP with the
 * keys of an ssh-agent and of ~/.ssh, where its host key is known.
 *
 * @param path from the root; one that does not begin with a slash begins in the user's home
 */
public record OffHost(String user, String host, int port, String path) {

  /** How an address of such a folder begins. */
  public static final String SCHEME = "sftp://";

  private static final String FORM =
      "is not an address such as sftp://backup@nas.example/srv/quorate: ";

  /** A backup there. */
  public record Entry(String name, long size, Instant taken, String cluster, boolean proved)
      implements Retention.Kept {}

  /**
   * Reads {@code sftp://[USER@]HOST[:PORT]/FOLDER}; {@code /~/} begins in the user's home.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  public static OffHost parse(String address) {
    // Quoted without a password that somebody wrote into it.
    String shown = address.replaceFirst("://([^/:@]*):.*@", "://$1:...@");
    URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException e) {
      // Its message repeats the whole address.
      throw new IllegalArgumentException(shown + " " + FORM + e.getReason() + ".");
    }
    if (!"sftp".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          shown + " " + FORM + "it has to begin with sftp:// and a host.");
    }
    String user = uri.getUserInfo();
    if (user != null && user.contains(":")) {
      throw new IllegalArgumentException(
          "others see a password in an address: take it out, and let the user %s log in with a key."
              .formatted(user.substring(0, user.indexOf(':'))));
    }
    if (uri.getQuery() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException(shown + " " + FORM + "write ? as %3F and # as %23.");
    }
    String path = uri.getPath();
    if (path.isEmpty() || path.equals("/")) {
      throw new IllegalArgumentException(shown + " " + FORM + "it names no folder.");
    }
    return new OffHost(
        user == null ? System.getProperty("user.name") : user,
        uri.getHost().replaceAll("^\\[|]$", ""),
        uri.getPort() < 0 ? 22 : uri.getPort(),
        path.startsWith("/~/") ? path.substring(3) : path);
  }

  /** The folder that a file lies in. */
  public OffHost folder() {
    int end = path.lastIndexOf('/');
    return new OffHost(user, host, port, end < 0 ? "." : end == 0 ? "/" : path.substring(0, end));
  }

  /** The last part of its path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** As {@link #parse} reads it. */
  public String address() {
    String place = host.contains(":") ? "[" + host + "]" : host;
    return SCHEME
        + user
        + "@"
        + place
        + (port == 22 ? "" : ":" + port)
        + (path.startsWith("/") ? path : "/~/" + path);
  }

  /**
   * Looks whether backups can be put there, by whoever may not be there to be asked later.
   *
   * @throws IOException with the reason why not
   */
  public void check() throws IOException, InterruptedException {
    open().close();
  }

  private RemoteFolder open() throws IOException, InterruptedException {
    Endpoint endpoint = new Endpoint(host, host, port, user, null, true, null, false);
    try {
      return new SshConnector().folder(endpoint, path, Credentials.none(), HostKeys.standard());
    } catch (NodeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The backups there, the newest first, as their names tell. */
  public List<Entry> list() throws IOException, InterruptedException {
    try (RemoteFolder there = open()) {
      return entries(there.list());
    }
  }

  private static List<Entry> entries(List<RemoteFolder.Entry> files) {
    Set<String> names = new HashSet<>();
    files.forEach(file -> names.add(file.name()));
    List<Entry> entries = new ArrayList<>();
    for (RemoteFolder.Entry file : files) {
      BackupFolder.named(file.name())
          .ifPresent(
              named ->
                  entries.add(
                      new Entry(
                          file.name(),
                          file.size(),
                          named.taken(),
                          named.cluster(),
                          names.contains(file.name() + BackupFolder.PROVED))));
    }
    entries.sort(Comparator.comparing(Entry::taken).reversed());
    return entries;
  }

  /**
   * Copies a backup there, compares it, and removes what is not to be kept of its cluster's.
   *
   * @return what came of it, in a clause
   */
  public String copy(Path backup, Retention retention) throws IOException, InterruptedException {
    String name = Objects.requireNonNull(backup.getFileName()).toString();
    String markName = name + BackupFolder.PROVED;
    Path mark = backup.resolveSibling(markName);
    try (RemoteFolder there = open()) {
      boolean written = there.put(backup, name);
      // One from an earlier trial says as much.
      if (Files.exists(mark) && there.list().stream().noneMatch(f -> f.name().equals(markName))) {
        there.put(mark, markName);
      }
      int removed = tidy(there, backup, retention);
      return "%s %s%s"
          .formatted(
              written ? "copied to" : "is already in",
              address(),
              removed == 0 ? "" : "; removed " + removed + " older there");
    }
  }

  private static int tidy(RemoteFolder there, Path made, Retention retention) throws IOException {
    String name = String.valueOf(made.getFileName());
    Optional<BackupFolder.Named> own = BackupFolder.named(name);
    if (own.isEmpty()) {
      return 0;
    }
    List<Entry> backups =
        entries(there.list()).stream()
            .filter(entry -> entry.cluster().equals(own.get().cluster()))
            .toList();
    Entry newest = backups.stream().filter(e -> e.name().equals(name)).findFirst().orElse(null);
    List<Entry> leaving = retention.leaving(backups, newest, Instant.now());
    for (Entry entry : leaving) {
      there.remove(entry.name());
      if (entry.proved()) {
        there.remove(entry.name() + BackupFolder.PROVED);
      }
    }
    return leaving.size();
  }

  /** Gets the file that this is the address of, into a folder of this machine. */
  public Path fetch(Path into) throws IOException, InterruptedException {
    Path file = into.resolve(name());
    try (RemoteFolder there = folder().open()) {
      there.get(name(), file);
    }
    return file;
  }
}
