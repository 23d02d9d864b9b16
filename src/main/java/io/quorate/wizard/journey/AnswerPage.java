package io.quorate.wizard.journey;

import io.quorate.usecase.Inquiry;

/**
 * What the nodes were asked for, in lines, once they have answered: the last page of a journey that
 * runs nothing.
 */
public non-sealed interface AnswerPage extends JourneyPage {

  /** What is done until the answer is there, such as "asking all nodes". */
  String doing();

  /** What is asked. */
  Inquiry inquiry(Choices choices);

  /**
   * Whether it is worth asking although none of the nodes answers, or some do not let the person
   * in.
   */
  default boolean bearsSilence() {
    return false;
  }

  /** Whether it can be asked again and again; else each answer leaves something behind. */
  default boolean repeats() {
    return true;
  }
}
