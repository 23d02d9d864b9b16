package io.quorate.wizard;

import io.quorate.inventory.Problem;
import java.util.List;

/**
 * The fields of a page, with what is typed there.
 *
 * @param <W> the wizard that the page belongs to
 */
public interface Form<W> {

  /** Those that matter with these answers, in their order. */
  List<Field> fields();

  /** The text of a field: as it was typed, else what is used when nothing is typed. */
  String value(String key);

  /** What a field is when nothing is typed. */
  String usual(String key);

  /** Why a field is something else than it usually is; empty where nothing has to be said. */
  default String note(String key) {
    return "";
  }

  Field.Help help(String key);

  /** What the answers come to, in lines; empty where that is not shown. */
  default List<String> picture() {
    return List.of();
  }

  /** What is wrong at one field, to be shown beside it. Quiet before the person was there. */
  List<Problem> problemsAt(String key);

  /** All that is wrong on the page. */
  List<Problem> problems();

  /**
   * Whether the person was there: a field was edited, or the page was to be left. Before, nothing
   * that is missing is wrong yet.
   */
  default boolean isBegun() {
    return true;
  }

  /** Types a field's text. Nothing is refused here: what is wrong is said beside the field. */
  W edit(String key, String text);

  /** Goes back to what is used when nothing is typed. */
  W restore(String key);

  /** A new random value, for a field that can be made anew. */
  W renew(String key);
}
