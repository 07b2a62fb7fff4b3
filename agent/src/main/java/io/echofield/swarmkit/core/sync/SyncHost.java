package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.LinkName;

/** What the engine asks of the node that owns it. */
public interface SyncHost {
  /** The parts of a beacon that the node knows; the engine fills in digests and stamp. */
  Message.Beacon beacon(Message.Stamp stamp, Digests digests);

  /** Hand a message to a link after this outcome's writes are durable. */
  void send(LinkName link, Channel channel, int slot, Message message);

  /** Make the number of a session that was begun durable. */
  void session(long session);

  /** Make a cursor durable. */
  void cursor(LinkName link, long arrival);

  /** Digests of what is held; fingerprints salted with the stamp's counter. */
  record Digests(long liveCount, long liveFingerprint, long headsCount, long headsFingerprint) {}
}
