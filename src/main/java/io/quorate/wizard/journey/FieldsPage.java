package io.quorate.wizard.journey;

import io.quorate.inventory.Problem;
import io.quorate.wizard.Field;
import java.util.List;

/** A page of fields. */
public non-sealed interface FieldsPage extends JourneyPage {

  /** Those that matter with these answers, in their order. */
  List<Field> fields(Choices choices);

  /** What a field is when nothing is typed. */
  default String usual(String key) {
    return "";
  }

  Field.Help help(String key);

  /** What is wrong with the answers, each with its field's key. */
  List<Problem> problems(Choices choices);

  /** The same where the cluster's inventory has a say. */
  default List<Problem> problems(Moment at) {
    return problems(at.choices());
  }
}
