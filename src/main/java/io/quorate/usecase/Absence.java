package io.quorate.usecase;

import io.quorate.node.Node.NodeException;
import io.quorate.node.ssh.ConnectFailure;
import io.quorate.node.ssh.ConnectFailure.NoWayThrough;

/** What it means that SSH does not get into a node. */
public final class Absence {

  private Absence() {}

  /**
   * Whether a node is simply not there: neither switched on nor, to us or to the jump host before
   * it, on the network.
   */
  public static boolean isAbsent(NodeException failure) {
    return failure instanceof NoWayThrough way
        ? way.nodeIsSilent()
        : failure instanceof ConnectFailure connect && !connect.atJumpHost() && isSilent(connect);
  }

  private static boolean isSilent(ConnectFailure failure) {
    return failure instanceof ConnectFailure.Unresolved
        || failure instanceof ConnectFailure.Refused
        || failure instanceof ConnectFailure.TimedOut
        || failure instanceof ConnectFailure.Unreachable;
  }

  /** Whether a node is not there, or another machine is in its place, as after a reinstall. */
  public static boolean isGone(NodeException failure) {
    return isAbsent(failure) || failure instanceof ConnectFailure.HostKeyChanged;
  }

  /**
   * Whether a node is gone, or there is no way to it now: whoever only looks does so at the others,
   * which may be behind other jump hosts.
   */
  public static boolean isOutOfReach(NodeException failure) {
    return isGone(failure)
        || failure instanceof NoWayThrough
        || failure instanceof ConnectFailure connect && isSilent(connect);
  }
}
