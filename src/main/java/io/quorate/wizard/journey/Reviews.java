package io.quorate.wizard.journey;

import io.quorate.wizard.Field;

/** What reviews have in common. */
final class Reviews {

  private Reviews() {}

  static Field.Help help(String example, String source) {
    return new Field.Help(
        "What would be done, worked out from what the nodes have now, node by node or by phase; a"
            + " line under a node is done there. Nothing is changed before you go on and a second"
            + " question is answered.",
        example,
        source);
  }
}
