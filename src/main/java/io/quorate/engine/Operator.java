package io.quorate.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The person at this machine, as others read of them. */
public final class Operator {
  private Operator() {}

  /** Such as {@code ada@laptop}. */
  public static String name() {
    return System.getProperty("user.name") + "@" + host();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException itsOwnNameDoesNotResolve) {
      return "localhost";
    }
  }
}
