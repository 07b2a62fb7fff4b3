package io.echofield.swarmkit.broker.embed;

import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.services.admin.AdminService;
import io.echofield.swarmkit.broker.BrokerEndpoints;
import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.BrokerException.Reason;
import io.echofield.swarmkit.broker.BrokerSettings;
import io.echofield.swarmkit.broker.BrokerState;
import io.echofield.swarmkit.broker.LocalBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker in this JVM, for tests and as a library.
 *
 * <p>It brings some 60 threads and process-wide switches of the broker, and the broker may call
 * {@code System.exit} when its files are damaged: a node uses {@link ChildBroker}. One at a time in
 * a JVM. After {@code stop} the same object may start again.
 */
public final class InProcessBroker implements LocalBroker {
  private static final Logger LOG = LoggerFactory.getLogger(InProcessBroker.class);

  /** The broker reports some failures to start by silence. */
  static final long START_SECONDS_MAX = 90;

  // fixed
  private final BrokerSettings settings;
  private final BiFunction<String, Integer, NavigableMap<String, String>> configuration;

  // while running
  private EmbeddedHiveMQ running;
  private Consumer<BrokerState> listener;

  public InProcessBroker(BrokerSettings settings) {
    this(settings, BrokerConfiguration::values);
  }

  /** For tests of what happens when the broker does not do as it was told. */
  InProcessBroker(
      BrokerSettings settings,
      BiFunction<String, Integer, NavigableMap<String, String>> configuration) {
    this.settings = settings;
    this.configuration = configuration;
  }

  @Override
  public synchronized BrokerEndpoints start(Consumer<BrokerState> onChange) throws BrokerException {
    if (running != null) {
      throw new IllegalStateException("this broker is already running");
    }
    AccessExtension access = new AccessExtension(policy());
    BindAddress bind = BindAddress.parse(settings.bind());
    BrokerFolders folders = BrokerFolders.below(settings.folder());
    folders.prepare();
    bind.requireFree(settings.port());
    BrokerConfiguration.write(
        folders.configurationFile(), configuration.apply(bind.text(), settings.port()));
    BrokerTuning.quietLogs();
    BrokerTuning.apply();
    EmbeddedHiveMQ broker = build(folders, access);
    try {
      startWithin(broker, bind);
      int port = LiveListener.requireOnly(listeners(access), bind.text(), settings.port());
      running = broker;
      listener = onChange;
      return new BrokerEndpoints(bind.text(), port, ProcessHandle.current().pid());
    } catch (BrokerException e) {
      close(broker);
      throw e;
    }
  }

  @Override
  public synchronized void stop() {
    if (running == null) {
      return;
    }
    EmbeddedHiveMQ broker = running;
    running = null;
    close(broker);
    listener.accept(BrokerState.STOPPED);
  }

  private AccessPolicy policy() throws BrokerException {
    try {
      return new AccessPolicy(settings.topicRoot(), settings.anonymous(), settings.accountKey());
    } catch (IllegalArgumentException e) {
      throw new BrokerException(Reason.FAILED, e.getMessage(), e);
    }
  }

  private static EmbeddedHiveMQ build(BrokerFolders folders, AccessExtension access) {
    EmbeddedExtension extension =
        EmbeddedExtension.builder()
            .withId("swarmkit-access")
            .withName("SwarmKit access")
            .withVersion("1")
            .withExtensionMain(access)
            .build();
    EmbeddedHiveMQ broker =
        EmbeddedHiveMQ.builder()
            .withConfigurationFolder(folders.configuration())
            .withDataFolder(folders.data())
            .withExtensionsFolder(folders.extensions())
            .withEmbeddedExtension(extension)
            .withoutLoggingBootstrap()
            .build();
    BrokerTuning.denyWithoutAuthenticator();
    return broker;
  }

  private void startWithin(EmbeddedHiveMQ broker, BindAddress bind) throws BrokerException {
    // The broker replaces the handler of the whole JVM by one that may exit it.
    Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    try {
      broker.start().get(START_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      // Somebody may have taken the port since it was tried.
      bind.requireFree(settings.port());
      throw new BrokerException(Reason.FAILED, "broker did not start: " + rootOf(e), e);
    } catch (TimeoutException e) {
      throw new BrokerException(
          Reason.FAILED, "broker did not start within " + START_SECONDS_MAX + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException(Reason.FAILED, "interrupted while the broker started", e);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(handler);
    }
  }

  private static List<LiveListener> listeners(AccessExtension access) throws BrokerException {
    AdminService admin =
        access
            .admin()
            .orElseThrow(
                () -> new BrokerException(Reason.FAILED, "broker runs without access control"));
    List<LiveListener> live = new ArrayList<>();
    for (var found : admin.getServerInformation().getListener()) {
      live.add(
          new LiveListener(
              found.getListenerType().name(), found.getBindAddress(), found.getPort()));
    }
    return live;
  }

  private static void close(EmbeddedHiveMQ broker) {
    try {
      broker.close();
    } catch (ExecutionException e) {
      LOG.warn("broker=in-process close=failed reason=\"{}\"", rootOf(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String text = root.getMessage() == null ? root.toString() : root.getMessage();
    return text.lines().findFirst().orElse("no reason given");
  }
}
