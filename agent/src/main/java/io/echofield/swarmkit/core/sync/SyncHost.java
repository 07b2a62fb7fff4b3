package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.LinkName;

/** What the engine asks of the node that owns it. */
public interface SyncHost {
  /**
   * The parts of a beacon that the node knows; the engine fills in digests and stamp.
   *
   * @param leasesMax how many leases there is room for; those told are renewed
   */
  Message.Beacon beacon(Message.Stamp stamp, Digests digests, BeaconForm form, int leasesMax);

  /**
   * Hand a message to a link after this outcome's writes are durable.
   *
   * @param signed whether the frame carries this node's signature
   * @return bytes of the frame
   */
  int send(LinkName link, Channel channel, int slot, Message message, boolean signed);

  /** Make the number of a session that was begun durable. */
  void session(long session);

  /** Make a cursor durable. */
  void cursor(LinkName link, long arrival);

  /** How much a beacon tells. */
  enum BeaconForm {
    /** Everything: for a LAN. */
    WHOLE,
    /** Digests alone: for a radio, as often as Trickle says. */
    DIGEST,
    /** Digests, leases and a short health: for a radio, on its own timer. */
    STATUS
  }

  /** Digests of what is held; fingerprints salted with the stamp's counter. */
  record Digests(long liveCount, long liveFingerprint, long headsCount, long headsFingerprint) {}
}
