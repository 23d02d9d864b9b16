package io.quorate.usecase;

import io.quorate.backup.ArchiveRefused;
import io.quorate.inventory.Inventory;
import io.quorate.node.Node;
import io.quorate.node.NodeFile;
import io.quorate.plan.ClusterChange.BringSnapshot;
import io.quorate.plan.Fault;
import io.quorate.plan.FileFailure;
import io.quorate.plan.Mode;
import io.quorate.plan.Operation;
import io.quorate.plan.Operation.Script;
import io.quorate.plan.Outcome;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node whose snapshot comes home in the middle of a run: the operation that says that it waits is
 * done only when it is here.
 */
final class BringingNode implements Node {

  private final Node node;
  private final NodeConnector reach;
  private final BackupHome home;
  private final Inventory inventory;

  BringingNode(Node node, NodeConnector reach, BackupHome home, Inventory inventory) {
    this.node = node;
    this.reach = reach;
    this.home = home;
    this.inventory = inventory;
  }

  @Override
  public String name() {
    return node.name();
  }

  @Override
  public NodeFacts probe(ProbeRequest request) throws NodeException, InterruptedException {
    return node.probe(request);
  }

  @Override
  public void execute(List<Operation> operations, Mode mode, Listener listener)
      throws NodeException, InterruptedException {
    int last = operations.size() - 1;
    boolean brings =
        mode == Mode.APPLY
            && last >= 0
            && operations.get(last) instanceof Script script
            && script.change() instanceof BringSnapshot;
    if (!brings) {
      node.execute(operations, mode, listener);
      return;
    }
    Waiting waiting = new Waiting(listener, last);
    node.execute(operations, mode, waiting);
    if (waiting.isReady()) {
      bring(last, listener);
    }
  }

  private void bring(int operation, Listener listener) throws NodeException, InterruptedException {
    String words;
    try {
      words =
          home.write(reach, inventory, (done, total) -> listener.progress(operation, done, total));
    } catch (ArchiveRefused e) {
      listener.failed(operation, Fault.of(Fault.Kind.REFUSED, e.found()));
      return;
    } catch (IOException e) {
      listener.failed(operation, Fault.of(Fault.Kind.REFUSED, FileFailure.words(e)));
      return;
    }
    listener.finished(operation, Outcome.CHANGED, words);
  }

  @Override
  public void fetch(List<String> paths, NodeFile.Taker taker)
      throws NodeException, IOException, InterruptedException {
    node.fetch(paths, taker);
  }

  @Override
  public AutoCloseable lock(String holder)
      throws NodeException, LockHeldException, InterruptedException {
    return node.lock(holder);
  }

  @Override
  public void close() {
    node.close();
  }

  /** Passes on what is heard, but not yet that the last operation went well. */
  private static final class Waiting implements Listener {
    private final Listener listener;
    private final int last;
    private @Nullable Outcome ready;

    Waiting(Listener listener, int last) {
      this.listener = listener;
      this.last = last;
    }

    boolean isReady() {
      return ready != null;
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
    public boolean wantsDiffs() {
      return listener.wantsDiffs();
    }

    @Override
    public void diff(int operation, String line) {
      listener.diff(operation, line);
    }

    @Override
    public void finished(int operation, Outcome outcome, String detail) {
      if (operation == last && outcome != Outcome.FAILED) {
        ready = outcome;
      } else {
        listener.finished(operation, outcome, detail);
      }
    }

    @Override
    public void failed(int operation, Fault fault) {
      listener.failed(operation, fault);
    }
  }
}
