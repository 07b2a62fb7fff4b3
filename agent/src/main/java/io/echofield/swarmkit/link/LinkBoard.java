package io.echofield.swarmkit.link;

import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.link.LinkStatus.State;
import java.util.concurrent.atomic.LongAdder;

/** State and counters of one link, for people. Safe from any thread. */
public final class LinkBoard {
  // fixed
  private final LinkName name;
  private final String kind;
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

  public LinkBoard(LinkName name, String kind, String address) {
    this.name = name;
    this.kind = kind;
    this.address = address;
  }

  /** Enters a state, or gives another reason for the same one; the time of entry stays then. */
  public synchronized void enter(State entered, String why, String whatNext) {
    if (state != entered) {
      sinceWallMillis = System.currentTimeMillis();
    }
    state = entered;
    reason = why;
    next = whatNext;
  }

  public synchronized State state() {
    return state;
  }

  public void sent(int bytes) {
    sentFrames.increment();
    sentBytes.add(bytes);
  }

  public void received(int bytes) {
    receivedFrames.increment();
    receivedBytes.add(bytes);
  }

  public void refused(int frames) {
    refusedFrames.add(frames);
  }

  public synchronized LinkStatus status() {
    return new LinkStatus(
        name,
        kind,
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
