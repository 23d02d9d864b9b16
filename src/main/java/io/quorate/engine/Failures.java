package io.quorate.engine;

import io.quorate.plan.Fault;
import io.quorate.plan.Operation;
import io.quorate.run.Doctor;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says why a step failed, with the cause and the next move where they are known. */
final class Failures {

  private final Doctor doctor;

  Failures(Doctor doctor) {
    this.doctor = doctor;
  }

  RunEvent.Failure explain(Operation operation, Fault fault, List<String> lastLines) {
    return explain(operation.doing(), operation.title(), fault, lastLines);
  }

  RunEvent.Failure explain(String doing, String operation, Fault fault, List<String> lastLines) {
    Doctor.Explanation why = doctor.explain(fault.reason(), lastLines);
    return RunEvent.Failure.of(fault, doing, operation, lastLines, why.cause(), why.remedy());
  }

  /** What an exception says; its kind when it says nothing. */
  static String message(Throwable problem) {
    @Nullable String text = problem.getMessage();
    return text == null || text.isBlank() ? problem.getClass().getSimpleName() : text;
  }

  /** The stack trace for the log, without secrets. */
  static String trace(Throwable problem, Redaction redaction) {
    StringWriter text = new StringWriter();
    problem.printStackTrace(new PrintWriter(text, true));
    return redaction.redact(text.toString());
  }
}
