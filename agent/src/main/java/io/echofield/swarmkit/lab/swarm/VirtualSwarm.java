package io.echofield.swarmkit.lab.swarm;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.Decoded;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Signer;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.Frame;
import io.echofield.swarmkit.core.sync.FrameCodec;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.wire.FrameWire;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;

/**
 * Real nodes in one thread, in virtual time, on links that are as bad as asked for.
 *
 * <p>Everything that happens follows from the seed: equal seeds and equal calls give equal {@link
 * #trace}s.
 */
public final class VirtualSwarm {
  /** 2026-09-21T14:13:20Z, when virtual time begins. */
  public static final long WALL_START_MILLIS = 1_790_000_000_000L;

  /** A broker that retains. */
  public static final LinkLimits LAN = new LinkLimits(LinkLimits.LAN_FRAME_BYTES, true, 262_144);

  /** What is retained waits beside a medium that is busy for so long. */
  private static final long LATER_MILLIS = 5_000;

  private static final Bytes FRAME_KEY = Bytes.copyOf(new byte[32]);

  // fixed
  private final VirtualSettings settings;
  private final SwarmParts parts;
  private final SplittableRandom random;
  private final FrameMemory memory;
  // what is there
  private final List<VirtualCell> cells = new ArrayList<>();
  private final List<VirtualBridge> bridges = new ArrayList<>();
  private final List<VirtualNode> nodes = new ArrayList<>();
  private final List<SwarmWatcher> watchers = new ArrayList<>();
  private final List<Signer> guests = new ArrayList<>();
  private List<Entry> roster = List.of();
  private Tamper tamper = Tamper.NONE;
  // what will happen
  private final PriorityQueue<Happening> happenings = new PriorityQueue<>();
  private final MessageDigest trace = SwarmHash.sha256();
  private final ByteBuffer traced = ByteBuffer.allocate(2 * Long.BYTES);
  private long nowMillis;
  private long happeningsPlanned;

  /** Something at a time; of two at one time the one that was planned first comes first. */
  private record Happening(long atMillis, long number, Runnable what)
      implements Comparable<Happening> {
    @Override
    public int compareTo(Happening other) {
      int byTime = Long.compare(atMillis, other.atMillis);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  public VirtualSwarm(VirtualSettings settings) {
    this.settings = settings;
    this.parts = new SwarmParts(settings.keys(), "sixteen bytes id");
    this.random = new SplittableRandom(settings.seed());
    this.memory = new FrameMemory(frames(parts.authority().author()));
  }

  /** A swarm with a roster and toy keys; nodes made by {@link #node} are its members. */
  public static VirtualSwarm closed(long seed) {
    return new VirtualSwarm(VirtualSettings.toy(seed, false));
  }

  public static VirtualSwarm open(long seed) {
    return new VirtualSwarm(VirtualSettings.toy(seed, true));
  }

  /** Nodes node-0, node-1 ... on one cell that keeps retained frames, all of them up. */
  public static VirtualSwarm ofOneCell(long seed, int nodes) {
    VirtualSwarm swarm = closed(seed);
    VirtualCell cell = swarm.cell("lan");
    for (int i = 0; i < nodes; i++) {
      swarm.node(cell);
    }
    swarm.startAll();
    return swarm;
  }

  public VirtualCell cell(String name) {
    return cell(name, LAN);
  }

  public VirtualCell cell(String name, LinkLimits limits) {
    VirtualCell cell = new VirtualCell(this, new LinkName(name), limits);
    cells.add(cell);
    return cell;
  }

  /**
   * Joins two cells as one broker that forwards everything to another; up at once.
   *
   * @throws IllegalArgumentException if bridges lead from one to the other already: frames would go
   *     round for ever
   */
  public VirtualBridge bridge(VirtualCell one, VirtualCell other) {
    if (one == other || one.leadsTo(other, null)) {
      throw new IllegalArgumentException("bridges join these two already");
    }
    VirtualBridge bridge = new VirtualBridge(one, other);
    bridges.add(bridge);
    bridge.heal();
    return bridge;
  }

  /** A new node with links to these cells; not started. */
  public VirtualNode node(VirtualCell... onCells) {
    return node("node-" + nodes.size(), onCells);
  }

  /** A new node of this name, and of the key of this name; not started. */
  public VirtualNode node(String name, VirtualCell... onCells) {
    VirtualNode node = new VirtualNode(this, nodes.size(), new NodeId(name), List.of(onCells));
    nodes.add(node);
    return node;
  }

  /** A copy of a node's data folder on another machine; not started. The original must not run. */
  public VirtualNode copyOf(VirtualNode original, VirtualCell... onCells) {
    VirtualNode copy = new VirtualNode(this, nodes.size(), original.id(), List.of(onCells));
    copy.copyFrom(original);
    nodes.add(copy);
    return copy;
  }

  /** Starts all nodes with a roster of all of them. */
  public void startAll() {
    nodes.forEach(VirtualNode::start);
  }

  public VirtualCell cell(int index) {
    return cells.get(index);
  }

  public List<VirtualCell> cells() {
    return cells;
  }

  public List<VirtualBridge> bridges() {
    return bridges;
  }

  public VirtualNode node(int index) {
    return nodes.get(index);
  }

  public List<VirtualNode> nodes() {
    return nodes;
  }

  public VirtualSettings settings() {
    return settings;
  }

  public SwarmParts parts() {
    return parts;
  }

  /** Whoever watches sees everything from now on. */
  public void watch(SwarmWatcher watcher) {
    watchers.add(watcher);
  }

  List<SwarmWatcher> watchers() {
    return watchers;
  }

  /** Plants faults; lives that begin from now on have them. */
  public void tamper(Tamper planted) {
    tamper = planted;
  }

  Tamper tamper() {
    return tamper;
  }

  /** A member that is no node of this world; before the first start. */
  void admit(Signer guest) {
    guests.add(guest);
  }

  /** All nodes and guests, each author once. */
  public List<Signer> members() {
    List<Signer> members = new ArrayList<>();
    for (VirtualNode node : nodes) {
      if (members.stream().noneMatch(member -> member.author().equals(node.author()))) {
        members.add(node.keys());
      }
    }
    members.addAll(guests);
    return members;
  }

  /** The roster of version 1 that new stores get; all members at the time of the first call. */
  List<Entry> roster() {
    if (roster.isEmpty()) {
      roster = parts.roster(1, members(), 1);
    }
    return roster;
  }

  /** Frames as whoever knows the swarm key can make them in any name. */
  public FrameCodec frames(Author sender) {
    return new FrameWire(parts.hash(), FRAME_KEY, sender, parts.codec());
  }

  /** What a frame says; remembers what it decoded lately. */
  public Decoded<Frame> decode(Bytes frame) {
    return memory.decode(frame);
  }

  public boolean isOpen() {
    return settings.open();
  }

  public SplittableRandom random() {
    return random;
  }

  public long nowMillis() {
    return nowMillis;
  }

  /** Things that happened so far: deliveries, timers, ends of jobs. */
  public long happeningsPlanned() {
    return happeningsPlanned;
  }

  /** Lets this much time pass. */
  public void run(long millis) {
    long end = nowMillis + millis;
    while (!happenings.isEmpty() && happenings.peek().atMillis() <= end) {
      step();
    }
    nowMillis = end;
  }

  /**
   * Time passes and nothing happens: what was due meanwhile happens late. For months that nobody
   * looks at.
   */
  public void leap(long millis) {
    nowMillis += millis;
  }

  /** Lets time pass until something holds; the milliseconds it took, or -1 if it did not hold. */
  public long runUntil(BooleanSupplier holds, long millisMax) {
    long start = nowMillis;
    while (!holds.getAsBoolean()) {
      if (happenings.isEmpty() || happenings.peek().atMillis() > start + millisMax) {
        return -1;
      }
      step();
    }
    return nowMillis - start;
  }

  /** Whether all nodes that run have equal ledgers, logs and proofs. */
  public boolean converged() {
    VirtualNode first = null;
    for (VirtualNode node : nodes) {
      if (node.running() && first == null) {
        first = node;
      } else if (node.running() && !node.holdsWhat(first)) {
        return false;
      }
    }
    return true;
  }

  /** Hash over all frames delivered so far, with their times. */
  public String trace() {
    try {
      return Bytes.copyOf(((MessageDigest) trace.clone()).digest()).hex();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of the JDK can be cloned", e);
    }
  }

  /** Lets something happen after this time. */
  public void plan(long delayMillis, Runnable what) {
    happenings.add(new Happening(nowMillis + delayMillis, happeningsPlanned++, what));
  }

  /** A node hands a frame to a link. */
  void send(VirtualNode sender, VirtualCell cell, Channel channel, int slot, Bytes frame) {
    watchers.forEach(watcher -> watcher.sent(sender, cell, channel, slot, frame));
    if (frame.size() > cell.limits().frameBytesMax()) {
      if (!watchers.isEmpty()) {
        return;
      }
      throw new IllegalStateException(
          "a frame of " + frame.size() + " bytes is too large for " + cell.name());
    }
    if (channel.retained() && cell.limits().retained() && cell.busyMillis() > LATER_MILLIS) {
      later(sender, cell, new VirtualCell.Topic(channel, sender.id(), slot), frame);
    } else if (cell.takes(frame)) {
      carry(sender, cell, channel, slot, frame);
    } else {
      cell.count(channel, frame);
      cell.refused++;
      plan(0, () -> sender.refused(cell));
    }
  }

  /** As links do: of what is retained the newest of each topic waits until there is time for it. */
  private void later(VirtualNode sender, VirtualCell cell, VirtualCell.Topic topic, Bytes frame) {
    if (!cell.waits(sender, topic, frame)) {
      plan(
          cell.busyMillis(),
          () ->
              cell.waited(sender, topic)
                  .ifPresent(newest -> carry(sender, cell, topic.channel(), topic.slot(), newest)));
    }
  }

  private void carry(VirtualNode sender, VirtualCell cell, Channel channel, int slot, Bytes frame) {
    cell.count(channel, frame);
    long life = sender.life();
    across(
        cell.quality,
        cell.airMillis(frame),
        at -> channel.retained() ? cell.inOrder(sender, at) : at,
        () -> {
          if (sender.life() == life && cell.connected(sender) && !cell.mute(sender)) {
            cell.publish(sender, channel, slot, frame);
          }
        });
  }

  /** The broker hands a frame to a node. */
  void deliver(
      VirtualNode receiver,
      VirtualCell cell,
      Channel channel,
      NodeId writer,
      boolean retained,
      Bytes frame) {
    long life = receiver.life();
    across(
        cell.quality,
        0,
        LongUnaryOperator.identity(),
        () -> {
          if (receiver.life() == life && cell.connected(receiver) && !cell.deaf(receiver)) {
            record(receiver, channel, frame);
            receiver.received(cell, channel, writer, retained, frame);
          }
        });
  }

  private void across(
      LinkQuality quality, long airMillis, LongUnaryOperator order, Runnable arrival) {
    int copies = random.nextDouble() < quality.loss() ? 0 : 1;
    copies += random.nextDouble() < quality.duplicate() ? 1 : 0;
    for (int i = 0; i < copies; i++) {
      long delay = random.nextLong(quality.delayMinMillis(), quality.delayMaxMillis() + 1);
      plan(order.applyAsLong(nowMillis + airMillis + delay) - nowMillis, arrival);
    }
  }

  private void record(VirtualNode receiver, Channel channel, Bytes frame) {
    if (!settings.frugal()) {
      traced.clear();
      traced.putLong(nowMillis);
      traced.putShort((short) receiver.number());
      traced.putShort((short) channel.name().hashCode());
      traced.putInt(frame.hashCode());
      trace.update(traced.array());
    }
  }

  private void step() {
    Happening next = happenings.remove();
    nowMillis = Math.max(nowMillis, next.atMillis());
    next.what().run();
  }
}
