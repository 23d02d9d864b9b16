package io.quorate.wizard.journey;

import io.quorate.usecase.BenchmarkLines;
import io.quorate.usecase.BenchmarkLook;
import io.quorate.usecase.Inquiry;
import io.quorate.wizard.Field;
import java.util.List;

/** A cluster beside the CIS Kubernetes Benchmark. */
public final class CisJourney {

  public static final Journey JOURNEY =
      new Journey(
          "cis",
          "Compare with the CIS benchmark",
          "line by line, as its nodes are",
          "Asks the nodes for the modes and owners of their files, the flags of what runs and the"
              + " kubelet's settings, and one master for the cluster's objects; shows each line of the"
              + " CIS Kubernetes Benchmark as held, not held, left on purpose with the reason, or"
              + " yours to judge. Nothing is changed. Example: before an audit.",
          List.of(new Table()));

  private CisJourney() {}

  private record Table() implements AnswerPage {

    @Override
    public String title() {
      return "the benchmark";
    }

    @Override
    public String purpose() {
      return "Each line of the benchmark, by what the nodes are and run.";
    }

    @Override
    public String doing() {
      return "asking all nodes";
    }

    @Override
    public Inquiry inquiry(Choices choices) {
      return session -> BenchmarkLines.of(BenchmarkLook.of(session), false);
    }

    @Override
    public Field.Help help(Moment at) {
      return new Field.Help(
          "First how many lines are held, and what to do about those that are not; then each line,"
              + " part by part, with what was found where it is not held. \"left\" means that Quorate"
              + " leaves it for the reason below it; \"judge\", that a person has to decide.",
          "quorate cis -v tells what was found on which node for every line",
          "CIS Kubernetes Benchmark 1.12");
    }
  }
}
