package io.quorate.console;

import io.quorate.inventory.Problem;
import io.quorate.wizard.Form;
import java.util.List;

/**
 * A page of fields in a conversation.
 *
 * @param <W> the wizard that the page belongs to
 */
interface FormTalk<W> {

  LineTerminal talk();

  Form<W> form();

  void take(W wizard);

  /** Says what is wrong with the page; whether it may be left. */
  default boolean mayLeave() {
    List<Problem> problems = form().problems();
    problems.forEach(this::say);
    return problems.stream().noneMatch(Problem::isError);
  }

  default void say(Problem problem) {
    talk()
        .say(
            (problem.isError() ? "error: " : "warning: ")
                + problem.what()
                + " "
                + problem.remedy());
  }
}
