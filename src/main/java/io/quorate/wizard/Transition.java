package io.quorate.wizard;

import java.util.List;
import java.util.stream.Stream;

/** A transition of the wizard that also asks for background work. */
public record Transition(InstallWizard wizard, List<WizardEffect> effects) {

  public Transition {
    effects = List.copyOf(effects);
  }

  /** The same, with work that is done first. */
  Transition after(List<WizardEffect> before) {
    return new Transition(wizard, Stream.concat(before.stream(), effects.stream()).toList());
  }

  static Transition of(InstallWizard wizard, WizardEffect... effects) {
    return new Transition(wizard, List.of(effects));
  }
}
