package io.quorate.tui.pages;

import io.quorate.tui.widget.Dialog;
import java.util.Set;

/** What lies over a page and takes its keys. */
sealed interface Overlay {

  /** Text to read: help, or details. */
  record Reading(String title, String text, int scroll) implements Overlay {}

  /** A question with a few answers. */
  record Asking(Question question, Dialog dialog) implements Overlay {}

  /** What is asked. */
  enum Question {
    /** Leave the wizard? */
    LEAVE,
    /** Change the nodes? */
    INSTALL
  }

  /**
   * Unknown host keys, for one decision over all.
   *
   * @param declined tickets of the hosts whose key is not agreed to
   * @param row the host the focus is on
   * @param button 0: the list has the focus; 1: accept; 2: later
   * @param goingOn whether the person was on the way to the next page
   */
  record Keys(Set<Long> declined, int row, int button, boolean goingOn) implements Overlay {
    public Keys {
      declined = Set.copyOf(declined);
    }
  }
}
