package io.quorate.wizard;

import java.util.List;
import java.util.stream.Stream;

/** A transition of the wizard that also asks for background work. */
public record Turn(InstallWizard wizard, List<WizardEffect> effects) {

  public Turn {
    effects = List.copyOf(effects);
  }

  /** The same, with work that is done first. */
  Turn after(List<WizardEffect> before) {
    return new Turn(wizard, Stream.concat(before.stream(), effects.stream()).toList());
  }

  static Turn of(InstallWizard wizard, WizardEffect... effects) {
    return new Turn(wizard, List.of(effects));
  }
}
