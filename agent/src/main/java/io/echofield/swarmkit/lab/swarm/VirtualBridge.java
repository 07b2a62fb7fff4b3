package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.Channel;

/**
 * Two brokers joined by a bridge that knows nothing of what it carries: each forwards what it gets,
 * and when the bridge comes up each gives the other all that it keeps, old or new.
 *
 * <p>Source: what two bridged mosquitto brokers do; after a partition their retained values end
 * swapped.
 */
public final class VirtualBridge {
  private final VirtualCell one;
  private final VirtualCell other;
  private boolean up;

  VirtualBridge(VirtualCell one, VirtualCell other) {
    this.one = one;
    this.other = other;
    one.bridged(this);
    other.bridged(this);
  }

  public boolean up() {
    return up;
  }

  public void cut() {
    up = false;
  }

  /** Comes up; what each side keeps is published on the other, all at once. */
  public void heal() {
    if (!up) {
      up = true;
      VirtualCell.exchange(one, other);
    }
  }

  /** The cell at the other end. */
  VirtualCell opposite(VirtualCell from) {
    return from == one ? other : one;
  }

  /** A client of one side published something, or another bridge brought it. */
  void forward(VirtualCell from, NodeId writer, Channel channel, int slot, Bytes frame) {
    if (up) {
      (from == one ? other : one).carried(this, writer, channel, slot, frame);
    }
  }
}
