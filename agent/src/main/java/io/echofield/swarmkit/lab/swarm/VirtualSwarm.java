package io.echofield.swarmkit.lab.swarm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.FrameCodec;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.wire.FrameWire;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Real nodes in one thread, in virtual time, on links that are as bad as asked for.
 *
 * <p>Everything that happens follows from the seed: equal seeds and equal calls give equal {@link
 * #trace}s.
 */
public final class VirtualSwarm {
  /** 2026-09-21T14:13:20Z, when virtual time begins. */
  public static final long WALL_START_MILLIS = 1_790_000_000_000L;

  private static final Bytes FRAME_KEY = Bytes.copyOf(new byte[32]);
  static final LinkLimits LAN = new LinkLimits(65_536, true, 262_144);

  // fixed
  private final SwarmParts parts = new SwarmParts();
  private final SplittableRandom random;
  private final boolean open;
  // what is there
  private final List<VirtualCell> cells = new ArrayList<>();
  private final List<VirtualNode> nodes = new ArrayList<>();
  // what will happen
  private final PriorityQueue<Happening> happenings =
      new PriorityQueue<>(
          Comparator.comparingLong(Happening::atMillis).thenComparingLong(Happening::number));
  private final MessageDigest trace = SwarmHash.sha256();
  private long nowMillis;
  private long happeningsPlanned;

  private record Happening(long atMillis, long number, Runnable what) {}

  private VirtualSwarm(long seed, boolean open) {
    this.random = new SplittableRandom(seed);
    this.open = open;
  }

  /** A swarm with a roster; nodes made by {@link #node} are its members. */
  public static VirtualSwarm closed(long seed) {
    return new VirtualSwarm(seed, false);
  }

  public static VirtualSwarm open(long seed) {
    return new VirtualSwarm(seed, true);
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

  /** A new node with links to these cells; not started. */
  public VirtualNode node(VirtualCell... onCells) {
    NodeId id = new NodeId("node-" + nodes.size());
    VirtualNode node = new VirtualNode(this, nodes.size(), id, List.of(onCells));
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

  public VirtualNode node(int index) {
    return nodes.get(index);
  }

  public List<VirtualNode> nodes() {
    return nodes;
  }

  public SwarmParts parts() {
    return parts;
  }

  /** Frames as whoever knows the swarm key can make them in any name. */
  public FrameCodec frames(Author sender) {
    return new FrameWire(parts.hash(), FRAME_KEY, sender, parts.codec());
  }

  public boolean isOpen() {
    return open;
  }

  public SplittableRandom random() {
    return random;
  }

  public long nowMillis() {
    return nowMillis;
  }

  /** Lets this much time pass. */
  public void run(long millis) {
    long end = nowMillis + millis;
    while (!happenings.isEmpty() && happenings.peek().atMillis() <= end) {
      step();
    }
    nowMillis = end;
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
    List<String> states =
        nodes.stream().filter(VirtualNode::running).map(VirtualNode::state).distinct().toList();
    return states.size() <= 1;
  }

  /** Hash over all frames delivered so far, with their times. */
  public String trace() {
    try {
      return Bytes.copyOf(((MessageDigest) trace.clone()).digest()).hex();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of the JDK can be cloned", e);
    }
  }

  void plan(long delayMillis, Runnable what) {
    happenings.add(new Happening(nowMillis + delayMillis, happeningsPlanned++, what));
  }

  /** A node hands a frame to a link. */
  void send(VirtualNode sender, VirtualCell cell, Channel channel, int slot, Bytes frame) {
    if (frame.size() > cell.limits().frameBytesMax()) {
      throw new IllegalStateException(
          "a frame of " + frame.size() + " bytes is too large for " + cell.name());
    }
    cell.frames.merge(channel, 1L, Long::sum);
    cell.bytes += frame.size();
    long life = sender.life();
    across(
        cell.quality,
        () -> {
          if (sender.life() == life && cell.connected(sender)) {
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
        () -> {
          if (receiver.life() == life && cell.connected(receiver)) {
            record(receiver, channel, frame);
            receiver.received(cell, channel, writer, retained, frame);
          }
        });
  }

  private void across(LinkQuality quality, Runnable arrival) {
    int copies = random.nextDouble() < quality.loss() ? 0 : 1;
    copies += random.nextDouble() < quality.duplicate() ? 1 : 0;
    for (int i = 0; i < copies; i++) {
      plan(random.nextLong(quality.delayMinMillis(), quality.delayMaxMillis() + 1), arrival);
    }
  }

  private void record(VirtualNode receiver, Channel channel, Bytes frame) {
    String line = nowMillis + " " + receiver.id() + " " + channel + " " + frame.hex() + "\n";
    trace.update(line.getBytes(US_ASCII));
  }

  private void step() {
    Happening next = happenings.remove();
    nowMillis = next.atMillis();
    next.what().run();
  }
}
