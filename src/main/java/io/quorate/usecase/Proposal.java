package io.quorate.usecase;

import io.quorate.inventory.Problem;
import java.util.List;

/**
 * What would be run, and what a person has to know of it.
 *
 * @param problems of the inventory, that do not forbid it
 * @param notes what has to be known before
 * @param consent what the person does before it starts
 * @param afterwards what is left once it is done, and what to do next
 * @param remains what it cannot do, since nodes are away: it ends with warnings then; mostly empty
 */
public record Proposal(
    PlannedRun run,
    List<Problem> problems,
    List<Note> notes,
    Consent consent,
    List<String> afterwards,
    String remains) {

  public Proposal {
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
    afterwards = List.copyOf(afterwards);
  }

  static Proposal of(PlannedRun run, Consent consent) {
    return new Proposal(run, List.of(), List.of(), consent, List.of(), "");
  }

  Proposal noting(List<Note> known) {
    return new Proposal(run, problems, known, consent, afterwards, remains);
  }

  Proposal with(List<Problem> bearable) {
    return new Proposal(run, bearable, notes, consent, afterwards, remains);
  }

  Proposal then(List<String> next) {
    return new Proposal(run, problems, notes, consent, next, remains);
  }

  Proposal leaving(String undone) {
    return new Proposal(run, problems, notes, consent, afterwards, undone);
  }
}
