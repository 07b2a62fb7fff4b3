package io.echofield.swarmkit.testkit;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.link.Incoming;
import io.echofield.swarmkit.link.LinkEvents;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Writes down what a link tells. */
public final class LinkRecorder implements LinkEvents {
  /** One {@link LinkEvents#vanished} call. */
  public record Vanished(NodeId node, long session) {}

  private final List<String> states = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<Incoming> received = new LinkedBlockingQueue<>();
  private final List<Vanished> vanished = new CopyOnWriteArrayList<>();

  @Override
  public void up() {
    states.add("up");
  }

  @Override
  public void down(String reason) {
    states.add("down: " + reason);
  }

  @Override
  public boolean received(Incoming incoming) {
    return received.add(incoming);
  }

  @Override
  public void vanished(NodeId node, long session) {
    vanished.add(new Vanished(node, session));
  }

  /** "up" and "down: reason", in order. */
  public List<String> states() {
    return List.copyOf(states);
  }

  public long ups() {
    return states.stream().filter("up"::equals).count();
  }

  /** All that was received so far, in order. */
  public List<Incoming> received() {
    return List.copyOf(received);
  }

  public List<Incoming> received(Channel channel) {
    return received.stream().filter(incoming -> incoming.channel() == channel).toList();
  }

  public List<Bytes> payloads(Channel channel) {
    return received(channel).stream().map(Incoming::payload).toList();
  }

  public List<Vanished> vanished() {
    return List.copyOf(vanished);
  }

  /** Forgets what was received. */
  public void clear() {
    received.clear();
  }
}
