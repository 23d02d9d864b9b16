package io.quorate.engine;

import io.quorate.engine.Engine.CommandResult;
import io.quorate.run.ProcessPause;
import io.quorate.run.RunEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Watches a run of another process and tells it what a person decided. */
public final class RunClient {
  private final RunFolder folder;

  public RunClient(RunFolder folder) {
    this.folder = folder;
  }

  /**
   * All events so far and those to come; returns when the run ends or is gone.
   *
   * @param pauses hears when the run's process is stopped by a signal, and when it goes on
   */
  public JournalReader.End follow(Consumer<RunEvent> listener, Consumer<ProcessPause> pauses)
      throws IOException, InterruptedException {
    return JournalReader.follow(folder, listener, pauses);
  }

  /** Lets a failed step run again, and what it blocked after it. */
  public CommandResult retry(String step) throws IOException {
    return command("retry", step);
  }

  /** Leaves a failed step out; what waits for it goes on. */
  public CommandResult leaveOut(String step) throws IOException {
    return command("skip", step);
  }

  /** Lets the running steps end and begins no other. */
  public CommandResult stop() throws IOException {
    return command("stop", null);
  }

  /**
   * @throws IOException when the run is gone
   */
  public Engine.Status status() throws IOException {
    return Objects.requireNonNull(ask("status", null).status());
  }

  private CommandResult command(String command, @Nullable String step) throws IOException {
    ControlSocket.Reply reply = ask(command, step);
    return new CommandResult(reply.ok(), reply.message());
  }

  private ControlSocket.Reply ask(String command, @Nullable String step) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        BufferedReader in =
            new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
      SocketPath.on(folder.socket(), channel::connect);
      var request = new ControlSocket.Request(command, step, Operator.name());
      String line = HandOverJson.write(request) + "\n";
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      String reply = in.readLine();
      if (reply == null) {
        throw new IOException("it closed the connection");
      }
      return HandOverJson.read(reply, ControlSocket.Reply.class);
    } catch (IOException e) {
      throw new IOException("run " + folder.id() + " takes no commands: " + Failures.message(e), e);
    }
  }
}
