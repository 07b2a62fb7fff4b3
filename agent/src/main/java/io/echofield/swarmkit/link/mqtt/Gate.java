package io.echofield.swarmkit.link.mqtt;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps what arrives in order and inside the time between up and down.
 *
 * <p>A broker sends retained payloads while we still subscribe. They wait here until the node knows
 * that the link is up; at most {@value #EARLY_FRAMES_MAX} of them and {@value #EARLY_BYTES_MAX}
 * bytes, what is more is dropped and comes again by the digests. Safe from any thread.
 */
final class Gate {
  static final int EARLY_FRAMES_MAX = 4_096;
  static final int EARLY_BYTES_MAX = 4 * 1024 * 1024;

  private enum State {
    EARLY,
    OPEN,
    CLOSED
  }

  private final Deque<Runnable> early = new ArrayDeque<>();
  private State state = State.EARLY;
  private long earlyBytes;

  /**
   * Runs the delivery now or when the gate opens; never after it closed. False: no room to wait.
   */
  synchronized boolean pass(Runnable delivery, int bytes) {
    switch (state) {
      case OPEN -> delivery.run();
      case EARLY -> {
        if (early.size() >= EARLY_FRAMES_MAX || earlyBytes + bytes > EARLY_BYTES_MAX) {
          return false;
        }
        early.add(delivery);
        earlyBytes += bytes;
      }
      case CLOSED -> {
        // The node was told that the link is down.
      }
    }
    return true;
  }

  /** Runs {@code first}, then what waited, then lets all pass. */
  synchronized void open(Runnable first) {
    first.run();
    state = State.OPEN;
    early.forEach(Runnable::run);
    early.clear();
  }

  /** True: it was open. */
  synchronized boolean close() {
    boolean wasOpen = state == State.OPEN;
    state = State.CLOSED;
    early.clear();
    return wasOpen;
  }
}
