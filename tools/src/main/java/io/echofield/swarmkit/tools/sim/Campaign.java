package io.echofield.swarmkit.tools.sim;

import com.google.common.base.Throwables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
   * Runs seeds from {@code first} to {@code last}, both included; what is kept of one that passed
   * is a few sums.
   *
   * @param atATime threads, 1 or more
   */
  public Summary run(long first, long last, int atATime, Listener listener)
      throws InterruptedException {
    Sum sum = new Sum();
    AtomicLong next = new AtomicLong();
    long count = Math.addExact(Math.subtractExact(last, first), 1);
    Callable<Void> worker =
        () -> {
          for (long i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            sum.add(one(first + i, listener));
          }
          return null;
        };
    ExecutorService executor = Executors.newFixedThreadPool(atATime);
    try {
      for (Future<Void> ended : executor.invokeAll(Collections.nCopies(atATime, worker))) {
        get(ended);
      }
      return sum.summary();
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

  /** Of what is through. Any thread. */
  private static final class Sum {
    private final long begunNanos = System.nanoTime();
    private final List<Failure> failures = new ArrayList<>();
    private long schedules;
    private long statements;
    private long frames;
    private long bytes;
    private long virtualMillis;

    synchronized void add(One one) {
      SimRun.Result result = one.result();
      schedules++;
      statements += result.statements();
      frames += result.frames();
      bytes += result.bytes();
      virtualMillis += result.virtualMillis();
      if (!result.passed()) {
        failures.add(new Failure(one.seed(), result.violations(), one.shortest()));
      }
    }

    /** Failures in the order of seeds. */
    synchronized Summary summary() {
      failures.sort(Comparator.comparingLong(Failure::seed));
      long nanos = System.nanoTime() - begunNanos;
      return new Summary(schedules, statements, frames, bytes, virtualMillis, nanos, failures);
    }
  }

  private static void get(Future<Void> future) throws InterruptedException {
    try {
      future.get();
    } catch (ExecutionException e) {
      Throwables.throwIfUnchecked(e.getCause());
      throw new IllegalStateException(e.getCause());
    }
  }
}
