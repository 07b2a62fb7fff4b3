package io.echofield.swarmkit.driver;

import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Now;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.link.Incoming;
import io.echofield.swarmkit.link.Link;
import io.echofield.swarmkit.link.LinkEvents;
import java.util.SortedMap;
import java.util.function.Function;

/** Turns what a link tells into items of the inbox. Any thread. */
final class LinkInlet implements LinkEvents {
  // fixed
  private final Link link;
  private final Inbox inbox;

  /** What is up, for a core that is built anew; used on the node's thread only. */
  private final SortedMap<LinkName, LinkLimits> up;

  LinkInlet(Link link, Inbox inbox, SortedMap<LinkName, LinkLimits> up) {
    this.link = link;
    this.inbox = inbox;
    this.up = up;
  }

  @Override
  public void up() {
    LinkLimits limits = link.limits();
    inbox.put(
        loop -> {
          up.put(link.name(), limits);
          loop.apply(now -> new Event.LinkUp(now, link.name(), limits));
        });
  }

  @Override
  public void down(String reason) {
    inbox.put(
        loop -> {
          up.remove(link.name());
          loop.apply(now -> new Event.LinkDown(now, link.name(), reason));
        });
  }

  @Override
  public boolean received(Incoming incoming) {
    return inbox.offerFrame(
        new FrameItem(
            now ->
                new Event.FrameReceived(
                    now,
                    link.name(),
                    incoming.channel(),
                    incoming.writer(),
                    incoming.retained(),
                    incoming.payload())));
  }

  @Override
  public void vanished(NodeId peer, long session) {
    // Anybody may publish such a thing, so it counts like a frame; one that is refused was a hint.
    boolean unused =
        inbox.offerFrame(
            new FrameItem(now -> new Event.PeerVanished(now, link.name(), peer, session)));
  }

  /** What came over a link and waits. */
  private record FrameItem(Function<Now, Event> event) implements Inbox.Item {
    @Override
    public void run(NodeLoop loop) {
      loop.apply(event);
    }

    @Override
    public boolean isFrame() {
      return true;
    }
  }
}
