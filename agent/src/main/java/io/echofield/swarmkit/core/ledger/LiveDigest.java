package io.echofield.swarmkit.core.ledger;

/** Count and id sum of all entries that decide a view. */
public record LiveDigest(long count, IdSum sum) {
  public static final LiveDigest EMPTY = new LiveDigest(0, IdSum.ZERO);
}
