package io.quorate.usecase;

import java.util.List;

/**
 * What would be run, and what a person has to know of it.
 *
 * @param notes what has to be known before
 * @param consent what the person does before it starts
 * @param afterwards what is left once it is done, and what to do next
 * @param remains what it cannot do, since nodes are away: it ends with warnings then; mostly empty
 */
public record Proposal(
    PlannedRun run, List<Note> notes, Consent consent, List<String> afterwards, String remains) {

  public Proposal {
    notes = List.copyOf(notes);
    afterwards = List.copyOf(afterwards);
  }

  public static Proposal of(PlannedRun run, Consent consent) {
    return new Proposal(run, List.of(), consent, List.of(), "");
  }

  public Proposal noting(List<Note> known) {
    return new Proposal(run, known, consent, afterwards, remains);
  }

  public Proposal then(List<String> next) {
    return new Proposal(run, notes, consent, next, remains);
  }

  public Proposal leaving(String undone) {
    return new Proposal(run, notes, consent, afterwards, undone);
  }
}
