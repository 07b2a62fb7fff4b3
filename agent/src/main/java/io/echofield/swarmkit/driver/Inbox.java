package io.echofield.swarmkit.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for the node's thread.
 *
 * <p>Frames from links are bounded: beyond {@value #FRAMES_MAX} they are refused, and the peer's
 * digest makes them come again. All else (link states, replies of jobs, commands) is few by nature
 * and never refused. Any thread puts, one takes.
 */
final class Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  /** Frames that wait; more are refused. */
  static final int FRAMES_MAX = 4_096;

  /** Items taken at once: what queued while the previous commit ran shares one fsync. */
  static final int BATCH_MAX = 256;

  private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private final AtomicInteger frames = new AtomicInteger();

  /** Something to do on the node's thread. */
  interface Item {
    void run(NodeLoop loop);

    default boolean isFrame() {
      return false;
    }
  }

  void put(Item item) {
    items.add(item);
  }

  boolean offerFrame(Item item) {
    if (frames.incrementAndGet() > FRAMES_MAX) {
      frames.decrementAndGet();
      return false;
    }
    items.add(item);
    return true;
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  /**
   * The items that wait, at most {@value #BATCH_MAX}; empty if none came within the time. Waits for
   * the first one only. An interrupt ends the wait and is forgotten: nobody has a reason to
   * interrupt the node's thread, and what does so by mistake may not cost an item.
   */
  List<Item> take(long waitMillis) {
    List<Item> batch = new ArrayList<>();
    Item first = poll(waitMillis);
    if (first != null) {
      batch.add(first);
      items.drainTo(batch, BATCH_MAX - 1);
      for (Item item : batch) {
        if (item.isFrame()) {
          frames.decrementAndGet();
        }
      }
    }
    return batch;
  }

  private Item poll(long waitMillis) {
    try {
      return items.poll(Math.max(0, waitMillis), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      LOG.warn("node thread interrupted=ignored");
      return null;
    }
  }
}
