package io.quorate.tui;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the screen's thread: keys, which are served at once, and reports, which may wait
 * for the next frame. Reporters that are faster than the screen are slowed down, keys never are.
 */
final class Mailbox {

  /** Reports that may wait before reporters are held up. */
  static final int CAPACITY = 1 << 15;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final ArrayDeque<Message> urgent = new ArrayDeque<>();
  private final ArrayDeque<Message> reports = new ArrayDeque<>();

  void urgent(Message message) {
    lock.lock();
    try {
      urgent.add(message);
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Blocks while too many wait already. */
  void report(Message message) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (reports.size() >= CAPACITY) {
        drained.await();
      }
      reports.add(message);
      if (reports.size() == 1) {
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a key, or until a frame is due and there are reports, or until the tick; takes all
   * there is, keys first.
   *
   * @param frameAt when reports are worth a frame, in {@link System#nanoTime}
   * @param tickAt when to return even with nothing
   */
  Delivery await(long frameAt, long tickAt) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (urgent.isEmpty()) {
        long now = System.nanoTime();
        long until = reports.isEmpty() || tickAt - frameAt < 0 ? tickAt : frameAt;
        if (until - now <= 0) {
          break;
        }
        arrived.awaitNanos(until - now);
      }
      boolean keys = !urgent.isEmpty();
      List<Message> messages = new ArrayList<>(urgent.size() + reports.size());
      messages.addAll(urgent);
      messages.addAll(reports);
      urgent.clear();
      reports.clear();
      drained.signalAll();
      return new Delivery(messages, keys);
    } finally {
      lock.unlock();
    }
  }

  /**
   * @param urgent whether there is a key among them, so that they are shown at once
   */
  record Delivery(List<Message> messages, boolean urgent) {}
}
