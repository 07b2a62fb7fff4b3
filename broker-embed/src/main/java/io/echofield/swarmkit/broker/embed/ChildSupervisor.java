package io.echofield.swarmkit.broker.embed;

import io.echofield.swarmkit.broker.BrokerEndpoints;
import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.BrokerException.Reason;
import io.echofield.swarmkit.broker.BrokerSettings;
import io.echofield.swarmkit.broker.BrokerState;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one child alive after another, from one start to one stop. One daemon thread. */
final class ChildSupervisor {
  private static final long STOP_MILLIS_MAX = 15_000;
  private static final Logger LOG = LoggerFactory.getLogger(ChildBroker.class);

  // fixed
  private final String classPath;
  private final BrokerFolders folders;
  private final Duration startMax;
  private final RandomGenerator random;
  private final Consumer<BrokerState> onChange;
  private final CountDownLatch stopping = new CountDownLatch(1);

  // under this object's monitor
  private ChildProcess child;
  private Thread thread;

  // under the monitor of notifying: STOPPED is the last word
  private final Object notifying = new Object();
  private boolean silent;

  ChildSupervisor(
      String classPath,
      BrokerFolders folders,
      Duration startMax,
      RandomGenerator random,
      Consumer<BrokerState> onChange) {
    this.classPath = classPath;
    this.folders = folders;
    this.startMax = startMax;
    this.random = random;
    this.onChange = onChange;
  }

  /** Starts the first child and, once it listens, the watch over it. */
  BrokerEndpoints start(BrokerSettings settings) throws BrokerException {
    BrokerEndpoints endpoints = launch(settings);
    BrokerSettings again =
        new BrokerSettings(
            settings.bind(),
            endpoints.port(),
            settings.folder(),
            settings.topicRoot(),
            settings.anonymous(),
            settings.accountKey());
    synchronized (this) {
      thread = new Thread(() -> watch(again), "broker-child-supervisor");
      thread.setDaemon(true);
      thread.start();
    }
    return endpoints;
  }

  /** Ends the child and the watch. Idempotent; each caller returns when all is over. */
  void stop() {
    stopping.countDown();
    ChildProcess last;
    Thread watcher;
    synchronized (this) {
      last = child;
      watcher = thread;
    }
    if (last != null) {
      last.stop(STOP_MILLIS_MAX);
    }
    if (watcher != null && watcher != Thread.currentThread()) {
      join(watcher);
    }
    tell(BrokerState.STOPPED);
  }

  private BrokerEndpoints launch(BrokerSettings settings) throws BrokerException {
    folders.prepare();
    folders.sweepTemporary();
    ChildProcess fresh =
        ChildProcess.launch(
            ChildCommand.arguments(classPath, folders, Runtime.version().feature()), settings);
    synchronized (this) {
      child = fresh;
    }
    if (isStopping()) {
      fresh.kill();
      throw new BrokerException(Reason.FAILED, "broker was stopped while it started");
    }
    return fresh.awaitReady(startMax.toMillis());
  }

  private void watch(BrokerSettings again) {
    int failures = 0;
    try {
      while (true) {
        long bornNanos = System.nanoTime();
        ChildProcess current = current();
        int code = current.awaitExit();
        if (isStopping()) {
          return;
        }
        long livedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - bornNanos);
        failures = livedMillis >= Backoff.HEALTHY_MILLIS ? 1 : failures + 1;
        LOG.warn("broker=child state=died code={} last=\"{}\"", code, current.lastLines());
        tell(BrokerState.RESTARTING);
        failures = revive(again, failures);
        if (isStopping()) {
          return;
        }
        tell(BrokerState.RUNNING);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; should it happen, the child must not stay unwatched.
      current().kill();
      tell(BrokerState.STOPPED);
    }
  }

  /**
   * Tries until a child listens or the stop comes; returns the failures in a row, this death
   * included.
   */
  private int revive(BrokerSettings again, int failuresBefore) throws InterruptedException {
    int failures = failuresBefore;
    while (true) {
      long waitMillis = Backoff.delayMillis(failures, random);
      if (stopping.await(waitMillis, TimeUnit.MILLISECONDS)) {
        return failures;
      }
      try {
        BrokerEndpoints endpoints = launch(again);
        LOG.info("broker=child state=running port={} pid={}", endpoints.port(), endpoints.pid());
        return failures;
      } catch (BrokerException e) {
        failures++;
        LOG.warn("broker=child state=restarting failures={} why=\"{}\"", failures, e.getMessage());
      }
    }
  }

  private void tell(BrokerState state) {
    synchronized (notifying) {
      if (silent) {
        return;
      }
      silent = state == BrokerState.STOPPED;
      onChange.accept(state);
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private synchronized ChildProcess current() {
    return child;
  }

  /** The watch ends as soon as its child is dead. */
  private static void join(Thread watcher) {
    try {
      watcher.join(STOP_MILLIS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
