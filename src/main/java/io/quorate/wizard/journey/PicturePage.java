package io.quorate.wizard.journey;

import io.quorate.inventory.Problem;
import io.quorate.wizard.Field;
import java.util.List;

/**
 * What a look at the cluster comes to, in lines, looked at again and again; on most such pages
 * something is asked that goes by it.
 */
public non-sealed interface PicturePage extends JourneyPage {

  /** What is seen, and what the answers would come to. */
  List<String> picture(Moment at, Looked looked);

  /** What is asked, as far as it matters with these answers, in its order. */
  default List<Field> fields(Moment at, Looked looked) {
    return List.of();
  }

  /** What a field is when nothing is typed. */
  default String usual(Moment at, Looked looked, String key) {
    return "";
  }

  /** What F1 says of a field. */
  default Field.Help help(Moment at, String key) {
    return help(at);
  }

  /**
   * What keeps the person from going on, or has to be known, each with its field's key; empty keys
   * concern the page as a whole.
   */
  List<Problem> problems(Moment at, Looked looked);
}
