package io.echofield.swarmkit.core.sync;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Session and counter of this node: the stamps that order what it says.
 *
 * <p>Begins a session beyond that of another life of this node, if that has as high a one. Two
 * lives that go on at the same time must not drive each other up without end, so leaps are bounded.
 * One thread.
 */
public final class Sessions {
  /** Sessions begun within {@link #LEAP_PAUSE_MILLIS} because of another life; the next waits. */
  public static final int LEAPS_MAX = 3;

  /** The time of {@link #LEAPS_MAX}. */
  public static final long LEAP_PAUSE_MILLIS = 600_000;

  private final SyncHost host;
  private long session;
  private long counter;
  private Message.Stamp otherLife = new Message.Stamp(0, 0);
  private final Deque<Long> leapsMono = new ArrayDeque<>();

  Sessions(long session, SyncHost host) {
    this.session = session;
    this.host = host;
  }

  /** Goes on where an earlier engine of this process ended. */
  void resume(Sessions earlier) {
    session = earlier.session;
    counter = earlier.counter;
  }

  long session() {
    return session;
  }

  Message.Stamp stamp() {
    return new Message.Stamp(session, counter);
  }

  Message.Stamp next() {
    return new Message.Stamp(session, ++counter);
  }

  /** Another process signed this stamp; true if it is news and as high as this node's session. */
  boolean otherLife(Message.Stamp stamp) {
    boolean ahead =
        stamp.session() < SyncEngine.SESSION_MAX
            && stamp.compareTo(otherLife) > 0
            && stamp.session() >= session;
    otherLife = ahead ? stamp : otherLife;
    return ahead;
  }

  /** Begins a session beyond that of another life, if there is need and it is time. */
  void leap(long nowMono) {
    if (otherLife.session() < session) {
      return;
    }
    leapsMono.removeIf(at -> nowMono - at >= LEAP_PAUSE_MILLIS);
    if (leapsMono.size() < LEAPS_MAX) {
      leapsMono.add(nowMono);
      session = otherLife.session() + 1;
      counter = 0;
      host.session(session);
    }
  }
}
