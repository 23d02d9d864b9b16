package io.quorate.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Texts that a journal has had, so that what many nodes say is written once. Whoever writes and
 * whoever reads number them alike, by the order in which they came.
 */
final class JournalTexts {

  /** A number is no shorter than a text like this. */
  private static final int SHORTEST = 6;

  private static final int LONGEST = 256;

  /** What all nodes say comes early; more would be memory for nothing. */
  private static final int MOST = 16_384;

  private final Map<String, Integer> places = new HashMap<>();
  private final List<String> texts = new ArrayList<>();

  /** Where the text stands; null when this is the first time, or it is not kept. */
  @Nullable Integer place(String text) {
    Integer place = places.get(text);
    if (place == null && isKept(text)) {
      places.put(text, places.size());
    }
    return place;
  }

  private boolean isKept(String text) {
    return text.length() >= SHORTEST && text.length() <= LONGEST && places.size() < MOST;
  }

  /** A text that was read as it is. */
  String take(String text) {
    if (isKept(text) && places.putIfAbsent(text, places.size()) == null) {
      texts.add(text);
    }
    return text;
  }

  /**
   * @throws IllegalArgumentException when there was none with that number
   */
  String at(long place) {
    if (place < 0 || place >= texts.size()) {
      throw new IllegalArgumentException("no event: it speaks of a text that is not there");
    }
    return texts.get((int) place);
  }
}
