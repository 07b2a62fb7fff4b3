package io.echofield.swarmkit.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Draft;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.EntryCodec;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.ledger.SwarmHash;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.node.Command;
import io.echofield.swarmkit.core.node.ContinuityFound;
import io.echofield.swarmkit.core.node.Event;
import io.echofield.swarmkit.core.node.ExecutionGate;
import io.echofield.swarmkit.core.node.Job;
import io.echofield.swarmkit.core.node.NodeParts;
import io.echofield.swarmkit.core.node.NodeSettings;
import io.echofield.swarmkit.core.node.Now;
import io.echofield.swarmkit.core.node.Reply;
import io.echofield.swarmkit.core.node.Restored;
import io.echofield.swarmkit.core.node.SwarmNode;
import io.echofield.swarmkit.core.node.Write;
import io.echofield.swarmkit.core.sync.LinkLimits;
import io.echofield.swarmkit.core.sync.SyncSettings;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.MemoryStore;
import io.echofield.swarmkit.lab.swarm.ToyKeys;
import io.echofield.swarmkit.link.Link;
import io.echofield.swarmkit.link.LinkEvents;
import io.echofield.swarmkit.link.LinkHello;
import io.echofield.swarmkit.link.LinkStatus;
import io.echofield.swarmkit.link.Outgoing;
import io.echofield.swarmkit.store.NodeStore;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.testkit.MemoryKeeper;
import io.echofield.swarmkit.testkit.Shows;
import io.echofield.swarmkit.wire.EntryWire;
import io.echofield.swarmkit.wire.FrameWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The loop's duties: commit first, refuse on a full disk, lose nothing, and end so that everybody
 * hears of it.
 */
class NodeDriverTest {
  private static final SwarmHash HASH = new SwarmHash(new SwarmId(Bytes.copyOf(new byte[16])));
  private static final LinkName WIRE = new LinkName("wire");
  private static final int ALWAYS = Integer.MAX_VALUE;
  private static final long AFTER_AN_HOUR_MILLIS = 3_700_000;

  private final List<String> order = new CopyOnWriteArrayList<>();
  private final AtomicLong clock = new AtomicLong();
  private final FlakyStore store = new FlakyStore();
  private final MemoryKeeper keeper = new MemoryKeeper();
  private final HeldJobs jobs = new HeldJobs();
  private final ToyKeys keys = ToyKeys.of("driver");
  private final NodeDriver driver = driver(List.of(new RecordingLink()));

  @BeforeEach
  void start() throws Exception {
    driver.start();
    eventually(this::linkIsUp);
  }

  @AfterEach
  void stop() {
    driver.stop(1_000);
  }

  @Test
  @Shows("C-1")
  void whatACommandWroteIsCommittedBeforeItIsAnsweredSentOrStarted() throws Exception {
    TaskId task = add();
    assertThat(store.delegate.reader().live(task.key())).isNotEmpty();
    eventually(() -> !jobs.started.isEmpty());
    int firstSend = order.indexOf("send");
    assertThat(order.indexOf("commit")).isNotNegative().isLessThan(order.indexOf("job"));
    assertThat(firstSend < 0 || order.indexOf("commit") < firstSend).isTrue();
  }

  @Test
  void theRecordBesideTheStoreHoldsWhatTheStoreHoldsAndItsFaultIsShown() throws Exception {
    long epoch = ask(node -> node.continuity(0).epoch());
    assertThat(keeper.record().orElseThrow().epoch()).isEqualTo(epoch);
    assertThat(keeper.record().orElseThrow().nonce()).isEqualTo(stored(Write.Counter.Name.NONCE));
    long before = keeper.record().orElseThrow().nonce();
    keeper.failing = true;
    clock.addAndGet(AFTER_AN_HOUR_MILLIS);
    add();
    String fault = ask(node -> node.continuity(0).fault());
    assertThat(fault).contains("planted");
    assertThat(stored(Write.Counter.Name.NONCE)).isNotEqualTo(before);
    assertThat(stored(Write.Counter.Name.NONCE_BEFORE)).isEqualTo(before);
    clock.addAndGet(AFTER_AN_HOUR_MILLIS);
    keeper.failing = false;
    add();
    fault = ask(node -> node.continuity(0).fault());
    assertThat(fault).isEmpty();
    assertThat(keeper.record().orElseThrow().nonce()).isEqualTo(stored(Write.Counter.Name.NONCE));
  }

  private long stored(Write.Counter.Name name) {
    return store.delegate.restored().counter(name);
  }

  @Test
  void aFullDiskRefusesWithItsReasonAndKeepsNothingButAnswers() throws Exception {
    TaskId before = add();
    store.fail(StoreException.Reason.NO_SPACE, ALWAYS);
    assertRefused(this::add, StoreException.Reason.NO_SPACE);
    assertThat(tryToAdd())
        .isEqualTo(new Reply.Refused(Reply.Refused.Kind.STORE_FULL, "planted NO_SPACE"));
    assertThat(tasks()).isEqualTo(1);
    assertThat(status(before)).isNotNull();
    assertThat(ask(SwarmNode::readOnly)).isPresent();
    assertThat(store.opened.get()).isEqualTo(1);
  }

  @Test
  void aFullDiskIsToldInHealthAndBeaconsGoOn() throws Exception {
    eventually(this::linkIsUp);
    store.fail(StoreException.Reason.NO_SPACE, ALWAYS);
    assertRefused(this::add, StoreException.Reason.NO_SPACE);
    assertThat(health()).isEqualTo(HealthState.CRITICAL);
    int sends = Collections.frequency(order, "send");
    clock.addAndGet(60_000);
    eventually(() -> Collections.frequency(order, "send") > sends);
    assertThat(linkIsUp()).isTrue();
  }

  @Test
  void afterSpaceCameBackItGoesOnByItself() throws Exception {
    long session = ask(SwarmNode::session);
    store.fail(StoreException.Reason.NO_SPACE, ALWAYS);
    assertRefused(this::add, StoreException.Reason.NO_SPACE);
    clock.addAndGet(StoreGuard.SPACE_PAUSE_MILLIS);
    assertThat(ask(SwarmNode::readOnly)).isPresent();
    store.heal();
    clock.addAndGet(StoreGuard.SPACE_PAUSE_MILLIS_MAX);
    assertThat(ask(SwarmNode::readOnly)).isEmpty();
    assertThat(status(add())).isNotNull();
    assertThat(ask(SwarmNode::session)).isEqualTo(session);
    assertThat(health()).isEqualTo(HealthState.OK);
  }

  @Test
  void spaceForAnythingLessThanWhatWasRefusedIsNotEnough() throws Exception {
    store.fail(StoreException.Reason.NO_SPACE, ALWAYS);
    assertRefused(this::add, StoreException.Reason.NO_SPACE);
    assertThat(store.reserved).isEmpty();
    clock.addAndGet(StoreGuard.SPACE_PAUSE_MILLIS);
    assertThat(ask(SwarmNode::readOnly)).isPresent();
    assertThat(store.reserved).hasAtLeastOneElementOfType(Write.Append.class);
  }

  @Test
  void aDiskThatFailsOnceCostsOnlyWhatWasNotAcknowledged() throws Exception {
    TaskId before = add();
    long session = ask(SwarmNode::session);
    eventually(this::linkIsUp);
    store.fail(StoreException.Reason.IO, 1);
    assertRefused(this::add, StoreException.Reason.IO);
    TaskId after = add();
    assertThat(tasks()).isEqualTo(2);
    assertThat(status(before)).isNotNull();
    assertThat(status(after)).isNotNull();
    assertThat(ask(SwarmNode::session)).isEqualTo(session);
    assertThat(ask(SwarmNode::readOnly)).isEmpty();
    assertThat(linkIsUp()).isTrue();
    assertThat(store.opened.get()).isEqualTo(2);
  }

  @Test
  void whatTurnsOutToBeDurableAfterAFailureIsAcknowledged() throws Exception {
    store.failAfterwards = true;
    TaskId task = add();
    assertThat(status(task)).isNotNull();
    assertThat(tasks()).isEqualTo(1);
    eventually(() -> jobs.started.size() == 1);
    jobs.endAll();
    eventually(() -> status(task) == TaskStatus.DONE);
  }

  @Test
  void aDiskThatFailsForAWhileIsReadOnlyInBetween() throws Exception {
    TaskId before = add();
    store.fail(StoreException.Reason.IO, 3);
    assertRefused(this::add, StoreException.Reason.IO);
    // The second failure is that of the core that was built anew.
    assertThat(tryToAdd())
        .isEqualTo(new Reply.Refused(Reply.Refused.Kind.STORE_FAILED, "planted IO"));
    assertThat(status(before)).isNotNull();
    assertThat(health()).isEqualTo(HealthState.CRITICAL);
    clock.addAndGet(StoreGuard.FAILED_PAUSE_MILLIS);
    assertThat(ask(SwarmNode::readOnly)).isPresent();
    clock.addAndGet(2 * StoreGuard.FAILED_PAUSE_MILLIS);
    assertThat(status(add())).isNotNull();
  }

  @Test
  void failuresThatAreNotInARowAreEachTheFirst() throws Exception {
    for (int i = 0; i < 2 * StoreGuard.FAILURES_MAX; i++) {
      store.fail(StoreException.Reason.IO, 1);
      assertRefused(this::add, StoreException.Reason.IO);
      assertThat(status(add())).isNotNull();
      clock.addAndGet(StoreGuard.STEADY_MILLIS);
      // What was due meanwhile is stored now, and not when the disk fails next.
      assertThat(tasks()).isPositive();
    }
  }

  @Test
  void aStoreThatCannotBeOpenedIsRefusedAtOnceAndTriedAgain() throws Exception {
    TaskId task = add();
    eventually(() -> jobs.started.size() == 1);
    store.openFailures.set(3);
    store.fail(StoreException.Reason.IO, 1);
    assertRefused(this::add, StoreException.Reason.IO);
    jobs.endAll();
    assertRefused(this::add, StoreException.Reason.IO);
    assertRefused(this::tasks, StoreException.Reason.IO);
    for (int i = 0; i < 2; i++) {
      clock.addAndGet(StoreGuard.FAILED_PAUSE_MILLIS_MAX);
      assertRefused(this::tasks, StoreException.Reason.IO);
    }
    clock.addAndGet(StoreGuard.FAILED_PAUSE_MILLIS_MAX);
    assertThat(tasks()).isEqualTo(1);
    eventually(() -> status(task) == TaskStatus.DONE);
    assertThat(jobs.started).hasSize(1);
    assertThat(linkIsUp()).isTrue();
  }

  @Test
  void aQuestionOnWhichTheDiskFailsOnceIsAnswered() throws Exception {
    TaskId task = add();
    eventually(() -> jobs.started.size() == 1);
    store.readFailures.set(1);
    assertThat(status(task)).isEqualTo(TaskStatus.RUNNING);
    assertThat(store.opened.get()).isEqualTo(2);
  }

  @Test
  void aCommandOnWhichReadingFailsIsRefusedAndTheNextOneIsNot() throws Exception {
    TaskId task = add();
    eventually(() -> jobs.started.size() == 1);
    store.readFailures.set(1);
    Command cancel = new Command.CancelTask(task.key(), "");
    assertRefused(() -> driver.command(cancel).get(10, TimeUnit.SECONDS), StoreException.Reason.IO);
    assertThat(driver.command(cancel).get(10, TimeUnit.SECONDS)).isInstanceOf(Reply.Accepted.class);
  }

  @Test
  void aDiskThatCannotBeReadIsLeftAloneForAWhile() throws Exception {
    add();
    store.readFailures.set(2);
    assertRefused(this::tasks, StoreException.Reason.IO);
    assertThat(store.closed).isTrue();
    assertRefused(this::tasks, StoreException.Reason.IO);
    clock.addAndGet(StoreGuard.FAILED_PAUSE_MILLIS);
    assertThat(tasks()).isEqualTo(1);
  }

  @Test
  void anInterruptCostsNothing() throws Exception {
    Thread thread = ask(node -> Thread.currentThread());
    for (int i = 0; i < 10; i++) {
      thread.interrupt();
      assertThat(status(add())).isNotNull();
    }
    assertThat(tasks()).isEqualTo(10);
  }

  @Test
  void whatIsTooLargeAtOnceIsRefusedAloneAndForgotten() throws Exception {
    TaskId before = add();
    assertRefused(
        () -> driver.command(tooLarge()).get(60, TimeUnit.SECONDS),
        StoreException.Reason.TOO_LARGE);
    assertThat(tasks()).isEqualTo(1);
    assertThat(status(before)).isNotNull();
    assertThat(status(add())).isNotNull();
  }

  @Test
  void aNodeWithLinksDoesNotStartOnAFullDiskButCanBeLookedAt() throws Exception {
    add();
    driver.stop(1_000);
    store.fail(StoreException.Reason.NO_SPACE, ALWAYS);
    NodeDriver live = driver(List.of(new RecordingLink()));
    assertThatThrownBy(live::start).isInstanceOf(StoreException.class);
    assertThat(store.closed).isTrue();
    NodeDriver look = driver(List.of());
    look.startWithoutLinks();
    try {
      assertThat(look.query(node -> node.ledger().taskCount()).get(10, TimeUnit.SECONDS))
          .isEqualTo(1);
    } finally {
      look.stop(1_000);
    }
    assertThatThrownBy(live::startWithoutLinks).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anActionThatEndsWhileTheDiskIsFullIsBookedOnceAndNotRunAgain() throws Exception {
    TaskId task = add();
    eventually(() -> jobs.started.size() == 1);
    store.fail(StoreException.Reason.NO_SPACE, ALWAYS);
    assertRefused(this::add, StoreException.Reason.NO_SPACE);
    jobs.endAll();
    assertThat(status(task)).isEqualTo(TaskStatus.RUNNING);
    store.heal();
    clock.addAndGet(StoreGuard.SPACE_PAUSE_MILLIS);
    eventually(() -> status(task) == TaskStatus.DONE);
    assertThat(jobs.started).hasSize(1);
  }

  @Test
  void aDiskThatKeepsFailingEndsTheLoopAndEverybodyWhoWaits() throws Exception {
    store.fail(StoreException.Reason.IO, ALWAYS);
    assertRefused(this::add, StoreException.Reason.IO);
    await(() -> store.failed.get() == 2);
    while (!driver.ended().isDone()) {
      int failures = store.failed.get();
      assertThat(failures).isLessThanOrEqualTo(StoreGuard.FAILURES_MAX);
      clock.addAndGet(StoreGuard.FAILED_PAUSE_MILLIS_MAX);
      CompletableFuture<Long> unused = driver.query(SwarmNode::owed);
      await(() -> store.failed.get() > failures);
      await(unused::isDone);
    }
    assertThat(driver.ended().get(10, TimeUnit.SECONDS))
        .get()
        .isInstanceOf(StoreException.class)
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith("planted IO")
        .contains("given up after " + (StoreGuard.FAILURES_MAX + 1) + " failures");
    assertThatThrownBy(this::add).isInstanceOf(ExecutionException.class);
    assertThatThrownBy(() -> ask(SwarmNode::owed)).isInstanceOf(ExecutionException.class);
    assertThat(store.closed).isTrue();
  }

  @Test
  void anErrorIsNotACleanEnd() throws Exception {
    store.error = Optional.of(new OutOfMemoryError("planted"));
    assertThatThrownBy(this::add).isInstanceOf(ExecutionException.class);
    assertThat(driver.ended().get(10, TimeUnit.SECONDS)).containsInstanceOf(OutOfMemoryError.class);
  }

  private NodeDriver driver(List<Link> links) {
    return new NodeDriver(
        new NodeId("driver"),
        store,
        keeper,
        this::node,
        links,
        jobs,
        (session, report) -> Bytes.EMPTY,
        () -> new Now(1_800_000_000_000L + clock.get(), clock.get()));
  }

  private SwarmNode node(Restored restored, LedgerReader reader, ContinuityFound found) {
    EntryCodec entries = new EntryWire(HASH);
    Bytes frameKey = Bytes.copyOf(new byte[32]);
    ExecutionGate gate =
        (task, self, roster, wall) -> new ExecutionGate.Run(new TreeMap<>(), false);
    return new SwarmNode(
        new NodeSettings(
            new NodeId("driver"),
            60_000,
            60_000,
            new SyncSettings(1_000, 60_000),
            List.of(),
            List.of(),
            List.of()),
        new NodeParts(
            HASH,
            entries,
            new FrameWire(HASH, frameKey, keys.author(), entries),
            keys,
            ToyKeys.VERIFIER,
            Optional.empty(),
            reader,
            gate,
            new SplittableRandom(1)),
        restored,
        found);
  }

  private TaskId add() throws Exception {
    return ((Reply.Accepted) tryToAdd()).task().orElseThrow();
  }

  private Reply.Result tryToAdd() throws Exception {
    Spec spec = Spec.of(new TreeMap<>());
    Command.AddTask add = new Command.AddTask(new ActionName("noop"), keys.author(), spec, false);
    return driver.command(add).get(10, TimeUnit.SECONDS);
  }

  /** Entries of one stranger, together larger than what a store takes at once. */
  private static Command tooLarge() {
    ToyKeys stranger = ToyKeys.of("stranger");
    LogId log = new LogId(stranger.author(), 1);
    Body note = new Body.Note("x".repeat(Body.TEXT_BYTES_MAX));
    List<Entry> entries = new ArrayList<>();
    long bytes = 0;
    for (int seq = 1; bytes <= NodeDriver.OUTCOME_BYTES_MAX; seq++) {
      byte[] task = new byte[TaskId.BYTES];
      ByteBuffer.wrap(task).putInt(seq);
      Draft draft = new Draft(log, seq, 0, Bytes.copyOf(task), HybridTime.ZERO, note);
      entries.add(new EntryWire(HASH).compose(draft, stranger));
      bytes += entries.get(seq - 1).canonical().size();
    }
    return new Command.ImportEntries(entries);
  }

  private static void assertRefused(Action action, StoreException.Reason reason) {
    assertThatThrownBy(action::run)
        .cause()
        .isInstanceOfSatisfying(
            StoreRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private interface Action {
    Object run() throws Exception;
  }

  private long tasks() throws Exception {
    return ask(node -> (long) node.ledger().reader().tasks(Optional.empty(), 100).size());
  }

  private HealthState health() throws Exception {
    return ask(node -> node.report().orElseThrow().state());
  }

  private boolean linkIsUp() throws Exception {
    return ask(
        node -> node.links().stream().anyMatch(link -> link.name().equals(WIRE) && link.up()));
  }

  private <T> T ask(Function<SwarmNode, T> question) throws Exception {
    return driver.query(question).get(10, TimeUnit.SECONDS);
  }

  private TaskStatus status(TaskId task) throws Exception {
    return ask(node -> node.ledger().task(task.key()).orElseThrow().status());
  }

  /** Each question is a turn of the loop, so that this counts turns, not time. */
  private void eventually(Condition condition) throws Exception {
    for (int turn = 0; turn < 100_000; turn++) {
      if (condition.holds()) {
        return;
      }
      long unused = ask(SwarmNode::owed);
    }
    throw new AssertionError("it never came to hold");
  }

  /** For what no question can be asked of: gives the loop's thread its turn. */
  private static void await(Condition condition) throws Exception {
    while (!condition.holds()) {
      Thread.onSpinWait();
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  /** Jobs that end when the test says so. */
  private final class HeldJobs implements Jobs {
    private final List<Job.RunRemedy> started = new CopyOnWriteArrayList<>();
    private final List<Consumer<Function<Now, Event>>> ends = new CopyOnWriteArrayList<>();

    @Override
    public void start(Job job, Consumer<Function<Now, Event>> ended) {
      if (job instanceof Job.RunRemedy remedy) {
        order.add("job");
        started.add(remedy);
        ends.add(ended);
      }
    }

    void endAll() {
      for (int i = 0; i < ends.size(); i++) {
        Job.RunRemedy job = started.get(i);
        ends.get(i)
            .accept(
                now ->
                    new Event.RemedyFinished(
                        now, job.task().key(), job.gen(), job.term(), true, "did it"));
      }
    }

    @Override
    public void stop(long graceMillis) {
      order.add("jobs stopped");
    }
  }

  /** A store in heap that fails on demand. */
  private final class FlakyStore implements NodeStore {
    private final MemoryStore delegate = new MemoryStore();
    private volatile Optional<StoreException.Reason> failure = Optional.empty();
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean failAfterwards;
    private final AtomicInteger openFailures = new AtomicInteger();
    private final AtomicInteger readFailures = new AtomicInteger();
    private volatile Optional<Error> error = Optional.empty();
    private volatile List<Write> reserved = List.of();
    private final AtomicInteger opened = new AtomicInteger();
    private volatile boolean closed;

    void fail(StoreException.Reason reason, int times) {
      failuresLeft.set(times);
      failure = Optional.of(reason);
    }

    private static int less(int left) {
      return Math.max(0, left - 1);
    }

    void heal() {
      failure = Optional.empty();
    }

    @Override
    public Restored open() throws StoreException {
      if (openFailures.getAndUpdate(FlakyStore::less) > 0) {
        throw new StoreException(StoreException.Reason.IO, "planted at opening");
      }
      opened.incrementAndGet();
      closed = false;
      return delegate.open();
    }

    @Override
    public Restored restored() {
      return delegate.restored();
    }

    @Override
    public LedgerReader reader() {
      return (LedgerReader)
          Proxy.newProxyInstance(
              LedgerReader.class.getClassLoader(),
              new Class<?>[] {LedgerReader.class},
              (proxy, method, arguments) -> {
                if (readFailures.getAndUpdate(FlakyStore::less) > 0) {
                  throw new UncheckedIOException(new IOException("planted at reading"));
                }
                return method.invoke(delegate.reader(), arguments);
              });
    }

    @Override
    public void commit(List<Write> writes) throws StoreException {
      if (writes.isEmpty()) {
        return;
      }
      if (error.isPresent()) {
        throw error.get();
      }
      failIfPlanted();
      order.add("commit");
      delegate.commit(writes);
      if (failAfterwards) {
        failAfterwards = false;
        throw new StoreException(StoreException.Reason.IO, "planted after the fsync");
      }
    }

    @Override
    public void reserve(List<Write> writes) throws StoreException {
      reserved = List.copyOf(writes);
      failIfPlanted();
    }

    private void failIfPlanted() throws StoreException {
      if (failure.isPresent() && failuresLeft.getAndUpdate(FlakyStore::less) > 0) {
        failed.incrementAndGet();
        throw new StoreException(failure.get(), "planted " + failure.get());
      }
    }

    @Override
    public long sizeBytes() {
      return delegate.sizeBytes();
    }

    @Override
    public void close() {
      closed = true;
      delegate.close();
    }
  }

  /** A link that is up at once and takes everything. */
  private final class RecordingLink implements Link {
    @Override
    public LinkName name() {
      return WIRE;
    }

    @Override
    public LinkLimits limits() {
      return new LinkLimits(48_000, true, 1_000_000);
    }

    @Override
    public void start(LinkHello hello, LinkEvents events) {
      CompletableFuture<Void> unused = CompletableFuture.runAsync(events::up);
    }

    @Override
    public boolean offer(Outgoing outgoing) {
      order.add("send");
      return true;
    }

    @Override
    public void stop(long graceMillis) {
      order.add("link stopped");
    }

    @Override
    public LinkStatus status() {
      return new LinkStatus(name(), "test", "", LinkStatus.State.UP, "", "", 0, 0, 0, 0, 0, 0);
    }
  }
}
