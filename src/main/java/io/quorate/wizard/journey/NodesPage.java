package io.quorate.wizard.journey;

import java.time.Instant;
import java.util.List;

/**
 * The nodes as they are now, looked at again and again; on most such pages some are chosen, or new
 * ones are typed.
 */
public non-sealed interface NodesPage extends JourneyPage {

  /** How many may be chosen. */
  enum Pick {
    NONE,
    ONE,
    MANY
  }

  /**
   * Something that is on or off.
   *
   * @param letter the key that turns it over
   * @param key of its choice
   * @param label a few words
   * @param on what it means, as a sentence that is said in lines
   * @param off what it means that it is not so
   */
  record Switch(char letter, String key, String label, String on, String off) {}

  /** The key of those that are chosen. */
  String KEY = "nodes";

  /** The key of what is typed. */
  String TYPED = "hosts";

  Pick pick();

  /** What is typed below the nodes; empty: nothing is. */
  default String typed() {
    return "";
  }

  /** How those that are chosen are asked for in lines, such as "Nodes to remove". */
  default String asks() {
    return "";
  }

  default List<Switch> switches() {
    return List.of();
  }

  /** The nodes that are shown. Nobody is, before the first look. */
  default List<NodeRow> rows(Moment at, Instant now) {
    Looked looked = at.looked();
    return looked == null ? List.of() : NodeRow.of(looked.live(), now);
  }

  /** The names of {@link #rows}, in their order. */
  default List<String> names(Moment at) {
    Looked looked = at.looked();
    return looked == null ? List.of() : NodeRow.names(looked.live());
  }

  /** What the guard says of the choice, after a look. */
  Judgement judge(Moment at, Looked looked);
}
