package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Roster;
import io.echofield.swarmkit.core.ledger.TaskStatus;
import io.echofield.swarmkit.core.ledger.TaskSteps;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.sync.Message;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What comes next for a task that is bound to no node: bid in turn, claim, let the claim settle,
 * start if it won; give way while another node's lease holds, and take over after.
 *
 * <p>A claim of this node that this process does not hold is of an earlier life: it is given back
 * or, if it was started, failed with an unknown outcome. One thread.
 */
final class ClaimDesk {
  /** One turn of the bidding, and the pause in which a claim settles. A LAN is far faster. */
  static final long SLOT_MILLIS = 500;

  /**
   * Claims of this node that did not start yet; with so many it bids for nothing further. Its
   * leases, with the one of what runs, fit in a beacon.
   */
  static final int CLAIMS_MAX = 8;

  /**
   * How often more than its attempts a task is begun because a holder vanished. A task that takes
   * down whoever runs it must not take down the swarm.
   */
  static final int TAKEOVERS_MAX = 2;

  /**
   * A process bids this much later for what it finds at its start or under a new roster: others may
   * have taken it meanwhile, and tell as soon as links are up.
   */
  static final long FOUND_PAUSE_MILLIS = 10 * SLOT_MILLIS;

  private static final long NOT_BIDDING = -1;

  /**
   * How a task stood when it was last looked at.
   *
   * @param heardMono since when, or when its holder renewed last
   * @param biddingMono since when it was free and this node had room for it; the turns count from
   *     there, or all nodes that were busy would bid for the same tasks at once
   * @param first it stood so when this process first saw it
   */
  private record Watch(
      int gen,
      int term,
      TaskStatus status,
      Optional<Author> holder,
      long heardMono,
      long biddingMono,
      boolean first) {
    static Watch of(TaskView task, long mono) {
      return new Watch(
          task.gen(), task.term(), task.status(), task.holder(), mono, NOT_BIDDING, false);
    }

    Watch asFirst() {
      return new Watch(gen, term, status, holder, heardMono, biddingMono, true);
    }

    boolean same(Watch other) {
      return gen == other.gen
          && term == other.term
          && status == other.status
          && holder.equals(other.holder);
    }

    Watch heard(long mono) {
      return new Watch(gen, term, status, holder, mono, NOT_BIDDING, first);
    }

    Watch bidding(long mono) {
      return new Watch(gen, term, status, holder, heardMono, mono, first);
    }
  }

  // fixed
  private final Author self;
  private final Roster roster;
  private final ExecutionGate gate;
  private final Labels labels;
  private final Candidates candidates;
  private final LeaseBook leases;
  private final EarlierClaims earlier;
  // while the process lives
  private final SortedMap<TaskKey, Watch> watches = new TreeMap<>();

  ClaimDesk(
      Author self,
      Roster roster,
      ExecutionGate gate,
      Labels labels,
      Candidates candidates,
      LeaseBook leases,
      EarlierClaims earlier) {
    this.self = self;
    this.roster = roster;
    this.gate = gate;
    this.labels = labels;
    this.candidates = candidates;
    this.leases = leases;
    this.earlier = earlier;
  }

  /**
   * A task that was not settled when an earlier life ended, told once, at the start; or one that is
   * not settled any more because other entries came to count.
   */
  void found(TaskView task, Now now) {
    Watch watch = Watch.of(task, now.monoMillis()).asFirst();
    watches.put(task.id().key(), watch.bidding(now.monoMillis() + FOUND_PAUSE_MILLIS));
  }

  /** Whether a further claim is allowed. */
  boolean room() {
    return leases.notStarted().size() < CLAIMS_MAX;
  }

  /**
   * Looks at a task that is not settled, counts, and comes after nothing undone.
   *
   * @param handsFree nothing runs here
   * @param runs this very task runs here
   */
  Look look(TaskView task, boolean handsFree, boolean runs, Now now) {
    TaskKey key = task.id().key();
    Watch watch = watch(key, task, now);
    if (runs) {
      return new Look.Rests();
    }
    boolean bearsMyName = task.holder().filter(self::equals).isPresent();
    Optional<LeaseBook.Held> held =
        leases
            .held(key)
            .filter(claim -> bearsMyName && task.status() == TaskStatus.CLAIMED)
            .filter(claim -> claim.is(task.gen(), task.term()));
    if (held.isEmpty()) {
      // Another claim won, or the task went on otherwise.
      leases.drop(key);
    }
    // What this process finds when it first sees the task, or had in its store, was left by an
    // earlier life. What came later was written by another life, which goes on at the same time: it
    // is respected like a stranger's.
    boolean mine = bearsMyName && (held.isPresent() || watch.first() || earlier.has(task));
    return switch (task.status()) {
      case OPEN, FAILED -> bid(task, watch, handsFree, now);
      case CLAIMED ->
          mine ? claimed(task, held, handsFree, now) : respect(task, watch, handsFree, now);
      case RUNNING ->
          mine
              ? new Look.Writes(TaskSteps.failed(task.gen(), task.term(), TaskRunner.INTERRUPTED))
              : respect(task, watch, handsFree, now);
      case DONE, CANCELLED -> new Look.Rests();
    };
  }

  /** Nothing more happens to it here. */
  void drop(TaskKey key) {
    watches.remove(key);
    leases.drop(key);
  }

  /** A claim of this node, held by this process or left over from an earlier life. */
  private Look claimed(TaskView task, Optional<LeaseBook.Held> held, boolean handsFree, Now now) {
    if (held.isEmpty() || leases.lost(held.get(), now)) {
      return release(task);
    }
    long settledMono = held.get().claimedMono() + SLOT_MILLIS;
    if (now.monoMillis() < settledMono) {
      return new Look.WaitsUntil("claimed, and waits whether another claim wins", settledMono);
    }
    long patientMono =
        Math.min(leases.endsMono(held.get()), held.get().claimedMono() + leases.patienceMillis());
    if (now.monoMillis() >= patientMono) {
      return release(task);
    }
    if (!handsFree) {
      return new Look.NeedsHands(patientMono);
    }
    ExecutionGate.Verdict verdict = gate.judge(task, self, roster, now.wallMillis());
    if (verdict instanceof ExecutionGate.Run run) {
      return TaskSteps.start(task, self)
          .<Look>map(life -> new Look.Starts(life, run))
          .orElseGet(Look.Rests::new);
    } else if (verdict instanceof ExecutionGate.Wait wait) {
      return new Look.WaitsUntil(wait.reason(), patientMono);
    }
    return release(task);
  }

  private Look release(TaskView task) {
    leases.drop(task.id().key());
    return TaskSteps.release(task, self).<Look>map(Look.Writes::new).orElseGet(Look.Rests::new);
  }

  /** Another node holds it. */
  private Look respect(TaskView task, Watch watch, boolean handsFree, Now now) {
    if (task.body().exclusive()) {
      return new Look.Waits("it is exclusive, so only its holder goes on with it");
    }
    if (task.attempts() >= task.spec().attemptsMax() + TAKEOVERS_MAX) {
      return new Look.Waits("begun " + task.attempts() + " times, and nobody told how it ended");
    }
    long untilMono = leases.respectedUntilMono(watch.holder().orElseThrow(), watch.heardMono());
    return now.monoMillis() < untilMono
        ? new Look.WaitsUntil("another node holds it", untilMono)
        : bid(task, watch, handsFree, now);
  }

  /** It is free. */
  private Look bid(TaskView task, Watch watch, boolean handsFree, Now now) {
    TaskKey key = task.id().key();
    Optional<String> lacking = labels.lacking(task);
    if (lacking.isPresent()) {
      return new Look.Waits("this node has no label " + lacking.get());
    }
    ExecutionGate.Verdict verdict = gate.judge(task, self, roster, now.wallMillis());
    if (verdict instanceof ExecutionGate.Refuse refuse) {
      return new Look.Waits("this node cannot do it: " + refuse.reason());
    } else if (verdict instanceof ExecutionGate.Wait wait) {
      return new Look.Waits(wait.reason());
    }
    if (!handsFree || !room()) {
      watches.put(key, watch.bidding(NOT_BIDDING));
      return new Look.NeedsRoom("this node is busy with other tasks");
    }
    long bidding = watch.biddingMono() == NOT_BIDDING ? now.monoMillis() : watch.biddingMono();
    watches.put(key, watch.bidding(bidding));
    long turnMono = bidding + SLOT_MILLIS * candidates.turn(task.id(), task.holder(), now);
    if (now.monoMillis() < turnMono) {
      return new Look.WaitsUntil("this node waits for its turn to claim it", turnMono);
    }
    boolean free = task.status() == TaskStatus.OPEN || task.status() == TaskStatus.FAILED;
    Optional<Body.Life> claim = free ? TaskSteps.claim(task) : TaskSteps.takeOver(task);
    claim.ifPresent(life -> leases.claimed(key, life.gen(), life.term(), now));
    return claim
        .<Look>map(Look.Writes::new)
        .orElseGet(() -> new Look.Waits("its terms are used up"));
  }

  private Watch watch(TaskKey key, TaskView task, Now now) {
    Watch seen = Watch.of(task, now.monoMillis());
    Watch known = watches.get(key);
    if (known != null && known.same(seen)) {
      return known;
    }
    Watch news = known == null ? seen.asFirst() : seen;
    watches.put(key, news);
    return news;
  }

  /**
   * Another node renewed these claims in a beacon that it signed, that the medium did not keep, and
   * that is newer than all that was heard of it. Only its own claims count.
   */
  void renewed(Author sender, List<Message.Beacon.Lease> renewals, Now now) {
    for (Message.Beacon.Lease renewal : renewals) {
      watches.computeIfPresent(
          LeaseBook.key(renewal.task()),
          (key, watch) ->
              watch.term() == renewal.term() && watch.holder().filter(sender::equals).isPresent()
                  ? watch.heard(now.monoMillis())
                  : watch);
    }
  }

  /** Whether claims settle or wait to start. */
  boolean busy() {
    return !leases.notStarted().isEmpty();
  }

  /** Who holds the task, and until when; empty if nobody does. */
  Optional<LeaseView> lease(TaskView task, boolean runs, Now now) {
    Optional<LeaseBook.Held> held = leases.held(task.id().key());
    if (runs && held.isPresent()) {
      boolean overtaken = task.term() != held.get().term() || task.gen() != held.get().gen();
      boolean lost = overtaken || leases.lost(held.get(), now);
      return Optional.of(new LeaseView(self, true, lost, wall(leases.endsMono(held.get()), now)));
    }
    boolean taken = task.status() == TaskStatus.CLAIMED || task.status() == TaskStatus.RUNNING;
    Watch watch = watches.get(task.id().key());
    if (!taken || task.target().isPresent() || watch == null || task.holder().isEmpty()) {
      return Optional.empty();
    }
    boolean own = task.holder().get().equals(self);
    long endsMono =
        own
            ? held.map(leases::endsMono).orElse(now.monoMillis())
            : leases.respectedUntilMono(task.holder().get(), watch.heardMono());
    return Optional.of(new LeaseView(task.holder().get(), own, false, wall(endsMono, now)));
  }

  private static long wall(long mono, Now now) {
    return now.wallMillis() + mono - now.monoMillis();
  }
}
