package io.quorate.node.ssh.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What ssh_config says of a machine beside its address, port, user and jump hosts.
 *
 * @param keyFiles private keys to log in with, or public ones whose private keys an agent has, the
 *     first first; null: nothing is said
 * @param certificates files of certificates that go with the keys
 * @param identitiesOnly whether an agent's other keys are left out
 * @param userKnownHosts files in place of ~/.ssh/known_hosts; null: nothing is said
 * @param globalKnownHosts files in place of /etc/ssh/ssh_known_hosts; null: nothing is said
 * @param hostKeyAlias the machine's name in known_hosts and in host certificates; null: its address
 * @param taken what was taken from which line, such as {@code Port 2222 (/root/.ssh/config line 3)}
 * @param leftOut what stands in the way or would be meant to help, and is not taken, the same way
 * @param fault why no connection can be made by what it says, without the last full stop; null: it
 *     can
 */
public record Configured(
    @Nullable List<String> keyFiles,
    List<String> certificates,
    boolean identitiesOnly,
    @Nullable List<String> userKnownHosts,
    @Nullable List<String> globalKnownHosts,
    @Nullable String hostKeyAlias,
    List<String> taken,
    List<String> leftOut,
    @Nullable String fault) {

  public Configured {
    keyFiles = keyFiles == null ? null : List.copyOf(keyFiles);
    certificates = List.copyOf(certificates);
    userKnownHosts = userKnownHosts == null ? null : List.copyOf(userKnownHosts);
    globalKnownHosts = globalKnownHosts == null ? null : List.copyOf(globalKnownHosts);
    taken = List.copyOf(taken);
    leftOut = List.copyOf(leftOut);
  }

  /** Where there is no such file, or none is read. */
  public static Configured nothing() {
    return new Configured(null, List.of(), false, null, null, null, List.of(), List.of(), null);
  }

  /** The same, where it cannot be used. */
  public Configured withFault(String reason) {
    return new Configured(
        keyFiles,
        certificates,
        identitiesOnly,
        userKnownHosts,
        globalKnownHosts,
        hostKeyAlias,
        taken,
        leftOut,
        reason);
  }

  /**
   * What goes on a sentence about the machine that has no full stop yet: where its values are from.
   * Empty when none is from ssh_config.
   */
  public String inWords() {
    return (taken.isEmpty() ? "" : ". From ssh_config: " + String.join(", ", taken))
        + (leftOut.isEmpty() ? "" : ". Not taken from it: " + String.join(", ", leftOut));
  }
}
