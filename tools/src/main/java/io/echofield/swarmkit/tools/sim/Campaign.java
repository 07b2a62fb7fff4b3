package io.echofield.swarmkit.tools.sim;

import com.google.common.base.Throwables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

/** Many scenarios, one for each seed, some at a time; each world stays on one thread. */
public final class Campaign {
  /** Failures that are made shorter; of further ones only the first violation is told. */
  static final int SHRUNK_MAX = 2;

  /** Runs spent on making one failure shorter. */
  static final int SHRINK_RUNS_MAX = 300;

  private final SimRun runner;
  private final LongFunction<Scenario> scenarios;
  private final int shrunkMax;
  private final AtomicInteger shrunk = new AtomicInteger();

  /** Told of each seed that is through, on any thread. */
  public interface Listener {
    void done(long seed, boolean passed);
  }

  /** A seed whose run broke a promise; {@code shortest}: of what fails in the same way. */
  public record Failure(long seed, List<Violation> violations, Optional<Scenario> shortest) {
    public Failure {
      violations = List.copyOf(violations);
    }
  }

  /** What came of all seeds. */
  public record Summary(
      long schedules,
      long statements,
      long frames,
      long bytes,
      long virtualMillis,
      long nanos,
      List<Failure> failures) {
    public Summary {
      failures = List.copyOf(failures);
    }

    /** The seed to look at: the first that failed, or this last one if none did. */
    public long telling(long last) {
      return failures.isEmpty() ? last : failures.get(0).seed();
    }

    /** Which of all seeds {@link #telling} is, in a few words. */
    public String which() {
      if (schedules == 1) {
        return "The only seed";
      } else if (failures.isEmpty()) {
        return "The last of " + schedules + " seeds, none of which failed";
      }
      return "The first seed that failed; " + failures.size() + " of " + schedules + " did";
    }

    public double perSecond() {
      return schedules * 1e9 / Math.max(1, nanos);
    }
  }

  public Campaign(SimRun runner, LongFunction<Scenario> scenarios) {
    this(runner, scenarios, SHRUNK_MAX);
  }

  /** The same with another number of failures that are made shorter, which takes minutes each. */
  public Campaign(SimRun runner, LongFunction<Scenario> scenarios, int shrunkMax) {
    this.runner = runner;
    this.scenarios = scenarios;
    this.shrunkMax = shrunkMax;
  }

  private record One(long seed, SimRun.Result result, Optional<Scenario> shortest) {}

  /**
   * Runs seeds from {@code first} to {@code last}, both included.
   *
   * @param atATime threads, 1 or more
   */
  public Summary run(long first, long last, int atATime, Listener listener)
      throws InterruptedException {
    long begun = System.nanoTime();
    ExecutorService executor = Executors.newFixedThreadPool(atATime);
    try {
      List<Callable<One>> all = new ArrayList<>();
      for (long seed = first; seed <= last; seed++) {
        long mine = seed;
        all.add(() -> one(mine, listener));
      }
      return sum(executor.invokeAll(all), begun);
    } finally {
      executor.shutdownNow();
    }
  }

  private One one(long seed, Listener listener) {
    Scenario scenario = scenarios.apply(seed);
    SimRun.Result result = runner.run(scenario);
    Optional<Scenario> shortest = Optional.empty();
    if (!result.passed()) {
      String invariant = result.violations().get(0).invariant();
      // What a scenario expects in so many words makes no sense with fewer of them.
      if (!invariant.equals(Expectations.EXPECTED) && shrunk.getAndIncrement() < shrunkMax) {
        shortest = Optional.of(new Shrinker(runner, SHRINK_RUNS_MAX).shrink(scenario, invariant));
      }
    }
    listener.done(seed, result.passed());
    return new One(seed, result, shortest);
  }

  private static Summary sum(List<Future<One>> ran, long begun) throws InterruptedException {
    long statements = 0;
    long frames = 0;
    long bytes = 0;
    long virtual = 0;
    List<Failure> failures = new ArrayList<>();
    for (Future<One> future : ran) {
      One one = get(future);
      statements += one.result().statements();
      frames += one.result().frames();
      bytes += one.result().bytes();
      virtual += one.result().virtualMillis();
      if (!one.result().passed()) {
        failures.add(new Failure(one.seed(), one.result().violations(), one.shortest()));
      }
    }
    long nanos = System.nanoTime() - begun;
    return new Summary(ran.size(), statements, frames, bytes, virtual, nanos, failures);
  }

  private static One get(Future<One> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwables.throwIfUnchecked(e.getCause());
      throw new IllegalStateException(e.getCause());
    }
  }
}
