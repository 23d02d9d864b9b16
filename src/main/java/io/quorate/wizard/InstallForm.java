package io.quorate.wizard;

import io.quorate.inventory.Problem;
import java.util.List;

/** A page of the install as a form. */
record InstallForm(InstallWizard wizard) implements Form<InstallWizard> {

  @Override
  public List<Field> fields() {
    return wizard.fields(wizard.page());
  }

  @Override
  public String value(String key) {
    return wizard.value(key);
  }

  @Override
  public String usual(String key) {
    return wizard.usual(key);
  }

  @Override
  public String note(String key) {
    return wizard.note(key);
  }

  @Override
  public Field.Help help(String key) {
    return wizard.help(key);
  }

  @Override
  public List<Problem> problemsAt(String key) {
    return wizard.problemsAt(key);
  }

  @Override
  public List<Problem> problems() {
    return wizard.problems(wizard.page());
  }

  @Override
  public InstallWizard edit(String key, String text) {
    return wizard.edit(key, text);
  }

  @Override
  public InstallWizard restore(String key) {
    return wizard.restore(key);
  }

  @Override
  public InstallWizard renew(String key) {
    return wizard.regenerateToken();
  }
}
