package io.quorate.tui.pages;

import io.quorate.wizard.Guided;

/**
 * What the pages of a wizard look like.
 *
 * @param <W> the wizard
 */
@FunctionalInterface
interface Pages<W extends Guided<W>> {

  /** The page that the person is on. */
  PageView<W> of(W wizard);

  /** Where a report leads on the screen: to a question, for instance. */
  default Screen<W> told(Screen<W> before, Screen<W> after) {
    return after;
  }
}
