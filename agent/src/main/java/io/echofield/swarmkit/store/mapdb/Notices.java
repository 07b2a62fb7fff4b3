package io.echofield.swarmkit.store.mapdb;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator should know about the folder: logged once, and kept for {@code status}. Any
 * thread.
 */
final class Notices implements Consumer<String> {
  /** How many are kept; older ones are only in the log. */
  static final int NOTICES_MAX = 32;

  private static final Logger LOG = LoggerFactory.getLogger(MapDbStore.class);

  private final Deque<String> kept = new ArrayDeque<>();

  @Override
  public synchronized void accept(String notice) {
    LOG.warn("store notice=\"{}\"", notice);
    kept.remove(notice);
    if (kept.size() == NOTICES_MAX) {
      kept.removeFirst();
    }
    kept.addLast(notice);
  }

  /** Oldest first. */
  synchronized List<String> list() {
    return List.copyOf(kept);
  }
}
