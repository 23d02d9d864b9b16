package io.quorate.tui;

/** A fault of this program ended the screen; it was shown and logged, the terminal is restored. */
public final class ScreenFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ScreenFailure(Throwable cause) {
    super("the screen ended by a fault of this program: " + cause.getMessage(), cause);
  }
}
