package io.quorate.wizard.journey;

import io.quorate.inventory.Inventory;
import io.quorate.plan.Finding;
import io.quorate.usecase.Survey;
import io.quorate.usecase.UseCase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What would be done, worked out from what the nodes have now; then it is agreed to, or not. */
public non-sealed interface ReviewPage extends JourneyPage {

  /**
   * What has to be agreed to before a plan is made.
   *
   * @param text a sentence or a few
   * @param question for lines, to be answered with yes
   * @param no what it means not to agree, on a button
   * @param yes what it means to agree, on a button
   * @param agreed the choices of those who agree
   */
  record Decision(
      String title, String text, String question, String no, String yes, Choices agreed) {}

  @Override
  default String title() {
    return "the plan";
  }

  @Override
  default String purpose() {
    return "What would be done; nothing is changed before you say so.";
  }

  /** What is asked for. */
  UseCase useCase(Cluster cluster, Choices choices);

  /** The cluster with those that join: whom it needs to reach. */
  default Inventory reached(Cluster cluster, Choices choices) {
    return cluster.inventory();
  }

  /** Null: nothing has to be agreed to. */
  default @Nullable Decision decision(Cluster cluster, Choices choices, Survey survey) {
    return null;
  }

  /** Words of its own that the command to resume the run has to say again. */
  default List<String> again(Choices choices) {
    return List.of();
  }

  /** The field in which it was asked for what a finding refuses; empty: in none. */
  default String asking(Choices choices, Finding refused) {
    return "";
  }

  /** The last question, such as "Remove node-1 now?". */
  String question(Moment at);

  /** The answer that agrees, such as "Remove". */
  String yes();
}
