package io.echofield.swarmkit.driver;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.node.Command;
import io.echofield.swarmkit.core.node.Continuity;
import io.echofield.swarmkit.core.node.ContinuityBreak;
import io.echofield.swarmkit.core.node.ContinuityFound;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.Job;
import io.echofield.swarmkit.core.node.Now;
import io.echofield.swarmkit.core.node.Outcome;
import io.echofield.swarmkit.core.node.ReadOnly;
import io.echofield.swarmkit.core.node.Reply;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Send;
import io.echofield.swarmkit.core.node.SwarmNode;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.link.Link;
import io.echofield.swarmkit.link.LinkHello;
import io.echofield.swarmkit.link.Outgoing;
import io.echofield.swarmkit.store.ContinuityKeeper;
import io.echofield.swarmkit.store.NodeStore;
import io.echofield.swarmkit.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one loop of a node: take what waits, apply it, commit once, then send, reply and start jobs.
 *
 * <p>One thread owns the core and the store. Callbacks of links, jobs and people only put something
 * into the inbox. When a commit or a look-up fails, everything of that turn is void: its commands
 * are refused, and the core is built anew from what is durable; {@link StoreGuard} says when the
 * store works again. While it takes no writes the core is told so and goes on without; while it is
 * down nothing is asked of the core at all.
 */
public final class NodeDriver {
  /** Bytes of the writes of one event; what leads to more is refused as a whole. */
  static final long OUTCOME_BYTES_MAX = NodeStore.BATCH_BYTES_MAX - Turn.BYTES_MAX;

  private static final Logger LOG = LoggerFactory.getLogger(NodeDriver.class);
  private static final long SLEEP_MILLIS_MAX = 60_000;

  /** A timer of the core that is due waits so long for what has come already. */
  private static final long LATE_MILLIS_MAX = 2_000;

  private static final long COMMAND_TIMEOUT_MILLIS = 30_000;
  private static final long STOP_GRACE_MILLIS = 1_000;

  // fixed
  private final NodeId name;
  private final StoreGuard store;
  private final ContinuityKeeper keeper;
  private final NodeFactory factory;
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private final Jobs jobs;
  private final HealthText healthText;
  private final Supplier<Now> clocks;
  private final Inbox inbox = new Inbox();
  private final Promises promises = new Promises();
  private final SortedMap<LinkName, Link> byName = new TreeMap<>();

  // owned by the loop's thread
  private final Loop loop = new Loop();
  private final Turn turn = new Turn();
  private final RunningJobs runningJobs = new RunningJobs();
  private final SortedMap<LinkName, LinkLimits> upLinks = new TreeMap<>();
  private final SortedMap<Long, CompletableFuture<Reply.Result>> waiting = new TreeMap<>();
  private SwarmNode node;
  private Optional<ReadOnly> told = Optional.empty();
  private Optional<ContinuityBreak> lastBreak = Optional.empty();
  private long wakeMono;
  private boolean stopping;
  private long nextCommandId;

  public NodeDriver(
      NodeId name,
      NodeStore store,
      ContinuityKeeper keeper,
      NodeFactory factory,
      List<Link> links,
      Jobs jobs,
      HealthText healthText,
      Supplier<Now> clocks) {
    this.name = name;
    this.store = new StoreGuard(store);
    this.keeper = keeper;
    this.factory = factory;
    this.links.addAll(links);
    this.jobs = jobs;
    this.healthText = healthText;
    this.clocks = clocks;
    links.forEach(link -> byName.put(link.name(), link));
  }

  /** What an operator should know about the store, oldest first. Any thread. */
  public List<String> storeNotices() {
    return store.notices();
  }

  /** Makes the store as small as it can be; may take long, writes go on meanwhile. Any thread. */
  public NodeStore.Compacted compact() throws StoreException {
    return store.compact();
  }

  /**
   * Opens the store, makes this life's session durable, and starts the loop and the links.
   *
   * @throws StoreException if the store cannot be opened, read or written; it is closed then
   */
  public void start() throws StoreException {
    open();
    try {
      loop.apply(Event.Tick::new);
      if (turn.broken().isPresent()) {
        throw StoreGuard.unreadable(turn.broken().get());
      }
      store.commitFirst(turn.writes());
    } catch (StoreException | RuntimeException e) {
      store.close();
      throw e;
    }
    node.committed();
    turn.written();
    turn.takeKept().ifPresent(this::keep);
    inbox.put(l -> l.afterwards(() -> links.forEach(this::startLink)));
    runLoop();
  }

  /**
   * Opens the store and starts the loop of a node without links, to look at it. If nothing can be
   * written, it is read-only from the beginning.
   *
   * @throws StoreException if the store cannot be opened or read; it is closed then
   */
  public void startWithoutLinks() throws StoreException {
    if (!links.isEmpty()) {
      throw new IllegalStateException("links need a session that is durable: use start");
    }
    open();
    inbox.put(l -> l.apply(Event.Tick::new));
    runLoop();
  }

  private void open() throws StoreException {
    Restored restored = store.open();
    try {
      ContinuityFound found = keeper.look();
      lastBreak = found.kept().flatMap(Continuity::lastBreak);
      node = factory.create(restored, store.reader(), found);
    } catch (UncheckedIOException e) {
      store.close();
      throw StoreGuard.unreadable(e);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private void runLoop() {
    Thread thread = new Thread(this::run, "node-" + name);
    thread.setDaemon(false);
    thread.start();
  }

  /** Adds a link to the running node and starts it. Any thread. */
  public void addLink(Link link) {
    inbox.put(
        l ->
            l.afterwards(
                () -> {
                  links.add(link);
                  byName.put(link.name(), link);
                  startLink(link);
                }));
  }

  /** All links, for people. Any thread. */
  public List<Link> links() {
    return List.copyOf(links);
  }

  /** Completes when the loop has ended: empty after {@link #stop}, else with what ended it. */
  public CompletableFuture<Optional<Throwable>> ended() {
    return promises.ended();
  }

  /**
   * Hands a command to the core; completes when what it wrote is durable, or exceptionally with
   * {@link StoreRefusedException} if the store failed on it.
   */
  public CompletableFuture<Reply.Result> command(Command command) {
    CompletableFuture<Reply.Result> result = promises.make();
    inbox.put(
        l -> {
          if (store.isDown()) {
            result.completeExceptionally(store.refusal());
            return;
          }
          long id = nextCommandId++;
          waiting.put(id, result);
          l.apply(now -> new Event.CommandReceived(now, id, command));
        });
    return result;
  }

  /**
   * Looks at the node on its own thread, between two events. Completes exceptionally with {@link
   * StoreRefusedException} if the store cannot be read.
   */
  public <T> CompletableFuture<T> query(Function<SwarmNode, T> question) {
    CompletableFuture<T> answer = promises.make();
    inbox.put(l -> l.afterwards(() -> answer(question, answer, false)));
    return answer;
  }

  /** {@code again}: whether the disk failed on this question before. */
  private <T> void answer(
      Function<SwarmNode, T> question, CompletableFuture<T> answer, boolean again) {
    if (store.isDown()) {
      answer.completeExceptionally(store.refusal());
    } else if (turn.isOver()) {
      inbox.put(l -> l.afterwards(() -> answer(question, answer, again)));
    } else {
      try {
        answer.complete(question.apply(node));
      } catch (UncheckedIOException e) {
        turn.breakOff(e);
        if (again) {
          answer.completeExceptionally(refusal(StoreGuard.unreadable(e)));
        } else {
          inbox.put(l -> l.afterwards(() -> answer(question, answer, true)));
        }
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }
  }

  private static StoreRefusedException refusal(StoreException e) {
    return new StoreRefusedException(e.reason(), e.getMessage());
  }

  /**
   * Says goodbye on all links, flushes them, closes the store, and returns when all that is done.
   * Idempotent.
   */
  public void stop(long graceMillis) {
    try {
      command(new Command.Goodbye()).get(graceMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.info(
          "goodbye=not-said reason=\"{}\"",
          e.getCause() == null ? "late" : e.getCause().getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    inbox.put(l -> stopping = true);
    try {
      ended().get(COMMAND_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.error("stop=timed-out after_ms={}", COMMAND_TIMEOUT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Optional<Throwable> cause = Optional.empty();
    try {
      while (!stopping) {
        step();
      }
    } catch (Throwable e) {
      // Also an Error: whoever waits for the end must hear that this was none that was asked for.
      LOG.error("node={} state=stopped reason=\"{}\"", name, e.getMessage(), e);
      cause = Optional.of(e);
    } finally {
      shutDown();
      promises.end(cause);
    }
  }

  private void shutDown() {
    quietly("jobs", () -> jobs.stop(STOP_GRACE_MILLIS));
    links.forEach(link -> quietly("link " + link.name(), () -> link.stop(STOP_GRACE_MILLIS)));
    quietly("store", store::close);
  }

  /** What fails while stopping must not keep the rest from being stopped. */
  private static void quietly(String what, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.warn("stop={} reason=\"{}\"", what, e.toString());
    }
  }

  private void step() throws StoreException {
    long wake = Math.min(store.isDown() ? Long.MAX_VALUE : wakeMono, store.retryMono());
    List<Inbox.Item> items = inbox.take(Math.min(SLEEP_MILLIS_MAX, wake - mono()));
    store.retry(mono()).ifPresent(this::rebuild);
    tellStore();
    for (Inbox.Item item : items) {
      item.run(loop);
      if (turn.full() || turn.isOver()) {
        commit();
      }
    }
    if (!store.isDown()) {
      runningJobs.due(store.readOnly().isEmpty()).forEach(loop::apply);
    }
    // What waits is told first: what the core would do because nothing came may be in vain then.
    if (mono() - (inbox.isEmpty() ? 0 : LATE_MILLIS_MAX) >= wakeMono) {
      loop.apply(Event.Tick::new);
    }
    do {
      commit();
    } while (turn.isOver());
  }

  private long mono() {
    return clocks.get().monoMillis();
  }

  /** Commits the turn and then does what follows from it, in the order of duty. */
  private void commit() throws StoreException {
    Optional<Setback> setback = settle();
    while (setback.isPresent()) {
      fallBack(setback.get());
      setback = settle();
    }
    turn.takeLasts().forEach(Runnable::run);
  }

  /** Commits the turn and hands over what may be handed over; empty if all of it may. */
  private Optional<Setback> settle() throws StoreException {
    if (store.isDown()) {
      return Optional.empty();
    }
    Optional<UncheckedIOException> broken = turn.broken();
    if (broken.isPresent()) {
      return Optional.of(store.readFailed(broken.get(), mono()));
    }
    Optional<Setback> setback = store.commit(turn.writes(), mono());
    if (setback.isPresent()) {
      return setback;
    }
    node.committed();
    long refusedBytes = turn.refusedBytes();
    handOver();
    return refusedBytes == 0
        ? Optional.empty()
        : Optional.of(store.tooLarge(refusedBytes, OUTCOME_BYTES_MAX, mono()));
  }

  /** The turn is durable. */
  private void handOver() {
    runningJobs.committed();
    turn.written();
    turn.takeKept().ifPresent(this::keep);
    turn.takeSends().forEach(this::send);
    turn.takeReplies().forEach(this::reply);
    turn.takeJobs().forEach(this::begin);
  }

  /**
   * The store is committed already, and remembers what lay beside it: a record that cannot be
   * written costs nothing but the proof.
   */
  private void keep(Continuity record) {
    try {
      keeper.keep(record);
      node.continuityKept(record);
    } catch (IOException e) {
      LOG.warn("continuity=not-kept reason=\"{}\"", e.getMessage());
      node.continuityNotKept(String.valueOf(e.getMessage()));
    }
    if (!record.lastBreak().equals(lastBreak)) {
      lastBreak = record.lastBreak();
      lastBreak.ifPresent(
          seen ->
              LOG.warn(
                  "continuity={} epoch={} reason=\"{}\"",
                  seen.kind().word(),
                  Long.toHexString(record.epoch()),
                  seen.detail()));
    }
  }

  /**
   * The core is void: refuse the commands that wait for it and build another from what is durable.
   */
  private void fallBack(Setback setback) {
    if (setback.kept()) {
      handOver();
    }
    StoreRefusedException refused = refusal(setback.cause());
    List<CompletableFuture<Reply.Result>> refuse = new ArrayList<>(waiting.values());
    waiting.clear();
    refuse.forEach(result -> result.completeExceptionally(refused));
    runningJobs.rolledBack();
    turn.rollBack();
    setback.restored().ifPresent(this::rebuild);
  }

  private void rebuild(Restored restored) {
    SwarmNode earlier = node;
    try {
      node = factory.create(restored, store.reader(), keeper.look());
    } catch (UncheckedIOException e) {
      turn.breakOff(e);
      return;
    }
    node.resume(earlier, runningJobs.running());
    told = Optional.empty();
    tellStore();
    loop.apply(Event.Tick::new);
    upLinks.forEach((link, limits) -> loop.apply(at -> new Event.LinkUp(at, link, limits)));
  }

  /** Tells the core whether what it writes can be made durable, if that changed. */
  private void tellStore() {
    Optional<ReadOnly> now = store.readOnly();
    if (!store.isDown() && !now.equals(told)) {
      told = now;
      loop.apply(
          at ->
              now.isPresent()
                  ? new Event.StoreReadOnly(at, now.get())
                  : new Event.StoreWritable(at));
    }
  }

  private void begin(Job job) {
    runningJobs.begun(job);
    jobs.start(job, event -> inbox.put(l -> runningJobs.ended(job, event)));
  }

  private void send(Send send) {
    Link link = byName.get(send.link());
    if (link == null) {
      return;
    }
    Outgoing outgoing =
        send instanceof Send.OfFrame frame
            ? new Outgoing(frame.channel(), frame.slot(), frame.frame())
            : new Outgoing(Channel.HEALTH, 0, healthOf((Send.OfHealth) send));
    if (!link.offer(outgoing)) {
      inbox.put(l -> l.apply(now -> new Event.LinkRefused(now, link.name())));
    }
  }

  private Bytes healthOf(Send.OfHealth health) {
    return healthText.render(health.session(), health.report());
  }

  private void reply(Reply reply) {
    CompletableFuture<Reply.Result> result = waiting.remove(reply.id());
    if (result != null) {
      result.complete(reply.result());
    }
  }

  private void startLink(Link link) {
    Bytes will = healthText.render(node.session(), Optional.empty());
    link.start(new LinkHello(name, node.session(), will), new LinkInlet(link, inbox, upLinks));
  }

  /** What items of the inbox may do. */
  private final class Loop implements NodeLoop {
    @Override
    public void apply(Function<Now, Event> event) {
      if (store.isDown() || turn.isOver()) {
        return;
      }
      try {
        Outcome outcome = node.apply(event.apply(clocks.get()));
        long bytes = WriteBytes.of(outcome.writes());
        if (bytes > OUTCOME_BYTES_MAX) {
          turn.refuse(bytes);
        } else {
          turn.add(outcome, bytes);
          wakeMono = outcome.wakeAtMonoMillis();
        }
      } catch (UncheckedIOException e) {
        turn.breakOff(e);
      }
    }

    @Override
    public void afterwards(Runnable last) {
      turn.last(last);
    }
  }
}
