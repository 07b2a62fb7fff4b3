package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.LogId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.node.NodeSettings;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Work gets done: some time after everybody holds the same and all can hear each other, every task
 * that can be carried out is settled, also one whose holder is gone.
 *
 * <p>Where some are not when the run's result is taken, time goes on until they are, or until what
 * leases allow is over; the result does not tell of that time.
 */
final class WorkIsDone extends Checker {
  /** Actions that every node carries out; the others are refused, or wait for ever. */
  private static final Set<String> CARRIED_OUT = Set.of("noop", "broken");

  /** So often more than its attempts a task is begun when its holders vanish (C-7). */
  private static final int TAKEOVERS_MAX = 2;

  /** A holder that was never heard is respected for so many leases (C-6). */
  private static final int FAR_LEASES = 10;

  /** One turn of the bidding, and the pause in which a claim settles (C-3, C-4). */
  private static final long SLOT_MILLIS = 500;

  /** The last turn, and the pause after it. */
  private static final int SLOTS_MAX = 64;

  /** From one look at what is not settled to the next, in virtual time. */
  private static final long LOOK_MILLIS = 1_000;

  private record Unsettled(VirtualNode node, TaskKey task) {}

  private Optional<Long> equalMillis = Optional.empty();

  @Override
  public int invariant() {
    return 0;
  }

  @Override
  public void quiescent() {
    equalMillis = equalMillis.or(() -> Optional.of(world().swarm().nowMillis()));
  }

  @Override
  public void afterwards() {
    if (!world().fair()) {
      return;
    }
    long latest = equalMillis.orElse(world().swarm().nowMillis()) + patienceMillis();
    List<Unsettled> left = world().running().stream().flatMap(this::unsettled).toList();
    while (!left.isEmpty() && world().swarm().nowMillis() < latest) {
      world().swarm().run(LOOK_MILLIS);
      left = left.stream().filter(this::isUnsettled).toList();
    }
    left.stream().findFirst().ifPresent(this::report);
  }

  /**
   * Until a holder that nobody heard is respected no more, somebody claimed its task, could not
   * start it, and gave it to the next one, who tries twice.
   */
  private long patienceMillis() {
    long lease = NodeSettings.usualLeaseMillis(world().swarm().settings().beaconMillis());
    return FAR_LEASES * lease + lease / 8 + lease / 4 + 3 * SLOTS_MAX * SLOT_MILLIS;
  }

  private Stream<Unsettled> unsettled(VirtualNode node) {
    return node.store().reader().tasks(Optional.empty(), Integer.MAX_VALUE).stream()
        .map(task -> new Unsettled(node, task))
        .filter(this::isUnsettled);
  }

  private boolean isUnsettled(Unsettled left) {
    return left.node().running()
        && left.node().core().ledger().task(left.task()).filter(this::isWork).isPresent();
  }

  /** Whether somebody must do something about it. */
  private boolean isWork(TaskView task) {
    return !task.settled()
        && task.counts()
        && !task.collision()
        && CARRIED_OUT.contains(task.body().action().text())
        // An exclusive one is not taken over, and another may wait for what is never done.
        && !task.body().exclusive()
        && task.body().after().isEmpty()
        && task.target().map(target -> attends(target, task)).orElse(!givenUp(task))
        && task.term() < Body.Life.TERM_MAX;
  }

  /**
   * Whether a task's target runs and knows of no other life of its own that runs it: what comes
   * later in its own name it respects until its next start (C-10).
   */
  private boolean attends(Author target, TaskView task) {
    return world().running().stream()
        .filter(node -> node.author().equals(target))
        .anyMatch(node -> task.status() != TaskStatus.RUNNING || begunBy(node, task));
  }

  private static boolean begunBy(VirtualNode node, TaskView task) {
    return node.store().reader().live(task.id().key()).stream()
        .map(StoredEntry::entry)
        .filter(entry -> entry.log().equals(ownLog(node)))
        .anyMatch(
            entry ->
                entry.body() instanceof Body.Life life
                    && life.gen() == task.gen()
                    && life.term() == task.term());
  }

  private static LogId ownLog(VirtualNode node) {
    return new LogId(node.author(), (int) node.core().epoch());
  }

  /** It was begun so often that nobody takes it over any more. */
  private static boolean givenUp(TaskView task) {
    boolean taken = task.status() == TaskStatus.CLAIMED || task.status() == TaskStatus.RUNNING;
    return taken && task.attempts() >= task.spec().attemptsMax() + TAKEOVERS_MAX;
  }

  private void report(Unsettled left) {
    TaskView task = left.node().core().ledger().task(left.task()).orElseThrow();
    violated(
        left.node(),
        "task "
            + task.id()
            + " is still "
            + task.status().word()
            + " in term "
            + task.term()
            + ", though everybody could have carried it out");
  }
}
