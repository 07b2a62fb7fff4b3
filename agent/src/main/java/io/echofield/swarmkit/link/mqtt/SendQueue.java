package io.echofield.swarmkit.link.mqtt;

import io.echofield.swarmkit.core.id.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Payloads on their way to the broker: those that wait and those that are in flight.
 *
 * <p>In order, except that a retained payload takes the place of an older one of its topic that
 * still waits: late readers see only the newest anyway. Bounded by {@value #FRAMES_MAX} payloads
 * and {@value #BYTES_MAX} bytes, those in flight included: what does not fit is not taken. Safe
 * from any thread.
 */
final class SendQueue {
  static final int FRAMES_MAX = 4_096;
  static final int BYTES_MAX = 2 * 1024 * 1024;

  /** One payload; {@code id} tells it apart for as long as the link lives. */
  record Item(long id, String topic, boolean retained, boolean json, Bytes payload) {}

  // Waiting, in order of sending. The key is the topic of a retained payload, else made from the
  // id.
  private final Map<String, Item> waiting = new LinkedHashMap<>();
  private final Map<Long, Item> inFlight = new LinkedHashMap<>();
  private long lastId;
  private long bytes;

  /** False: it does not fit. */
  synchronized boolean offer(String topic, boolean retained, boolean json, Bytes payload) {
    String key = retained ? topic : keyOf(lastId + 1);
    Item older = waiting.get(key);
    int freed = older == null ? 0 : older.payload().size();
    int frames = waiting.size() + inFlight.size() + (older == null ? 1 : 0);
    if (frames > FRAMES_MAX || bytes - freed + payload.size() > BYTES_MAX) {
      return false;
    }
    lastId++;
    // A LinkedHashMap keeps the place of a key that is put again: the newest goes out where the
    // older one stood.
    waiting.put(key, new Item(lastId, topic, retained, json, payload));
    bytes += payload.size() - freed;
    return true;
  }

  /**
   * The next payload, now in flight; empty if none waits or {@code window} are in flight already.
   */
  synchronized Optional<Item> take(int window) {
    if (inFlight.size() >= window || waiting.isEmpty()) {
      return Optional.empty();
    }
    Item item = waiting.remove(waiting.keySet().iterator().next());
    inFlight.put(item.id(), item);
    return Optional.of(item);
  }

  /** The broker answered for a payload, whatever it said; empty if it is not in flight. */
  synchronized Optional<Item> settle(long id) {
    Item item = inFlight.remove(id);
    if (item != null) {
      bytes -= item.payload().size();
    }
    return Optional.ofNullable(item);
  }

  /** The payload that has been in flight longest. */
  synchronized Optional<Item> oldestInFlight() {
    return inFlight.values().stream().findFirst();
  }

  /** Forgets what waits for a topic; how many that were. */
  synchronized int forget(String topic) {
    int before = waiting.size();
    waiting.values().removeIf(item -> item.topic().equals(topic) && release(item));
    return before - waiting.size();
  }

  /**
   * The connection is gone. Retained payloads stay, those in flight first again unless a newer one
   * waits. The others are dropped: the ledger holds what they carried, and the node replays from
   * what peers show to possess.
   *
   * @return how many were dropped
   */
  synchronized int connectionLost() {
    Deque<Item> kept = new ArrayDeque<>();
    int dropped = 0;
    for (Item item : inFlight.values()) {
      boolean newerWaits = waiting.containsKey(item.topic());
      if (item.retained() && !newerWaits) {
        kept.removeIf(older -> older.topic().equals(item.topic()) && release(older));
        kept.add(item);
      } else {
        release(item);
        dropped += item.retained() ? 0 : 1;
      }
    }
    inFlight.clear();
    for (Item item : waiting.values()) {
      if (item.retained()) {
        kept.add(item);
      } else {
        release(item);
        dropped++;
      }
    }
    waiting.clear();
    kept.forEach(item -> waiting.put(item.topic(), item));
    return dropped;
  }

  synchronized boolean isIdle() {
    return waiting.isEmpty() && inFlight.isEmpty();
  }

  synchronized int size() {
    return waiting.size() + inFlight.size();
  }

  synchronized long bytes() {
    return bytes;
  }

  private boolean release(Item item) {
    bytes -= item.payload().size();
    return true;
  }

  /** No topic starts with a space, so the two kinds of key never meet. */
  private static String keyOf(long id) {
    return " " + id;
  }
}
