package io.quorate.wizard.journey;

import io.quorate.inventory.Problem;
import io.quorate.wizard.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * Which backup, and what opens it.
 *
 * @param purpose of the page
 * @param more what else is asked there
 * @param meaning of that field
 */
record OpeningPage(String purpose, Field more, Field.Help meaning) implements FieldsPage {

  @Override
  public String title() {
    return "the backup";
  }

  @Override
  public List<Field> fields(Choices choices) {
    List<Field> fields = new ArrayList<>(OpeningFields.fields(choices));
    fields.add(more);
    return fields;
  }

  @Override
  public Field.Help help(Moment at) {
    return help(OpeningFields.FROM);
  }

  @Override
  public Field.Help help(String key) {
    return key.equals(more.key()) ? meaning : OpeningFields.help(key);
  }

  @Override
  public List<Problem> problems(Choices choices) {
    return OpeningFields.problems(choices);
  }
}
