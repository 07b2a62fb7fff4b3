package io.echofield.swarmkit.broker.embed;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.migration.meta.PersistenceType;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Process-wide switches of the broker that its configuration file does not have. */
final class BrokerTuning {
  /**
   * The pure Java store for everything. Decides the layout on disk, as {@link #STORE_BUCKETS} does.
   *
   * <p>The broker's own choice for retained messages, RocksDB, takes a share of the machine instead
   * of the heap: on one with 24 GB, 910 MB of files for 50 MB of messages, and up to 750 MB of
   * memory.
   */
  private static final PersistenceType STORE = PersistenceType.FILE;

  /**
   * Parts of each of the broker's stores. Decides the layout on disk, so it must never differ
   * between two starts on one folder.
   *
   * <p>The broker's own 64 cost 1,230 open files and 60 MB.
   */
  static final int STORE_BUCKETS = 4;

  /** Time for late writes at stop; the broker's own 2 s double the time to stop. */
  static final int STOP_GRACE_MILLIS = 100;

  /** Longest wait for one of the broker's executors at stop; its own is 5 minutes. */
  static final int STOP_WAIT_SECONDS_MAX = 10;

  /** Publishes waiting for an acknowledgement of one client; the broker's own is 50. */
  static final int IN_FLIGHT_MESSAGES_MAX = BrokerLimits.RECEIVE_MAXIMUM;

  /**
   * Bytes of small messages at QoS 0 waiting for one client that reads slowly; beyond that they are
   * dropped.
   */
  static final int QOS_0_BYTES_PER_CLIENT_MAX = 1024 * 1024;

  private static final List<String> LOGGERS =
      List.of("com.hivemq", "migrations", "jetbrains.exodus", "io.netty", "oshi", "com.sun.jna");

  private BrokerTuning() {}

  /** To be called before the broker's classes do anything. */
  static void apply() {
    InternalConfigurations.RETAINED_MESSAGE_PERSISTENCE_TYPE.set(STORE);
    InternalConfigurations.PAYLOAD_PERSISTENCE_TYPE.set(STORE);
    InternalConfigurations.PERSISTENCE_BUCKET_COUNT.set(STORE_BUCKETS);
    InternalConfigurations.PAYLOAD_PERSISTENCE_BUCKET_COUNT.set(STORE_BUCKETS);
    InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(STOP_GRACE_MILLIS);
    InternalConfigurations.PERSISTENCE_SHUTDOWN_TIMEOUT_SEC.set(STOP_WAIT_SECONDS_MAX);
    InternalConfigurations.PERSISTENCE_STARTUP_SHUTDOWN_TIMEOUT_SEC.set(STOP_WAIT_SECONDS_MAX);
    InternalConfigurations.MANAGED_EXTENSION_EXECUTOR_SHUTDOWN_TIMEOUT_SEC.set(
        STOP_WAIT_SECONDS_MAX);
    InternalConfigurations.QOS_0_MEMORY_LIMIT_PER_CLIENT_BYTES.set(QOS_0_BYTES_PER_CLIENT_MAX);
    InternalConfigurations.MAX_INFLIGHT_WINDOW_SIZE_MESSAGES = IN_FLIGHT_MESSAGES_MAX;
    InternalConfigurations.JMX_REPORTER_ENABLED.set(false);
  }

  /** Raises the broker's loggers to WARN where nobody set them; leaves all other logging alone. */
  static void quietLogs() {
    for (String name : LOGGERS) {
      if (LoggerFactory.getLogger(name) instanceof Logger logger && logger.getLevel() == null) {
        logger.setLevel(Level.WARN);
      }
    }
  }

  /**
   * Undoes what building a broker object does: it makes "no authenticator yet" mean "everybody".
   */
  static void denyWithoutAuthenticator() {
    InternalConfigurations.AUTH_DENY_UNAUTHENTICATED_CONNECTIONS.set(true);
  }
}
