package io.quorate.usecase;

/** Which Quorate this is. */
public final class Release {

  /** As it is shown, and written into what it leaves behind. */
  public static final String VERSION = "0.1.0";

  private Release() {}
}
