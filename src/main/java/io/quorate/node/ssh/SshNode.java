package io.quorate.node.ssh;

import io.quorate.node.Node;
import io.quorate.node.NodeFile;
import io.quorate.node.ProbeAnswer;
import io.quorate.node.ProbeProgram;
import io.quorate.plan.Fault;
import io.quorate.plan.Frames;
import io.quorate.plan.Mode;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Upload;
import io.quorate.plan.Outcome;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A machine behind an SSH connection. Made by {@link SshConnector}. When the connection is lost,
 * every call throws {@link Node.NodeException}, and a new one has to be made.
 */
public final class SshNode implements Node {
  private final Endpoint endpoint;
  private final Link link;
  private final RemoteShell shell;
  private final ProgramRun programs;
  private final Uploads uploads;
  private final String runFolder;
  private volatile @Nullable RunLock runLock;

  /**
   * @param runFolder where the locks are on the machine; gone after a boot
   */
  SshNode(Endpoint endpoint, Link link, Privilege privilege, String runFolder) {
    this.endpoint = endpoint;
    this.link = link;
    this.shell = new RemoteShell(endpoint, link, privilege);
    this.programs = new ProgramRun(shell, runFolder + "/quorate-program.lock");
    this.uploads = new Uploads(shell);
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
      RemoteProcess process = shell.program(ProbeProgram.of(request));
      try {
        for (String line = process.nextLine(); line != null; line = process.nextLine()) {
          answer.accept(line, sent, System.currentTimeMillis());
        }
      } catch (InterruptedException e) {
        process.end();
        throw e;
      }
      if (!answer.complete()) {
        throw shell.failure("the look at the machine " + process.ending(""));
      }
    } catch (IOException e) {
      throw shell.lost(e);
    }
    return answer.facts();
  }

  @Override
  public void execute(List<Operation> operations, Mode mode, Listener listener)
      throws NodeException, InterruptedException {
    if (mode == Mode.CHECK) {
      programs.run(operations, mode, new Forward(listener));
      return;
    }
    RunLock lock = runLock;
    if (lock != null && lock.lost()) {
      throw shell.failure(
          "the connection broke off, and the run lock with it: look at the machine's power and"
              + " its network");
    }
    if (send(operations, listener)) {
      apply(operations, listener);
    }
  }

  @Override
  public void fetch(List<String> paths, NodeFile.Taker taker)
      throws NodeException, IOException, InterruptedException {
    new Fetching(shell).fetch(paths, taker);
  }

  /** A program that an earlier connection of this run left behind may be ended, others may not. */
  private void apply(List<Operation> operations, Listener listener)
      throws NodeException, InterruptedException {
    Forward forward = new Forward(listener);
    try {
      programs.run(operations, Mode.APPLY, forward);
    } catch (ProgramRun.Busy busy) {
      if (runLock == null) {
        throw busy;
      }
      programs.kill(busy.group());
      programs.run(operations, Mode.APPLY, forward);
    }
  }

  /** Sends the files that are not there yet; false when one could not be had or put there. */
  private boolean send(List<Operation> operations, Listener listener)
      throws NodeException, InterruptedException {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      if (operations.get(i) instanceof Upload) {
        places.add(i);
      }
    }
    if (places.isEmpty()) {
      return true;
    }
    Missing missing = new Missing(places::get);
    programs.run(places.stream().map(operations::get).toList(), Mode.CHECK, missing);
    for (int place : missing.places) {
      if (operations.get(place) instanceof Upload upload
          && !uploads.send(upload, place, listener)) {
        return false;
      }
    }
    return true;
  }

  /** Waits for nobody: a lock that is held is refused at once. */
  @Override
  public AutoCloseable lock(String holder)
      throws NodeException, LockHeldException, InterruptedException {
    RunLock lock = RunLock.take(shell, name(), runFolder + "/quorate.lock", holder, RunLock.TOKEN);
    runLock = lock;
    return () -> {
      runLock = null;
      lock.release();
    };
  }

  @Override
  public void close() {
    link.close();
  }

  /** Passes on what a program says. */
  private static final class Forward implements Frames.Listener {
    private final Listener listener;

    Forward(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void started(int operation) {
      listener.started(operation);
    }

    @Override
    public void output(int operation, String line) {
      listener.output(operation, line);
    }

    @Override
    public void progress(int operation, long done, long total) {
      listener.progress(operation, done, total);
    }

    @Override
    public void diff(int operation, String line) {
      listener.diff(operation, line);
    }

    @Override
    public void finished(int operation, Outcome outcome, String detail) {
      listener.finished(operation, outcome, detail);
    }

    @Override
    public void failed(int operation, Fault fault) {
      listener.failed(operation, fault);
    }
  }

  /** Remembers which uploads a check would change; the step's own program tells the rest. */
  private static final class Missing implements Frames.Listener {
    final List<Integer> places = new ArrayList<>();
    private final IntUnaryOperator place;

    Missing(IntUnaryOperator place) {
      this.place = place;
    }

    @Override
    public void started(int operation) {}

    @Override
    public void output(int operation, String line) {}

    @Override
    public void progress(int operation, long done, long total) {}

    @Override
    public void diff(int operation, String line) {}

    @Override
    public void finished(int operation, Outcome outcome, String detail) {
      if (outcome == Outcome.CHANGED) {
        places.add(place.applyAsInt(operation));
      }
    }
  }
}
