package io.quorate.usecase.support;

import io.quorate.plan.Secret;
import io.quorate.run.Redaction;
import java.util.Collection;

/**
 * Takes secrets out of texts: those that are known, by the register of logs and journals, and what
 * looks like one.
 */
final class Cleaning {

  /** What the known ones are called among what was taken out. */
  static final String KNOWN = "secrets of the inventory, of logins and of the nodes";

  /** And those that nobody wrote in the first place. */
  static final String BEFORE = "secrets that logs and journals had redacted already";

  private final Redaction known;

  Cleaning(Collection<Secret> secrets) {
    known = new Redaction(secrets);
  }

  /** The text without them; what is taken out is counted. */
  String clean(String text, Counts counts) {
    String shown = known.redact(text);
    counts.add(KNOWN, marks(shown) - marks(text));
    for (SecretShape shape : SecretShape.values()) {
      shown = shape.redacted(shown, counts);
    }
    return shown;
  }

  /** How many secrets are not in a text any more. */
  static int marks(String text) {
    int marks = 0;
    for (int at = text.indexOf(Redaction.SHOWN);
        at >= 0;
        at = text.indexOf(Redaction.SHOWN, at + Redaction.SHOWN.length())) {
      marks++;
    }
    return marks;
  }
}
