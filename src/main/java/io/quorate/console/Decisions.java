package io.quorate.console;

import io.quorate.run.RunEvent;
import io.quorate.run.RunEvent.Failure;
import io.quorate.run.RunEvent.StepResult;
import io.quorate.run.RunState;
import io.quorate.run.StepState;
import io.quorate.run.StepStatus;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks what becomes of steps that failed, one after the other, while the run's process waits. Feed
 * it the run's events in their order; other steps go on while a person thinks. Confined to one
 * thread.
 */
public final class Decisions {

  /** The way to the run. What it refuses it says in a sentence; an empty one means done. */
  public interface Control {

    /** The steps that wait for a decision now; none when the run does not wait for any. */
    List<String> open() throws IOException;

    String retry(String step) throws IOException;

    String leaveOut(String step) throws IOException;

    /** Ends the run after the running steps. */
    String stop() throws IOException;

    /** Shows all that a node printed. */
    void showLog(String node) throws IOException, InterruptedException;
  }

  /** How often a run that does not answer is asked again. */
  private static final int TRIES = 3;

  private static final List<String> WORDS = List.of("retry", "leave out", "stop", "log", "?");
  private static final List<String> NEEDED = List.of("retry", "stop", "log", "?");

  private final LineTerminal talk;
  private final Control control;
  private final RunState run = new RunState(1);
  private final Set<String> settled = new HashSet<>();
  private int failures;

  public Decisions(LineTerminal talk, Control control) {
    this.talk = talk;
    this.control = control;
  }

  public void hear(RunEvent event) {
    run.apply(event);
    if (event instanceof RunEvent.StepFinished finished && finished.result() == StepResult.FAILED) {
      settled.remove(finished.step());
    }
  }

  /** Whether a step failed that nobody has decided on, as far as the events went. */
  public boolean due() {
    return next().isPresent();
  }

  private Optional<StepState> next() {
    return run.finished() != null || run.stopping()
        ? Optional.empty()
        : run.steps().stream()
            .filter(s -> s.status() == StepStatus.FAILED && !settled.contains(s.id()))
            .findFirst();
  }

  /**
   * Asks about the first of them. Somebody else may have decided meanwhile: the run knows.
   *
   * @throws Prompts.Interrupted when the person leaves; the run stays as it is
   */
  public void ask() throws InterruptedException {
    Optional<StepState> next = next();
    if (next.isEmpty()) {
      return;
    }
    StepState step = next.get();
    try {
      if (control.open().contains(step.id())) {
        ask(step);
      }
      settled.add(step.id());
    } catch (IOException e) {
      talk.say("error: " + e.getMessage());
      if (++failures >= TRIES) {
        settled.add(step.id());
        talk.say("The run waits; quorate attach --plain asks again.");
      }
    }
  }

  private void ask(StepState step) throws IOException, InterruptedException {
    String node = step.info().node();
    talk.say("");
    talk.say(step.info().title() + " failed on " + node + ". What now?");
    Failure failure = step.failure();
    if (failure != null && !failure.remedy().isBlank()) {
      talk.say("Likely: " + failure.cause() + " " + failure.remedy());
    }
    String stays = step.info().ifStopped();
    if (!stays.isEmpty()) {
      talk.say("If it is stopped here: " + stays);
    }
    List<String> words = stays.isEmpty() ? WORDS : NEEDED;
    String prompt =
        String.join(", ", words.subList(0, words.size() - 1)) + ", or ? for what these do: ";
    while (true) {
      String answer = talk.ask(prompt, words).strip();
      switch (answer) {
        case "retry", "r" -> {
          tell(control.retry(step.id()), "It is tried again.");
          return;
        }
        case "leave out", "s" -> {
          if (!stays.isEmpty()) {
            talk.say(StepState.NEEDED);
          } else if (talk.confirm(
              step.info().title()
                  + " stays undone on "
                  + node
                  + ", and what waits for it goes on. Leave it out?")) {
            tell(control.leaveOut(step.id()), "It is left out.");
            return;
          }
        }
        case "stop", "x" -> {
          if (talk.confirm("End the run after the running steps?")) {
            tell(control.stop(), "Stopping: the running steps come to their end.");
            return;
          }
        }
        case "log", "l" -> showLog(node);
        case "?" -> explain(stays);
        case "" -> {
          // A pressed Enter decides nothing.
        }
        default -> talk.say("error: " + answer + " is not understood.");
      }
    }
  }

  /** A log that cannot be shown decides nothing. */
  private void showLog(String node) throws InterruptedException {
    try {
      control.showLog(node);
    } catch (IOException e) {
      talk.say("error: " + e.getMessage());
    }
  }

  private void tell(String refused, String done) {
    talk.say(refused.isEmpty() ? done : "Refused: " + refused + ".");
  }

  /**
   * @param stays what is there if the run is stopped; empty where the step can be left out
   */
  private void explain(String stays) {
    talk.say("retry (r): the step is tried again, best when its cause is fixed.");
    if (stays.isEmpty()) {
      talk.say("leave out (s): it stays undone, and what waits for it goes on.");
    }
    talk.say("stop (x): nothing more is begun; the same command goes on from there.");
    talk.say("log (l): all that the node printed.");
    talk.say("Ctrl-C leaves; the run waits, and quorate attach --plain asks again.");
  }
}
