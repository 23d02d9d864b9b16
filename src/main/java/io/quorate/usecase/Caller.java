package io.quorate.usecase;

import java.util.List;
import java.util.function.Consumer;

/**
 * Who asks for something.
 *
 * @param naming the words by which the same person's next command gets at the same cluster, such as
 *     -i and home.yaml
 * @param progress is told what takes its time
 */
public record Caller(List<String> naming, Consumer<String> progress) {

  public Caller {
    naming = List.copyOf(naming);
  }

  /** One who is told nothing meanwhile. */
  public static Caller quiet(List<String> naming) {
    return new Caller(naming, words -> {});
  }
}
