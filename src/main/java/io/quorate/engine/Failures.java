package io.quorate.engine;

import io.quorate.run.Doctor;
import io.quorate.run.Redaction;
import io.quorate.run.RunEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says why a step failed, with the cause and the next move where they are known. */
final class Failures {
  private static final Pattern EXIT_CODE =
      Pattern.compile("\\bexit(?:ed with)?(?: code| status)? (\\d{1,3})\\b");

  private final Doctor doctor;

  Failures(Doctor doctor) {
    this.doctor = doctor;
  }

  RunEvent.Failure explain(String operation, String message, List<String> lastLines) {
    Doctor.Explanation why = doctor.explain(message, lastLines);
    return new RunEvent.Failure(
        operation, exitCode(message), message, lastLines, why.cause(), why.remedy());
  }

  private static int exitCode(String message) {
    Matcher matcher = EXIT_CODE.matcher(message);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
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
