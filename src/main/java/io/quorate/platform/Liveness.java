package io.quorate.platform;

/**
 * Whether a process that runs answers at all, as scripts for {@link
 * io.quorate.plan.Operation.Service}. Any answer will do, also one that complains: a member without
 * a quorum and an API server that is not ready yet must not be restarted for it. So will a refused
 * connection: then it listens where its owner's flags say. What counts is a connection that is
 * taken by the kernel, and nobody speaks.
 */
public final class Liveness {

  /** In seconds; much more than a busy process takes, for an answer that costs nothing to make. */
  private static final int PATIENCE = 10;

  /** curl(1): the time was over. */
  private static final int TIMED_OUT = 28;

  private Liveness() {}

  /** Its certificate is not looked at: this is the node's own loopback. */
  public static String http(String url) {
    return asked(url);
  }

  /** A server behind a socket of the file system, whatever it speaks. */
  public static String socket(String path) {
    return asked("--unix-socket " + path + " http://localhost/");
  }

  private static String asked(String words) {
    return "curl -q -sk --noproxy '*' -o /dev/null -m %d %s || [ $? != %d ]"
        .formatted(PATIENCE, words, TIMED_OUT);
  }
}
