package io.echofield.swarmkit.core.sync;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.lab.swarm.SwarmWatcher;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import java.util.ArrayList;
import java.util.List;

/** Everything that nodes hand to links, in the order of saying. */
final class Overheard implements SwarmWatcher {
  final List<Saying> sayings = new ArrayList<>();

  /** One frame. */
  record Saying(long atMillis, VirtualNode node, VirtualCell cell, Channel channel, Frame frame) {
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

  @Override
  public void sent(VirtualNode node, VirtualCell cell, Channel channel, int slot, Bytes frame) {
    Frame read = node.swarm().decode(frame).fold(f -> f, reason -> failed(reason));
    sayings.add(new Saying(node.swarm().nowMillis(), node, cell, channel, read));
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

  /** New or asked for, not what is kept for late readers. */
  List<Entry> entries() {
    return on(Channel.DELTA).stream().flatMap(saying -> saying.entries().stream()).toList();
  }
}
