package io.echofield.swarmkit.app;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Stage;
import io.echofield.swarmkit.api.AgentApi;
import io.echofield.swarmkit.api.AgentCalls;
import io.echofield.swarmkit.api.AgentInfo;
import io.echofield.swarmkit.api.ApiServer;
import io.echofield.swarmkit.api.Exit;
import io.echofield.swarmkit.broker.BrokerEndpoints;
import io.echofield.swarmkit.broker.BrokerException;
import io.echofield.swarmkit.broker.BrokerSettings;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.HeadSig;
import io.echofield.swarmkit.core.ledger.LogState;
import io.echofield.swarmkit.core.node.Command;
import io.echofield.swarmkit.core.node.Reply;
import io.echofield.swarmkit.driver.NodeDriver;
import io.echofield.swarmkit.store.StoreException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node: the loop, its links and checks, its API, and its broker if it has one.
 *
 * <p>{@link #start} returns once the node accepts commands; links and broker come up in the
 * background. {@link #close} says goodbye, flushes and releases everything: idempotent, any thread.
 */
public final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final Key<Optional<BrokerFactory>> BROKERS = new Key<>() {};
  private static final long STOP_GRACE_MILLIS = 3_000;

  /**
   * How long links get in one round: to come up, hear what lies there, compare, and replay what is
   * owed.
   */
  private static final long LINK_TURN_MILLIS = 3_000;

  private static final long ROUND_POLL_MILLIS = 50;

  private final NodeDriver driver;
  private final AgentCalls api;
  private final CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final List<AutoCloseable> beside = new ArrayList<>();
  private Optional<BrokerRunner> broker = Optional.empty();
  private int httpPort;

  private Agent(Settings settings, Injector injector, boolean live) {
    this.driver = injector.getInstance(NodeDriver.class);
    AgentInfo info =
        new AgentInfo(
            settings.nodeId(), settings.topicRoot(), settings.dataDir(), live, this::brokerText);
    this.api = new AgentApi(driver, info, () -> ended.complete(Optional.empty()));
  }

  /**
   * Starts a node.
   *
   * @param known where the agent makes itself known to the command line
   * @param brokers makes the node's own broker; needed only if the settings switch it on
   * @throws AgentException if it cannot start; nothing is left running then
   */
  public static Agent start(Settings settings, RunningAgents known, Optional<BrokerFactory> brokers)
      throws AgentException {
    NodeFolders folder = new NodeFolders(settings.dataDir());
    folder.make();
    Identity identity = Identity.load(folder.keys(), settings.topicRoot());
    LinkModule links = new LinkModule(settings, identity);
    List<Module> modules = new ArrayList<>();
    modules.add(links);
    modules.add(new CheckModule(settings));
    modules.add(new RemedyModule(settings));
    modules.add(new BrokerModule(brokers));
    Injector injector = withPlugins(settings, identity, modules);
    Agent agent = new Agent(settings, injector, true);
    try {
      agent.open(identity, true);
      agent.serve(settings, known);
      if (settings.broker().enabled()) {
        agent.runBroker(settings, folder, identity, links, injector.getInstance(BROKERS));
      }
      return agent;
    } catch (AgentException | RuntimeException e) {
      agent.close();
      throw e;
    }
  }

  /**
   * Opens the store of a node that does not run, to look at it and to add to it. No links, no
   * checks, nothing is carried out.
   *
   * @throws AgentException if an agent holds it, or it cannot be opened
   */
  public static Agent offline(Settings settings) throws AgentException {
    NodeFolders folder = new NodeFolders(settings.dataDir());
    folder.make();
    Identity identity = Identity.load(folder.keys(), settings.topicRoot());
    Agent agent =
        new Agent(settings, injector(settings, identity, List.of(new OfflineModule())), false);
    try {
      agent.open(identity, false);
      return agent;
    } catch (AgentException | RuntimeException e) {
      agent.close();
      throw e;
    }
  }

  /** Calls to this node, in this process. */
  public AgentCalls api() {
    return api;
  }

  /** What an operator should know about the store, oldest first. */
  List<String> storeNotices() {
    return driver.storeNotices();
  }

  /**
   * Merges what came as a file.
   *
   * @return how many entries were new
   */
  long take(List<Entry> entries, List<HeadSig> proofs) {
    long before = entries();
    Reply.Result result = driver.command(new Command.ImportEntries(entries, proofs)).join();
    if (result instanceof Reply.Refused refused) {
      throw new IllegalStateException(refused.reason());
    }
    return entries() - before;
  }

  private long entries() {
    return driver
        .query(node -> node.ledger().logs().values().stream().mapToLong(LogState::count).sum())
        .join();
  }

  /** The port of the API; 0 if this is no running agent. */
  public int httpPort() {
    return httpPort;
  }

  /**
   * The endpoints of the node's own broker, or a {@link BrokerException} if its first start failed;
   * empty if it has none.
   */
  public Optional<CompletableFuture<BrokerEndpoints>> brokerStart() {
    return broker.map(BrokerRunner::firstStart);
  }

  /**
   * Completes when the agent is to end: empty if somebody asked for it, else with what broke the
   * node. The owner then closes it.
   */
  public CompletableFuture<Optional<Throwable>> ended() {
    return ended;
  }

  /**
   * Waits for one round of everything: a health cycle ended, due tasks ran, and every link that
   * came up has had its turn to compare and send.
   *
   * @return whether all of it happened within the time
   */
  public boolean awaitRound(long timeoutMillis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    long turnOver = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINK_TURN_MILLIS);
    while (System.nanoTime() < deadline && !ended.isDone()) {
      if (rested() && System.nanoTime() > turnOver) {
        return true;
      }
      Thread.sleep(ROUND_POLL_MILLIS);
    }
    return false;
  }

  private boolean rested() {
    try {
      return driver.query(node -> node.report().isPresent() && !node.busy()).join();
    } catch (CompletionException e) {
      return false; // the store is down, or the node ended
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    driver.stop(STOP_GRACE_MILLIS);
    List<AutoCloseable> resources = new ArrayList<>(beside);
    broker.ifPresent(runner -> resources.add(0, runner));
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        LOG.warn(
            "stop resource={} reason=\"{}\"", resource.getClass().getSimpleName(), e.getMessage());
      }
    }
    ended.complete(Optional.empty());
  }

  private static Injector withPlugins(Settings settings, Identity identity, List<Module> modules)
      throws AgentException {
    try {
      ServiceLoader.load(SwarmPlugin.class).forEach(plugin -> modules.add(plugin.module()));
      return injector(settings, identity, modules);
    } catch (ServiceConfigurationError | CreationException e) {
      String first = e.getMessage().strip().lines().findFirst().orElse(e.toString());
      throw new AgentException(
          Exit.CONFIG, "a plugin does not fit: " + first, "take its jar off the class path", e);
    }
  }

  private static Injector injector(Settings settings, Identity identity, List<Module> modules) {
    List<Module> all = new ArrayList<>(modules);
    all.add(new CoreModule());
    all.add(new StoreModule());
    all.add(
        new AbstractModule() {
          @Override
          protected void configure() {
            binder().requireExplicitBindings();
            binder().requireExactBindingAnnotations();
            binder().disableCircularProxies();
            bind(Settings.class).toInstance(settings);
            bind(Identity.class).toInstance(identity);
          }
        });
    return Guice.createInjector(Stage.PRODUCTION, all);
  }

  private void open(Identity identity, boolean live) throws AgentException {
    try {
      if (live) {
        driver.start();
      } else {
        driver.startWithoutLinks();
      }
    } catch (StoreException e) {
      closed.set(true);
      throw new AgentException(exit(e.reason()), e.getMessage(), "", e);
    }
    CompletableFuture<Void> unused = driver.ended().thenAccept(ended::complete);
    if (!identity.roster().isEmpty()) {
      try {
        Reply.Result stored = driver.command(new Command.ImportEntries(identity.roster())).get();
        if (stored instanceof Reply.Refused refused) {
          throw new AgentException(
              Exit.CANNOT_CREATE, "cannot store the roster: " + refused.reason(), "", null);
        }
      } catch (ExecutionException e) {
        throw new AgentException(
            Exit.CANNOT_CREATE, "cannot store the roster: " + e.getCause().getMessage(), "", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static int exit(StoreException.Reason reason) {
    return switch (reason) {
      case HELD, NOT_WRITABLE, NO_SPACE -> Exit.CANNOT_CREATE;
      case TOO_LARGE, TOO_NEW, DAMAGED, IO -> Exit.FAILED;
    };
  }

  private void serve(Settings settings, RunningAgents known) throws AgentException {
    String host = settings.http().host();
    ApiToken token = token(settings);
    try {
      ApiServer server = ApiServer.start(host, settings.http().port(), api, token.hex());
      beside.add(server);
      httpPort = server.port();
    } catch (IOException e) {
      throw new AgentException(
          Exit.UNAVAILABLE,
          "cannot listen on " + host + ":" + settings.http().port() + ": " + Reasons.of(e),
          "choose another port with --http, or 0 for a free one",
          e);
    }
    register(settings, known);
  }

  private static ApiToken token(Settings settings) throws AgentException {
    try {
      return ApiToken.renew(settings.dataDir(), new SecureRandom());
    } catch (IOException e) {
      throw new AgentException(
          Exit.CANNOT_CREATE,
          "cannot write " + ApiToken.file(settings.dataDir()) + ": " + Reasons.of(e),
          "make space there or choose another folder with --data-dir",
          e);
    }
  }

  private void register(Settings settings, RunningAgents known) throws AgentException {
    RunningAgent self =
        new RunningAgent(
            settings.nodeId(),
            ProcessMark.ofThisProcess(),
            settings.dataDir(),
            new HostPort(settings.http().host(), httpPort),
            ApiToken.file(settings.dataDir()),
            Instant.now().truncatedTo(ChronoUnit.MILLIS));
    try {
      known.register(self);
    } catch (IOException e) {
      throw new AgentException(
          Exit.CANNOT_CREATE,
          "cannot make the agent known to this user: " + Reasons.of(e),
          "set XDG_RUNTIME_DIR",
          e);
    }
    beside.add(() -> known.unregister(self));
  }

  private void runBroker(
      Settings settings,
      NodeFolders folder,
      Identity identity,
      LinkModule links,
      Optional<BrokerFactory> brokers)
      throws AgentException {
    if (brokers.isEmpty()) {
      throw new AgentException(
          Exit.CONFIG,
          "this build of the agent has no embedded broker",
          "broker.enabled: false",
          null);
    }
    BrokerSettings wanted =
        new BrokerSettings(
            settings.broker().bind(),
            settings.broker().port(),
            folder.broker(),
            settings.topicRoot(),
            settings.broker().anonymous(),
            identity.swarm().accountKey());
    BrokerRunner runner =
        new BrokerRunner(
            brokers.get().create(wanted), (host, port) -> driver.addLink(links.local(host, port)));
    broker = Optional.of(runner);
    runner.start();
  }

  private String brokerText() {
    return broker.map(BrokerRunner::text).orElse("");
  }
}
