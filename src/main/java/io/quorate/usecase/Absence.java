package io.quorate.usecase;

import io.quorate.node.Node.NodeException;
import io.quorate.node.ssh.ConnectFailure;

/** What it means that SSH does not get into a node. */
public final class Absence {

  private Absence() {}

  /** Whether a node is simply not there: neither switched on nor, to us, on the network. */
  public static boolean isAbsent(NodeException failure) {
    return failure instanceof ConnectFailure connect
        && !connect.atJumpHost()
        && (failure instanceof ConnectFailure.Unresolved
            || failure instanceof ConnectFailure.Refused
            || failure instanceof ConnectFailure.TimedOut
            || failure instanceof ConnectFailure.Unreachable);
  }

  /** Whether a node is not there, or another machine is in its place, as after a reinstall. */
  public static boolean isGone(NodeException failure) {
    return isAbsent(failure) || failure instanceof ConnectFailure.HostKeyChanged;
  }
}
