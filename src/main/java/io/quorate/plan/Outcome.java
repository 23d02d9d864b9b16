package io.quorate.plan;

/** What became of one operation. */
public enum Outcome {
  /** It was already as wanted. */
  UNCHANGED,
  /** It was brought to what is wanted; in a check: it would be. */
  CHANGED,
  /** A check of the finished cluster does not hold; the run goes on. */
  WARNED,
  /** It could not be done. */
  FAILED
}
