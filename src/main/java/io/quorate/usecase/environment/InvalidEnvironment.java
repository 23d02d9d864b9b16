package io.quorate.usecase.environment;

import java.io.Serial;

/** A variable of the environment says what it cannot say: the person's input, as an option is. */
public final class InvalidEnvironment extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1L;

  InvalidEnvironment(String variable, String text, String allowed) {
    super(variable + " is \"" + text + "\"; it has to be " + allowed);
  }
}
