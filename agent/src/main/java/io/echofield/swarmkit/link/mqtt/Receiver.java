package io.echofield.swarmkit.link.mqtt;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.FrameCodec;
import io.echofield.swarmkit.link.Incoming;
import io.echofield.swarmkit.link.LinkBoard;
import io.echofield.swarmkit.link.LinkEvents;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns what one connection delivers into events. Called from Paho's thread; decides nothing, only
 * sorts out what cannot be ours.
 */
final class Receiver {
  private final Topics topics;
  private final NodeId self;
  private final Function<Bytes, Optional<VanishedHint>> healthReader;
  private final LinkEvents events;
  private final LinkBoard board;
  private final Gate gate;

  Receiver(
      Topics topics,
      NodeId self,
      Function<Bytes, Optional<VanishedHint>> healthReader,
      LinkEvents events,
      LinkBoard board,
      Gate gate) {
    this.topics = topics;
    this.self = self;
    this.healthReader = healthReader;
    this.events = events;
    this.board = board;
    this.gate = gate;
  }

  void arrived(String topic, byte[] payload, boolean retained) {
    Optional<Topics.Place> place = topics.parse(topic);
    if (place.isEmpty() || payload.length > FrameCodec.FRAME_BYTES_MAX) {
      board.refused(1);
      return;
    }
    // MQTT 3.1.1 knows no no-local. What the broker kept of ours is wanted: it tells the node how
    // old that is. So is every beacon in our name: only the node can tell that another made it.
    boolean echo = ours(place.get()) && !retained && place.get().channel() != Channel.BEACON;
    if (echo || payload.length == 0) { // empty: somebody cleared a retained topic
      return;
    }
    Bytes bytes = Bytes.copyOf(payload);
    Runnable delivery =
        place.get().channel() == Channel.HEALTH
            ? () -> hint(place.get(), bytes)
            : () -> deliver(place.get(), retained, bytes);
    if (!gate.pass(delivery, payload.length)) {
      board.refused(1);
    }
  }

  private void deliver(Topics.Place place, boolean retained, Bytes payload) {
    if (events.received(new Incoming(place.channel(), place.writer(), retained, payload))) {
      if (!ours(place) || retained) {
        board.received(payload.size());
      }
    } else {
      board.refused(1);
    }
  }

  private boolean ours(Topics.Place place) {
    return place.writer().filter(self::equals).isPresent();
  }

  /** Only for its topic's own node, and never for us: we know better. */
  private void hint(Topics.Place place, Bytes payload) {
    healthReader
        .apply(payload)
        .filter(hint -> place.writer().filter(hint.node()::equals).isPresent())
        .filter(hint -> !hint.node().equals(self))
        .ifPresent(hint -> events.vanished(hint.node(), hint.session()));
  }
}
