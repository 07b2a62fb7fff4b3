package io.echofield.swarmkit.core.ledger;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The part of a task that may be edited, replaced as a whole.
 *
 * @param version 1 for the create, observed + 1 for an edit; 1 to 65,535
 * @param priority 0 lowest to 9 highest
 * @param notAfterSeconds not to be started after this, seconds since 2020-01-01T00:00:00Z; 0 =
 *     never expires
 * @param attemptsMax how often it may be started in one generation, 1 to 255
 * @param parameters name to value, in the order of names
 */
public record Spec(
    int version,
    int priority,
    long notAfterSeconds,
    int attemptsMax,
    SortedMap<String, String> parameters) {
  public static final int VERSION_MAX = 65_535;
  public static final int PRIORITY_DEFAULT = 4;
  public static final int ATTEMPTS_MAX = 255;

  public Spec {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
  }

  /** A first version without expiry, to be tried once. */
  public static Spec of(Map<String, String> parameters) {
    return new Spec(1, PRIORITY_DEFAULT, 0, 1, new TreeMap<>(parameters));
  }
}
