package io.quorate.tui;

/**
 * What a piece of text means on the screen. A theme gives each its colours; none relies on colour
 * alone.
 */
public enum Style {
  NORMAL,
  DIM,
  TITLE,
  STRONG,
  BORDER,
  /** A field that can be edited. */
  FIELD,
  /** Where the focus is. */
  FOCUS,
  SELECTED,
  /** A key in a hint. */
  KEY,
  GOOD,
  BUSY,
  WARNING,
  BAD,
  /** The label of a rehearsal. */
  REHEARSAL
}
