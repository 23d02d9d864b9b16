package io.quorate.console;

import java.util.List;

/** What a look at the cluster comes to, and what is asked that goes by it. */
final class PictureQuestions {

  private static final List<String> WORDS = List.of("look", "?", "back");

  private final JourneyTalk at;

  PictureQuestions(JourneyTalk at) {
    this.at = at;
  }

  Direction ask() throws InterruptedException {
    boolean seen = at.look();
    if (!at.form().fields().isEmpty()) {
      return new FormQuestions<>(at).askAll();
    }
    if (seen) {
      at.form().picture().forEach(at.talk()::say);
      at.mayLeave();
    }
    while (true) {
      String answer =
          at.talk()
              .ask("Enter to go on, look to ask all nodes again, ? for help, back: ", WORDS)
              .strip();
      switch (answer) {
        case "back" -> {
          return Direction.BACK;
        }
        case "look" -> {
          if (at.look()) {
            at.form().picture().forEach(at.talk()::say);
            at.mayLeave();
          }
        }
        case "?" -> at.help();
        case "" -> {
          if (at.wizard().looked() == null) {
            at.talk().say("error: the nodes were not asked yet.");
          } else if (at.mayLeave()) {
            return Direction.ON;
          }
        }
        default -> at.talk().say("error: " + answer + " is not understood.");
      }
    }
  }
}
