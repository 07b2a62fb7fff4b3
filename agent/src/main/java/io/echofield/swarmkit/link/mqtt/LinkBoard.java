package io.echofield.swarmkit.link.mqtt;

import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.link.LinkStatus;
import io.echofield.swarmkit.link.LinkStatus.State;
import java.util.concurrent.atomic.LongAdder;

/** State and counters of one link, for people. Safe from any thread. */
final class LinkBoard {
  // fixed
  private final LinkName name;
  private final String address;

  // since the link was made
  private final LongAdder sentFrames = new LongAdder();
  private final LongAdder sentBytes = new LongAdder();
  private final LongAdder receivedFrames = new LongAdder();
  private final LongAdder receivedBytes = new LongAdder();
  private final LongAdder refusedFrames = new LongAdder();

  // guarded by this
  private State state = State.CONNECTING;
  private String reason = "not connected yet";
  private String next = "";
  private long sinceWallMillis = System.currentTimeMillis();

  LinkBoard(LinkName name, String address) {
    this.name = name;
    this.address = address;
  }

  /** Enters a state, or gives another reason for the same one; the time of entry stays then. */
  synchronized void enter(State entered, String why, String whatNext) {
    if (state != entered) {
      sinceWallMillis = System.currentTimeMillis();
    }
    state = entered;
    reason = why;
    next = whatNext;
  }

  synchronized State state() {
    return state;
  }

  void sent(int bytes) {
    sentFrames.increment();
    sentBytes.add(bytes);
  }

  void received(int bytes) {
    receivedFrames.increment();
    receivedBytes.add(bytes);
  }

  void refused(int frames) {
    refusedFrames.add(frames);
  }

  synchronized LinkStatus status() {
    return new LinkStatus(
        name,
        "mqtt",
        address,
        state,
        reason,
        next,
        sinceWallMillis,
        sentFrames.sum(),
        sentBytes.sum(),
        receivedFrames.sum(),
        receivedBytes.sum(),
        refusedFrames.sum());
  }
}
