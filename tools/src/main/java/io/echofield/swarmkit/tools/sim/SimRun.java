package io.echofield.swarmkit.tools.sim;

import io.echofield.swarmkit.lab.swarm.Tamper;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualSettings;
import io.echofield.swarmkit.lab.swarm.VirtualSwarm;
import io.echofield.swarmkit.tools.show.Counted;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs scenarios, each in a world of its own, until the first violation or the end. An exception of
 * anything in that world is a violation too. Any thread; one for each run.
 *
 * @param checkers makes new ones for each world
 * @param tamper faults to plant; none in earnest
 * @param settings keys and times of a world with this seed
 */
public record SimRun(
    Supplier<List<Checker>> checkers, Tamper tamper, Function<Long, VirtualSettings> settings) {
  /** What violations are called when something else than the core threw an exception. */
  static final String FELL_OVER = "RunFellOver";

  /** Real keys, nothing planted. */
  public static SimRun earnest(Supplier<List<Checker>> checkers) {
    return new SimRun(checkers, Tamper.NONE, VirtualSettings::real);
  }

  /**
   * What came of a run: all but the violations as it was before {@link Checker#afterwards}.
   *
   * @param violations oldest first; empty if every promise was kept
   * @param frames handed to links
   * @param bytes of these frames
   * @param virtualMillis how long it took in the world
   * @param trace hash over all that was delivered
   */
  public record Result(
      List<Violation> violations,
      int statements,
      long frames,
      long bytes,
      long virtualMillis,
      String trace) {
    public Result {
      violations = List.copyOf(violations);
    }

    private Result with(List<Violation> others) {
      return new Result(others, statements, frames, bytes, virtualMillis, trace);
    }

    public boolean passed() {
      return violations.isEmpty();
    }

    /** What it cost, in one line. */
    String line() {
      return String.join(
          ", ",
          Counted.of(statements, "statement"),
          Counted.of(frames, "frame"),
          Counted.of(bytes, "byte"),
          Times.seconds(virtualMillis) + " of virtual time");
    }
  }

  /** Looks at the world of a run and changes nothing. */
  @FunctionalInterface
  interface Onlooker {
    /** Nothing is in the world yet. */
    void begins(SimWorld world);

    /** This is carried out next. */
    default void does(Statement statement) {}

    /** The result is taken; what {@link Checker#afterwards} leads to is still to come. */
    default void ends() {}
  }

  public Result run(Scenario scenario) {
    return run(scenario, world -> {});
  }

  /** The same with somebody who looks on. */
  Result run(Scenario scenario, Onlooker onlooker) {
    SimWorld world = new SimWorld(settings.apply(scenario.seed()), checkers.get(), tamper);
    onlooker.begins(world);
    Interpreter interpreter = new Interpreter(world, onlooker::does);
    List<Statement> statements = scenario.all();
    int done = 0;
    while (done < statements.size() && world.violations().isEmpty()) {
      Statement statement = statements.get(done);
      String place = scenario.place(done);
      guarded(world, place, () -> interpreter.perform(statement));
      done++;
    }
    if (world.violations().isEmpty()
        && world.fair()
        && !world.rested()
        && world.swarm().converged()) {
      world.rest();
    }
    if (world.violations().isEmpty()) {
      guarded(world, "", () -> world.checkers().forEach(Checker::end));
    }
    Result result = result(world, done);
    onlooker.ends();
    if (result.passed()) {
      guarded(world, "", () -> world.checkers().forEach(Checker::afterwards));
    }
    return result.with(world.violations());
  }

  /**
   * Does something to the world; what falls over on it is found, and the seed is not lost.
   *
   * @param place where it is said, or empty
   */
  private static void guarded(SimWorld world, String place, Runnable what) {
    try {
      what.run();
    } catch (ScenarioException e) {
      throw e.at(place);
    } catch (RuntimeException e) {
      world.report(new Violation(0, FELL_OVER, world.swarm().nowMillis(), "", text(e)));
    }
  }

  private static String text(RuntimeException e) {
    StackTraceElement[] stack = e.getStackTrace();
    return stack.length > 0 ? e + " in " + stack[0] : e.toString();
  }

  private static Result result(SimWorld world, int done) {
    VirtualSwarm swarm = world.swarm();
    long frames = 0;
    long bytes = 0;
    for (VirtualCell cell : swarm.cells()) {
      frames += cell.framesTotal();
      bytes += cell.bytes;
    }
    return new Result(world.violations(), done, frames, bytes, swarm.nowMillis(), swarm.trace());
  }
}
