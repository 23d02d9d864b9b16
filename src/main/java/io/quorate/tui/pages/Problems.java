package io.quorate.tui.pages;

import io.quorate.wizard.InstallWizard;
import io.quorate.wizard.Page;
import java.util.List;

/** A page's problems as lines above its keys, once the person has come across them. */
final class Problems {

  private Problems() {}

  static List<String> of(Screen<InstallWizard> screen, Page page) {
    InstallWizard wizard = screen.wizard();
    return wizard.shownProblems(page).stream()
        .filter(p -> p.isError())
        .map(p -> p.what() + " " + p.remedy())
        .toList();
  }
}
