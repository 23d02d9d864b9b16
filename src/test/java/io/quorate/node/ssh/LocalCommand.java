package io.quorate.node.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/**
 * Runs a command on this machine as OpenSSH does: through a shell, in a session and thus a process
 * group of its own, and it outlives its channel.
 */
final class LocalCommand implements Command {
  private final List<String> shell;
  private final String line;
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();
  private OutputStream err = OutputStream.nullOutputStream();
  private ExitCallback exit = (status, message, closeImmediately) -> {};

  LocalCommand(String line) {
    this(List.of("sh", "-c"), line);
  }

  /**
   * @param shell what the line is given to
   */
  LocalCommand(List<String> shell, String line) {
    this.shell = shell;
    this.line = line;
  }

  @Override
  public void setInputStream(InputStream stream) {
    in = stream;
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    out = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    err = stream;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) throws IOException {
    Process process = new ProcessBuilder(words()).start();
    Thread.ofVirtual().start(() -> pump(in, process.getOutputStream(), true));
    Thread errors = Thread.ofVirtual().start(() -> pump(process.getErrorStream(), err, false));
    Thread.ofVirtual()
        .start(
            () -> {
              pump(process.getInputStream(), out, false);
              try {
                errors.join();
                exit.onExit(process.waitFor());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private List<String> words() {
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(shell);
    words.add(line);
    return words;
  }

  private static void pump(InputStream from, OutputStream to, boolean close) {
    byte[] buffer = new byte[32768];
    try {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(buffer, 0, n);
        to.flush();
      }
    } catch (IOException gone) {
      // One of the two ends hung up; so does the other.
    }
    try {
      (close ? to : from).close();
    } catch (IOException gone) {
      return;
    }
  }

  @Override
  public void destroy(ChannelSession channel) throws IOException {
    in.close();
  }
}
