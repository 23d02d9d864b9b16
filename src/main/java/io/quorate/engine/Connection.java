package io.quorate.engine;

import io.quorate.node.Node;
import io.quorate.node.Node.LockHeldException;
import io.quorate.node.Node.NodeException;
import io.quorate.run.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to one node: connects when first asked, takes the run lock, and finds back after a loss.
 * Used by one thread at a time.
 */
final class Connection implements AutoCloseable {
  private static final int LONGEST_PAUSE = 8;
  private static final Duration LOCK_PAUSE = Duration.ofMillis(250);

  private final String name;
  private final Connector connector;
  private final Settings settings;
  private final Pause pause;
  private final Consumer<RunEvent> events;
  private @Nullable Node node;
  private volatile boolean lost;
  private boolean givenUp;

  /** A wait that a stop of the run ends early. */
  interface Pause {
    /** Returns whether the run is being stopped. */
    boolean forDuration(Duration length) throws InterruptedException;
  }

  Connection(
      String name, Connector connector, Settings settings, Pause pause, Consumer<RunEvent> events) {
    this.name = name;
    this.connector = connector;
    this.settings = settings;
    this.pause = pause;
    this.events = events;
  }

  /** Whether the node cannot be reached just now. */
  boolean isLost() {
    return lost;
  }

  String name() {
    return name;
  }

  /** Connects for the first time; the lock of a run that is just going is waited for. */
  void open() throws NodeException, LockHeldException, InterruptedException {
    Instant until = Instant.now().plus(settings.lockWithin());
    while (true) {
      try {
        connect();
        return;
      } catch (LockHeldException e) {
        if (Instant.now().isAfter(until) || pause.forDuration(LOCK_PAUSE)) {
          throw e;
        }
      }
    }
  }

  /** The node, connected by one try where it is not. */
  Node node() throws NodeException, InterruptedException {
    try {
      return connect();
    } catch (LockHeldException e) {
      throw new NodeException(Failures.message(e), e);
    }
  }

  private Node connect() throws NodeException, LockHeldException, InterruptedException {
    if (node != null) {
      return node;
    }
    Node fresh = connector.connect(name);
    if (settings.lockHolder() != null) {
      lock(fresh, settings.lockHolder());
    }
    node = fresh;
    givenUp = false;
    if (lost) {
      lost = false;
      events.accept(new RunEvent.NodeBack(Instant.now(), name));
    }
    return fresh;
  }

  private static void lock(Node fresh, String holder)
      throws NodeException, LockHeldException, InterruptedException {
    boolean locked = false;
    try {
      fresh.lock(holder);
      locked = true;
    } finally {
      if (!locked) {
        fresh.close();
      }
    }
  }

  /** Says that the node cannot be reached and lets go of what is left of the connection. */
  void lose(NodeException why) {
    close();
    if (!lost) {
      lost = true;
      events.accept(new RunEvent.NodeLost(Instant.now(), name, Failures.message(why)));
    }
  }

  /**
   * Tries to reach the node again until the patience ends or the run is stopped. A node that was
   * given up gets no second wait.
   *
   * @return null when it is back, else why not
   */
  @Nullable NodeException regain(NodeException why) throws InterruptedException {
    lose(why);
    Instant until = Instant.now().plus(settings.reconnectWithin());
    Duration wait = settings.reconnectPause();
    NodeException last = why;
    while (!givenUp) {
      if (pause.forDuration(wait)) {
        return last;
      }
      try {
        node();
        return null;
      } catch (NodeException e) {
        last = e;
        givenUp = Instant.now().isAfter(until);
        Duration longest = settings.reconnectPause().multipliedBy(LONGEST_PAUSE);
        wait = wait.multipliedBy(2).compareTo(longest) > 0 ? longest : wait.multipliedBy(2);
      }
    }
    return last;
  }

  @Override
  public void close() {
    if (node != null) {
      node.close();
      node = null;
    }
  }
}
