package io.echofield.swarmkit.tools.sim;

import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.lab.swarm.VirtualSettings;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.tools.show.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A swarm of very many nodes in cells that gateways join: how long news takes to reach everybody,
 * and what it costs.
 *
 * <p>With toy keys, one thread, and no faults. Open: a roster of ten thousand members would be most
 * of what is carried.
 */
public final class CellsRun {
  private static final long BEACON_MILLIS = 15_000;
  private static final long HEALTH_MILLIS = 3_600_000;
  private static final long SETTLE_MILLIS = 120_000;
  private static final long LONGEST_MILLIS = 7_200_000;
  private static final long LOOK_MILLIS = 50;
  private static final String ABOUT =
      "Time, frames and bytes count from when the tasks were written; what the nodes said to each"
          + " other before is not in them.";

  /** One alone has nobody to tell. */
  public static final int CELL_NODES_MIN = 2;

  /** How cells are joined. */
  public enum Shape {
    CHAIN,
    RING,
    TREE
  }

  /**
   * What is asked for.
   *
   * @param nodes 2 or more
   * @param cellNodes nodes in one cell, 2 or more
   * @param tasks written at random nodes at once
   */
  public record Options(int nodes, int cellNodes, Shape shape, int tasks, long seed) {
    public Options {
      if (nodes < CELL_NODES_MIN || cellNodes < CELL_NODES_MIN || tasks < 1) {
        throw new IllegalArgumentException("at least 2 nodes, 2 in a cell, and 1 task");
      }
    }
  }

  /**
   * What came of it.
   *
   * @param convergedMillis virtual time from the tasks to equal ledgers; -1: not within 2 h
   * @param hops most gateways between two cells
   * @param framesPerNode carried because of the tasks until then
   * @param heapPerNode bytes of heap in the end, measured
   */
  public record Result(
      int cells,
      int hops,
      long convergedMillis,
      double framesPerNode,
      double bytesPerNode,
      double heapPerNode,
      long nanos) {
    public boolean converged() {
      return convergedMillis >= 0;
    }

    /** {@link #convergedMillis} in beacon intervals. */
    public double beaconIntervals() {
      return (double) convergedMillis / BEACON_MILLIS;
    }

    /** In one line. */
    public String line(Options options) {
      return String.format(
          Locale.ROOT,
          "%d nodes in %s, %s: %s %s; for each node %.1f frames, %.0f bytes"
              + " carried, %.0f bytes of heap",
          options.nodes(),
          Counted.of(cells, "cell"),
          Counted.of(hops, "hop"),
          Counted.of(options.tasks(), "task"),
          convergedMillis < 0
              ? "not everywhere within 2 h"
              : String.format(
                  Locale.ROOT,
                  "everywhere after %.2f s, %.3f beacon intervals",
                  convergedMillis / 1_000.0,
                  beaconIntervals()),
          framesPerNode,
          bytesPerNode,
          heapPerNode);
    }
  }

  private final Options options;
  private final VirtualSwarm swarm;
  private final SplittableRandom random;
  private final boolean pictured;
  private Optional<Sampler.Seen> seen = Optional.empty();

  /** {@code pictured}: look at all nodes on the way, which takes longer. */
  public CellsRun(Options options, boolean pictured) {
    this.options = options;
    this.pictured = pictured;
    this.random = new SplittableRandom(options.seed());
    this.swarm =
        new VirtualSwarm(
            new VirtualSettings(
                options.seed(), true, ToyKeys.RING, BEACON_MILLIS, HEALTH_MILLIS, true));
  }

  /** How the nodes came together, as a page with pictures; after a {@link #run} that made some. */
  public String page(Result result) {
    String title = "%d nodes in cells, seed %d".formatted(options.nodes(), options.seed());
    return SimReport.html(title, ABOUT, seen.orElseThrow(), List.of(result.line(options)));
  }

  /** Once. */
  public Result run() {
    long heapBefore = heap();
    long begun = System.nanoTime();
    int cells = build();
    swarm.startAll();
    swarm.run(SETTLE_MILLIS);
    long frames = frames();
    long bytes = bytes();
    long from = swarm.nowMillis();
    Optional<Sampler> sampler =
        pictured ? Optional.of(new Sampler(swarm, LOOK_MILLIS / 2)) : Optional.empty();
    for (int i = 0; i < options.tasks(); i++) {
      anyNode().add(anyNode(), "noop");
    }
    long converged = -1;
    while (converged < 0 && swarm.nowMillis() - from < LONGEST_MILLIS) {
      swarm.run(LOOK_MILLIS);
      converged = swarm.converged() ? swarm.nowMillis() - from : -1;
    }
    seen = sampler.map(Sampler::end);
    double nodes = options.nodes();
    return new Result(
        cells,
        hops(cells),
        converged,
        (frames() - frames) / nodes,
        (bytes() - bytes) / nodes,
        (heap() - heapBefore) / nodes,
        System.nanoTime() - begun);
  }

  private int build() {
    int count = Math.max(1, options.nodes() / options.cellNodes());
    List<VirtualCell> cells = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cells.add(swarm.cell("cell-" + i));
    }
    for (int i = 0; i < options.nodes(); i++) {
      int cell = i % count;
      int other = i < count ? neighbour(cell, count) : cell;
      VirtualCell home = cells.get(cell);
      if (other == cell) {
        swarm.node(home);
      } else {
        swarm.node(home, cells.get(other));
      }
    }
    return count;
  }

  /** The cell that the first node of this one is in as well. */
  private int neighbour(int cell, int count) {
    return switch (options.shape()) {
      case CHAIN -> Math.max(0, cell - 1);
      case RING -> (cell + count - 1) % count;
      case TREE -> cell == 0 ? 0 : (cell - 1) / 2;
    };
  }

  private int hops(int cells) {
    int depth = 31 - Integer.numberOfLeadingZeros(cells);
    return switch (options.shape()) {
      case CHAIN -> cells - 1;
      case RING -> cells / 2;
      // The lowest level of the right half may be missing.
      case TREE -> cells == 1 ? 0 : 2 * depth - (cells < 3 << (depth - 1) ? 1 : 0);
    };
  }

  private VirtualNode anyNode() {
    return swarm.node(random.nextInt(options.nodes()));
  }

  private long frames() {
    return swarm.cells().stream().mapToLong(VirtualCell::framesTotal).sum();
  }

  private long bytes() {
    return swarm.cells().stream().mapToLong(cell -> cell.bytes).sum();
  }

  /** What is reachable, as well as a program can know it. */
  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      runtime.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
