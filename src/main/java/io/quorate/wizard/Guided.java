package io.quorate.wizard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wizard as a shell knows it, on the screen or in lines: an immutable value that stands on one of
 * its pages. Every transition gives a new value; what has to be done outside comes along as {@link
 * Effect}s, and what came of that is told to it again.
 *
 * @param <W> the wizard itself
 */
public interface Guided<W extends Guided<W>> {

  /** What tells the page from the others; equal for the same page. */
  Object place();

  /** The page's title, a few words. */
  String title();

  /** Counted from 1. */
  int step();

  int steps();

  /** What the page is for, in one sentence. */
  String purpose();

  /** The background work that it begins with. */
  Transition<W> woken();

  /** One page on; refused while this page has errors, which then show beside their fields. */
  Transition<W> next();

  /** One page back; the same wizard where that is not possible. */
  W back();

  /** Whether the way back leads out of the wizard. */
  boolean leavesByBack();

  /** Whether the answers are being worked with, so that none is changed meanwhile. */
  default boolean isWaiting() {
    return false;
  }

  /** What it means to leave now, in a sentence or two. */
  String leaving();

  /** What could not be done beside the way, until the person goes on; mostly empty. */
  String notice();

  /** Takes in what the background reports; what is out of date changes nothing. */
  Transition<W> told(Object report);

  /** How it ends by that report; null: it goes on. */
  @Nullable Exit exit(Object report);

  /** A person no longer waits for this work. What still comes of it is out of date. */
  W cancelled(Effect work);

  /** Cancelled work has come to its end: it may have been too far to be stopped. */
  W over(Effect work);

  /** Looks at the nodes again, where what is on the page may have changed meanwhile. */
  default Transition<W> lookedAgain() {
    return new Transition<>(self(), List.of());
  }

  /** Whether this page is looked at again from time to time. */
  default boolean looksAgain() {
    return false;
  }

  /** Whether a look has come to its end by that report. */
  default boolean isLook(Object report) {
    return false;
  }

  /**
   * What is kept of the answers for a later start.
   *
   * @param before the wizard before the transition
   * @param exit how it ends by this transition; null: it goes on
   */
  default List<Effect> keeping(W before, @Nullable Exit exit) {
    return List.of();
  }

  W self();
}
