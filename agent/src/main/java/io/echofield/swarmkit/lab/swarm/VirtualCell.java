package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.LinkLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A broker that hands every frame to all nodes connected to it but its sender, and keeps the last
 * one of each retained topic.
 */
public final class VirtualCell {
  /** Frames that wait for a slow medium longer than this are refused, in milliseconds. */
  static final long QUEUE_MILLIS_MAX = 60_000;

  /** Frames handed to this cell, by channel. */
  public final SortedMap<Channel, Long> frames = new TreeMap<>();

  /** Bytes of these frames. */
  public long bytes;

  /** Frames that the medium did not take because too many waited. */
  public long refused;

  public LinkQuality quality = LinkQuality.GOOD;

  /** Whether nodes are told when another one's process died, as a broker does. */
  public boolean wills;

  /** What the medium carries, all nodes together; 0: anything. */
  public long bytesPerSecond;

  private final SortedMap<VirtualNode, Long> arrivals = new TreeMap<>();
  private final VirtualSwarm swarm;
  private final LinkName name;
  private final LinkLimits limits;
  private final SortedSet<VirtualNode> connected = new TreeSet<>();
  private final SortedSet<VirtualNode> mute = new TreeSet<>();
  private final SortedSet<VirtualNode> deaf = new TreeSet<>();
  private final SortedMap<Topic, Kept> retained = new TreeMap<>();
  private final SortedMap<VirtualNode, SortedMap<Topic, Bytes>> waiting = new TreeMap<>();
  private final List<VirtualBridge> bridges = new ArrayList<>();
  private boolean up = true;
  private long freeAtMillis;

  /** A retained place: one writer's channel and slot. */
  public record Topic(Channel channel, NodeId writer, int slot) implements Comparable<Topic> {
    @Override
    public int compareTo(Topic other) {
      int byWriter = writer.compareTo(other.writer);
      int byChannel = byWriter != 0 ? byWriter : channel.compareTo(other.channel);
      return byChannel != 0 ? byChannel : Integer.compare(slot, other.slot);
    }
  }

  /** What is kept in a place; {@code own}: its writer itself put it here. */
  public record Kept(Bytes frame, boolean own) {}

  VirtualCell(VirtualSwarm swarm, LinkName name, LinkLimits limits) {
    this.swarm = swarm;
    this.name = name;
    this.limits = limits;
  }

  public LinkName name() {
    return name;
  }

  public LinkLimits limits() {
    return limits;
  }

  /**
   * When a retained frame of this sender that would arrive at this time does arrive: not before the
   * ones that it sent earlier, as a connection to a broker keeps them in order.
   */
  long inOrder(VirtualNode sender, long atMillis) {
    return arrivals.merge(sender, atMillis, Math::max);
  }

  public boolean connected(VirtualNode node) {
    return connected.contains(node);
  }

  /** In the order of names. */
  public List<VirtualNode> connected() {
    return List.copyOf(connected);
  }

  /** Whether the broker runs. */
  public boolean up() {
    return up;
  }

  /** From now on what this node says gets lost, and it does not notice. */
  public void mute(VirtualNode node, boolean lost) {
    change(mute, node, lost);
  }

  /** From now on what is said to this node gets lost, and it does not notice. */
  public void deaf(VirtualNode node, boolean lost) {
    change(deaf, node, lost);
  }

  private static void change(SortedSet<VirtualNode> set, VirtualNode node, boolean in) {
    if (in) {
      set.add(node);
    } else {
      set.remove(node);
    }
  }

  boolean mute(VirtualNode node) {
    return mute.contains(node);
  }

  boolean deaf(VirtualNode node) {
    return deaf.contains(node);
  }

  /** Forgets what it kept, as an operator or an expiry makes it do. */
  public void wipe() {
    retained.clear();
  }

  /** The broker ends; every node notices. What it kept stays. */
  public void vanish() {
    up = false;
    for (VirtualNode node : connected()) {
      node.lost(this, "broker gone");
    }
  }

  /** The broker is there again; nodes connect at once. */
  public void appear() {
    if (!up) {
      up = true;
      swarm.nodes().forEach(node -> node.found(this));
    }
  }

  /** Everything that is kept, to be {@link #putBack}. */
  public SortedMap<Topic, Kept> kept() {
    return new TreeMap<>(retained);
  }

  /** Goes on with what it kept before, as a broker restored from a backup does: it starts anew. */
  public void putBack(SortedMap<Topic, Kept> before) {
    boolean running = up;
    if (running) {
      vanish();
    }
    retained.clear();
    retained.putAll(before);
    if (running) {
      appear();
    }
  }

  /** What two cells keep changes places; nobody is told until it connects again. */
  public static void swap(VirtualCell one, VirtualCell other) {
    SortedMap<Topic, Kept> kept = one.kept();
    one.retained.clear();
    one.retained.putAll(other.retained);
    other.retained.clear();
    other.retained.putAll(kept);
  }

  /** What is kept of this node, by channel; of several slots the last one. */
  public SortedMap<Channel, Bytes> retainedOf(VirtualNode node) {
    SortedMap<Channel, Bytes> kept = new TreeMap<>();
    retained.forEach(
        (topic, frame) -> {
          if (topic.writer().equals(node.id())) {
            kept.put(topic.channel(), frame.frame());
          }
        });
    return kept;
  }

  /** What is kept in one place. */
  public Optional<Kept> kept(Channel channel, NodeId writer, int slot) {
    return Optional.ofNullable(retained.get(new Topic(channel, writer, slot)));
  }

  public void retain(VirtualNode writer, Channel channel, Bytes frame) {
    retained.put(new Topic(channel, writer.id(), 0), new Kept(frame, false));
    swarm.deliver(writer, this, channel, writer.id(), true, frame);
  }

  public long framesTotal() {
    return frames.values().stream().mapToLong(Long::longValue).sum();
  }

  void bridged(VirtualBridge bridge) {
    bridges.add(bridge);
  }

  /** Each side publishes on the other what it kept before. */
  static void exchange(VirtualCell one, VirtualCell other) {
    SortedMap<Topic, Kept> ofOne = one.kept();
    SortedMap<Topic, Kept> ofOther = other.kept();
    ofOne.forEach((t, k) -> other.publishedElsewhere(t.writer(), t.channel(), t.slot(), k.frame()));
    ofOther.forEach((t, k) -> one.publishedElsewhere(t.writer(), t.channel(), t.slot(), k.frame()));
  }

  void connect(VirtualNode node) {
    connected.add(node);
    retained.forEach(
        (topic, kept) ->
            swarm.deliver(node, this, topic.channel(), topic.writer(), true, kept.frame()));
  }

  void disconnect(VirtualNode node) {
    connected.remove(node);
    waiting.remove(node);
  }

  /** A node's connection broke; or somebody who may write says so. */
  void will(NodeId node, long session) {
    if (wills) {
      for (VirtualNode other : connected()) {
        if (!other.id().equals(node) && !deaf(other)) {
          swarm.plan(1, () -> other.vanished(this, node, session));
        }
      }
    }
  }

  void count(Channel channel, Bytes frame) {
    frames.merge(channel, 1L, Long::sum);
    bytes += frame.size();
  }

  /** Whether the medium has time for one more frame before long. */
  boolean takes(Bytes frame) {
    return bytesPerSecond == 0
        || freeAtMillis - swarm.nowMillis() + frame.size() * 1_000L / bytesPerSecond
            <= QUEUE_MILLIS_MAX;
  }

  /** For how long it has frames to carry. */
  long busyMillis() {
    return Math.max(0, freeAtMillis - swarm.nowMillis());
  }

  /**
   * Keeps the newest payload of a topic of this node until {@link #waited}, or until the node is
   * disconnected; false: the first.
   */
  boolean waits(VirtualNode sender, Topic topic, Bytes frame) {
    return waiting.computeIfAbsent(sender, node -> new TreeMap<>()).put(topic, frame) != null;
  }

  /** What waited; it does so no more. */
  Optional<Bytes> waited(VirtualNode sender, Topic topic) {
    return Optional.ofNullable(waiting.get(sender)).map(topics -> topics.remove(topic));
  }

  /** Until the frame is through a medium that carries one at a time, in milliseconds. */
  long airMillis(Bytes frame) {
    if (bytesPerSecond == 0) {
      return 0;
    }
    freeAtMillis =
        Math.max(freeAtMillis, swarm.nowMillis()) + frame.size() * 1_000L / bytesPerSecond;
    return freeAtMillis - swarm.nowMillis();
  }

  /** A frame has reached the broker. */
  void publish(VirtualNode sender, Channel channel, int slot, Bytes frame) {
    if (channel.retained() && limits.retained()) {
      retained.put(new Topic(channel, sender.id(), slot), new Kept(frame, true));
    }
    for (VirtualNode node : connected()) {
      if (!node.equals(sender)) {
        swarm.deliver(node, this, channel, sender.id(), false, frame);
      }
    }
    bridges.forEach(bridge -> bridge.forward(this, sender.id(), channel, slot, frame));
  }

  /**
   * Something came from another broker, or from whoever else may write: clients cannot tell, except
   * that a link drops what bears the client's own name, but for beacons.
   */
  public void publishedElsewhere(NodeId writer, Channel channel, int slot, Bytes frame) {
    if (frame.size() > limits.frameBytesMax()) {
      return;
    }
    if (channel.retained() && limits.retained()) {
      retained.put(new Topic(channel, writer, slot), new Kept(frame, false));
    }
    for (VirtualNode node : connected()) {
      if (!node.id().equals(writer) || channel == Channel.BEACON) {
        swarm.deliver(node, this, channel, writer, false, frame);
      }
    }
  }

  /** A bridge brought something; it goes on over the others. */
  void carried(VirtualBridge by, NodeId writer, Channel channel, int slot, Bytes frame) {
    publishedElsewhere(writer, channel, slot, frame);
    for (VirtualBridge bridge : bridges) {
      if (bridge != by) {
        bridge.forward(this, writer, channel, slot, frame);
      }
    }
  }

  /** Whether bridges lead from here to there, but for one of them. */
  boolean leadsTo(VirtualCell there, VirtualBridge but) {
    for (VirtualBridge bridge : bridges) {
      VirtualCell next = bridge.opposite(this);
      if (bridge != but && (next == there || next.leadsTo(there, bridge))) {
        return true;
      }
    }
    return false;
  }
}
