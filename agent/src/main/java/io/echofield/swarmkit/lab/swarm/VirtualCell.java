package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.LinkLimits;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A broker that hands every frame to all nodes connected to it but its sender, and keeps the last
 * one of each retained topic.
 */
public final class VirtualCell {
  /** Frames handed to this cell, by channel. */
  public final SortedMap<Channel, Long> frames = new TreeMap<>();

  /** Bytes of these frames. */
  public long bytes;

  public LinkQuality quality = LinkQuality.GOOD;

  private final VirtualSwarm swarm;
  private final LinkName name;
  private final LinkLimits limits;
  private final SortedSet<VirtualNode> connected = new TreeSet<>();
  private final SortedMap<Topic, Bytes> retained = new TreeMap<>();

  /** A retained place: one writer's channel and slot. */
  private record Topic(Channel channel, NodeId writer, int slot) implements Comparable<Topic> {
    @Override
    public int compareTo(Topic other) {
      int byWriter = writer.compareTo(other.writer);
      int byChannel = byWriter != 0 ? byWriter : channel.compareTo(other.channel);
      return byChannel != 0 ? byChannel : Integer.compare(slot, other.slot);
    }
  }

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

  public boolean connected(VirtualNode node) {
    return connected.contains(node);
  }

  /** Forgets what it kept, as a broker without a disk does. */
  public void wipe() {
    retained.clear();
  }

  /** Puts back what this node's topics had before, as a broker restored from a backup does. */
  public SortedMap<Channel, Bytes> retainedOf(VirtualNode node) {
    SortedMap<Channel, Bytes> kept = new TreeMap<>();
    retained.forEach(
        (topic, frame) -> {
          if (topic.writer().equals(node.id())) {
            kept.put(topic.channel(), frame);
          }
        });
    return kept;
  }

  public void retain(VirtualNode writer, Channel channel, Bytes frame) {
    retained.put(new Topic(channel, writer.id(), 0), frame);
    swarm.deliver(writer, this, channel, writer.id(), true, frame);
  }

  public long framesTotal() {
    return frames.values().stream().mapToLong(Long::longValue).sum();
  }

  void connect(VirtualNode node) {
    connected.add(node);
    retained.forEach(
        (topic, frame) -> swarm.deliver(node, this, topic.channel(), topic.writer(), true, frame));
  }

  void disconnect(VirtualNode node) {
    connected.remove(node);
  }

  /** A frame has reached the broker. */
  void publish(VirtualNode sender, Channel channel, int slot, Bytes frame) {
    if (channel.retained()) {
      retained.put(new Topic(channel, sender.id(), slot), frame);
    }
    for (VirtualNode node : connected) {
      if (!node.equals(sender)) {
        swarm.deliver(node, this, channel, sender.id(), false, frame);
      }
    }
  }
}
