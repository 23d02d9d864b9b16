package io.quorate.wizard.journey;

import io.quorate.wizard.Field;

/** A page of a journey: what stands on it and what it means, for the screen and for lines. */
public sealed interface JourneyPage
    permits AnswerPage, FieldsPage, NodesPage, PicturePage, ReviewPage {

  /** A few words. */
  String title();

  /** What the page is for, in one sentence. */
  String purpose();

  /** What F1 and {@code ?} say of the page. */
  Field.Help help(Moment at);
}
