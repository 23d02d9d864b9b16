package io.quorate.wizard.journey;

import io.quorate.inventory.Problem;
import io.quorate.inventory.ansible.GroupWithoutRole;
import io.quorate.plan.Finding;
import io.quorate.wizard.PlanPreview;
import java.util.List;

/** What background work of a {@link JourneyEffect} comes to. */
public sealed interface JourneyReport {

  /**
   * The cluster is open.
   *
   * @param notes what has to be known of it; mostly empty
   */
  record Opened(long ticket, Cluster cluster, List<String> notes) implements JourneyReport {
    public Opened {
      notes = List.copyOf(notes);
    }
  }

  /** It is not; each problem with the field that it concerns. */
  record NotOpened(long ticket, List<Problem> problems) implements JourneyReport {
    public NotOpened {
      problems = List.copyOf(problems);
    }
  }

  /** It is not: which role the groups of its file have is to be said first. */
  record RolesWanted(long ticket, String file, List<GroupWithoutRole> groups)
      implements JourneyReport {
    public RolesWanted {
      groups = List.copyOf(groups);
    }
  }

  /** Work under way asks the person. */
  record Asked(Question question) implements JourneyReport {}

  /** The cluster as it is now. */
  record Seen(Looked looked) implements JourneyReport {}

  /** What the nodes were asked for, in lines. */
  record Answered(long ticket, List<String> lines) implements JourneyReport {
    public Answered {
      lines = List.copyOf(lines);
    }
  }

  /**
   * What would be done.
   *
   * @param words what has to be known before, a sentence each
   * @param findings of the preflight that are not good
   * @param nothing whether all is as it should be already
   * @param consent how the person agrees before it starts
   * @param afterwards what is left once it is done, and what to do next
   */
  record PlanMade(
      long ticket,
      List<String> words,
      List<Finding> findings,
      PlanPreview plan,
      boolean nothing,
      Agreeing consent,
      List<String> afterwards)
      implements JourneyReport {
    public PlanMade {
      words = List.copyOf(words);
      findings = List.copyOf(findings);
      afterwards = List.copyOf(afterwards);
    }
  }

  /**
   * How the person agrees.
   *
   * @param name that has to be typed, since it cannot be undone; empty: yes is enough
   * @param warning sentences before the question
   */
  record Agreeing(String name, List<String> warning) {
    public Agreeing {
      warning = List.copyOf(warning);
    }

    /** Yes is enough. */
    public static Agreeing byYes() {
      return new Agreeing("", List.of());
    }
  }

  /** It would do harm, or could not be worked out or answered; the reason is for the person. */
  record Refused(long ticket, String reason) implements JourneyReport {}

  /** Something has to be agreed to first. */
  record Undecided(long ticket, ReviewPage.Decision decision) implements JourneyReport {}

  /** The run has its own process now. */
  record Started(String folder) implements JourneyReport {}

  /** The run could not be started, or a look not be made. */
  record NotDone(String reason) implements JourneyReport {}
}
