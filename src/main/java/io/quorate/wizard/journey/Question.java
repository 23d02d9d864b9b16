package io.quorate.wizard.journey;

import java.util.List;

/** What background work has to know of the person before it can go on. */
public sealed interface Question {

  /** Comes back with the answer. */
  long id();

  /**
   * A host key that nobody has agreed to yet.
   *
   * @param fingerprint as OpenSSH prints it
   */
  record HostKey(String node, String address, String type, String fingerprint) {}

  /** Whether these keys are trusted, all of them. */
  record Trust(long id, List<HostKey> keys) implements Question {
    public Trust {
      keys = List.copyOf(keys);
    }
  }

  /**
   * A password or its like.
   *
   * @param name such as "sudo password of ops"
   * @param why it is asked for; may be empty
   */
  record Password(long id, String name, String why) implements Question {}
}
