package io.quorate.run;

import io.quorate.plan.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts {@link Secret#SHOWN} in place of secrets. A secret is found as it is, line by line (lines of
 * 8 characters or more, without PEM's public first and last), in base64, quoted for a shell or
 * JSON, and URL-encoded. Immutable.
 */
public final class Redaction {
  public static final String SHOWN = Secret.SHOWN;

  /** Shorter parts of a secret occur by chance. */
  private static final int PART = 8;

  /** The widths at which base64 programs wrap: coreutils' and PEM's. */
  private static final int[] WRAPS = {76, 64};

  /** Long fragments by their first eight characters, so that a line is walked once. */
  private final Map<Long, List<String>> byStart = new HashMap<>();

  /** Fragments shorter than that, longest first. */
  private final List<String> brief;

  public Redaction(Collection<Secret> secrets) {
    Set<String> fragments = new LinkedHashSet<>();
    secrets.forEach(s -> addForms(s.reveal(), fragments));
    Comparator<String> longestFirst = Comparator.comparingInt(String::length).reversed();
    brief = fragments.stream().filter(f -> f.length() < PART).sorted(longestFirst).toList();
    fragments.stream()
        .filter(f -> f.length() >= PART)
        .sorted(longestFirst)
        .forEach(f -> byStart.computeIfAbsent(start(f), k -> new ArrayList<>()).add(f));
  }

  public static Redaction none() {
    return new Redaction(List.of());
  }

  private static void addForms(String secret, Set<String> fragments) {
    if (secret.isBlank()) {
      return;
    }
    fragments.add(secret);
    fragments.add(secret.strip());
    if (secret.strip().contains("\n")) {
      addLines(secret, fragments);
    } else {
      String text = secret.strip();
      fragments.add(text.replace("'", "'\\''"));
      fragments.add(text.replace("\\", "\\\\").replace("\"", "\\\""));
      fragments.add(URLEncoder.encode(text, StandardCharsets.UTF_8));
    }
    if (secret.length() >= PART) {
      addBase64(secret, fragments);
      addBase64(secret.strip(), fragments);
    }
  }

  private static void addLines(String secret, Set<String> fragments) {
    secret
        .lines()
        .map(String::strip)
        .filter(l -> l.length() >= PART && !l.startsWith("-----"))
        .forEach(fragments::add);
    fragments.add(secret.strip().replace("\n", "\\n"));
  }

  /** Whatever stands before it shifts base64 by 0, 1 or 2 bytes; the ends depend on neighbours. */
  private static void addBase64(String secret, Set<String> fragments) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[bytes.length + shift];
      System.arraycopy(bytes, 0, shifted, shift, bytes.length);
      String code = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      int from = shift == 0 ? 0 : shift + 1;
      int to = shifted.length % 3 == 0 ? code.length() : code.length() - 1;
      if (to - from >= PART) {
        fragments.add(code.substring(from, to));
      }
    }
    String code = Base64.getEncoder().encodeToString(bytes);
    for (int width : WRAPS) {
      for (int from = 0; code.length() > width && from + PART <= code.length(); from += width) {
        fragments.add(code.substring(from, Math.min(code.length(), from + width)));
      }
    }
  }

  private static long start(String text) {
    long key = 0;
    for (int i = 0; i < PART; i++) {
      key = key << 8 | text.charAt(i) & 0xff;
    }
    return key;
  }

  /** The text without secrets. */
  public String redact(String text) {
    String shown = byStart.isEmpty() || text.length() < PART ? text : redactLong(text);
    for (String fragment : brief) {
      shown = shown.replace(fragment, SHOWN);
    }
    return shown;
  }

  private String redactLong(String text) {
    StringBuilder shown = null;
    int copied = 0;
    long key = 0;
    for (int i = 0; i < text.length(); i++) {
      key = key << 8 | text.charAt(i) & 0xff;
      int from = i - PART + 1;
      if (from < copied) {
        continue;
      }
      List<String> candidates = byStart.get(key);
      if (candidates == null) {
        continue;
      }
      for (String fragment : candidates) {
        if (text.startsWith(fragment, from)) {
          shown = shown == null ? new StringBuilder() : shown;
          shown.append(text, copied, from).append(SHOWN);
          copied = from + fragment.length();
          break;
        }
      }
    }
    return shown == null ? text : shown.append(text, copied, text.length()).toString();
  }

  /** The same list where there is nothing secret in it: many events may share one. */
  private List<String> redact(List<String> texts) {
    List<String> shown = texts.stream().map(this::redact).toList();
    return shown.equals(texts) ? texts : shown;
  }

  /** The event with all free text redacted; ids and names of nodes and steps stay. */
  public RunEvent redact(RunEvent event) {
    return switch (event) {
      case RunEvent.RunStarted e ->
          new RunEvent.RunStarted(
              e.at(),
              e.run(),
              e.journey(),
              e.cluster(),
              e.rehearsal(),
              e.nodes(),
              e.steps().stream().map(this::redact).toList(),
              e.gates());
      case RunEvent.Output e -> new RunEvent.Output(e.at(), e.step(), e.node(), redact(e.line()));
      case RunEvent.OperationFinished e ->
          new RunEvent.OperationFinished(
              e.at(), e.step(), e.node(), e.operation(), e.outcome(), redact(e.detail()));
      case RunEvent.StepFinished e ->
          e.failure() == null
              ? e
              : new RunEvent.StepFinished(
                  e.at(), e.step(), e.node(), e.result(), e.millis(), redact(e.failure()));
      case RunEvent.NodeLost e -> new RunEvent.NodeLost(e.at(), e.node(), redact(e.reason()));
      case RunEvent.CommandReceived e ->
          new RunEvent.CommandReceived(e.at(), redact(e.command()), redact(e.by()));
      case RunEvent.RunFinished e ->
          new RunEvent.RunFinished(e.at(), e.result(), redact(e.message()));
      case RunEvent.Checking e -> e;
      case RunEvent.StepStarted e -> e;
      case RunEvent.OperationStarted e -> e;
      case RunEvent.Progress e -> e;
      case RunEvent.StepRetrying e -> e;
      case RunEvent.StepReopened e -> e;
      case RunEvent.NodeBack e -> e;
    };
  }

  private RunEvent.StepInfo redact(RunEvent.StepInfo step) {
    return new RunEvent.StepInfo(
        step.id(),
        step.node(),
        step.phase(),
        redact(step.title()),
        redact(step.operations()),
        step.after(),
        step.ifStopped());
  }

  private RunEvent.Failure redact(RunEvent.Failure failure) {
    return new RunEvent.Failure(
        failure.kind(),
        redact(failure.doing()),
        redact(failure.operation()),
        failure.exitCode(),
        redact(failure.message()),
        redact(failure.lastLines()),
        redact(failure.changes()),
        redact(failure.cluster()),
        redact(failure.cause()),
        redact(failure.remedy()),
        failure.next().stream().map(this::redact).toList());
  }

  private Changes redact(Changes changes) {
    return new Changes(
        redact(changes.step()),
        redact(changes.node()),
        changes.steps(),
        changes.nodes(),
        changes.open());
  }

  private ClusterNow redact(ClusterNow now) {
    return new ClusterNow(now.quorum(), redact(now.found()), now.serving(), now.masters());
  }

  private NextMove redact(NextMove next) {
    return new NextMove(next.kind(), redact(next.command()), redact(next.why()));
  }
}
