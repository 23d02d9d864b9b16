package io.quorate.engine;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Unix socket's address may have 107 bytes (unix(7)); a longer path is taken by a short link. */
final class SocketPath {
  private static final int LONGEST = 100;

  private SocketPath() {}

  /** Binds or connects to an address. */
  interface Use {
    Object with(UnixDomainSocketAddress address) throws IOException;
  }

  static void on(Path socket, Use use) throws IOException {
    Path path = socket.toAbsolutePath();
    if (path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
      use.with(UnixDomainSocketAddress.of(path));
      return;
    }
    Path link = Files.createTempDirectory("quorate").resolve("run");
    try {
      Files.createSymbolicLink(link, path.getParent());
      use.with(UnixDomainSocketAddress.of(link.resolve(path.getFileName())));
    } finally {
      Files.deleteIfExists(link);
      Files.delete(link.getParent());
    }
  }
}
