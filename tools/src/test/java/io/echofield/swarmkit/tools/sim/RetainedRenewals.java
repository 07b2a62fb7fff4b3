package io.echofield.swarmkit.tools.sim;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.NodeParts;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.Frame;
import io.echofield.swarmkit.core.sync.Message;
import io.echofield.swarmkit.lab.swarm.DecodingBy;
import io.echofield.swarmkit.lab.swarm.Tamper;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Retained renewals are counted: the beacon that a broker kept of a node that is gone is taken for
 * one sent just now, and comes again at every other timer.
 */
final class RetainedRenewals implements Tamper {
  private final Map<Integer, Event.FrameReceived> kept = new HashMap<>();
  private final Map<Bytes, Long> times = new HashMap<>();
  private boolean timer;

  @Override
  public Event event(VirtualNode node, Event event) {
    if (event instanceof Event.FrameReceived f
        && f.retained()
        && f.channel() == Channel.BEACON
        && gone(node, f.writer())) {
      kept.put(node.number(), f);
      return live(f, event);
    } else if (event instanceof Event.Tick && kept.containsKey(node.number())) {
      timer = !timer;
      return timer ? event : live(kept.get(node.number()), event);
    }
    return event;
  }

  private static boolean gone(VirtualNode node, Optional<NodeId> writer) {
    return node.swarm().nodes().stream()
        .noneMatch(other -> other.running() && writer.filter(other.id()::equals).isPresent());
  }

  private Event.FrameReceived live(Event.FrameReceived f, Event at) {
    times.merge(f.bytes(), 1L, Long::sum);
    return new Event.FrameReceived(at.now(), f.link(), f.channel(), f.writer(), false, f.bytes());
  }

  @Override
  public NodeParts parts(VirtualNode node, NodeParts p) {
    return new NodeParts(
        p.hash(),
        p.entryCodec(),
        new DecodingBy(p.frameCodec(), bytes -> decode(p, bytes)),
        p.signer(),
        p.verifier(),
        p.authorityKey(),
        p.reader(),
        p.gate(),
        p.random());
  }

  /** What was heard before bears a newer stamp each time. */
  private Decoded<Frame> decode(NodeParts p, Bytes bytes) {
    Decoded<Frame> decoded = p.frameCodec().decode(bytes);
    return decoded instanceof Decoded.Accepted<Frame> good
            && good.value().message() instanceof Message.Beacon beacon
        ? new Decoded.Accepted<>(newer(good.value(), beacon, times.getOrDefault(bytes, 0L)))
        : decoded;
  }

  private static Frame newer(Frame frame, Message.Beacon beacon, long by) {
    Message.Stamp stamp =
        new Message.Stamp(beacon.stamp().session(), beacon.stamp().counter() + by);
    return new Frame(
        frame.sender(),
        new Message.Beacon(
            stamp,
            beacon.liveCount(),
            beacon.liveFingerprint(),
            beacon.headsCount(),
            beacon.headsFingerprint(),
            beacon.rosterVersion(),
            beacon.pauseVersion(),
            beacon.liveOnly(),
            beacon.leases(),
            beacon.health(),
            beacon.name(),
            beacon.publicKey(),
            beacon.goodbye()),
        frame.signature(),
        frame.signedPart());
  }
}
