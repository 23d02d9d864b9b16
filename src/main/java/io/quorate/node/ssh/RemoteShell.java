package io.quorate.node.ssh;

import io.quorate.node.Node.NodeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import net.schmizz.sshj.connection.channel.OpenFailException;

/** Starts things as root on one machine. */
final class RemoteShell {
  private final Endpoint endpoint;
  private final Link link;
  private final Privilege privilege;

  RemoteShell(Endpoint endpoint, Link link, Privilege privilege) {
    this.endpoint = endpoint;
    this.link = link;
    this.privilege = privilege;
  }

  /**
   * Starts commands and feeds them.
   *
   * @param commands see {@link Privilege#invoke}
   * @param input what follows the {@code inputs}
   */
  RemoteProcess start(String commands, RemoteProcess.Input input, String... inputs)
      throws IOException, InterruptedException {
    Privilege.Invocation invocation = privilege.invoke(commands, inputs);
    return link.start(
        invocation.line(),
        out -> {
          out.write(invocation.head());
          input.writeTo(out);
        });
  }

  /** The same for commands that print bytes, and read nothing but the inputs. */
  RemoteBytes bytes(String commands, String... inputs) throws IOException, InterruptedException {
    Privilege.Invocation invocation = privilege.invoke(commands, inputs);
    return link.bytes(invocation.line(), invocation.head());
  }

  /** A shell that reads this program, all of it before anything of it runs. */
  RemoteProcess program(String text) throws IOException, InterruptedException {
    return start("exec sh", out -> write(out, "{\n" + text + "\n} </dev/null\n"));
  }

  static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Runs a program to its end and gives its output. */
  String ask(String text) throws NodeException, InterruptedException {
    try {
      RemoteProcess process = program(text);
      StringBuilder output = new StringBuilder();
      for (String line = process.nextLine(); line != null; line = process.nextLine()) {
        output.append(line).append('\n');
      }
      Integer status = process.exitStatus();
      if (status == null || status != 0) {
        throw new NodeException(endpoint.label() + ": " + (output + process.errors()).strip());
      }
      return output.toString();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  NodeException lost(IOException cause) {
    if (cause instanceof OpenFailException) {
      return new NodeException(
          endpoint.label()
              + ": its SSH server accepts the login and opens no session. Check MaxSessions in its"
              + " sshd_config",
          cause);
    }
    return new NodeException(
        "the connection to "
            + endpoint.label()
            + " was lost: look at the machine's power and its network",
        cause);
  }

  NodeException failure(String message) {
    return new NodeException(endpoint.label() + ": " + message);
  }

  /** The connection is of no use any more; everything that waits for it wakes up. */
  void breakOff() {
    link.close();
  }
}
