package io.quorate.wizard;

/** What trying to reach a host has shown. */
public sealed interface HostCheck {

  /** Nobody has tried it. */
  record Untried() implements HostCheck {}

  /** It is being tried. */
  record Checking() implements HostCheck {}

  /**
   * It answered and let us in.
   *
   * @param os os-release's PRETTY_NAME
   * @param arch amd64, arm64, or what uname -m says
   * @param memoryMiB memory in MiB
   * @param note what is special about it, such as being a container; may be empty
   */
  record Reachable(String os, String arch, int cpus, long memoryMiB, String note)
      implements HostCheck {}

  /**
   * It was not reached, or did not let us in.
   *
   * @param message why, and what to do
   */
  record Failed(String message) implements HostCheck {}

  /**
   * It was never met before: a person has to compare the fingerprint.
   *
   * @param type such as ssh-ed25519; with the jump host's name when that is what was not met before
   * @param fingerprint as OpenSSH prints it: {@code SHA256:} and 43 characters of base 64
   */
  record KeyUnknown(String type, String fingerprint) implements HostCheck {}

  /**
   * It shows another key than the known one: reinstalled, or somebody in between.
   *
   * @param type of the key it shows now
   * @param fingerprint of the key it shows now
   * @param knownAt where the known key stands, such as {@code ~/.ssh/known_hosts:12}
   */
  record KeyChanged(String type, String fingerprint, String knownAt) implements HostCheck {

    /** What it can mean and what to do, for a person who has to decide. */
    public String explanation() {
      return "The host shows another key than the known one ("
          + knownAt
          + "). If it was reinstalled, that is expected: compare the new fingerprint on the"
          + " host's own console, remove the old line and check again. If it was not, somebody"
          + " may stand between you and the host: do not go on, no password was sent.";
    }
  }
}
