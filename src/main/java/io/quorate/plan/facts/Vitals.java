package io.quorate.plan.facts;

/**
 * What a member of etcd says of itself.
 *
 * @param leader whether it leads
 * @param term raft's term
 * @param index raft's index, applied
 * @param databaseBytes the file's size
 * @param usedBytes what of it is in use
 */
public record Vitals(
    String version, boolean leader, long term, long index, long databaseBytes, long usedBytes) {}
