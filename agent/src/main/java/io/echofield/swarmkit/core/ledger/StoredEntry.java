package io.echofield.swarmkit.core.ledger;

/**
 * An entry as the store keeps it.
 *
 * @param arrival its place in this node's order of arrival, from 1, never reused
 * @param proven whether its own signature was found valid when it arrived
 */
public record StoredEntry(Entry entry, long arrival, boolean proven) {}
