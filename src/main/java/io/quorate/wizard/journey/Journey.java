package io.quorate.wizard.journey;

import java.util.List;

/**
 * A journey on a cluster that is there. It brings its pages; all else, from opening the cluster to
 * the run's start, is the same for all and done by {@link JourneyWizard}.
 *
 * @param name of the command that does the same, such as {@code rescue}
 * @param title in the menu, such as "Remove nodes"
 * @param detail what else is to be known in the menu, a few words
 * @param help what happens when it is chosen, in a few sentences
 * @param pages one after the other; the last is the review, where something is to be run
 */
public record Journey(
    String name, String title, String detail, String help, List<JourneyPage> pages) {
  public Journey {
    pages = List.copyOf(pages);
  }
}
