package io.quorate.node;

import io.quorate.plan.Fault;
import io.quorate.plan.Mode;
import io.quorate.plan.Operation;
import io.quorate.plan.Outcome;
import io.quorate.plan.facts.NodeFacts;
import io.quorate.plan.facts.ProbeRequest;
import java.io.IOException;
import java.util.List;

/**
 * A machine that can be asked and told. Calls block; an interrupt ends what runs on the node and
 * throws {@link InterruptedException}. One call of {@link #execute} at a time.
 */
public interface Node extends AutoCloseable {

  String name();

  /** Looks at the machine; changes nothing. */
  NodeFacts probe(ProbeRequest request) throws NodeException, InterruptedException;

  /**
   * Runs operations in one round trip. The first that fails ends them. In {@link Mode#CHECK}
   * nothing is changed, and all are looked at. {@link Operation.Upload}s are sent first where they
   * are needed.
   *
   * @throws NodeException when the node could not be asked to the end; what became of the rest is
   *     unknown
   */
  void execute(List<Operation> operations, Mode mode, Listener listener)
      throws NodeException, InterruptedException;

  /**
   * Reads files, as root, and changes nothing. They come one after the other, in the order of the
   * paths.
   *
   * @param paths absolute, of files and of folders, with all files below them; what is not there is
   *     left out
   * @throws NodeException when they could not be read to the end
   * @throws IOException of the taker
   */
  void fetch(List<String> paths, NodeFile.Taker taker)
      throws NodeException, IOException, InterruptedException;

  /**
   * Takes the run lock of this machine. It is held by the connection and goes with it, so nobody
   * has to clean up after a run that died.
   *
   * @param holder who takes it, shown to whom it is refused
   * @throws LockHeldException when another run has it
   */
  AutoCloseable lock(String holder) throws NodeException, LockHeldException, InterruptedException;

  @Override
  void close();

  /** Hears of the operations as they happen, on the thread that called {@link Node#execute}. */
  interface Listener {
    void started(int operation);

    /** A line of output, without its end, as it came: neither redacted nor made printable. */
    void output(int operation, String line);

    /** Bytes so far and in all; {@code total} is -1 when unknown. */
    void progress(int operation, long done, long total);

    /** Whether {@link #diff} is of any use. */
    default boolean wantsDiffs() {
      return true;
    }

    /** A line of what would change, in {@link Mode#CHECK}. */
    void diff(int operation, String line);

    /**
     * @param detail evidence of a check, or the reason of a failure; may be empty
     */
    void finished(int operation, Outcome outcome, String detail);

    /** It failed; whoever does not tell failures apart hears of it as finished. */
    default void failed(int operation, Fault fault) {
      finished(operation, Outcome.FAILED, fault.words());
    }
  }

  /** The node cannot be reached, or the way to it broke. */
  class NodeException extends Exception {
    private static final long serialVersionUID = 1L;

    public NodeException(String message) {
      super(message);
    }

    public NodeException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Another run holds the machine's lock. */
  class LockHeldException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String holder;

    public LockHeldException(String node, String holder) {
      super(node + " is being changed by " + holder);
      this.holder = holder;
    }

    public String holder() {
      return holder;
    }
  }
}
