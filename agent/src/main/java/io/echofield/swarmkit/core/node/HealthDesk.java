package io.echofield.swarmkit.core.node;

import io.echofield.swarmkit.core.health.Diagnosis;
import io.echofield.swarmkit.core.health.HealthBoard;
import io.echofield.swarmkit.core.health.HealthReport;
import io.echofield.swarmkit.core.health.HealthState;
import io.echofield.swarmkit.core.health.PeerState;
import io.echofield.swarmkit.core.health.PeerView;
import io.echofield.swarmkit.core.health.Reading;
import io.echofield.swarmkit.core.health.Rule;
import io.echofield.swarmkit.core.health.Scoring;
import io.echofield.swarmkit.core.id.Author;
import io.echofield.swarmkit.core.id.TaskId;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Body;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.Spec;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.sync.LinkView;
import io.echofield.swarmkit.core.sync.SyncEngine;
import io.echofield.swarmkit.core.time.HybridClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * This node's own health: starts the checks, makes the report, tells it, and asks for remedies.
 *
 * <p>A store that takes no writes is a critical reading of its own, told as soon as it is known. No
 * remedy is asked for then, since none could be carried out; rules that hold fire after.
 */
final class HealthDesk {
  // fixed
  private final Author self;
  private final long healthMillis;
  private final Ledger ledger;
  private final LedgerNumbers numbers;
  private final LedgerDesk desk;
  private final StoreMode mode;
  private final HealthBoard board;
  private final SyncEngine engine;
  private final HybridClock clock;
  private final Diagnosis diagnosis;
  private final OutcomeBuilder out;

  // while the process lives
  private Optional<HealthReport> report = Optional.empty();
  private List<Reading> measured = List.of();
  private List<String> faults = List.of();
  private boolean checking;
  private long dueMono;

  HealthDesk(
      Author self,
      NodeSettings settings,
      Ledger ledger,
      LedgerDesk desk,
      StoreMode mode,
      HealthBoard board,
      SyncEngine engine,
      HybridClock clock,
      OutcomeBuilder out) {
    this.self = self;
    this.healthMillis = settings.healthMillis();
    this.ledger = ledger;
    this.numbers = new LedgerNumbers(ledger);
    this.desk = desk;
    this.mode = mode;
    this.board = board;
    this.engine = engine;
    this.clock = clock;
    this.diagnosis = new Diagnosis(settings.rules());
    this.out = out;
  }

  /** The newest report; empty before the first cycle ended. */
  Optional<HealthReport> report() {
    return report;
  }

  /** Checks that could not be made in the newest cycle, one line each. */
  List<String> faults() {
    return faults;
  }

  /**
   * The newest report as it is to be told now: with what this node holds and owes at this moment,
   * so that a peer sees equal ledgers soon after they are.
   */
  Optional<HealthReport> current(Now now) {
    if (report.isPresent() && numbers.look(now.monoMillis())) {
      report = report.map(this::fresh);
    }
    return report;
  }

  private HealthReport fresh(HealthReport old) {
    return new HealthReport(
        old.state(),
        old.score(),
        old.time(),
        old.readings(),
        old.uptimeSeconds(),
        engine.owed(),
        numbers.openTasks(),
        numbers.hashPrefix(),
        old.peers());
  }

  boolean checking() {
    return checking;
  }

  /** When the next cycle is due; never while one runs. */
  long dueMono() {
    return checking ? Long.MAX_VALUE : dueMono;
  }

  void checkSoon(Now now) {
    dueMono = Math.min(dueMono, now.monoMillis());
  }

  /** Starts a cycle if one is due. */
  void pump(Now now) {
    if (now.monoMillis() >= dueMono()) {
      checking = true;
      dueMono = now.monoMillis() + healthMillis;
      out.job(new Job.RunChecks());
    }
  }

  /** A cycle ended: ask for what rules call for, and tell the new health everywhere. */
  void checked(Event.CheckFinished checked, long uptimeSeconds) {
    checking = false;
    faults = checked.faults();
    measured = checked.readings();
    if (mode.writable()) {
      diagnosis.observe(readings()).forEach(this::remediate);
    }
    tell(uptimeSeconds, checked.now());
    desk.runner().lookAgain();
  }

  /** The store became read-only or writable: tell it with what was measured last. */
  void storeChanged(long uptimeSeconds, Now now) {
    tell(uptimeSeconds, now);
  }

  /** Shows what an earlier core of this process showed, until the next cycle ends. */
  void resume(HealthDesk earlier) {
    report = earlier.report;
    measured = earlier.measured;
    faults = earlier.faults;
  }

  private void tell(long uptimeSeconds, Now now) {
    numbers.look(now.monoMillis());
    HealthReport newer = make(readings(), uptimeSeconds, now.wallMillis());
    boolean changed = report.filter(before -> before.state() == newer.state()).isEmpty();
    report = Optional.of(newer);
    publish(report);
    engine.healthTold(changed, now.monoMillis());
  }

  private List<Reading> readings() {
    List<Reading> readings = new ArrayList<>(measured);
    readings.addAll(links());
    mode.readOnly()
        .map(why -> new Reading(why.cause().reading(), 1_000, HealthState.CRITICAL))
        .ifPresent(readings::add);
    return readings;
  }

  /** Tells health to everybody who reads; an empty report says that the node is offline. */
  void publish(Optional<HealthReport> shown) {
    for (LinkView link : engine.views()) {
      if (link.up()) {
        out.send(new Send.OfHealth(link.name(), engine.session(), shown));
      }
    }
  }

  /**
   * How many links there are and how many are up. Never a fault by itself: a node alone is a
   * healthy node, but rules may go by it.
   */
  private List<Reading> links() {
    List<LinkView> views = engine.views();
    if (views.isEmpty()) {
      return List.of();
    }
    long up = views.stream().filter(LinkView::up).count();
    return List.of(
        new Reading("links", views.size() * 1_000L, HealthState.OK),
        new Reading("links_up", up * 1_000L, HealthState.OK));
  }

  private HealthReport make(List<Reading> measured, long uptimeSeconds, long wallMillis) {
    Scoring scoring = Scoring.of(measured);
    int heard = 0;
    for (PeerView view : board.views(wallMillis)) {
      heard += view.state().compareTo(PeerState.OFFLINE) < 0 ? 1 : 0;
    }
    return new HealthReport(
        scoring.state(),
        scoring.score(),
        clock.stamp(wallMillis),
        Scoring.forReport(measured),
        uptimeSeconds,
        engine.owed(),
        numbers.openTasks(),
        numbers.hashPrefix(),
        heard);
  }

  /** A rule fired: one task for this node, unless one of the same action is still open. */
  private void remediate(Rule rule) {
    for (TaskKey key : desk.runner().dueTasks()) {
      Optional<TaskView> task = ledger.task(key);
      if (task.isPresent()
          && task.get().target().filter(self::equals).isPresent()
          && !task.get().settled()
          && task.get().body().action().equals(rule.action())) {
        return;
      }
    }
    Command.AddTask add = new Command.AddTask(rule.action(), self, Spec.of(new TreeMap<>()), false);
    TaskId task = desk.addTask(add);
    String why = "rule " + rule.name() + ": " + rule.condition();
    desk.writeOwn(task.key().bytes(), new Body.Note(Texts.clip(why, Body.TEXT_BYTES_MAX)));
  }
}
