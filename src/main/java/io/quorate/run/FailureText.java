package io.quorate.run;

import io.quorate.plan.Fault;
import io.quorate.run.RunEvent.Failure;
import java.util.ArrayList;
import java.util.List;

/**
 * A failure in words, the same on every screen, in lines and in reports; they choose only how much
 * of it they have room for. What programs printed is not made printable here.
 */
public final class FailureText {

  private final Failure failure;

  /**
   * @param label what the text is about
   */
  public record Part(Label label, String text) {
    /** {@code label: text}. */
    public String line() {
      return label.text() + ": " + text;
    }
  }

  /** What a part of a failure is about, in the order of telling. */
  public enum Label {
    WHILE("while"),
    ENDED("it ended with"),
    CAUSE("likely cause"),
    REMEDY("what to do"),
    CLUSTER("the cluster now"),
    CHANGED("changed so far"),
    NEXT("type");

    private final String text;

    Label(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  public FailureText(Failure failure) {
    this.failure = failure;
  }

  /** All of it but what was printed; empty parts are left out. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    add(parts, Label.WHILE, failure.doing());
    add(parts, Label.ENDED, ended());
    add(parts, Label.CAUSE, failure.cause());
    add(parts, Label.REMEDY, failure.remedy());
    add(parts, Label.CLUSTER, String.join("; ", failure.cluster().words()));
    add(parts, Label.CHANGED, String.join("; ", failure.changes().words()));
    failure.next().forEach(n -> add(parts, Label.NEXT, n.words()));
    return parts;
  }

  private static void add(List<Part> parts, Label label, String text) {
    if (!text.isBlank()) {
      parts.add(new Part(label, text));
    }
  }

  /** How it ended, with the last line that was printed where the exit code is all else. */
  public String said() {
    String ended = ended();
    if (!ended.equals(Fault.ending(failure.exitCode()))) {
      return ended;
    }
    String last =
        failure.lastLines().reversed().stream()
            .filter(l -> !l.isBlank())
            .findFirst()
            .orElse("it printed nothing");
    return ended.isEmpty() ? last : ended + ": " + last;
  }

  /** What a failure means: how the cluster is, what is changed, and what to type. */
  public List<Part> meaning() {
    return parts().stream().filter(p -> p.label().compareTo(Label.CLUSTER) >= 0).toList();
  }

  /** How it ended: the exit code, the signal or the time, and what was said of it. */
  public String ended() {
    String code = Fault.ending(failure.exitCode());
    String message = failure.message();
    if (code.isEmpty() || message.startsWith(code)) {
      return message;
    }
    return message.isBlank() ? code : message + " (" + code + ")";
  }
}
