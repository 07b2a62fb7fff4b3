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
import io.echofield.swarmkit.core.node.Reply;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.Send;
import io.echofield.swarmkit.core.node.SwarmNode;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.link.Incoming;
import io.echofield.swarmkit.link.Link;
import io.echofield.swarmkit.link.LinkEvents;
import io.echofield.swarmkit.link.LinkHello;
import io.echofield.swarmkit.link.Outgoing;
import io.echofield.swarmkit.store.ContinuityKeeper;
import io.echofield.swarmkit.store.NodeStore;
import io.echofield.swarmkit.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one loop of a node: take what waits, apply it, commit once, then send, reply and start jobs.
 *
 * <p>One thread owns the core and the store. Callbacks of links, jobs and people only put something
 * into the inbox. When a commit fails for want of space, everything of that batch is dropped, its
 * commands are refused, and the core is built anew from what is durable; any other failure of the
 * store stops the loop.
 */
public final class NodeDriver {
  private static final Logger LOG = LoggerFactory.getLogger(NodeDriver.class);

  /** Writes gathered before a commit even if more waits. */
  private static final int BATCH_WRITES_MAX = 1_000;

  /**
   * After the store had no space, commands and frames are refused for this long before it is tried
   * again.
   */
  private static final long NO_SPACE_PAUSE_MILLIS = 2_000;

  private static final long COMMAND_TIMEOUT_MILLIS = 30_000;
  private static final long STOP_GRACE_MILLIS = 1_000;

  // fixed
  private final NodeId name;
  private final NodeStore store;
  private final ContinuityKeeper keeper;
  private final NodeFactory factory;
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private final Jobs jobs;
  private final HealthText healthText;
  private final Supplier<Now> clocks;
  private final Inbox inbox = new Inbox();
  private final CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();
  private final Map<Long, CompletableFuture<?>> promises = new ConcurrentHashMap<>();
  private final AtomicLong promiseNumbers = new AtomicLong();
  private final SortedMap<LinkName, Link> byName = new TreeMap<>();

  // owned by the loop's thread
  private final Batch batch = new Batch();
  private final SortedMap<LinkName, LinkLimits> upLinks = new TreeMap<>();
  private SwarmNode node;
  private long wakeMono;
  private long blockedUntilMono = Long.MIN_VALUE;
  private String blockedBy = "";
  private boolean rejoin;
  private final List<Ended> endedJobs = new ArrayList<>();
  private int endedApplied;
  private Optional<Job.RunRemedy> running = Optional.empty();
  private Optional<ContinuityBreak> lastBreak = Optional.empty();
  private boolean stopping;
  private long nextCommandId;
  private final SortedMap<Long, CompletableFuture<Reply.Result>> waiting = new TreeMap<>();

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
    this.store = store;
    this.keeper = keeper;
    this.factory = factory;
    this.links.addAll(links);
    this.jobs = jobs;
    this.healthText = healthText;
    this.clocks = clocks;
    links.forEach(link -> byName.put(link.name(), link));
  }

  /** Opens the store and starts the loop; links begin to connect once the session is durable. */
  public void start() throws StoreException {
    Restored restored = store.open();
    ContinuityFound found = keeper.look();
    lastBreak = found.kept().flatMap(Continuity::lastBreak);
    node = factory.create(restored, store.reader(), found);
    Thread thread = new Thread(this::run, "node-" + name);
    thread.setDaemon(false);
    inbox.put(loop -> loop.apply(Event.Tick::new));
    inbox.put(loop -> loop.afterwards(this::startLinks));
    thread.start();
  }

  /** Adds a link to the running node and starts it. Any thread. */
  public void addLink(Link link) {
    inbox.put(
        loop ->
            loop.afterwards(
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
    return ended;
  }

  /** Hands a command to the core; completes when what it wrote is durable. */
  public CompletableFuture<Reply.Result> command(Command command) {
    CompletableFuture<Reply.Result> result = promised();
    inbox.put(
        loop -> {
          if (blocked()) {
            result.completeExceptionally(
                new StoreRefusedException(StoreException.Reason.NO_SPACE, blockedBy));
          } else {
            long id = nextCommandId++;
            waiting.put(id, result);
            loop.apply(now -> new Event.CommandReceived(now, id, command));
          }
        });
    return result;
  }

  /** Looks at the node on its own thread, between two events. */
  public <T> CompletableFuture<T> query(Function<SwarmNode, T> question) {
    CompletableFuture<T> answer = promised();
    inbox.put(loop -> loop.afterwards(() -> answer(question, answer)));
    return answer;
  }

  /** A future that completes at the latest when the loop ends, then with why. */
  private <T> CompletableFuture<T> promised() {
    CompletableFuture<T> future = new CompletableFuture<>();
    long number = promiseNumbers.incrementAndGet();
    promises.put(number, future);
    CompletableFuture<T> unused = future.whenComplete((value, error) -> promises.remove(number));
    if (ended.isDone()) {
      breakPromises(ended.join());
    }
    return future;
  }

  private void breakPromises(Optional<Throwable> cause) {
    Throwable told = cause.orElseGet(() -> new IllegalStateException("the node has stopped"));
    promises.forEach((number, future) -> future.completeExceptionally(told));
  }

  private <T> void answer(Function<SwarmNode, T> question, CompletableFuture<T> answer) {
    try {
      answer.complete(question.apply(node));
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  /** Why the store refuses writes at present, for people; empty if it does not. */
  public Optional<String> storeFault() {
    return blockedBy.isEmpty() ? Optional.empty() : Optional.of(blockedBy);
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
    inbox.put(loop -> stopping = true);
    try {
      ended.get(COMMAND_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
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
      ended.complete(cause);
      breakPromises(cause);
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

  private void step() throws StoreException, InterruptedException {
    long now = clocks.get().monoMillis();
    List<Inbox.Item> items = inbox.take(Math.min(60_000, wakeMono - now));
    for (Inbox.Item item : items) {
      item.run(batch);
      if (batch.writes.size() >= BATCH_WRITES_MAX) {
        commit();
      }
    }
    if (!blocked()) {
      endedJobs.forEach(job -> batch.apply(job.event()));
      endedApplied = endedJobs.size();
    }
    if (!blocked() && rejoin) {
      rejoin = false;
      upLinks.forEach((link, limits) -> batch.apply(at -> new Event.LinkUp(at, link, limits)));
    }
    if (clocks.get().monoMillis() >= wakeMono) {
      batch.apply(Event.Tick::new);
    }
    commit();
  }

  private boolean blocked() {
    return clocks.get().monoMillis() < blockedUntilMono;
  }

  /** Commits the batch and then does what follows from it, in the order of duty. */
  private void commit() throws StoreException {
    try {
      store.commit(batch.writes);
      if (!batch.writes.isEmpty()) {
        blockedBy = "";
      }
    } catch (StoreException e) {
      if (e.reason() != StoreException.Reason.NO_SPACE) {
        throw e;
      }
      rollBack(e);
      return;
    }
    node.committed();
    batch.takeKept().ifPresent(this::keep);
    forgetEndedJobs();
    List<Send> sends = batch.takeSends();
    List<Reply> replies = batch.takeReplies();
    List<Job> started = batch.takeJobs();
    batch.writes.clear();
    sends.forEach(this::send);
    replies.forEach(this::reply);
    started.forEach(this::begin);
    batch.takeLasts().forEach(Runnable::run);
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

  /** Nothing of the batch is durable: refuse its commands and build the core anew from what is. */
  private void rollBack(StoreException e) throws StoreException {
    LOG.warn("store=full action=refuse reason=\"{}\"", e.getMessage());
    endedApplied = 0;
    blockedBy = e.getMessage();
    blockedUntilMono = clocks.get().monoMillis() + NO_SPACE_PAUSE_MILLIS;
    wakeMono = blockedUntilMono;
    StoreRefusedException refused = new StoreRefusedException(e.reason(), e.getMessage());
    batch.takeReplies().forEach(reply -> waiting.remove(reply.id()).completeExceptionally(refused));
    batch.clear();
    node = factory.create(store.restored(), store.reader(), keeper.look());
    running.ifPresent(node::resume);
    rejoin = true;
    batch.takeLasts().forEach(Runnable::run);
  }

  private void begin(Job job) {
    if (job instanceof Job.RunRemedy remedy) {
      running = Optional.of(remedy);
    }
    jobs.start(job, event -> inbox.put(loop -> endedJobs.add(new Ended(job, event))));
  }

  /** The end of a job, kept until what it leads to is durable: a full disk must not lose it. */
  private record Ended(Job job, Function<Now, Event> event) {}

  private void forgetEndedJobs() {
    List<Ended> durable = endedJobs.subList(0, endedApplied);
    if (durable.stream().anyMatch(ended -> running.filter(ended.job()::equals).isPresent())) {
      running = Optional.empty();
    }
    durable.clear();
    endedApplied = 0;
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
      inbox.put(loop -> loop.apply(now -> new Event.LinkRefused(now, link.name())));
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

  private void startLinks() {
    links.forEach(this::startLink);
  }

  private void startLink(Link link) {
    Bytes will = healthText.render(node.session(), Optional.empty());
    link.start(new LinkHello(name, node.session(), will), new Events(link));
  }

  /** Turns what a link tells into items of the inbox. */
  private final class Events implements LinkEvents {
    private final Link link;

    Events(Link link) {
      this.link = link;
    }

    @Override
    public void up() {
      LinkLimits limits = link.limits();
      inbox.put(
          loop -> {
            upLinks.put(link.name(), limits);
            loop.apply(now -> new Event.LinkUp(now, link.name(), limits));
          });
    }

    @Override
    public void down(String reason) {
      inbox.put(
          loop -> {
            upLinks.remove(link.name());
            loop.apply(now -> new Event.LinkDown(now, link.name(), reason));
          });
    }

    @Override
    public boolean received(Incoming incoming) {
      return inbox.offerFrame(
          new FrameItem(
              now ->
                  new Event.FrameReceived(
                      now,
                      link.name(),
                      incoming.channel(),
                      incoming.writer(),
                      incoming.retained(),
                      incoming.payload())));
    }

    @Override
    public void vanished(NodeId peer, long session) {
      // Anybody may publish such a thing, so it counts like a frame; one that is refused was a
      // hint.
      boolean unused =
          inbox.offerFrame(
              new FrameItem(now -> new Event.PeerVanished(now, link.name(), peer, session)));
    }
  }

  /** What came over a link and waits. */
  private record FrameItem(Function<Now, Event> event) implements Inbox.Item {
    @Override
    public void run(NodeLoop loop) {
      loop.apply(event);
    }

    @Override
    public boolean isFrame() {
      return true;
    }
  }

  /** Everything that outcomes ask for until the next commit. */
  private final class Batch implements NodeLoop {
    private final List<Write> writes = new ArrayList<>();
    private Optional<Continuity> kept = Optional.empty();
    private List<Send> sends = new ArrayList<>();
    private List<Reply> replies = new ArrayList<>();
    private List<Job> jobs = new ArrayList<>();
    private List<Runnable> lasts = new ArrayList<>();

    /**
     * While the store has no space events are dropped: digests and timers bring back what matters.
     */
    @Override
    public void apply(Function<Now, Event> event) {
      if (blocked()) {
        return;
      }
      Outcome outcome = node.apply(event.apply(clocks.get()));
      writes.addAll(outcome.writes());
      kept = outcome.kept().or(() -> kept);
      sends.addAll(outcome.sends());
      replies.addAll(outcome.replies());
      jobs.addAll(outcome.jobs());
      wakeMono = outcome.wakeAtMonoMillis();
    }

    @Override
    public void afterwards(Runnable last) {
      lasts.add(last);
    }

    Optional<Continuity> takeKept() {
      Optional<Continuity> taken = kept;
      kept = Optional.empty();
      return taken;
    }

    List<Send> takeSends() {
      List<Send> taken = sends;
      sends = new ArrayList<>();
      return taken;
    }

    List<Reply> takeReplies() {
      List<Reply> taken = replies;
      replies = new ArrayList<>();
      return taken;
    }

    List<Job> takeJobs() {
      List<Job> taken = jobs;
      jobs = new ArrayList<>();
      return taken;
    }

    List<Runnable> takeLasts() {
      List<Runnable> taken = lasts;
      lasts = new ArrayList<>();
      return taken;
    }

    void clear() {
      writes.clear();
      kept = Optional.empty();
      takeSends();
      takeReplies();
      takeJobs();
    }
  }
}
