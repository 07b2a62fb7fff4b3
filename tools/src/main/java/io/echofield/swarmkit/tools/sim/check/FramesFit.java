package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;

/** V-15: no frame is larger than its link carries. */
final class FramesFit extends Checker {
  @Override
  public int invariant() {
    return 15;
  }

  @Override
  public void sent(VirtualNode node, VirtualCell cell, Channel channel, int slot, Bytes frame) {
    if (frame.size() > cell.limits().frameBytesMax()) {
      violated(
          node,
          "%d bytes on %s of %s, which carries %d"
              .formatted(frame.size(), channel, cell.name(), cell.limits().frameBytesMax()));
    }
  }
}
