package io.quorate.tui.pages;

import io.quorate.tui.Busy;
import io.quorate.wizard.WizardEffect;
import java.util.List;

/** The wizard's background work, as its pages say it while it goes on. */
final class WorkInWords {

  private WorkInWords() {}

  static Busy began(Busy busy, List<WizardEffect> effects) {
    Busy now = busy;
    for (WizardEffect effect : effects) {
      now = now.began(effect, words(effect), stops(effect));
    }
    return now;
  }

  private static String words(WizardEffect effect) {
    return switch (effect) {
      case WizardEffect.CheckHosts work ->
          work.hosts().size() == 1
              ? "trying " + work.hosts().getFirst().host().name()
              : "trying " + work.hosts().size() + " hosts";
      case WizardEffect.AcceptHostKeys _ -> "keeping the keys, and trying their hosts";
      case WizardEffect.MakePlan _ -> "working out the plan";
      case WizardEffect.RunPreflight _ -> "looking at the nodes";
      case WizardEffect.SaveAnswers _, WizardEffect.ForgetAnswers _ -> "keeping the answers";
      case WizardEffect.LookAtFile work -> "looking for " + work.path();
      case WizardEffect.WriteInventory work -> "writing " + work.path();
      case WizardEffect.StartRun _ -> "starting the run";
    };
  }

  /** The answers are kept whatever a person cancels. */
  private static boolean stops(WizardEffect effect) {
    return switch (effect) {
      case WizardEffect.SaveAnswers _, WizardEffect.ForgetAnswers _ -> false;
      case WizardEffect.CheckHosts _,
          WizardEffect.AcceptHostKeys _,
          WizardEffect.MakePlan _,
          WizardEffect.RunPreflight _,
          WizardEffect.LookAtFile _,
          WizardEffect.WriteInventory _,
          WizardEffect.StartRun _ ->
          true;
    };
  }
}
