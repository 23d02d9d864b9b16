package io.quorate.tui.panes;

import io.quorate.run.StepState;
import io.quorate.run.StepStatus;
import io.quorate.tui.KeyPress;
import io.quorate.tui.Program.Update;
import io.quorate.tui.panes.DashboardModel.Question;
import io.quorate.tui.panes.DashboardModel.Topic;
import io.quorate.tui.widget.ButtonRow;
import io.quorate.tui.widget.Dialog;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What is asked before something happens that cannot be taken back. */
final class Questions {

  static final Question LEAVE =
      new Question(
          Topic.LEAVE,
          Dialog.of(
              "Leave the screen",
              "The run goes on without this screen; `quorate attach` shows it again. Stopping it lets the running steps end first.",
              "Leave, keep running",
              "Stop the run",
              "Stay"));

  private static final String STOPPED =
      "The running steps come to their end, nothing more is begun. The same command, given again, goes on from there.";

  private Questions() {}

  /**
   * @param failed the step that a person looks at, where one failed
   */
  static Question stop(Optional<StepState> failed) {
    String then = failed.map(s -> s.info().ifStopped()).orElse("");
    return new Question(
        Topic.STOP,
        careful("Stop the run", (STOPPED + " " + then).strip(), "Stop", "Keep running"));
  }

  static Question skip(StepState step) {
    String stays = step.info().ifStopped();
    if (!stays.isEmpty()) {
      return new Question(
          Topic.STOP,
          careful(
              "It cannot be left out",
              StepState.NEEDED + " If it is stopped: " + stays,
              "Stop",
              "Keep running"));
    }
    return new Question(
        Topic.SKIP,
        careful(
            "Leave it out",
            step.info().title()
                + " stays undone on "
                + step.info().node()
                + ", and what waits for it goes on.",
            "Leave it out",
            "Cancel"),
        step.id());
  }

  /** The last answer is selected, which does no harm. */
  private static Dialog careful(String title, String text, String... answers) {
    ButtonRow buttons = new ButtonRow(List.of(answers), answers.length - 1);
    return new Dialog(title, text, buttons, buttons.selected());
  }

  static Update<DashboardModel, RunCommand> answer(
      DashboardModel model, Question question, KeyPress key) {
    OptionalInt answer = question.dialog().answer(key);
    if (answer.isEmpty()) {
      Dialog moved = question.dialog().handle(key);
      return Update.of(moved == question.dialog() ? model : model.ask(question.with(moved)));
    }
    return answered(model, question, answer.getAsInt());
  }

  static Update<DashboardModel, RunCommand> clicked(
      DashboardModel model, Question question, int x, int y) {
    OptionalInt answer = question.dialog().answerAt(x, y, model.width(), model.height());
    return answer.isEmpty() ? Update.of(model) : answered(model, question, answer.getAsInt());
  }

  private static Update<DashboardModel, RunCommand> answered(
      DashboardModel model, Question question, int answer) {
    DashboardModel closed = model.ask(null);
    return switch (question.topic()) {
      case LEAVE ->
          switch (answer) {
            case 0 -> new Update<>(closed.leave(), List.of(new RunCommand.Detach()));
            case 1 -> new Update<>(closed, List.of(new RunCommand.Stop()));
            default -> Update.of(closed);
          };
      case STOP ->
          answer == 0 ? new Update<>(closed, List.of(new RunCommand.Stop())) : Update.of(closed);
      case SKIP ->
          answer == 0 ? new Update<>(closed, skipFailed(model, question)) : Update.of(closed);
    };
  }

  /** Nothing when it was retried, or left out by someone else, while the question was open. */
  private static List<RunCommand> skipFailed(DashboardModel model, Question question) {
    Optional<String> step = Optional.ofNullable(question.step());
    return step.filter(id -> model.run().step(id).status() == StepStatus.FAILED)
        .<List<RunCommand>>map(id -> List.of(new RunCommand.Skip(id)))
        .orElse(List.of());
  }
}
