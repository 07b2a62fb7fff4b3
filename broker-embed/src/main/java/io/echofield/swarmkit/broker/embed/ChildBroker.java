package io.echofield.swarmkit.broker.embed;

import io.echofield.swarmkit.broker.BrokerEndpoints;
import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.BrokerSettings;
import io.echofield.swarmkit.broker.BrokerState;
import io.echofield.swarmkit.broker.LocalBroker;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The broker in a supervised JVM of its own: what a node uses, since a broker that exits or runs
 * out of memory must not take the node along.
 *
 * <p>A child that dies is started again on the same port, for ever, with exponential backoff and
 * jitter. It dies with this process, also when that is killed. The settings, secrets included, go
 * over its standard input. This class loads without the broker's jars. After {@code stop} the same
 * object may start again.
 */
public final class ChildBroker implements LocalBroker {
  /** A small computer with a slow card needs ten times the 2 s of a desktop. */
  public static final Duration START_MAX = Duration.ofSeconds(60);

  // fixed
  private final BrokerSettings settings;
  private final String classPath;
  private final Duration startMax;
  private final RandomGenerator random;

  // while running, under this object's monitor
  private ChildSupervisor supervisor;

  /**
   * The child gets the class path of this JVM, and the broker's jars of the distribution if there
   * is one.
   */
  public ChildBroker(BrokerSettings settings) {
    this(settings, ChildCommand.defaultClassPath());
  }

  /**
   * @param classPath of the child: this library, the agent's, and the broker's jars
   */
  public ChildBroker(BrokerSettings settings, String classPath) {
    this(settings, classPath, START_MAX, RandomGenerator.getDefault());
  }

  ChildBroker(
      BrokerSettings settings, String classPath, Duration startMax, RandomGenerator random) {
    this.settings = settings;
    this.classPath = classPath;
    this.startMax = startMax;
    this.random = random;
  }

  @Override
  public BrokerEndpoints start(Consumer<BrokerState> onChange) throws BrokerException {
    // Said here already, without the cost of a process.
    BindAddress.parse(settings.bind());
    ChildSupervisor starting =
        new ChildSupervisor(
            classPath, BrokerFolders.below(settings.folder()), startMax, random, onChange);
    synchronized (this) {
      if (supervisor != null) {
        throw new IllegalStateException("this broker is already running");
      }
      supervisor = starting;
    }
    try {
      return starting.start(settings);
    } catch (BrokerException e) {
      forget(starting);
      throw e;
    }
  }

  @Override
  public void stop() {
    ChildSupervisor ending;
    synchronized (this) {
      ending = supervisor;
    }
    if (ending != null) {
      ending.stop();
      forget(ending);
    }
  }

  private synchronized void forget(ChildSupervisor ended) {
    if (supervisor == ended) {
      supervisor = null;
    }
  }
}
