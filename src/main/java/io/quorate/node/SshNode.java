package io.quorate.node;

import io.quorate.facts.NodeFacts;
import io.quorate.facts.ProbeRequest;
import io.quorate.plan.Mode;
import io.quorate.plan.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A machine behind an SSH connection. Made by {@link SshConnector}. */
public final class SshNode implements Node {
  private final Endpoint endpoint;
  private final Link link;
  private final Privilege privilege;
  private final String runFolder;

  SshNode(Endpoint endpoint, Link link, Privilege privilege, String runFolder) {
    this.endpoint = endpoint;
    this.link = link;
    this.privilege = privilege;
    this.runFolder = runFolder;
  }

  @Override
  public String name() {
    return endpoint.name();
  }

  /** Whether the connection still stands, as far as is known here. */
  public boolean isConnected() {
    return link.isUp();
  }

  @Override
  public NodeFacts probe(ProbeRequest request) throws NodeException, InterruptedException {
    ProbeAnswer answer = new ProbeAnswer(name(), request);
    long sent = System.currentTimeMillis();
    try {
      RemoteProcess process = start(ProbeProgram.of(request));
      for (String line = process.nextLine(); line != null; line = process.nextLine()) {
        answer.accept(line, sent, System.currentTimeMillis());
      }
      if (!answer.complete()) {
        throw new NodeException(
            name() + ": the look at the machine ended early. " + process.errors());
      }
    } catch (IOException e) {
      throw lost(e);
    }
    return answer.facts();
  }

  private RemoteProcess start(String program) throws IOException, InterruptedException {
    Privilege.Invocation shell = privilege.shell();
    return link.start(
        shell.line(),
        out -> {
          out.write(shell.head());
          // In braces all is read before anything runs, so that no command reads the program.
          out.write(("{\n" + program + "\n} </dev/null\n").getBytes(StandardCharsets.UTF_8));
        });
  }

  private NodeException lost(IOException cause) {
    return new NodeException("the connection to " + endpoint.label() + " was lost", cause);
  }

  @Override
  public void execute(List<Operation> operations, Mode mode, Listener listener)
      throws NodeException, InterruptedException {
    throw new NodeException(name() + ": programs are not sent yet" + runFolder);
  }

  @Override
  public AutoCloseable lock(String holder)
      throws NodeException, LockHeldException, InterruptedException {
    throw new NodeException(name() + ": no lock yet");
  }

  @Override
  public void close() {
    link.close();
  }
}
