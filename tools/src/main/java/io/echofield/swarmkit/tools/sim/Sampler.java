package io.echofield.swarmkit.tools.sim;

import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Looks at a swarm now and then, from now until it is told to end: how far apart its nodes are and
 * what has been carried meanwhile. Changes nothing that happens.
 */
public final class Sampler {
  /** Looks kept; when there are more, every other one goes and the rest is taken half as often. */
  private static final int SAMPLES_MAX = 400;

  private final VirtualSwarm swarm;
  private final SortedMap<LinkName, Long> bytesBefore;
  private final Distance distance = new Distance();
  private final List<Sample> samples = new ArrayList<>();
  private long everyMillis;
  private boolean ended;

  /**
   * One look.
   *
   * @param ledgers different sets of entries among the nodes that run
   * @param missing entries that nodes lack and another one that runs holds, all nodes together
   * @param bytes carried by all cells since the first look
   */
  public record Sample(long atMillis, int running, int ledgers, long missing, long bytes) {}

  /**
   * All looks, and what was carried from the first to the last of them.
   *
   * @param samples oldest first
   * @param bytes by cell; their sum is in the last look
   */
  public record Seen(List<Sample> samples, SortedMap<LinkName, Long> bytes) {
    public Seen {
      samples = List.copyOf(samples);
    }
  }

  /** Looks every so many milliseconds of virtual time. */
  Sampler(VirtualSwarm swarm, long everyMillis) {
    this.swarm = swarm;
    this.everyMillis = everyMillis;
    this.bytesBefore = bytesOf(swarm);
    look();
  }

  /** Looks for the last time. */
  Seen end() {
    ended = true;
    samples.add(sample());
    return new Seen(samples, carried());
  }

  private void look() {
    if (ended) {
      return;
    }
    samples.add(sample());
    if (samples.size() > SAMPLES_MAX) {
      for (int i = samples.size() - 2; i > 0; i -= 2) {
        samples.remove(i);
      }
      everyMillis *= 2;
    }
    swarm.plan(everyMillis, this::look);
  }

  private Sample sample() {
    List<VirtualNode> running = swarm.nodes().stream().filter(VirtualNode::running).toList();
    Distance.Found apart = distance.between(running);
    long bytes = carried().values().stream().mapToLong(Long::longValue).sum();
    return new Sample(swarm.nowMillis(), running.size(), apart.ledgers(), apart.missing(), bytes);
  }

  /** By cell, since the first look. */
  private SortedMap<LinkName, Long> carried() {
    SortedMap<LinkName, Long> carried = bytesOf(swarm);
    bytesBefore.forEach((cell, before) -> carried.merge(cell, -before, Long::sum));
    return carried;
  }

  private static SortedMap<LinkName, Long> bytesOf(VirtualSwarm swarm) {
    SortedMap<LinkName, Long> bytes = new TreeMap<>();
    for (VirtualCell cell : swarm.cells()) {
      bytes.merge(cell.name(), cell.bytes, Long::sum);
    }
    return bytes;
  }
}
