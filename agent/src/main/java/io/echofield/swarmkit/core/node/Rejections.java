package io.echofield.swarmkit.core.node;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what was refused, by reason. */
public final class Rejections {
  /** Reasons told apart; further ones are counted under {@value #OTHER}. */
  public static final int REASONS_MAX = 64;

  private static final String OTHER = "other";

  private final SortedMap<String, Long> counts = new TreeMap<>();

  void count(String reason) {
    String key = counts.containsKey(reason) || counts.size() < REASONS_MAX ? reason : OTHER;
    counts.merge(key, 1L, Long::sum);
  }

  /** Reason to count, in the order of reasons. */
  public SortedMap<String, Long> counts() {
    return Collections.unmodifiableSortedMap(counts);
  }
}
