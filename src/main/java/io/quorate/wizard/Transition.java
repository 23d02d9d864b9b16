package io.quorate.wizard;

import java.util.List;
import java.util.stream.Stream;

/**
 * The next state of a wizard, and the background work that it asks for.
 *
 * @param <W> the wizard
 */
public record Transition<W>(W wizard, List<Effect> effects) {

  public Transition {
    effects = List.copyOf(effects);
  }

  /** The same, with work that is done first. */
  Transition<W> after(List<Effect> before) {
    return new Transition<>(wizard, Stream.concat(before.stream(), effects.stream()).toList());
  }

  public static <W> Transition<W> of(W wizard, Effect... effects) {
    return new Transition<>(wizard, List.of(effects));
  }
}
