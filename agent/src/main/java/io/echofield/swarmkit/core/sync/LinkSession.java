package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.ledger.SeqRanges;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the engine knows of one link. Mutable, one thread; times are monotonic milliseconds. */
final class LinkSession {
  static final long NEVER = Long.MAX_VALUE;

  // fixed
  final LinkName name;

  // durable: how far the outbox has delivered, as an arrival number
  long cursor;

  // over all sessions of this process
  SeqRanges learnedHere = SeqRanges.NONE;
  boolean resync;

  // while the link is up
  boolean up;
  LinkLimits limits = new LinkLimits(FrameCodec.FRAME_BYTES_MAX, false, FrameCodec.FRAME_BYTES_MAX);
  Packer packer;
  TailRing tail;
  final SortedMap<Author, Listener> listeners = new TreeMap<>();
  final WantPlan wants;
  final AnswerPlan answers;
  long sent;
  long replayMono = NEVER;
  long beaconDueMono = NEVER;
  long headDueMono = NEVER;
  long tailDueMono = NEVER;
  long lastBeaconMono = -NEVER / 2;
  long lastHeadMono = -NEVER / 2;
  long lastOwnRepairMono = -NEVER / 2;
  Message.Stamp beaconStamp = new Message.Stamp(0, 0);
  Message.Stamp headStamp = new Message.Stamp(0, 0);
  long burstMono;
  int burstBytes;
  long pausedUntilMono;

  /** A member heard live on this link. */
  static final class Listener {
    final Possession possession = new Possession();
    long heardMono;
  }

  LinkSession(LinkName name, long cursor) {
    this.name = name;
    this.cursor = cursor;
    this.wants = new WantPlan();
    this.answers = new AnswerPlan();
  }

  /** How many bytes may still be handed over in this burst. */
  int burstLeft(long nowMono) {
    if (nowMono - burstMono >= LinkLimits.BURST_PAUSE_MILLIS) {
      burstMono = nowMono;
      burstBytes = 0;
    }
    return nowMono < pausedUntilMono ? 0 : limits.burstBytes() - burstBytes;
  }
}
