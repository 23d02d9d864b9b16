package io.quorate.plan.facts;

/**
 * What a member's data hashes to at the revision at which all were asked. Hashes can be compared
 * where the members have compacted up to the same revision.
 *
 * @param memberId hexadecimal
 */
public record DataHash(String memberId, long hash, long compactRevision) {

  /** Larger databases are not compared at every look: reading all of one would be felt. */
  public static final long COMPARED_BELOW_BYTES = 256L << 20;
}
