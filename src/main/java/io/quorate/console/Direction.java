package io.quorate.console;

/** Where the conversation goes after a page. */
enum Direction {
  ON,
  BACK
}
