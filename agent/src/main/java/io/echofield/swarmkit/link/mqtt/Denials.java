package io.echofield.swarmkit.link.mqtt;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Topics that the broker does not take from us.
 *
 * <p>Some brokers close the connection after a denied publish. Without a memory that is an endless
 * loop of reconnect, publish, close. A topic denied {@value #DENIALS_MAX} times in a row, or
 * {@value #SUSPICIONS_MAX} times first in flight when a young connection was closed, is dead for
 * {@value #DEAD_MILLIS} ms: what is meant for it is counted, shown and not sent, and everything
 * else flows. Safe from any thread.
 */
final class Denials {
  static final int DENIALS_MAX = 3;
  static final int SUSPICIONS_MAX = 5;
  static final long DEAD_MILLIS = 300_000;

  private static final class Tally {
    int denials;
    int suspicions;
    long deadUntilMillis = Long.MIN_VALUE;
  }

  // At most the topics this node writes: 6 kinds and the slots of the tail.
  private final Map<String, Tally> records = new HashMap<>();
  private String newest; // null: none is shown

  /** The broker said no. True: the topic is dead from now on. */
  synchronized boolean denied(String topic, long monoMillis) {
    Tally record = records.computeIfAbsent(topic, any -> new Tally());
    newest = topic;
    record.denials++;
    return bury(record, record.denials >= DENIALS_MAX, monoMillis);
  }

  /** The connection was closed with this topic unanswered. True: the topic is dead from now on. */
  synchronized boolean suspected(String topic, long monoMillis) {
    Tally record = records.computeIfAbsent(topic, any -> new Tally());
    record.suspicions++;
    boolean dead = bury(record, record.suspicions >= SUSPICIONS_MAX, monoMillis);
    if (dead) {
      newest = topic;
    }
    return dead;
  }

  /** The broker took a payload. */
  synchronized void taken(String topic) {
    records.remove(topic);
    if (topic.equals(newest)) {
      newest = null;
    }
  }

  synchronized boolean isDead(String topic, long monoMillis) {
    Tally record = records.get(topic);
    return record != null && monoMillis < record.deadUntilMillis;
  }

  /** A topic that was denied and not taken since, for people. */
  synchronized Optional<String> shown() {
    return Optional.ofNullable(newest);
  }

  private static boolean bury(Tally record, boolean enough, long monoMillis) {
    if (enough) {
      record.denials = 0;
      record.suspicions = 0;
      record.deadUntilMillis = monoMillis + DEAD_MILLIS;
    }
    return enough;
  }
}
