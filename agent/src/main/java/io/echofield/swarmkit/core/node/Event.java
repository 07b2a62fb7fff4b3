package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.LinkLimits;
import java.util.List;
import java.util.Optional;

/** Something that happened outside the core. */
public sealed interface Event {
  Now now();

  /** Calls the method of the visitor that fits. */
  void accept(Visitor visitor);

  /** One method for each kind. */
  interface Visitor {
    void tick(Tick tick);

    void linkUp(LinkUp linkUp);

    void linkDown(LinkDown linkDown);

    void linkRefused(LinkRefused linkRefused);

    void frame(FrameReceived frame);

    void vanished(PeerVanished vanished);

    void checked(CheckFinished checked);

    void remedied(RemedyFinished remedied);

    void command(CommandReceived command);

    void storeReadOnly(StoreReadOnly readOnly);

    void storeWritable(StoreWritable writable);
  }

  /** Time passed. */
  record Tick(Now now) implements Event {
    @Override
    public void accept(Visitor visitor) {
      visitor.tick(this);
    }
  }

  /** A link can carry frames now. */
  record LinkUp(Now now, LinkName link, LinkLimits limits) implements Event {
    @Override
    public void accept(Visitor visitor) {
      visitor.linkUp(this);
    }
  }

  /** A link cannot carry frames any more. */
  record LinkDown(Now now, LinkName link, String reason) implements Event {
    @Override
    public void accept(Visitor visitor) {
      visitor.linkDown(this);
    }
  }

  /** A link did not take a frame: its queue is full. */
  record LinkRefused(Now now, LinkName link) implements Event {
    @Override
    public void accept(Visitor visitor) {
      visitor.linkRefused(this);
    }
  }

  /**
   * Bytes came; {@code writer} as the topic or file names it; {@code retained}: kept by the medium,
   * may be stale.
   */
  record FrameReceived(
      Now now,
      LinkName link,
      Channel channel,
      Optional<NodeId> writer,
      boolean retained,
      Bytes bytes)
      implements Event {
    @Override
    public void accept(Visitor visitor) {
      visitor.frame(this);
    }
  }

  /** The medium says that a node vanished in this session of its. A hint. */
  record PeerVanished(Now now, LinkName link, NodeId node, long session) implements Event {
    @Override
    public void accept(Visitor visitor) {
      visitor.vanished(this);
    }
  }

  /**
   * All checks of a cycle came back; {@code faults}: checks that could not be made, one line each.
   */
  record CheckFinished(Now now, List<Reading> readings, List<String> faults) implements Event {
    public CheckFinished {
      readings = List.copyOf(readings);
      faults = List.copyOf(faults);
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.checked(this);
    }
  }

  /**
   * A remediation ended; {@code text}: what was done, or why it failed. While the store is
   * read-only it is not booked: its owner keeps it and tells it again when the store is writable.
   */
  record RemedyFinished(Now now, TaskKey task, int gen, int term, boolean done, String text)
      implements Event {
    @Override
    public void accept(Visitor visitor) {
      visitor.remedied(this);
    }
  }

  /**
   * From now on nothing can be made durable, until {@link StoreWritable}. Also the first event of a
   * core that is built anew in that time, and again if the reason changed.
   */
  record StoreReadOnly(Now now, ReadOnly why) implements Event {
    @Override
    public void accept(Visitor visitor) {
      visitor.storeReadOnly(this);
    }
  }

  /** Writes can be made durable again. */
  record StoreWritable(Now now) implements Event {
    @Override
    public void accept(Visitor visitor) {
      visitor.storeWritable(this);
    }
  }

  /** Somebody at this node asks for something; {@code id} comes back in the reply. */
  record CommandReceived(Now now, long id, Command command) implements Event {
    @Override
    public void accept(Visitor visitor) {
      visitor.command(this);
    }
  }
}
