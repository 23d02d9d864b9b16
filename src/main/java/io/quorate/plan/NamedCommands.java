package io.quorate.plan;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands that our sentences tell a person to type, such as {@code `quorate remove node-1`}: with
 * the words that name the cluster they can be pasted as they stand.
 */
public final class NamedCommands {

  /** Commands about one cluster, whose inventory is not named yet. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "`(quorate (?:install|add|remove|upgrade|rescue|repair-network|status|destroy|certificates|cis)\\b(?![^`]* -i )"
              + "[^`]*)`");

  private NamedCommands() {}

  /**
   * The sentence, with these words at the end of its commands.
   *
   * @param naming the words by which commands name the inventory, such as -i and home.yaml; none
   *     leaves the sentence as it is
   */
  public static String in(String sentence, List<String> naming) {
    if (naming.isEmpty()) {
      return sentence;
    }
    return COMMAND
        .matcher(sentence)
        .replaceAll(
            found -> {
              boolean simulates = !found.group(1).startsWith("quorate status");
              List<String> words =
                  naming.stream().filter(w -> simulates || !w.equals("--rehearse")).toList();
              return Matcher.quoteReplacement(
                  "`" + found.group(1) + " " + new ShellCommand(words) + "`");
            });
  }
}
