package io.echofield.swarmkit.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echofield.swarmkit.core.id.ActionName;
import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.LinkName;
import io.echofield.swarmkit.core.id.NodeId;
import io.echofield.swarmkit.core.id.SwarmId;
import io.echofield.swarmkit.core.id.TaskId;
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
import io.echofield.swarmkit.link.Link;
import io.echofield.swarmkit.link.LinkEvents;
import io.echofield.swarmkit.link.LinkHello;
import io.echofield.swarmkit.link.LinkStatus;
import io.echofield.swarmkit.link.Outgoing;
import io.echofield.swarmkit.store.NodeStore;
import io.echofield.swarmkit.store.StoreException;
import io.echofield.swarmkit.testkit.MemoryKeeper;
import io.echofield.swarmkit.testkit.MemoryStore;
import io.echofield.swarmkit.testkit.ToyKeys;
import io.echofield.swarmkit.wire.EntryWire;
import io.echofield.swarmkit.wire.FrameWire;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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
  private static final long AFTER_THE_PAUSE_MILLIS = 10_000;
  private static final long AFTER_AN_HOUR_MILLIS = 3_700_000;

  private final List<String> order = new CopyOnWriteArrayList<>();
  private final AtomicLong clock = new AtomicLong();
  private final FlakyStore store = new FlakyStore();
  private final MemoryKeeper keeper = new MemoryKeeper();
  private final HeldJobs jobs = new HeldJobs();
  private final ToyKeys keys = ToyKeys.of("driver");
  private final NodeDriver driver =
      new NodeDriver(
          new NodeId("driver"),
          store,
          keeper,
          this::node,
          List.of(new RecordingLink()),
          jobs,
          (session, report) -> Bytes.EMPTY,
          () -> new Now(1_800_000_000_000L + clock.get(), clock.get()));

  @BeforeEach
  void start() throws StoreException {
    driver.start();
  }

  @AfterEach
  void stop() {
    driver.stop(1_000);
  }

  @Test
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
  void aFullDiskRefusesWithItsReasonAndKeepsNothingThenGoesOnByItself() throws Exception {
    store.failure = Optional.of(StoreException.Reason.NO_SPACE);
    assertThatThrownBy(this::add).cause().isInstanceOf(StoreRefusedException.class);
    assertThat(driver.storeFault()).contains("planted");
    long tasks = ask(node -> node.ledger().taskCount());
    assertThat(tasks).isZero();
    store.failure = Optional.empty();
    clock.addAndGet(AFTER_THE_PAUSE_MILLIS);
    TaskId task = add();
    assertThat(status(task)).isNotNull();
    assertThat(driver.storeFault()).isEmpty();
  }

  @Test
  void anActionThatEndsWhileTheDiskIsFullIsBookedOnceAndNotRunAgain() throws Exception {
    TaskId task = add();
    eventually(() -> jobs.started.size() == 1);
    store.failure = Optional.of(StoreException.Reason.NO_SPACE);
    assertThatThrownBy(this::add).cause().isInstanceOf(StoreRefusedException.class);
    jobs.endAll();
    assertThat(status(task)).isEqualTo(TaskStatus.RUNNING);
    store.failure = Optional.empty();
    clock.addAndGet(AFTER_THE_PAUSE_MILLIS);
    eventually(() -> status(task) == TaskStatus.DONE);
    assertThat(jobs.started).hasSize(1);
  }

  @Test
  void aDiskThatFailsEndsTheLoopAndEverybodyWhoWaits() throws Exception {
    store.failure = Optional.of(StoreException.Reason.IO);
    assertThatThrownBy(this::add).isInstanceOf(ExecutionException.class);
    assertThat(driver.ended().get(10, TimeUnit.SECONDS)).containsInstanceOf(StoreException.class);
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
    Spec spec = Spec.of(new TreeMap<>());
    Command.AddTask add = new Command.AddTask(new ActionName("noop"), keys.author(), spec, false);
    Reply.Result result = driver.command(add).get(10, TimeUnit.SECONDS);
    return ((Reply.Accepted) result).task().orElseThrow();
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
    private volatile Optional<Error> error = Optional.empty();
    private volatile boolean closed;

    @Override
    public Restored open() {
      return delegate.open();
    }

    @Override
    public Restored restored() {
      return delegate.restored();
    }

    @Override
    public LedgerReader reader() {
      return delegate.reader();
    }

    @Override
    public void commit(List<Write> writes) throws StoreException {
      if (writes.isEmpty()) {
        return;
      }
      if (error.isPresent()) {
        throw error.get();
      }
      if (failure.isPresent()) {
        throw new StoreException(failure.get(), "planted");
      }
      order.add("commit");
      delegate.commit(writes);
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
      return new LinkName("wire");
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
