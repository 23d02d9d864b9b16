package io.quorate.node.ssh;

import io.quorate.node.Node.NodeException;
import io.quorate.node.NodeFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Brings files of a machine here through {@code tar}, which works through sudo and costs one round
 * trip for many. Nothing of them lies on this machine's disk unless the taker puts it there.
 */
final class Fetching {
  private static final String SEND =
      "set --; while IFS= read -r p && [ -n \"$p\" ]"
          + "; do if [ -e \"$p\" ]; then set -- \"$@\" \"${p#/}\"; fi; done"
          + "; [ $# -gt 0 ] || exit 0; exec tar -C / --hard-dereference -chf - -- \"$@\"";

  private final RemoteShell shell;

  Fetching(RemoteShell shell) {
    this.shell = shell;
  }

  /**
   * The taker works on a thread of this call's own: an interrupt of a thread that reads the
   * connection would close that.
   */
  void fetch(List<String> paths, NodeFile.Taker taker)
      throws NodeException, IOException, InterruptedException {
    for (String path : paths) {
      if (!path.startsWith("/") || path.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("not the path of a file on a node: " + path);
      }
    }
    String[] inputs = new String[paths.size() + 1];
    paths.toArray(inputs);
    inputs[paths.size()] = "";
    RemoteBytes bytes;
    try {
      bytes = shell.bytes(SEND, inputs);
    } catch (IOException e) {
      throw shell.lost(e);
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread worker =
        Thread.ofVirtual()
            .name("ssh-fetch")
            .start(
                () -> {
                  try {
                    take(bytes, taker);
                    done.complete(null);
                  } catch (Exception e) {
                    done.completeExceptionally(e);
                  } finally {
                    bytes.close();
                  }
                });
    try {
      done.get();
    } catch (InterruptedException e) {
      bytes.close();
      worker.join();
      throw e;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case NodeException failure -> throw failure;
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IllegalStateException("fetching files", e.getCause());
      }
    }
  }

  private void take(RemoteBytes bytes, NodeFile.Taker taker)
      throws NodeException, IOException, InterruptedException {
    Watched watched = new Watched(bytes.output());
    TarArchiveInputStream tar = new TarArchiveInputStream(watched);
    try {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isLink()) {
          throw new IOException("/" + entry.getName() + " came as a link to another file");
        }
        if (entry.isFile()) {
          taker.take(
              new NodeFile("/" + entry.getName(), entry.getSize(), entry.getMode() & 07777), tar);
        }
      }
      watched.skipAll();
    } catch (IOException e) {
      IOException broken = watched.failure;
      if (broken != null) {
        throw shell.lost(broken);
      }
      if (watched.ended && !bytes.isFine()) {
        throw shell.failure("the files could not be read: " + bytes.ending());
      }
      throw e;
    }
    if (!bytes.isFine()) {
      throw shell.failure("the files could not be read: " + bytes.ending());
    }
  }

  /** Tells a broken connection from what the taker could not do. */
  private static final class Watched extends FilterInputStream {
    private @Nullable IOException failure;
    private boolean ended;

    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        int n = super.read(bytes, offset, length);
        ended |= n < 0;
        return n;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public long skip(long bytes) throws IOException {
      byte[] nowhere = new byte[(int) Math.min(bytes, 1 << 16)];
      return Math.max(0, read(nowhere, 0, nowhere.length));
    }

    void skipAll() throws IOException {
      byte[] nowhere = new byte[1 << 16];
      while (read(nowhere, 0, nowhere.length) >= 0) {
        continue;
      }
    }
  }
}
