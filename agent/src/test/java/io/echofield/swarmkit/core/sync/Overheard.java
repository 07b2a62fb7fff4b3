package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.lab.swarm.SwarmWatcher;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Everything that nodes hand to links, in the order of saying. */
final class Overheard implements SwarmWatcher {
  final List<Saying> sayings = new ArrayList<>();
  private long beginMillis;

  /** One frame; {@code afterMillis}: since the last {@link #begin}. */
  record Saying(
      long atMillis,
      long afterMillis,
      VirtualNode node,
      VirtualCell cell,
      Channel channel,
      Frame frame) {
    Message message() {
      return frame.message();
    }

    /** What it brings, by whatever message. */
    List<Entry> entries() {
      if (message() instanceof Message.Delta delta) {
        return delta.entries();
      }
      return message() instanceof Message.Entries entries ? entries.entries() : List.of();
    }
  }

  /** What was said before does not matter any more. */
  void begin(VirtualSwarm swarm) {
    sayings.clear();
    beginMillis = swarm.nowMillis();
  }

  @Override
  public void sent(VirtualNode node, VirtualCell cell, Channel channel, int slot, Bytes frame) {
    Frame read = node.swarm().decode(frame).fold(f -> f, reason -> failed(reason));
    long now = node.swarm().nowMillis();
    sayings.add(new Saying(now, now - beginMillis, node, cell, channel, read));
  }

  @Override
  public void fell(VirtualNode node, Event event, RuntimeException why) {
    throw why;
  }

  private static Frame failed(String reason) {
    throw new IllegalStateException(reason);
  }

  <T extends Message> List<T> of(Class<T> kind) {
    return sayings.stream().map(Saying::message).filter(kind::isInstance).map(kind::cast).toList();
  }

  List<Saying> on(Channel channel) {
    return sayings.stream().filter(saying -> saying.channel() == channel).toList();
  }

  /** When something was said there, each time once. */
  List<Long> times(Channel channel) {
    return on(channel).stream().map(Saying::atMillis).distinct().toList();
  }

  /** How long after the beginning something was said there, each time once. */
  List<Long> waits(Channel channel) {
    return waits(saying -> saying.channel() == channel);
  }

  /** The same of what is so. */
  List<Long> waits(Predicate<Saying> which) {
    return sayings.stream().filter(which).map(Saying::afterMillis).distinct().toList();
  }

  /** New or asked for, not what is kept for late readers. */
  List<Entry> entries() {
    return on(Channel.DELTA).stream().flatMap(saying -> saying.entries().stream()).toList();
  }
}
