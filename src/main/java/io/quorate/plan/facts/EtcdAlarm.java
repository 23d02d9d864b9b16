package io.quorate.plan.facts;

/**
 * An alarm that etcd holds until somebody disarms it.
 *
 * @param memberId of the member that raised it, hexadecimal
 */
public record EtcdAlarm(String memberId, Kind kind) {

  /** As etcd's protocol numbers them (rpc.proto, AlarmType). */
  public enum Kind {
    /** The database has come to its quota: nothing is written any more. */
    NOSPACE,
    /** The members' data differ: nothing is read or written any more. */
    CORRUPT,
    /** One that this version does not know. */
    OTHER
  }
}
