package io.quorate.plan;

/** Whether operations only report what they would do, or do it. */
public enum Mode {
  CHECK,
  APPLY
}
