package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.sync.Frame;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import java.util.HashMap;
import java.util.Map;

/**
 * What nodes may still say by radio: a full burst when a link comes up, and from then on what
 * their share of the channel gives. Only the pieces of one entry may be owed.
 */
final class RadioShares {
  private static final double MILLIS_A_SECOND = 1_000;

  private record Line(int node, LinkName link) {}

  /** What is left of a share, in bytes, and when that was. */
  private record Left(double bytes, long atMillis) {}

  private final Map<Line, Left> shares = new HashMap<>();
  private int entryBytesMax;

  void linkUp(VirtualNode node, LinkName link) {
    shares.remove(new Line(node.number(), link));
  }

  /** An entry that some node holds. */
  void exists(Entry entry) {
    entryBytesMax = Math.max(entryBytesMax, entry.canonical().size());
  }

  /** A frame is sent by radio; whether the share allows it. */
  boolean take(VirtualNode node, VirtualCell cell, Bytes frame) {
    LinkLimits limits = cell.limits();
    Line line = new Line(node.number(), cell.name());
    long now = node.swarm().nowMillis();
    Left before = shares.getOrDefault(line, new Left(limits.burstBytes(), now));
    double given = (now - before.atMillis()) * limits.bytesPerSecond() / MILLIS_A_SECOND;
    double left = Math.min(limits.burstBytes(), before.bytes() + given) - frame.size();
    shares.put(line, new Left(left, now));
    return left >= -1 || left >= -owedMax(node, limits, frame);
  }

  /**
   * What may be owed once this frame is said, in bytes: the further pieces of the largest entry.
   */
  private long owedMax(VirtualNode node, LinkLimits limits, Bytes frame) {
    VirtualSwarm swarm = node.swarm();
    boolean piece =
        swarm.decode(frame) instanceof Decoded.Accepted<Frame> good
            && good.value().message() instanceof Message.Frag;
    int room = limits.frameBytesMax() - swarm.frames(node.author()).fragOverheadBytes();
    return piece ? (long) limits.frameBytesMax() * (entryBytesMax / room) : 0;
  }
}
