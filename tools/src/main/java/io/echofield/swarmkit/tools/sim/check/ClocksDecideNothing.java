package io.echofield.swarmkit.tools.sim.check;

import io.echofield.swarmkit.core.id.Bytes;
import io.echofield.swarmkit.core.id.TaskKey;
import io.echofield.swarmkit.core.ledger.Entry;
import io.echofield.swarmkit.core.ledger.Ledger;
import io.echofield.swarmkit.core.ledger.LedgerReader;
import io.echofield.swarmkit.core.ledger.StoredEntry;
import io.echofield.swarmkit.core.ledger.TaskFold;
import io.echofield.swarmkit.core.ledger.TaskView;
import io.echofield.swarmkit.core.sync.Channel;
import io.echofield.swarmkit.core.time.HybridTime;
import io.echofield.swarmkit.lab.swarm.VirtualCell;
import io.echofield.swarmkit.lab.swarm.VirtualNode;
import io.echofield.swarmkit.tools.sim.Checker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * V-10: whatever wall clocks show, beacons come at their time, and a task is what it would be if
 * nobody had stamped anything.
 */
final class ClocksDecideNothing extends Checker {
  /** A beacon may be so late: the pauses after a change, and a loop that is busy. */
  private static final long LATE_MILLIS = 2_000;

  private static final long WINDOW_MILLIS = 60_000;

  /** One a second after changes, and more where links come up; most seen: 51. */
  private static final int BEACONS_PER_WINDOW_MAX = 150;

  private record Line(int node, long life, String cell) {}

  /** Beacons of one node in one life on one cell. */
  private static final class Cadence {
    private long lastMillis;
    private long windowMillis;
    private int inWindow;

    Cadence(long sinceMillis) {
      lastMillis = sinceMillis;
    }
  }

  private final Map<Line, Cadence> cadences = new HashMap<>();

  @Override
  public int invariant() {
    return 10;
  }

  @Override
  public void sent(VirtualNode node, VirtualCell cell, Channel channel, int slot, Bytes frame) {
    if (channel == Channel.BEACON) {
      long now = world().swarm().nowMillis();
      Cadence cadence =
          cadences.computeIfAbsent(
              new Line(node.number(), node.life(), cell.name().text()), line -> new Cadence(now));
      if (now - cadence.windowMillis > WINDOW_MILLIS) {
        cadence.windowMillis = now;
        cadence.inWindow = 0;
      }
      if (++cadence.inWindow == BEACONS_PER_WINDOW_MAX) {
        violated(node, "sent " + cadence.inWindow + " beacons on " + cell.name() + " in a minute");
      }
      cadence.lastMillis = now;
    }
  }

  @Override
  public void statementDone() {
    long now = world().swarm().nowMillis();
    long latest = world().swarm().settings().beaconMillis() + LATE_MILLIS;
    for (VirtualNode node : world().running()) {
      for (VirtualCell cell : node.cells()) {
        if (cell.connected(node) && !node.suspended() && !cell.limits().radio()) {
          // From when it is first seen to talk a beacon is due, also if there was none before.
          Line line = new Line(node.number(), node.life(), cell.name().text());
          long silent = now - cadences.computeIfAbsent(line, l -> new Cadence(now)).lastMillis;
          if (silent > latest) {
            violated(node, "sent no beacon on " + cell.name() + " for " + silent);
          }
        }
      }
    }
    forgive();
  }

  /** Who cannot talk now need not have talked. */
  private void forgive() {
    long now = world().swarm().nowMillis();
    for (VirtualNode node : world().running()) {
      for (VirtualCell cell : node.cells()) {
        if (node.suspended() || !cell.connected(node)) {
          cadences.remove(new Line(node.number(), node.life(), cell.name().text()));
        }
      }
    }
    cadences.values().removeIf(cadence -> now - cadence.lastMillis > WINDOW_MILLIS);
  }

  @Override
  public void leapt() {
    cadences.clear();
  }

  @Override
  public void quiescent() {
    world().running().stream().limit(1).forEach(this::withoutStamps);
  }

  private void withoutStamps(VirtualNode node) {
    TaskFold fold = new TaskFold(world().swarm().parts().hash());
    Ledger ledger = node.core().ledger();
    LedgerReader all = node.store().reader();
    for (TaskKey key : WrittenTasks.of(all)) {
      List<StoredEntry> unstamped =
          all.history(key, 0, Integer.MAX_VALUE).stream()
              .map(ClocksDecideNothing::unstamped)
              .toList();
      Optional<TaskView> seen = ledger.task(key);
      Optional<TaskView> without = fold.fold(unstamped, ledger);
      if (!seen.map(ClocksDecideNothing::outcome)
          .equals(without.map(ClocksDecideNothing::outcome))) {
        violated(node, "task " + key + " is another one without time stamps");
        return;
      }
    }
  }

  private static StoredEntry unstamped(StoredEntry stored) {
    Entry entry = stored.entry();
    return new StoredEntry(
        new Entry(
            entry.id(),
            entry.log(),
            entry.seq(),
            entry.group(),
            entry.task(),
            HybridTime.ZERO,
            entry.body(),
            entry.canonical(),
            entry.signed()),
        stored.arrival(),
        stored.proven());
  }

  /** All that must not depend on stamps. */
  private static List<Object> outcome(TaskView view) {
    return List.of(
        view.status(),
        view.gen(),
        view.term(),
        view.holder(),
        view.attempts(),
        view.starters(),
        view.approved(),
        view.counts(),
        view.specEntry());
  }
}
