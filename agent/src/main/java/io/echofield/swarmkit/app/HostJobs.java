package io.echofield.swarmkit.app;

import io.echofield.swarmkit.check.CheckException;
import io.echofield.swarmkit.check.HealthCheck;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Job;
import io.echofield.swarmkit.core.node.Now;
import io.echofield.swarmkit.driver.Jobs;
import io.echofield.swarmkit.remedy.Action;
import io.echofield.swarmkit.remedy.ActionCatalog;
import io.echofield.swarmkit.remedy.RemediationHandler;
import io.echofield.swarmkit.remedy.RemedyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs checks and remediations of this machine: checks one after the other on one thread, one
 * remediation at a time on another.
 */
final class HostJobs implements Jobs {
  /** All checks of a cycle together; what is not done by then is left to the check to give up. */
  static final long CHECKS_SECONDS_MAX = 20;

  static final long REMEDY_SECONDS_MAX = 60;

  private static final Logger LOG = LoggerFactory.getLogger(HostJobs.class);

  private final SortedMap<String, HealthCheck> checks;
  private final ActionCatalog catalog;
  private final SortedMap<String, RemediationHandler> handlers;
  private final ExecutorService checkThread = thread("checks");
  private final ExecutorService remedyThread = thread("remedy");

  HostJobs(
      Map<String, HealthCheck> checks,
      ActionCatalog catalog,
      Map<String, RemediationHandler> handlers) {
    this.checks = new TreeMap<>(checks);
    this.catalog = catalog;
    this.handlers = new TreeMap<>(handlers);
  }

  @Override
  public void start(Job job, Consumer<Function<Now, Event>> ended) {
    if (job instanceof Job.RunRemedy remedy) {
      remedyThread.execute(() -> ended.accept(remedy(remedy)));
    } else {
      checkThread.execute(() -> ended.accept(check()));
    }
  }

  @Override
  public void stop(long graceMillis) {
    checkThread.shutdown();
    remedyThread.shutdown();
    try {
      if (!remedyThread.awaitTermination(graceMillis, TimeUnit.MILLISECONDS)) {
        remedyThread.shutdownNow();
      }
      checkThread.shutdownNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One cycle: what all checks measured, and which could not. */
  Function<Now, Event> check() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CHECKS_SECONDS_MAX);
    List<Reading> readings = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    checks.forEach(
        (name, check) -> {
          try {
            readings.addAll(check.run(deadline));
          } catch (CheckException | RuntimeException | LinkageError | StackOverflowError e) {
            faults.add("check " + name + ": " + e.getMessage());
            readings.add(new Reading(name + "_check_failed", 1_000, HealthState.DEGRADED));
          }
        });
    return now -> new Event.CheckFinished(now, readings, faults);
  }

  private Function<Now, Event> remedy(Job.RunRemedy job) {
    String text;
    boolean done = false;
    try {
      text = run(job);
      done = true;
    } catch (RemedyException | RuntimeException | LinkageError | StackOverflowError e) {
      text = e.getMessage() == null ? e.toString() : e.getMessage();
    }
    LOG.info(
        "task={} action={} done={} dry_run={} text=\"{}\"",
        job.task(),
        job.action(),
        done,
        job.dryRun(),
        text);
    String told = (job.dryRun() && done ? "dry run: " : "") + text;
    boolean ok = done;
    return now ->
        new Event.RemedyFinished(
            now, job.task().key(), job.gen(), job.term(), ok, cut(told, ok ? 512 : 256));
  }

  private String run(Job.RunRemedy job) throws RemedyException {
    String name = catalog.action(job.action()).map(Action::handler).orElse("");
    RemediationHandler handler = handlers.get(name);
    if (handler == null) {
      throw new RemedyException(ActionCatalog.UNSUPPORTED);
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(REMEDY_SECONDS_MAX);
    return handler.run(job.parameters(), job.dryRun(), deadline);
  }

  /** At most so many bytes of UTF-8, cut between characters. */
  static String cut(String text, int bytesMax) {
    StringBuilder kept = new StringBuilder();
    int bytes = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (bytes > bytesMax) {
        break;
      }
      kept.appendCodePoint(Character.isSurrogate((char) point) && point < 0x10000 ? '?' : point);
      i += Character.charCount(point);
    }
    return kept.toString();
  }

  private static ExecutorService thread(String name) {
    return Executors.newSingleThreadExecutor(
        runnable -> {
          Thread thread = new Thread(runnable, name);
          thread.setDaemon(true);
          return thread;
        });
  }
}
