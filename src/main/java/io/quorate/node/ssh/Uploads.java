package io.quorate.node.ssh;

import io.quorate.node.Node;
import io.quorate.node.Node.NodeException;
import io.quorate.plan.Fault;
import io.quorate.plan.Operation.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends files of the operator's machine through {@code cat}, which is as fast as SFTP and works
 * through sudo. A file arrives beside its place, is verified there, and is then renamed over it.
 */
final class Uploads {
  private static final long TELL_MILLIS = 200;

  /**
   * A write to a dead peer blocks the connection's keep-alive too, so nobody else would notice for
   * a quarter of an hour.
   */
  private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final String RECEIVE =
      "IFS= read -r path; IFS= read -r want; umask 022"
          + "; part=${path%/*}/.${path##*/}.quorate-part"
          + "; mkdir -p \"${path%/*}/\" && rm -f \"$part\" && cat >\"$part\""
          + " && sum=$(sha256sum <\"$part\") || { rm -f \"$part\"; exit 1; }"
          + "; if [ \"${sum%% *}\" = \"$want\" ]; then mv -fT \"$part\" \"$path\" && echo received"
          + "; else rm -f \"$part\"; printf \"sum %s\\n\" \"${sum%% *}\"; fi";

  private final RemoteShell shell;

  Uploads(RemoteShell shell) {
    this.shell = shell;
  }

  /**
   * Sends one file and tells the listener how far it is. A failure that is not the connection's is
   * told as the operation's.
   *
   * @return whether the file arrived
   */
  boolean send(Upload upload, int operation, Node.Listener listener)
      throws NodeException, InterruptedException {
    Path local = Path.of(upload.local());
    long total;
    try {
      total = Files.size(local);
    } catch (IOException e) {
      return failed(operation, listener, upload.local() + " cannot be read here");
    }
    AtomicLong sent = new AtomicLong();
    try {
      RemoteProcess process =
          shell.start(RECEIVE, out -> copy(local, out, sent), upload.path(), upload.sha256());
      String answer;
      try {
        answer = follow(process, operation, sent, total, listener);
      } catch (InterruptedException e) {
        process.end();
        throw e;
      }
      if (answer.equals("received")) {
        return true;
      }
      return failed(operation, listener, reason(upload, answer, process.errors()));
    } catch (IOException e) {
      throw shell.lost(e);
    }
  }

  private static String reason(Upload upload, String answer, String errors) {
    return answer.startsWith("sum ")
        ? upload.local()
            + " has the SHA-256 "
            + answer.substring(4)
            + " on arrival, expected is "
            + upload.sha256()
        : upload.path() + " cannot be written: " + errors;
  }

  private static boolean failed(int operation, Node.Listener listener, String reason) {
    listener.started(operation);
    listener.failed(operation, Fault.of(Fault.Kind.REFUSED, reason));
    return false;
  }

  /** Listens on the caller's thread while another one sends. */
  private String follow(
      RemoteProcess process, int operation, AtomicLong sent, long total, Node.Listener listener)
      throws IOException, InterruptedException {
    String answer = "";
    long told = -1;
    long moved = System.nanoTime();
    while (true) {
      switch (process.next(TELL_MILLIS)) {
        case RemoteProcess.Event.Line line -> answer = line.text();
        case RemoteProcess.Event.Lost lost -> throw new IOException(lost.cause());
        case RemoteProcess.Event.End _ -> {
          return answer;
        }
        case null -> {
          if (sent.get() == told && told < total && System.nanoTime() - moved > STALLED_NANOS) {
            shell.breakOff();
            throw new IOException("nothing could be sent for a minute");
          }
        }
      }
      if (sent.get() != told) {
        told = sent.get();
        moved = System.nanoTime();
        listener.progress(operation, told, total);
      }
    }
  }

  private static void copy(Path local, OutputStream out, AtomicLong sent) throws IOException {
    byte[] buffer = new byte[256 << 10];
    try (InputStream in = Files.newInputStream(local)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        sent.addAndGet(n);
      }
    }
    out.flush();
  }
}
