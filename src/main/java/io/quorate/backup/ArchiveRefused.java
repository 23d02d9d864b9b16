package io.quorate.backup;

import io.quorate.plan.GuardRefused;

/** An archive is not used: it is damaged, or not what it is taken for. */
public final class ArchiveRefused extends GuardRefused {
  private static final long serialVersionUID = 1L;
  private final Reason reason;

  /** Why; what one has to do about it differs. */
  public enum Reason {
    /** This user may not read it, or its disk cannot. */
    UNREADABLE,
    /** It is some other file. */
    NOT_A_BACKUP,
    /** A newer program wrote it. */
    NEWER_FORMAT,
    /** Its end is missing. */
    TRUNCATED,
    /** Bytes in it are not those that were written. */
    CHANGED,
    /** Something that has to be in it is not. */
    MISSING_PART,
    /** The key or the passphrase does not open it. */
    WRONG_KEY,
    /** It is that of another cluster. */
    OTHER_CLUSTER,
    /** The snapshot in it is not one that etcd would take. */
    BAD_SNAPSHOT
  }

  ArchiveRefused(Reason reason, String found, String remedy) {
    super(found, remedy);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
