package io.quorate.node.ssh;

import io.quorate.plan.Digest;
import io.quorate.plan.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.RemoteFile;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.sftp.SFTPException;

/**
 * A folder of another machine, by SFTP alone: whoever keeps it need not have a shell there. Its
 * failures say what cannot be done, and why.
 */
public final class RemoteFolder implements Closeable {

  /** How many parts of a file may be on their way at once; each has at most 32 KiB. */
  private static final int AHEAD = 16;

  private static final int PART = 32 * 1024;

  private final Endpoint endpoint;
  private final String path;
  private final Link link;
  private final SFTPClient sftp;

  /** A file that lies in it directly. */
  public record Entry(String name, long size) {}

  /** Hears how many bytes of a file have passed. */
  @FunctionalInterface
  public interface Moved {
    void told(long done, long total);
  }

  private RemoteFolder(Endpoint endpoint, String path, Link link, SFTPClient sftp) {
    this.endpoint = endpoint;
    this.path = path;
    this.link = link;
    this.sftp = sftp;
  }

  /**
   * @param path from the root; one that does not begin with a slash begins in the user's home
   * @throws IOException when the machine offers no SFTP, or has no such folder
   */
  static RemoteFolder of(Endpoint endpoint, String path, Link link) throws IOException {
    SFTPClient sftp;
    try {
      sftp = link.client().newSFTPClient();
    } catch (IOException e) {
      throw new IOException(endpoint.address() + " does not offer SFTP", e);
    }
    RemoteFolder folder = new RemoteFolder(endpoint, path, link, sftp);
    try {
      FileAttributes there = sftp.statExistence(path);
      if (there == null) {
        throw new IOException("there is no " + path + " on " + endpoint.address());
      }
      folder.list();
    } catch (IOException e) {
      Link.closeQuietly(sftp);
      throw e;
    }
    return folder;
  }

  /** What lies in it, but for hidden files. */
  public List<Entry> list() throws IOException {
    try {
      return sftp.ls(path).stream()
          .filter(one -> one.isRegularFile() && !one.getName().startsWith("."))
          .map(one -> new Entry(one.getName(), one.getAttributes().getSize()))
          .toList();
    } catch (SFTPException e) {
      throw failed("read", path, e);
    }
  }

  /**
   * Puts a file there: whole, for its owner alone, and compared with what was sent, or not at all.
   * One that is there already, and the same, stays.
   *
   * @param moved hears how much is on its way
   * @return whether it was written now
   * @throws FileAlreadyExistsException when another one of that name is there
   */
  public boolean put(Path file, String name, Moved moved) throws IOException {
    String wanted;
    try (InputStream in = Files.newInputStream(file)) {
      wanted = Digest.sha256(in);
    }
    String target = in(name);
    String part = in("." + name + ".part");
    try {
      if (sftp.statExistence(target) != null) {
        if (wanted.equals(digestOf(target))) {
          return false;
        }
        throw new FileAlreadyExistsException(target + " on " + endpoint.address());
      }
      if (sftp.statExistence(part) != null) {
        sftp.rm(part);
      }
      write(file, part, moved);
      if (!wanted.equals(digestOf(part))) {
        sftp.rm(part);
        throw new IOException(
            "what came to %s on %s is not what was sent".formatted(path, endpoint.address()));
      }
      sftp.rename(part, target);
      return true;
    } catch (SFTPException e) {
      throw failed("write", target, e);
    }
  }

  private void write(Path file, String part, Moved moved) throws IOException {
    FileAttributes owners = new FileAttributes.Builder().withPermissions(0600).build();
    try (RemoteFile there =
            sftp.open(part, EnumSet.of(OpenMode.WRITE, OpenMode.CREAT, OpenMode.EXCL), owners);
        OutputStream out = there.new RemoteFileOutputStream(0, AHEAD);
        InputStream in = Files.newInputStream(file)) {
      byte[] bytes = new byte[PART];
      long size = Files.size(file);
      long done = 0;
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        out.write(bytes, 0, n);
        done += n;
        moved.told(done, size);
      }
    }
  }

  /**
   * Gets a file, which is whole or not there.
   *
   * @param file where it goes; what is there is replaced
   * @param moved hears how much has come
   */
  public void get(String name, Path file, Moved moved) throws IOException {
    Path beside =
        Files.createTempFile(
            Objects.requireNonNull(file.toAbsolutePath().getParent()),
            ".fetched",
            "",
            PrivateFiles.ofFile());
    String source = in(name);
    try (RemoteFile there = sftp.open(source)) {
      long size = there.length();
      try (InputStream in = there.new ReadAheadRemoteFileInputStream(AHEAD);
          OutputStream out = Files.newOutputStream(beside)) {
        byte[] bytes = new byte[PART];
        long came = 0;
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
          out.write(bytes, 0, n);
          came += n;
          moved.told(came, size);
        }
        if (came != size) {
          throw new IOException(
              "%s on %s ends after %d of %d bytes"
                  .formatted(source, endpoint.address(), came, size));
        }
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (SFTPException e) {
      throw failed("read", source, e);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** Removes a file. */
  public void remove(String name) throws IOException {
    try {
      sftp.rm(in(name));
    } catch (SFTPException e) {
      throw failed("remove", in(name), e);
    }
  }

  private String in(String name) {
    return path.endsWith("/") ? path + name : path + "/" + name;
  }

  private String digestOf(String file) throws IOException {
    try (RemoteFile there = sftp.open(file);
        InputStream in = there.new ReadAheadRemoteFileInputStream(AHEAD)) {
      return Digest.sha256(in);
    }
  }

  /** By the protocol's codes: what servers say beside them is each one's own. */
  private IOException failed(String what, String file, SFTPException failure) {
    String why =
        switch (failure.getStatusCode()) {
          case NO_SUCH_FILE, NO_SUCH_PATH -> "it is not there";
          case PERMISSION_DENIED -> "the user may not";
          case NO_SPACE_ON_FILESYSTEM, QUOTA_EXCEEDED -> "there is no room";
          case FAILURE -> "the server says no more than that it failed; look for room there";
          case UNKNOWN -> String.valueOf(failure.getMessage());
          default -> failure.getStatusCode().name();
        };
    return new IOException(
        "cannot %s %s on %s: %s".formatted(what, file, endpoint.address(), why), failure);
  }

  @Override
  public void close() {
    Link.closeQuietly(sftp);
    link.close();
  }
}
