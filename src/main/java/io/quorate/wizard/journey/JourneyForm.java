package io.quorate.wizard.journey;

import io.quorate.inventory.Problem;
import io.quorate.wizard.Field;
import io.quorate.wizard.Form;
import java.util.ArrayList;
import java.util.List;

/** A journey's page of fields. */
record JourneyForm(JourneyWizard wizard, FieldsPage page) implements Form<JourneyWizard> {

  @Override
  public List<Field> fields() {
    return page.fields(wizard.choices());
  }

  @Override
  public String value(String key) {
    String typed = wizard.choices().text(key);
    return typed.isEmpty() ? page.usual(key) : typed;
  }

  @Override
  public String usual(String key) {
    return page.usual(key);
  }

  @Override
  public Field.Help help(String key) {
    return page.help(key);
  }

  @Override
  public List<Problem> problemsAt(String key) {
    return wizard.isInsisted() || wizard.touched().contains(key)
        ? problems().stream().filter(p -> p.field().equals(key)).toList()
        : List.of();
  }

  @Override
  public List<Problem> problems() {
    List<Problem> all = new ArrayList<>(wizard.problems(page));
    all.addAll(wizard.refused());
    return all;
  }

  @Override
  public boolean isBegun() {
    return wizard.isInsisted()
        || fields().stream().map(Field::key).anyMatch(wizard.touched()::contains);
  }

  @Override
  public JourneyWizard edit(String key, String text) {
    return wizard.chosen(key, text);
  }

  @Override
  public JourneyWizard restore(String key) {
    return wizard.chosen(key, "");
  }

  /** No field of a journey can be made anew. */
  @Override
  public JourneyWizard renew(String key) {
    return wizard;
  }
}
