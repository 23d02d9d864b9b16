package io.quorate.target;

import io.quorate.node.Node.NodeException;
import io.quorate.node.ssh.Credentials;
import io.quorate.node.ssh.Endpoint;
import io.quorate.node.ssh.HostKeys;
import io.quorate.node.ssh.RemoteFolder;
import io.quorate.node.ssh.SshConnector;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder for backups on a machine that is neither this one nor a node, reached by SFTP with the
 * keys of an ssh-agent and of ~/.ssh, where its host key is known.
 *
 * @param path from the root; one that does not begin with a slash begins in the user's home
 */
public record SftpPlace(String user, String host, int port, String path) implements OffHost {

  /** How an address of such a folder begins. */
  static final String SCHEME = "sftp://";

  private static final String FORM =
      "is not an address such as sftp://backup@nas.example/srv/quorate: ";

  /**
   * Reads {@code sftp://[USER@]HOST[:PORT]/FOLDER}; {@code /~/} begins in the user's home.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  static SftpPlace parse(String address) {
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
          shown
              + " "
              + FORM
              + "it has to begin with sftp:// and a host, or with s3:// and a bucket.");
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
    return new SftpPlace(
        user == null ? System.getProperty("user.name") : user,
        uri.getHost().replaceAll("^\\[|]$", ""),
        uri.getPort() < 0 ? 22 : uri.getPort(),
        path.startsWith("/~/") ? path.substring(3) : path);
  }

  @Override
  public SftpPlace folder() {
    int end = path.lastIndexOf('/');
    return new SftpPlace(user, host, port, end < 0 ? "." : end == 0 ? "/" : path.substring(0, end));
  }

  @Override
  public SftpPlace file(String name) {
    return new SftpPlace(user, host, port, path.endsWith("/") ? path + name : path + "/" + name);
  }

  @Override
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public String address() {
    String place = host.contains(":") ? "[" + host + "]" : host;
    return SCHEME
        + user
        + "@"
        + place
        + (port == 22 ? "" : ":" + port)
        + (path.startsWith("/") ? path : "/~/" + path);
  }

  @Override
  public Shelf open(Use use, Progress progress) throws IOException, InterruptedException {
    Endpoint endpoint = new Endpoint(host, host, port, user, null, true, null, false);
    try {
      return new Opened(
          new SshConnector().folder(endpoint, path, Credentials.none(), HostKeys.standard()),
          progress);
    } catch (NodeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private record Opened(RemoteFolder there, Progress progress) implements Shelf {

    @Override
    public List<Piece> list() throws IOException {
      return there.list().stream().map(one -> new Piece(one.name(), one.size())).toList();
    }

    @Override
    public boolean put(Path file, String name) throws IOException {
      return there.put(file, name, progress::told);
    }

    @Override
    public String proof() {
      return "";
    }

    @Override
    public void get(String name, Path file) throws IOException {
      there.get(name, file, progress::told);
    }

    @Override
    public void remove(String name) throws IOException {
      there.remove(name);
    }

    @Override
    public void close() {
      there.close();
    }
  }
}
