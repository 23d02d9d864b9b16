package io.quorate.usecase.support;

import io.quorate.inventory.secret.SecretNames;
import io.quorate.run.Redaction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values that are secrets by the names before them, as in inventories. */
final class NamedValues {

  /** In quotes, in those of JSON within JSON, or a word. */
  private static final Pattern VALUE =
      Pattern.compile(
          "\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+){0,50}+\"|'[^'\\n]*+'"
              + "|\\\\\"[^\"\\\\\\n]*+\\\\\"|[^\\s\"'\\\\,;&(){}\\[\\]]++");

  /** Between two strings of JSON there is nothing but its punctuation. */
  private static final Pattern NONE = Pattern.compile("[,:{}\\[\\]\\s]*|null|true|false|-");

  private static final Pattern QUOTE = Pattern.compile("\\\\?[\"']");

  private NamedValues() {}

  /**
   * The text without them; quotes stay, so that JSON stays JSON.
   *
   * @param named a name, its first group, and what stands between it and its value
   * @param count is run for each
   */
  static String redacted(String text, Pattern named, Runnable count) {
    Matcher name = named.matcher(text);
    Matcher value = VALUE.matcher(text);
    StringBuilder shown = new StringBuilder();
    int copied = 0;
    while (name.find()) {
      // A value that is none may have others in it.
      if (!SecretNames.before(name.group(1))
          || !value.region(name.end(), text.length()).lookingAt()) {
        continue;
      }
      String found = value.group();
      Matcher quoted = QUOTE.matcher(found);
      String quote = quoted.lookingAt() ? quoted.group() : "";
      String bare = found.substring(quote.length(), found.length() - quote.length());
      if (bare.startsWith(Redaction.SHOWN) || NONE.matcher(bare).matches()) {
        continue;
      }
      count.run();
      shown.append(text, copied, name.end()).append(quote).append(Redaction.SHOWN).append(quote);
      copied = value.end();
      name.region(copied, text.length());
    }
    return copied == 0 ? text : shown.append(text, copied, text.length()).toString();
  }
}
