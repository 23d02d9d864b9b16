package io.quorate.wizard;

import java.util.List;

/** A transition of the wizard that also asks for background work. */
public record Turn(InstallWizard wizard, List<WizardEffect> effects) {

  public Turn {
    effects = List.copyOf(effects);
  }

  static Turn of(InstallWizard wizard, WizardEffect... effects) {
    return new Turn(wizard, List.of(effects));
  }
}
