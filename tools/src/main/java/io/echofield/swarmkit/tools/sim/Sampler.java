package io.echofield.swarmkit.tools.sim;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** Looks at a swarm now and then: how far apart its nodes are and what has been carried. */
public final class Sampler {
  /** Looks kept; when there are more, every other one goes and the rest is taken half as often. */
  private static final int SAMPLES_MAX = 400;

  private final VirtualSwarm swarm;
  private final Missing missing = new Missing();
  private final List<Sample> samples = new ArrayList<>();
  private long everyMillis;

  /**
   * One look.
   *
   * @param hashes different ledgers among the nodes that run
   * @param missing entries that nodes lack and another one that runs holds, all nodes together
   * @param bytes carried so far by all cells
   */
  public record Sample(long atMillis, int running, int hashes, long missing, long bytes) {}

  /** Looks every so many milliseconds of virtual time, from now on, until told otherwise. */
  Sampler(VirtualSwarm swarm, long everyMillis, BooleanSupplier goesOn) {
    this.swarm = swarm;
    this.everyMillis = everyMillis;
    look(goesOn);
  }

  /** Oldest first. */
  public List<Sample> samples() {
    return List.copyOf(samples);
  }

  private void look(BooleanSupplier goesOn) {
    samples.add(sample());
    if (samples.size() > SAMPLES_MAX) {
      for (int i = samples.size() - 2; i > 0; i -= 2) {
        samples.remove(i);
      }
      everyMillis *= 2;
    }
    if (goesOn.getAsBoolean()) {
      swarm.plan(everyMillis, () -> look(goesOn));
    }
  }

  private Sample sample() {
    List<VirtualNode> running = swarm.nodes().stream().filter(VirtualNode::running).toList();
    SortedSet<Bytes> hashes = new TreeSet<>();
    running.forEach(node -> hashes.add(node.core().ledger().hash()));
    long bytes = swarm.cells().stream().mapToLong(cell -> cell.bytes).sum();
    return new Sample(
        swarm.nowMillis(), running.size(), hashes.size(), missing.count(running), bytes);
  }
}
