package io.quorate.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quorate.engine.Engine.CommandResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands for a run from its owner: a Unix socket beside the journal, JSON lines. A request
 * is {@code {"command":"retry","step":"etcd@node-1","by":"ada@laptop"}}; commands are retry, skip,
 * stop and status.
 */
final class ControlSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);

  /**
   * @param step only of retry and skip
   * @param by who asks
   */
  record Request(String command, @Nullable String step, @Nullable String by) {}

  /**
   * @param status only the answer to status
   */
  record Reply(boolean ok, String message, Engine.@Nullable Status status) {}

  private final RunFolder folder;
  private final Engine engine;
  private final ServerSocketChannel server;

  ControlSocket(RunFolder folder, Engine engine) throws IOException {
    this.folder = folder;
    this.engine = engine;
    Files.deleteIfExists(folder.socket());
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    SocketPath.on(folder.socket(), server::bind);
    Files.setPosixFilePermissions(folder.socket(), PosixFilePermissions.fromString("rw-------"));
  }

  void listen() {
    Thread.ofVirtual().name("control").start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofVirtual().name("control-client").start(() -> serve(client));
      }
    } catch (ClosedChannelException closed) {
      LOG.debug("no more commands");
    } catch (IOException e) {
      LOG.warn("commands cannot be taken any more", e);
    }
  }

  private void serve(SocketChannel client) {
    try (client;
        BufferedReader in = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
        Writer out = Channels.newWriter(client, StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write(HandOverJson.write(answer(line)) + "\n");
        out.flush();
      }
    } catch (IOException e) {
      LOG.debug("a client went away", e);
    }
  }

  private Reply answer(String line) {
    try {
      return answer(HandOverJson.read(line, Request.class));
    } catch (JsonProcessingException e) {
      return new Reply(false, "no request: " + e.getOriginalMessage(), null);
    }
  }

  private Reply answer(Request request) {
    String by = request.by() == null ? "somebody" : request.by();
    String step = request.step() == null ? "" : request.step();
    return switch (request.command()) {
      case "retry" -> reply(engine.retry(step, by));
      case "skip" -> reply(engine.leaveOut(step, by));
      case "stop" -> reply(engine.stop(by));
      case "status" -> new Reply(true, "", engine.status());
      case null, default -> new Reply(false, "commands are retry, skip, stop, status", null);
    };
  }

  private static Reply reply(CommandResult result) {
    return new Reply(result.ok(), result.message(), null);
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(folder.socket());
  }
}
