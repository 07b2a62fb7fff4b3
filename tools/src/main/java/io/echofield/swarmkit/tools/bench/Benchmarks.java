package io.echofield.swarmkit.tools.bench;

import io.echofield.swarmkit.tools.measure.Benchmark;
import java.util.List;
import java.util.Optional;

/** All benchmarks, in the order in which they are listed and run. */
public final class Benchmarks {
  public static final List<Benchmark> ALL =
      List.of(
          new MergeRate(),
          new StateSize(),
          new PartitionSync(),
          new ReconcileRanges(),
          new HeadsReconcile(),
          new InSync(),
          new RadioFrames(),
          new RadioIdle(),
          new HealRounds(),
          new Suppression(),
          new DurableAppend(),
          new Joiner(),
          new PartitionHeal(),
          new LedgerOpen(),
          new Correctness());

  private Benchmarks() {}

  public static Optional<Benchmark> named(String name) {
    return ALL.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst();
  }
}
